"""Whoever takes a rating away, or lowers one, never sees a better figure or a better word: on any company."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_scores_people import H2, TODAY, random_book
from xl_addin.commands.demo import sample
from xl_addin.evaluate import person_figures
from xl_addin.evaluate.bulk import score_arrays as bulk
from xl_addin.evaluate.level_readiness import Readiness
from xl_addin.evaluate.levels_reached import levels_reached
from xl_addin.evaluate.readiness import people_readiness
from xl_addin.evaluate.role_fits import fit_of_people
from xl_addin.evaluate.team import covers, team_managers
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import NA
from xl_addin.model.records import Competency, Weight
from xl_addin.model.results import ScoreRow
from xl_addin.scores import summary
from xl_addin.scores.d11_team import SINGLE_POINT, WELL_COVERED
from xl_addin.sheets import dashboard, score_distribution

Marks = dict[tuple[Any, ...], tuple[float, ...]]
"""What is said -> how good it is, part by part; what is not said at all is worst."""


def marks(data: Dataset, cycle: str) -> Marks:
    """Everything said about single people and teams, higher for better."""
    found: Marks = {}
    for row in person_figures.person_scores(data):
        found["scores", row.cycle, row.employee, row.level] = (
            row.coverage or 0,
            -1 if row.score is None else row.score,
            row.met or 0,
            *_worth(row),
        )
    for employee, steps in people_readiness(data, cycle).items():
        found.update((("ready", employee, step.to), _ready(step)) for step in steps)
        came = levels_reached(data, employee, cycle)
        found["reached", employee] = (came.overall or 0, *came.competencies.values())
    for employee, fits in fit_of_people(data, cycle).items():
        found.update((("fit", employee, fit.to), _ready(fit)) for fit in fits)
    for manager in team_managers(data):
        found |= _covers(data, manager, cycle)
    return found


def _covers(data: Dataset, manager: str, cycle: str) -> Marks:
    """What is said about a manager's team, competency by competency; not rated yet is no better than nobody able."""
    words = {WELL_COVERED: 2, SINGLE_POINT: 1}
    return {
        ("cover", manager, own.competency): (len(own.able), own.rated, words.get(own.words, 0))
        for own in covers(data, manager, cycle)
    }


def _worth(row: ScoreRow) -> tuple[float, float]:
    """How good a sentence reads: the kind, then its count."""
    words = row.words
    if words.startswith(summary.MEETS_ALL):
        return 3, 0
    if words.startswith(summary.MEETS):
        assert row.score is not None or not row.asked_weight
        return 2, float(words.split()[1])
    if words.startswith(summary.RATE_MORE):
        return 1, float(words.split()[2])
    assert words in (summary.NOT_RATED, summary.NOTHING_TO_RATE)
    return 0, 0


def _ready(found: Readiness) -> tuple[float, ...]:
    figures = (-1 if v.figure is None else v.figure for v in found.variants.values())
    return (found.supported, found.coverage or 0, *figures, *(v.met for v in found.variants.values()))


def means(data: Dataset) -> dict[tuple[Any, ...], float]:
    """Means over several people, by what they are about and how many they are of."""
    rows = [("track", row["track"], row["scored"], row["mean"]) for row in dashboard.track_rows(data)]
    rows += [
        ("cycle", r["cycle"], r["scored"], r["mean"])
        for r in score_distribution.rows(data)[score_distribution.TREND_TABLE.name]
    ]
    return {row[:3]: row[3] for row in rows if row[3] != ""}


def never_better(before: Dataset, after: Dataset, cycle: str) -> None:
    old, new = marks(before, cycle), marks(after, cycle)
    for what, now in new.items():
        assert not_better(what, old, now), what
    old_means, new_means = means(before), means(after)
    assert all(mean <= old_means[what] + 1e-9 for what, mean in new_means.items() if what in old_means)


def not_better(what: tuple[Any, ...], old: Marks, now: tuple[float, ...]) -> bool:
    """Whether nothing that is said has become better; the count in a sentence means something within its kind only."""
    was = old.get(what, (0.0 if what[0] == "cover" else -1.0,) * len(now))
    if what[0] == "scores" and now[-2] < was[-2]:
        was, now = was[:-1], now[:-1]
    return all(b <= a + 1e-9 for a, b in zip(was, now, strict=True))


