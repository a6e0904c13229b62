"""What steps ask for, and how far levels lie apart: both pure, on tables written as text and on the sample company."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import data_of
from xl_addin.commands.demo import sample
from xl_addin.matrix.delta import Edge, level_steps
from xl_addin.rules.text_analysis import content
from xl_addin.rules.validation import run_rules
from xl_addin.scores.d13_role_distance import distance, role_distance
from xl_addin.sheets.paths import NEAREST, OTHER_MOVE, SIDEWAYS_MOVE, UP_MOVE, distances, paths


def steps(text: str) -> tuple[Edge, ...]:
    return level_steps(data_of(text), content)


def test_statements_are_new_reworded_kept_or_dropped() -> None:
    (edge,) = steps(
        """
        Matrix ENG
        | Competency | SE1 | SE2 |
        | O | Plans work. / Asks for help early. / Writes notes. | • plans  work. / Asks for help very early. / Leads. |
        """
    )
    (change,) = edge.changes
    assert change.kept == ("plans  work.",)
    assert change.reworded == (("Asks for help early.", "Asks for help very early."),)
    assert change.new == ("Leads.",)
    assert change.dropped == ("Writes notes.",)
    assert change.size == pytest.approx(2 / 7)
    assert (edge.count("new"), edge.size, edge.uneven) == (1, change.size, False)


def test_what_does_not_apply_or_is_not_written_is_said_so() -> None:
    (edge,) = steps(
        """
        Matrix ENG
        | Competency | SE1         | SE2           |
        | Starts     | N/A         | Plans work.   |
        | Ends       | Plans work. | N/A           |
        | Blank      |             | Plans work.   |
        | Same       | Plans work. | inherits(SE1) |
        | Draft      | Plans work. | DRAFT Leads.  |
        """
    )
    assert {c.note for c in edge.changes} == {
        "asked for from SE2 on",
        "no longer asked for at SE2",
        "not written yet at SE1",
        "taken over from SE1",
        "still a draft at SE2",
    }
    assert sorted(c.size for c in edge.changes if c.size is not None) == [0, 1, 1]


def test_a_step_over_a_branch_belongs_to_the_track_it_leads_to() -> None:
    edges = level_steps(sample(), content)
    crossing = next(edge for edge in edges if (edge.low, edge.high) == ("SE3", "EM1"))
    assert crossing.track == "EM"
    assert {c.competency for c in crossing.changes if "no longer" in c.note} >= {"CRA"}
    assert {c.competency for c in crossing.changes if "asked for from" in c.note} >= {"COA"}


UNEVEN = """
Matrix ENG
| Competency | SE1 | SE2 | SE3 | SE4 |
| Craft | Tests changes. | Reviews code. | Plans releases. | Advises teams, sets standards, hires people weekly. |
"""


def test_an_uneven_ladder_is_what_the_rule_says_it_is() -> None:
    data = data_of(UNEVEN)
    found = [(edge.low, edge.high) for edge in level_steps(data, content) if edge.uneven]
    assert found == [("SE3", "SE4")]
    assert [f.place.row for f in run_rules(data).findings if f.code == "G04"] == [data.level["SE4"].row]


WORDS = st.lists(st.sampled_from(["ant", "bee", "cat", "dog", "eel", "fox"]), max_size=6)


@given(st.lists(WORDS, min_size=5, max_size=5))
def test_uneven_steps_are_those_of_the_rule(texts: list[list[str]]) -> None:
    cells = " | ".join(" ".join(words) or "gnu" for words in texts)
    data = data_of(f"Matrix ENG\n| Competency | A | B | C | D | E |\n| Craft | {cells} |")
    rows = [f.place.row for f in run_rules(data).findings if f.code == "G04"]
    assert rows == [data.level[edge.high].row for edge in level_steps(data, content) if edge.uneven]


# --- role distance


def test_up_costs_something_and_down_nothing() -> None:
    data = sample()
    assert role_distance(data, "SE1", "SE2").points == pytest.approx(1)
    assert role_distance(data, "SE2", "SE1").points == 0
    across = role_distance(data, "SE4", "EM1")
    assert "COA" in across.gains
    assert "CRA" in across.losses
    back = role_distance(data, "EM1", "SE4")
    assert set(back.gains) == set(across.losses)
    assert set(back.losses) == set(across.gains)


def test_a_persons_ratings_take_the_place_of_what_is_expected() -> None:
    data = sample()
    everything = dict.fromkeys(data.competency, 5)
    assert role_distance(data, "SE1", "SE2", everything).points == 0
    assert role_distance(data, "SE1", "SE2", {"OWN": None, "PLN": "N/A"}).points == pytest.approx(1)


def test_equal_texts_and_inherited_ones_are_no_step() -> None:
    data = data_of("Matrix ENG\n| Competency | A | B | C |\n| Own | Plans. | inherits(A) | plans. |")
    assert role_distance(data, "A", "B").points == 0
    assert role_distance(data, "A", "C").points == 0


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 5), st.integers(0, 5)), min_size=1))
def test_the_distance_lies_between_its_parts(parts: list[tuple[float, int, int]]) -> None:
    found = distance(parts)
    missing = [max(0, target - now) for _, target, now in parts]
    assert min(missing) - 1e-9 <= found <= max(missing) + 1e-9
    assert distance([(w, t, t) for w, t, _ in parts]) == 0
    assert distance([(w, None, n) for w, _, n in parts]) == 0


def test_paths_name_moves_first_and_the_nearest_others() -> None:
    data = sample()
    found = distances(data)
    assert all(start not in targets for start, targets in found.items())
    assert {len(targets) for targets in found.values()} == {len(data.levels) - 1}
    rows = paths(data, found)
    for start in data.level:
        own = [row for row in rows if row.start == start]
        kinds = [row.kind for row in own]
        assert kinds == sorted(kinds, key=(UP_MOVE, SIDEWAYS_MOVE, OTHER_MOVE).index)
        assert {row.target for row in own if row.kind == UP_MOVE} == set(data.graph.next_levels(start))
        others = [row for row in own if row.kind == OTHER_MOVE]
        assert len(others) <= NEAREST
        figures = [row.distance or 0.0 for row in others]
        assert figures == sorted(figures)
    assert any(row.kind == SIDEWAYS_MOVE for row in rows)


def test_a_framework_without_weights_counts_every_competency_the_same() -> None:
    data = sample()
    assert role_distance(replace(data, weights=()), "SE1", "SE2").points == pytest.approx(1)
