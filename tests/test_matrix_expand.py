"""Growing a framework: levels, competencies, tracks, proposals, the long form. Pure, over tables written as text."""

import csv
import doctest
import io
from dataclasses import astuple, replace
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.tables import data_of
from xl_addin.commands.demo import sample
from xl_addin.layout.csv_text import as_csv
from xl_addin.matrix import build, english
from xl_addin.matrix import draft as draft_file
from xl_addin.matrix.draft import Draft, draft, lift, lower, with_drafts
from xl_addin.matrix.english import base, phrase, third, wider
from xl_addin.matrix.expand import NewLevel, add_competency, add_level, add_track, parse_named_id
from xl_addin.matrix.long_form import HEADERS, long_form
from xl_addin.matrix.track_copy import Pattern, copy_track, titles
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.records import Competency, Level, Track
from xl_addin.model.statements import is_draft, statements
from xl_addin.rules.text_analysis import content, likeness
from xl_addin.rules.validation import run_rules

CHAIN = """
Matrix ENG
| Competency | SE1         | SE2           | SE3            |
| Ownership  | Plans work. | Leads a plan. | Sets the goal. |
"""


def levels(rows: str) -> Dataset:
    return data_of(f"Levels\n| Level ID | Track ID | Level title | Rank | Next levels |\n{rows}")


def grown(data: Dataset, ident: str, **where: str) -> Dataset:
    return add_level(data, NewLevel(parse_named_id(ident, "level"), **where)).data


def told(data: Dataset) -> dict[str, tuple[int | None, tuple[str, ...]]]:
    return {level.id: (level.rank, level.next) for level in data.levels}


# --- levels


def test_a_level_between_two_takes_over_the_way_up_and_the_rank() -> None:
    data = grown(data_of(CHAIN), "SE2a: Engineer II+", lower="SE2")
    assert told(data) == {"SE1": (1, ()), "SE2": (2, ()), "SE3": (4, ()), "SE2a": (3, ())}
    assert data.graph.edges == (("SE1", "SE2"), ("SE2", "SE2a"), ("SE2a", "SE3"))
    assert data.level["SE2a"].title == "Engineer II+"


def test_a_free_rank_is_taken_and_nobody_moves() -> None:
    data = grown(levels("| A | T | A | 1 | |\n| C | T | C | 5 | |"), "B", upper="C")
    assert told(data) == {"A": (1, ()), "C": (5, ()), "B": (2, ())}


def test_levels_of_equal_rank_in_two_tracks_stay_equal() -> None:
    data = levels("| A1 | A | A1 | 1 | |\n| A2 | A | A2 | 2 | |\n| B1 | B | B1 | 2 | |\n| B2 | B | B2 | 3 | |")
    after = grown(data, "A1a", lower="A1", upper="A2")
    assert told(after) == {"A1": (1, ()), "A2": (3, ()), "B1": (3, ()), "B2": (4, ()), "A1a": (2, ())}


def test_written_next_levels_are_respected_and_branches_stay() -> None:
    data = levels(
        "| S1 | T | S1 | 1 | S2 |\n| S2 | T | S2 | 2 | E1; S3; X9 |\n| S3 | T | S3 | 3 | |\n| E1 | M | E1 | 3 | |"
    )
    after = grown(data, "S2a", lower="S2")
    assert after.level["S2"].next == ("E1", "S2a", "X9"), "a name that leads nowhere yet stays as it was typed"
    assert after.graph.next_levels("S2a") == ("S3",)


def test_only_one_branch_is_lengthened_when_both_ends_are_named() -> None:
    data = levels("| S | T | S | 1 | A; B |\n| A | T | A | 2 | |\n| B | T | B | 2 | |")
    after = grown(data, "N", lower="S", upper="B")
    assert set(after.graph.next_levels("S")) == {"A", "N"}
    assert after.graph.next_levels("N") == ("B",)


@pytest.mark.parametrize(
    ("where", "ranks"),
    [
        ({"lower": "SE3"}, {"SE1": 1, "SE2": 2, "SE3": 3, "N": 4}),
        ({"upper": "SE1"}, {"SE1": 2, "SE2": 3, "SE3": 4, "N": 1}),
        ({"track": "ENG"}, {"SE1": 1, "SE2": 2, "SE3": 3, "N": 4}),
    ],
)
def test_a_first_and_a_last_level(where: dict[str, str], ranks: dict[str, int]) -> None:
    data = grown(data_of(CHAIN), "N", **where)
    assert {level.id: level.rank for level in data.levels} == ranks


@pytest.mark.parametrize(
    ("ident", "where", "told"),
    [
        ("SE2: Again", {"lower": "SE1"}, "taken"),
        ("se2", {"lower": "SE1"}, "taken"),
        ("SE 9", {"lower": "SE1"}, "is no id"),
        ("SE9: SE2", {"lower": "SE1"}, "taken"),
        ("SE9", {"lower": "SE8"}, "not in the workbook"),
        ("SE9", {"lower": "SE1", "upper": "SE3"}, "no next level"),
        ("SE9", {}, "not in the workbook"),
    ],
)
def test_a_place_or_name_that_cannot_be_is_refused(ident: str, where: dict[str, str], told: str) -> None:
    with pytest.raises(Stop, match=told):
        grown(data_of(CHAIN), ident, **where)