def with_rating(data: Dataset, at: int, **values: Any) -> Dataset:
    rating = data.ratings[at].model_copy(update=values)
    return replace(data, ratings=(*data.ratings[:at], rating, *data.ratings[at + 1 :]))


def company(seed: int) -> Dataset:
    chance = random.Random(seed)
    data = random_book(seed)
    policy = {
        "D09.coverage": chance.choice([0, 0.5, 0.7, 1]),
        "D10.variant": chance.choice(["default", *"abcde"]),
        "D10.coverage": chance.choice([0, 0.5, 0.9]),
        "D10.gate": chance.choice(["mean", "count"]),
        "D10.gate.held": chance.choice(["Yes", "No"]),
        "D13.step": chance.choice([0, 0.5, 1]),
    }
    return replace(data, settings={**data.settings, **policy}, today=TODAY)


def entered(data: Dataset) -> list[int]:
    return [at for at, rating in enumerate(data.ratings) if rating.manager_rating is not None]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False), st.booleans())
def test_taking_a_rating_away_makes_nothing_better(seed: int, chance: random.Random, evidence: bool) -> None:
    data = company(seed)
    for at in chance.sample(entered(data), min(3, len(entered(data)))):
        gone = {"manager_rating": None} if evidence else {"manager_rating": None, "evidence": "", "self_rating": None}
        never_better(data, with_rating(data, at, **gone), H2)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_taking_a_row_away_makes_nothing_better(seed: int, chance: random.Random) -> None:
    """Of two rows or more at the level: the last one takes the level with it."""
    data = company(seed)
    places = [(r.cycle, r.employee, r.level) for r in data.ratings]
    levels = {person.id: person.level for person in data.people}
    some = [at for at, p in enumerate(places) if places.count(p) > 1 and p[2] == levels.get(p[1])]
    for at in chance.sample(some, min(3, len(some))):
        never_better(data, replace(data, ratings=(*data.ratings[:at], *data.ratings[at + 1 :])), H2)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_lowering_a_rating_makes_nothing_better(seed: int, chance: random.Random) -> None:
    data = company(seed)
    some = [at for at in entered(data) if data.ratings[at].manager_rating not in (1, NA)]
    for at in chance.sample(some, min(3, len(some))):
        rating = data.ratings[at].manager_rating
        assert isinstance(rating, int)
        never_better(data, with_rating(data, at, manager_rating=chance.randint(1, rating - 1)), H2)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_a_row_repeated_changes_no_figure(seed: int, chance: random.Random) -> None:
    data = company(seed)
    some = [r for r in data.ratings if chance.random() < 0.2]
    again = tuple(r.model_copy(update={"manager_rating": chance.choice([None, NA, 1, 5])}) for r in some)
    twice = replace(data, ratings=(*data.ratings, *again))
    rows = [row for row in person_figures.person_scores(data) if row.level == _level(data, row)]
    assert [row for row in person_figures.person_scores(twice) if row.level == _level(data, row)] == rows


def _level(data: Dataset, row: ScoreRow) -> str:
    """The level a person holds: another one is scored where most rows are about it."""
    return data.person[row.employee].level


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([0.0, 10.0, 50.0]))
def test_asking_for_more_never_raises_a_coverage(seed: int, weight: float) -> None:
    data = company(seed)
    more = replace(
        data,
        competencies=(*data.competencies, Competency(id="Z", name="Zest", tracks=("T",))),
        weights=(*data.weights, Weight(track="T", competency="Z", weight=weight)),
    )
    after = {(row.cycle, row.employee): row for row in person_figures.person_scores(more)}
    for row in person_figures.person_scores(data):
        other = after[row.cycle, row.employee]
        assert (other.coverage or 0) <= (row.coverage or 0) + 1e-9
        assert (other.applicable or 0) == (row.applicable or 0) + (row.track == "T")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_a_line_asked_in_the_matrix_never_raises_a_coverage(seed: int) -> None:
    data = company(seed)
    (matrix,) = data.matrices
    rated = {(r.competency, r.level) for r in data.ratings if r.manager_rating is not None}
    for at, cell in enumerate(matrix.cells):
        if cell.text == "n/a" and (cell.competency, cell.level) not in rated:
            cells = (*matrix.cells[:at], cell.model_copy(update={"text": "Does it."}), *matrix.cells[at + 1 :])
            more = replace(data, matrices=(replace(matrix, cells=cells),))
            pairs = zip(person_figures.person_scores(data), person_figures.person_scores(more), strict=True)
            assert all((after.coverage or 0) <= (before.coverage or 0) + 1e-9 for before, after in pairs)


