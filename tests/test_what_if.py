"""What if: who would change, and that nothing is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book
from xl_addin.commands.demo import sample
from xl_addin.evaluate.person_figures import competency_gaps, person_scores
from xl_addin.evaluate.what_if import SCORE_SETTINGS, apply_wishes, compare_wishes, idle_settings, is_so_already
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.records import Competency


def named_alike(first: str = "Craft", second: str = "Craft") -> Dataset:
    """The sample with Ownership called `first`, and one more competency OW2 called `second`."""
    data = sample()
    renamed = [c.model_copy(update={"name": first}) if c.id == "OWN" else c for c in data.competencies]
    return replace(data, competencies=(*renamed, Competency(id="OW2", name=second, expected=3)))


def test_a_weight_changes_those_it_counts_for_and_nobody_else() -> None:
    data = sample()
    changes = compare_wishes(data, ["weight:Renewals=60"])
    assert changes
    assert {data.person[c.employee].track for c in changes} == {"CSM"}
    assert all(c.score and c.old_row.score != c.new_row.score for c in changes)


def test_one_track_can_be_named() -> None:
    data = sample()
    shared = {w.track for w in data.weights if w.competency == "OWN"}
    assert len(shared) > 1
    touched = apply_wishes(data, ["weight:ENG/OWN=40"])
    assert {w.track for w, old in zip(touched.weights, data.weights, strict=True) if w != old} == {"ENG"}


def test_the_same_as_changing_the_workbook() -> None:
    data = sample()
    wish = apply_wishes(data, ["setting:D09.coverage=1", "expected:own=5"])
    by_hand = replace(
        data,
        settings={**data.settings, "D09.coverage": 1.0},
        competencies=tuple(c.model_copy(update={"expected": 5}) if c.id == "OWN" else c for c in data.competencies),
    )
    assert person_scores(wish) == person_scores(by_hand)


def test_what_is_already_so_changes_nobody() -> None:
    data = sample()
    assert compare_wishes(data, ["weight:OWN=12.5"]) == []


def test_an_expected_rating_changes_gaps_and_sentences_but_no_score() -> None:
    data = sample()
    changes = compare_wishes(data, ["expected:OWN=5"])
    assert changes
    assert not any(c.score or c.coverage for c in changes)
    assert all(c.gaps for c in changes)
    assert any(c.words for c in changes)
    other = apply_wishes(data, ["expected:OWN=5"])
    for c in changes:
        assert c.gaps_after == competency_gaps(other, c.cycle, c.employee, c.new_row.level)
        assert [own for own, gap in c.gaps_after.items() if gap != c.gaps_before[own]] == ["OWN"]


def test_a_setting_no_score_rests_on_is_named_and_changes_nobody() -> None:
    data = sample()
    numbers = [name for name, value in data.settings.items() if isinstance(value, float | int)]
    idle = [name for name in numbers if name not in SCORE_SETTINGS]
    wishes = [f"setting:{name.upper()}=1" for name in idle]
    assert idle_settings(data, wishes) == idle
    assert compare_wishes(data, wishes) == []
    assert idle_settings(data, ["setting:rating.expected=4", "weight:OWN=30"]) == []


def test_what_is_so_already_is_told_from_what_is_too_small() -> None:
    data = sample()
    assert is_so_already(data, [f"setting:D09.coverage={data.number('D09.coverage')}"])
    assert not is_so_already(data, ["setting:D09.coverage=0.01"])


@pytest.mark.parametrize(
    "wish",
    [
        "Ownership=30",
        "weight:Ownership",
        "weight:Nobody=3",
        "weight:XX/OWN=3",
        "weight:OWN=-3",
        "weight:OWN=100.5",
        "weight:ENG/OWN=1000",
        "weight:OWN=1.2.3",
        "expected:OWN=6",
        "expected:OWN=2.5",
        "expected:ENG/OWN=4",
        "setting:nothing=3",
        "setting:rating.expected=9",
        "setting:D09.coverage=50",
        "setting:ENG/D09.coverage=0.5",
        "setting:organisation=3",
    ],
)
def test_a_wish_that_makes_no_sense_is_one_clear_line(wish: str) -> None:
    with pytest.raises(Stop) as stopped:
        apply_wishes(sample(), [wish])
    assert stopped.value.place == wish
    assert stopped.value.todo


@pytest.mark.parametrize("wish", ["weight:Craft=30", "weight:ENG/craft=30", "expected:Craft=4"])
def test_a_name_that_two_competencies_have_is_refused_with_their_ids(wish: str) -> None:
    with pytest.raises(Stop) as stopped:
        apply_wishes(named_alike(), [wish])
    assert (stopped.value.problem, stopped.value.todo) == (
        f"2 competencies are called {wish.partition(':')[2].partition('=')[0].rpartition('/')[2]}",
        "write one of their IDs: OWN and OW2",
    )


def test_an_id_tells_two_competencies_of_one_name_apart() -> None:
    data = named_alike()
    touched = apply_wishes(data, ["expected:OW2=5", "weight:OWN=40"])
    assert [c.id for c, old in zip(touched.competencies, data.competencies, strict=True) if c != old] == ["OW2"]
    assert {w.competency for w, old in zip(touched.weights, data.weights, strict=True) if w != old} == {"OWN"}


def test_an_id_counts_before_a_name_and_a_name_may_hold_a_slash() -> None:
    data = named_alike("OW2", "ENG/OWN")
    for wish in ("expected:OW2=5", "expected:eng/own=5"):
        touched = apply_wishes(data, [wish])
        assert [c.id for c, old in zip(touched.competencies, data.competencies, strict=True) if c != old] == ["OW2"]


def test_a_competency_without_an_id_is_for_build() -> None:
    data = sample()
    nameless = replace(data, competencies=(*data.competencies, Competency(name="Craft")))
    with pytest.raises(Stop) as stopped:
        apply_wishes(nameless, ["weight:Craft=30"])
    assert (stopped.value.problem, stopped.value.todo) == ("Craft has no ID yet", "run build, which makes one")


def test_a_weight_that_stands_twice_comes_to_what_is_wished() -> None:
    data = sample()
    first = next(w for w in data.weights if w.competency == "OWN" and w.track == "ENG")
    twice = replace(data, weights=(*data.weights, first))
    assert apply_wishes(twice, ["weight:ENG/OWN=40"]).weight["ENG", "OWN"] == 40


def test_what_score_leaves_out_a_what_if_names_too(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        first = person.rows("tblAssessments")[0]
        where = {name: first[name] for name in ("Cycle", "Employee ID", "Competency ID")}
        person.type("tblAssessments", "Manager rating", where, "four")
    plain, what_if = (cli("score", book, *words, "--json") for words in ((), ("--what-if", "expected:OWN=5")))
    assert (plain.code, what_if.code) == (1, 1)
    for part in ("unread", "left_out"):
        assert what_if.data[part] == plain.data[part]
    assert what_if.data["unread"]["ratings"]["count"] == 1
    assert "1 rating in Assessments could not be read." in what_if.err
    counts = what_if.data["counts"]
    assert what_if.err.startswith(f"0 scores, {counts['sentences']} sentences beside the scores and the gaps of ")


def test_a_setting_no_score_rests_on_leads_on_to_those_that_one_does(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    idle = cli("score", book, "--what-if", "setting:D11.delta=1")
    assert "0 scores would change. No score rests on D11.delta. Nothing was written." in idle.err
    assert "scores rest on: rating.expected and D09.coverage." in idle.err