def test_ranks_end_at_thirty() -> None:
    data = levels("| A | T | A | 29 | |\n| B | T | B | 30 | |")
    with pytest.raises(Stop, match="30"):
        grown(replace(data, by_names=False), "N", lower="A")
    with pytest.raises(Stop, match="step 12"):  # where names are asked a track has twelve steps
        grown(replace(data, by_names=True), "N", lower="A")


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Dataset, str]:
    """Two tracks with gaps in their ranks and some written next levels, and a level of one of them."""
    found: list[Level] = []
    for track in "AB":
        ranks = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=5)))
        found += [Level(row=len(found) + n, id=f"{track}{r}", track=track, title=f"{track}{r}", rank=r)
                  for n, r in enumerate(ranks)]  # fmt: skip
    for n, level in enumerate(found):
        higher = [up.id for up in found if (up.rank or 0) > (level.rank or 0)]
        written: bool = draw(st.booleans())
        if higher and written:
            ups = draw(st.lists(st.sampled_from(higher), min_size=1, max_size=2, unique=True))
            found[n] = level.model_copy(update={"next": tuple(ups)})
    data = Dataset(tracks=(Track(row=0, id="A", name="A"), Track(row=1, id="B", name="B")), levels=tuple(found))
    return data, draw(st.sampled_from([level.id for level in found]))


@given(ladders(), st.sampled_from(["lower", "upper"]))
@settings(max_examples=200, deadline=None)
def test_every_way_up_stays_a_way_up(case: tuple[Dataset, str], side: str) -> None:
    data, beside = case
    after = grown(data, "NEW", **{side: beside})
    for low, high in after.graph.edges:
        assert (after.level[low].rank or 0) < (after.level[high].rank or 0)
    for low, high in data.graph.edges:
        through = "NEW" in after.graph.next_levels(low) and high in after.graph.next_levels("NEW")
        assert high in after.graph.next_levels(low) or through
    same = {(a.id, b.id): (a.rank or 0) - (b.rank or 0) for a in data.levels for b in data.levels}
    for (a, b), gap in same.items():
        now = (after.level[a].rank or 0) - (after.level[b].rank or 0)
        assert (gap > 0) - (gap < 0) == (now > 0) - (now < 0), "who is more senior stays so, in all tracks"


# --- competencies and tracks


def test_a_competency_is_added_to_chosen_tracks_only() -> None:
    data = data_of(CHAIN)
    after = add_competency(data, Competency(id="SEC", name="Security", tracks=("ENG",))).data
    assert after.competencies[:-1] == data.competencies
    with pytest.raises(Stop, match="not in the workbook"):
        add_competency(data, Competency(id="SEC", name="Security", tracks=("QA",)))
    with pytest.raises(Stop, match="taken"):
        add_competency(data, Competency(id="SEC", name="ownership"))


def test_a_track_whose_table_would_have_the_same_name_is_refused() -> None:
    data = add_track(data_of(CHAIN), Track(id="A-B", name="One")).data
    with pytest.raises(Stop, match="taken"):
        add_track(data, Track(id="A_B", name="Two"))


def test_a_track_after_another_takes_levels_texts_and_weights() -> None:
    data = data_of(
        """
        Matrix ENG
        | Competency | SE1                              | SE2          | SE3           |
        | Ownership  | Writes as a Junior engineer does. | inherits(SE1) | inherits(SE2) |
        | Craft      | N/A                              | Tests code.  | Tests more.   |

        Levels
        | Level ID | Track ID | Level title     | Rank | Next levels | Scope |
        | SE1      | ENG      | Junior engineer | 1    | SE2         | Task  |
        | SE2      | ENG      | Engineer        | 2    | SE3         |       |
        | SE3      | ENG      | Senior engineer | 3    |             |       |
        """
    )
    names = titles("SE1=QA1: Junior tester; SE3 = QA3: Senior tester")
    after = copy_track(data, Track(id="QA", name="Testing"), Pattern(data, "ENG", names, same_workbook=True))
    assert [(v.id, v.title, v.rank, v.next, v.scope) for v in after.data.levels_of("QA")] == [
        ("QA1", "Junior tester", 1, (), "Task"),
        ("QA3", "Senior tester", 3, (), ""),
    ]
    own, craft = (c.id for c in data.competencies)
    assert after.texts == {
        ("QA", own, "QA1"): "DRAFT Writes as a Junior tester does.",
        ("QA", own, "QA3"): "DRAFT Writes as a Junior tester does.",
        ("QA", craft, "QA1"): "N/A",
        ("QA", craft, "QA3"): "DRAFT Tests more.",
    }
    assert sum(w.weight or 0 for w in after.data.weights if w.track == "QA") == 100
    assert {c.id for c in after.data.competencies_of("QA")} == {own, craft}
    with pytest.raises(Stop, match="names no new level"):
        titles("SE1")


