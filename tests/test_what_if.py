"""What if: who would change, and that nothing is written."""

from dataclasses import replace

import pytest

from xl_addin.commands.demo import sample
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.records import Competency
from xl_addin.scores.people import person_scores
from xl_addin.scores.what_if import changed, compare


def named_alike(first: str = "Craft", second: str = "Craft") -> Dataset:
    """The sample with Ownership called `first`, and one more competency OW2 called `second`."""
    data = sample()
    renamed = [c.model_copy(update={"name": first}) if c.id == "OWN" else c for c in data.competencies]
    return replace(data, competencies=(*renamed, Competency(id="OW2", name=second, expected=3)))


def test_a_weight_changes_those_it_counts_for_and_nobody_else() -> None:
    data = sample()
    changes = compare(data, ["weight:Renewals=60"])
    assert changes
    assert {data.person[c.employee].track for c in changes} == {"CSM"}
    assert all(c.before.score != c.after.score for c in changes)


def test_one_track_can_be_named() -> None:
    data = sample()
    shared = {w.track for w in data.weights if w.competency == "OWN"}
    assert len(shared) > 1
    touched = changed(data, ["weight:ENG/OWN=40"])
    assert {w.track for w, old in zip(touched.weights, data.weights, strict=True) if w != old} == {"ENG"}


def test_the_same_as_changing_the_workbook() -> None:
    data = sample()
    wish = changed(data, ["setting:D09.coverage=1", "expected:own=5"])
    by_hand = replace(
        data,
        settings={**data.settings, "D09.coverage": 1.0},
        competencies=tuple(c.model_copy(update={"expected": 5}) if c.id == "OWN" else c for c in data.competencies),
    )
    assert person_scores(wish) == person_scores(by_hand)


def test_what_is_already_so_changes_nobody() -> None:
    data = sample()
    assert compare(data, ["weight:OWN=12.5"]) == []


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
        changed(sample(), [wish])
    assert stopped.value.where == wish
    assert stopped.value.todo


@pytest.mark.parametrize("wish", ["weight:Craft=30", "weight:ENG/craft=30", "expected:Craft=4"])
def test_a_name_that_two_competencies_have_is_refused_with_their_ids(wish: str) -> None:
    with pytest.raises(Stop) as stopped:
        changed(named_alike(), [wish])
    assert (stopped.value.what, stopped.value.todo) == (
        f"2 competencies are called {wish.partition(':')[2].partition('=')[0].rpartition('/')[2]}",
        "write one of their IDs: OWN and OW2",
    )


def test_an_id_tells_two_competencies_of_one_name_apart() -> None:
    data = named_alike()
    touched = changed(data, ["expected:OW2=5", "weight:OWN=40"])
    assert [c.id for c, old in zip(touched.competencies, data.competencies, strict=True) if c != old] == ["OW2"]
    assert {w.competency for w, old in zip(touched.weights, data.weights, strict=True) if w != old} == {"OWN"}


def test_an_id_counts_before_a_name_and_a_name_may_hold_a_slash() -> None:
    data = named_alike("OW2", "ENG/OWN")
    for wish in ("expected:OW2=5", "expected:eng/own=5"):
        touched = changed(data, [wish])
        assert [c.id for c, old in zip(touched.competencies, data.competencies, strict=True) if c != old] == ["OW2"]


def test_a_competency_without_an_id_is_for_build() -> None:
    data = sample()
    nameless = replace(data, competencies=(*data.competencies, Competency(name="Craft")))
    with pytest.raises(Stop) as stopped:
        changed(nameless, ["weight:Craft=30"])
    assert (stopped.value.what, stopped.value.todo) == ("Craft has no ID yet", "run build, which makes one")


def test_a_weight_that_stands_twice_comes_to_what_is_wished() -> None:
    data = sample()
    first = next(w for w in data.weights if w.competency == "OWN" and w.track == "ENG")
    twice = replace(data, weights=(*data.weights, first))
    assert changed(twice, ["weight:ENG/OWN=40"]).weight["ENG", "OWN"] == 40
