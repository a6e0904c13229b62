"""What if: who would change, and that nothing is written."""

from dataclasses import replace

import pytest

from xl_addin.commands.demo import sample
from xl_addin.model.errors import Stop
from xl_addin.scores.people import person_scores
from xl_addin.scores.what_if import changed, compare


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
        "weight:OWN=1.2.3",
        "expected:OWN=6",
        "expected:OWN=2.5",
        "setting:nothing=3",
        "setting:organisation=3",
    ],
)
def test_a_wish_that_makes_no_sense_is_one_clear_line(wish: str) -> None:
    with pytest.raises(Stop) as stopped:
        changed(sample(), [wish])
    assert stopped.value.where == wish
    assert stopped.value.todo