def test_only_what_meets_all_says_so() -> None:
    """Every count of lines, rated and below, with and without enough: the words name what is missing."""
    for lines in range(7):
        for rated in range(lines + 1):
            for below in range(rated + 1):
                for enough in (True, False):
                    words = summary.summary(lines, rated, below, enough=enough)
                    assert words.startswith(summary.MEETS_ALL) is (
                        lines > 0 and enough and rated == lines and not below
                    )
                    assert ("not rated" in words) is (enough and 0 < rated < lines)
                    assert ("below" in words) is (enough and below > 0)


# The demo, every rating of it


def of_person(data: Dataset, employee: str) -> Dataset:
    """The same with nobody else and nobody else's ratings."""
    ratings = tuple(r for r in data.ratings if r.employee == employee)
    return replace(data, people=(data.person[employee],), ratings=ratings)


def test_the_demo_with_any_rating_removed() -> None:
    data = sample()
    cycle = str(data.setting("cycle"))
    count = 0
    for person in data.people:
        alone = of_person(data, person.id)
        old = marks(alone, cycle)
        for at in entered(alone):
            now = marks(with_rating(alone, at, manager_rating=None), cycle)
            assert all(not_better(what, old, mark) for what, mark in now.items()), alone.ratings[at]
            count += 1
    assert count > 400


def test_the_teams_of_the_demo_with_any_rating_removed() -> None:
    data = sample()
    cycle = str(data.setting("cycle"))
    for manager in team_managers(data):
        team = {p.id for p in data.people if p.manager == manager}
        near = replace(
            data,
            people=tuple(p for p in data.people if p.id in team),
            ratings=tuple(r for r in data.ratings if r.employee in team and r.cycle == cycle),
        )
        old = _covers(near, manager, cycle)
        for at in entered(near):
            now = _covers(with_rating(near, at, manager_rating=None), manager, cycle)
            assert all(not_better(what, old, mark) for what, mark in now.items()), near.ratings[at]


def test_the_means_of_the_demo_with_any_rating_removed() -> None:
    data = sample()
    before = means(data)
    assert before
    for at in entered(data)[::29]:
        after = means(with_rating(data, at, manager_rating=None))
        assert all(mean <= before[what] + 1e-9 for what, mean in after.items() if what in before)


@pytest.mark.parametrize("seed", range(8))
def test_worked_out_at_once_nothing_is_better_either(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_figures, "BULK_ROWS", 0)
    data, chance = company(seed), random.Random(seed)
    some = entered(data)
    for at in chance.sample(some, min(2, len(some))):
        after = with_rating(data, at, manager_rating=None)
        assert person_figures.person_scores(after) == tuple(bulk.score_rows(after))
        never_better(data, after, H2)


def test_the_marks_see_what_they_should() -> None:
    """Otherwise the tests above would say little: a mark falls for some companies, and every kind of word is met."""
    kinds: set[str] = set()
    fell: set[str] = set()
    for seed in range(30):
        data, chance = company(seed), random.Random(seed)
        kinds |= {row.words.split(":")[0].split()[0] for row in person_figures.person_scores(data)}
        old = marks(data, H2)
        for at in chance.sample(entered(data), min(3, len(entered(data)))):
            new = marks(with_rating(data, at, manager_rating=None), H2)
            fell |= {what[0] for what, was in old.items() if new.get(what) != was}
    assert kinds == {"Nothing", "Not", "Rate", "Meets"}
    assert fell == {"scores", "ready", "reached", "fit", "cover"}