# --- proposals


def emptied(data: Dataset, level: str = "", competency: str = "") -> Dataset:
    def cell(own):  # type: ignore[no-untyped-def]
        hit = own.level == level or own.competency == competency
        return own.model_copy(update={"text": ""}) if hit else own

    return replace(data, matrices=tuple(replace(m, cells=tuple(map(cell, m.cells))) for m in data.matrices))


def proposed(data: Dataset) -> tuple[Draft, ...]:
    return draft(data, [track.id for track in data.tracks], content)


@pytest.mark.parametrize(("level", "competency"), [("SE2", ""), ("SE3", ""), ("SE4", ""), ("", "OWN"), ("", "LRN")])
def test_proposals_are_short_marked_and_differ_from_their_neighbours(level: str, competency: str) -> None:
    data = emptied(sample(), level, competency)
    found = proposed(data)
    after = with_drafts(data, found)
    assert found
    for own in found:
        assert is_draft(own.text)
        assert 2 <= len(statements(own.text)) <= 3
        for other in (*data.graph.previous_levels(own.level), *data.graph.next_levels(own.level)):
            beside = after.expectation(other, own.competency)
            assert likeness(own.text, beside) < 0.6, (own, beside)
    codes = {(f.code, f.place.field) for f in run_rules(after).findings}
    assert ("T01", level) not in codes
    assert sum(code == "F11" for code, _ in codes) > 0
    assert proposed(emptied(sample(), level, competency)) == found, "same framework, same proposals"
    assert not proposed(after), "a cell with words, even proposed ones, is left alone"


def test_proposals_touch_nothing_but_empty_cells() -> None:
    data = sample()
    assert proposed(data) == ()
    assert with_drafts(data, [Draft("ENG", "SE1", "OWN", "DRAFT Something else.", ())]).matrices == data.matrices


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("Tells the team when a task is stuck.", "Tells several teams when a task is stuck."),
        ("Writes notes for the team lead.", "Teaches colleagues to write notes for the team lead."),
        ("Agrees a plan with several teams.", "Agrees a plan with the whole organisation."),
        ("Plans each task, then checks it.", "Plans each project, then checks it."),
        ("Plans work, then checks the result.", "Teaches colleagues to plan work, then check the result."),
        ("You carry a parcel.", "You teach colleagues to carry a parcel."),
        ("Carry a parcel.", "Teach colleagues to carry a parcel."),
        ("Knowledge of law.", ""),
    ],
)
def test_statements_are_lifted_grammatically(statement: str, wanted: str) -> None:
    assert lift(statement) == wanted


def test_statements_are_lowered_by_help() -> None:
    assert lower("Tests code.") == "With help, tests code."
    assert lower("I test code.") == "With help, I test code."
    assert lower("Sales in the region.") == ""


@pytest.mark.parametrize("verb", ["be", "have", "go", "carry", "teach", "fix", "pass", "focus", "play", "use"])
def test_verbs_go_there_and_back(verb: str) -> None:
    assert base(third(verb), "the") == verb


def test_most_statements_of_our_own_frameworks_are_understood() -> None:
    said = [s for matrix in sample().matrices for cell in matrix.cells for s in statements(cell.text)]
    understood = [found for s in said if (found := phrase(s))]
    assert len(understood) > 0.95 * len(said)
    assert all(found.says() in said for found in understood)
    assert all(wider(s) != s for s in said)


@pytest.mark.parametrize("module", [build, draft_file, english], ids=lambda module: module.__name__)
def test_examples_in_the_code_hold(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted
    assert not tried.failed


# --- long form


def test_the_long_form_has_a_row_for_each_statement() -> None:
    data = data_of("Matrix ENG\n| Competency | SE1 | SE2 |\n| Own | Plans. / =1+1 | |\n| Care | N/A | inherits(SE1) |")
    rows = long_form(data)
    assert [(r.level, r.name, r.number, r.statement) for r in rows] == [
        ("SE1", "Own", 1, "Plans."),
        ("SE1", "Own", 2, "=1+1"),
        ("SE1", "Care", 1, "N/A"),
        ("SE2", "Care", 1, "inherits(SE1)"),
    ]


@given(st.text(alphabet="=+-@\t\r\n aé,;\"'", max_size=8))
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    data = data_of("Matrix ENG\n| Competency | SE1 |\n| Own | Plans. |")
    (matrix,) = data.matrices
    cell = matrix.cells[0].model_copy(update={"text": text})
    found = long_form(replace(data, matrices=(replace(matrix, cells=(cell,)),)))
    written = as_csv(HEADERS, ([str(value) for value in astuple(row)] for row in found))
    assert written.startswith('\ufeff"Track ID",')
    head, *rows = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""))
    assert tuple(head) == HEADERS
    assert [row[-1].removeprefix("'") for row in rows] == [s.removeprefix("'") for s in statements(text)]
    assert all(not value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in rows for value in row)
