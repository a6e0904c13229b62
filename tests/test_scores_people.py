"""Readiness, teams and trends: published examples, what must hold of all ratings, and the same from a workbook."""

import dataclasses
import datetime as dt
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import RECALCULATED
from tests.support.office import Document, Office, address
from xl_addin.evaluate import raters, team
from xl_addin.evaluate.level_readiness import Readiness
from xl_addin.evaluate.levels_reached import LevelReach, levels_reached
from xl_addin.evaluate.person_figures import competency_gaps, person_scores
from xl_addin.evaluate.readiness import judge, level_fit, readiness_of
from xl_addin.evaluate.readiness_words import NOT_KNOWN
from xl_addin.evaluate.role_fits import fit_of_people
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.days import months_between
from xl_addin.model.facts import NA
from xl_addin.model.records import Competency, Employee, Expectation, Level, Rating, RatingValue, Track, Weight
from xl_addin.scores import all_scores, d08_gap, d09_score, d10_readiness, d11_team, d12_trend
from xl_addin.scores.d10_readiness import Variant, share_rated, variants
from xl_addin.scores.readiness_gate import COUNT, MEAN, Gate, level_reached, marks_of, weighted_level
from xl_addin.scores.readiness_policy import Policy
from xl_addin.scores.requirements import (
    Requirement,
    level_weights,
    not_asked,
    rated_level,
    ratings_at,
    requirements_of,
)
from xl_addin.sheets import assessments

DEFAULTS: dict[str, Any] = {
    "rating.expected": 3,
    "cycle": "2027-H1",
    **{setting.id: setting.default for score in all_scores() for setting in score.settings},
}
TODAY = dt.date(2027, 3, 15)
H1, H2 = "2026-H2", "2027-H1"
LEVELS = (
    Level(id="L1", track="T", title="Engineer", rank=1, lateral=("M1",)),
    Level(id="L2", track="T", title="Senior engineer", rank=2),
    Level(id="M1", track="M", title="Team lead", rank=2),
)
MEWS = Gate(MEAN, 1.7, 0)
CARVAGO = Gate(COUNT, 0, 2)


def rating(competency: str, given: RatingValue, who: str = "P1", level: str = "L2", **more: Any) -> Rating:
    return Rating(
        **{"cycle": H2, "evidence": "Seen.", **more},
        employee=who,
        competency=competency,
        level=level,
        manager_rating=given,
    )


def company(given: str = "", level: str = "L2", **more: Any) -> Dataset:
    """One person at L1, competencies A to E of weights 40 20 20 10 10, A critical; `given` are ratings at `level`."""
    names = dict(zip("ABCDE", ("Ownership", "Craft", "delivery", "People", "Learning"), strict=True))
    critical, both = {"A": "Yes"}, ("T", "M")
    made = (
        Competency(id=c, name=name, critical=critical.get(c, "No"), tracks=both if c in "AB" else ("T",))
        for c, name in names.items()
    )
    data = Dataset(
        tracks=(Track(id="T", name="Engineering"), Track(id="M", name="Leading")),
        levels=LEVELS,
        competencies=(*made, Competency(id="F", name="Coaching", tracks=("M",))),
        weights=(*weighed("T", "ABCDE", (40, 20, 20, 10, 10)), *weighed("M", "ABF", (50, 40, 10))),
        people=(Employee(id="P1", name="Ana", track="T", level="L1", manager="BOSS", since=dt.date(2025, 1, 1)),),
        ratings=rows(given, level=level),
        settings=DEFAULTS,
        today=TODAY,
    )
    return replace(data, **more)


def weighed(track: str, competencies: str, weights: Sequence[float]) -> list[Weight]:
    return [Weight(track=track, competency=c, weight=w) for c, w in zip(competencies, weights, strict=True)]


def rows(given: str, who: str = "P1", level: str = "L2", cycle: str = H2, own: str = "") -> tuple[Rating, ...]:
    """Ratings of A, B, C ...: digits, "N" for N/A, "-" for blank, a space for no row; `own` are the self ratings."""
    read: dict[str, RatingValue] = {"N": "N/A", "-": None, " ": None, **{str(n): n for n in range(1, 6)}}
    pairs = zip("ABCDEF", given, own.ljust(len(given), "-"), strict=False)
    return tuple(
        rating(c, read[mark], who, level, cycle=cycle, self_rating=read[self_mark])
        for c, mark, self_mark in pairs
        if mark != " "
    )


def changed(**values: Any) -> dict[str, Any]:
    """The default settings with some of D10's changed: gate_mean=1.5 for D10.gate.mean."""
    return {**DEFAULTS, **{f"D10.{name.replace('_', '.')}": value for name, value in values.items()}}


def ready(data: Dataset, today: dt.date = TODAY) -> Readiness:
    (found,) = readiness_of(data, "P1", H2, today)
    return found


# The published examples


def test_the_overall_level_of_the_published_examples() -> None:
    assert weighted_level([30, 55, 10, 5], [3, 3, 2, 2]) == pytest.approx(2.85)
    assert weighted_level([25, 30, 30, 10, 5], [3, 3, 2, 2, 2]) == pytest.approx(2.55)
    assert weighted_level([0, 0], [3, 3]) is None


@pytest.mark.parametrize(
    ("marks", "mews", "carvago"),
    [
        ([2] * 8, True, True),
        ([2, 2, 2, 2, 2, 2, 2, 2, 1, 1], True, True),  # mean 1.8
        ([2, 2, 2, 2, 2, 2, 2, 1, 1, 1], False, False),  # mean 1.7 is not more than 1.7; three partly
        ([2, 2, 1], False, True),  # mean 1.67; one partly
        ([2] * 9 + [0], True, False),  # mean 1.8; one not shown
        ([0], False, False),
        ([], False, False),
    ],
)
def test_both_gates(marks: list[int], mews: bool, carvago: bool) -> None:
    assert (MEWS.passes(marks), CARVAGO.passes(marks)) == (mews, carvago)


def test_levels_reached_by_ratings_against_each_level() -> None:
    """L1 is held: it counts as passed unless the policy asks for ratings; N/A at a level asks nothing of anybody."""
    ratings = (*rows("3332-", level="L1"), *rows("32N3-", level="L2"))
    count = company(ratings=ratings, settings=changed(gate="count"))
    assert levels_reached(count, "P1", H2) == LevelReach(pytest.approx(1.7), {"A": 2, "B": 2, "C": 1, "D": 2, "E": 1})  # type: ignore[arg-type]
    asked = replace(count, settings=changed(gate="count", gate_held="Yes"))
    assert levels_reached(asked, "P1", H2).competencies == {"A": 2, "B": 2, "C": 1, "D": 2, "E": 0}
    by_mean = replace(count, settings=changed(gate_held="Yes"))
    assert levels_reached(by_mean, "P1", H2).competencies == {"A": 2, "B": 1, "C": 1, "D": 0, "E": 0}
    assert levels_reached(replace(count, weights=()), "P1", H2).overall is None


def test_levels_are_taken_one_after_the_other() -> None:
    shown, partly, missing = [2, 2, 2], [2, 1, 1], [2, 0, 2]
    assert level_reached([shown, shown, missing, shown], CARVAGO) == 2
    assert level_reached([shown, partly, shown], CARVAGO) == 3
    assert level_reached([shown, partly, shown], MEWS) == 1
    assert level_reached([], MEWS) == 0
    four = ([shown] * 3, [shown, partly, shown], [shown, shown, missing], [partly, partly])
    levels = [level_reached(own, CARVAGO) for own in four]
    assert levels == [3, 3, 2, 2]
    assert weighted_level([30, 55, 10, 5], levels) == pytest.approx(2.85)


def test_marks() -> None:
    assert marks_of([(3, 5), (3, 3), (3, 2), (3, 1), (3, None), (3, NA), (2, 1), (1, 1), (5, 4), (5, 3)]) == (  # type: ignore[list-item]
        (2, 2, 1, 0, 0, 0, 2, 1, 0)
    )


# Readiness in words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("33333", "Evidence supports discussing Senior engineer"),
        ("55255", "Evidence supports discussing Senior engineer"),
        ("4442 ", "Not enough data: 80% is rated, 90% is needed"),
        ("33332", "Gaps: Learning (1)"),  # b is .95, the overall rating 2.9
        ("25555", "Gaps: Ownership (1)"),  # critical
        ("31212", "Gaps: Craft (2); People (2); delivery (1)"),
        ("3333-", "Not enough data: 80% is rated, 90% is needed"),
        ("333--", "Not enough data: 60% is rated, 90% is needed"),
        ("-5555", "Not enough data: 80% is rated, 90% is needed"),
        ("5555N", "Evidence supports discussing Senior engineer"),
        ("N3333", "Evidence supports discussing Senior engineer"),
        ("-----", "Not enough data: nothing is rated yet"),
        ("", "Not enough data: nothing is rated yet"),
        ("NNNNN", "Not enough data: nothing that has a weight applies"),
    ],
)
def test_the_words(given: str, words: str) -> None:
    found = ready(company(given))
    assert found.words == words
    assert found.supported is words.startswith("Evidence")
    assert (found.to, found.chosen) == ("L2", "default")


def test_a_blank_that_little_hangs_on_may_stay() -> None:
    enough = changed(coverage=0.8)
    assert ready(company("4442 ", settings=enough)).words == "Evidence supports discussing Senior engineer"
    # a blank earns nothing: the overall rating is 2.8, and it could be 3
    assert ready(company("3333-", settings=enough)).words == "Not enough data: not rated yet: Learning"


def test_the_figures_stand_beside_the_words() -> None:
    found = ready(company("31222"))
    assert found.coverage == 1
    figures = {letter: v.figure for letter, v in found.variants.items()}
    assert figures == pytest.approx({"a": 0.4, "b": 0.6, "c": 0.4 + 0.2 * 0.4 + 0.4 * 0.7, "d": 1, "e": 2.2})
    assert not any(v.met for v in found.variants.values())
    assert found.variants["c"].words == "in 6 to 12 months"
    assert found.variants["d"].words == "3 partly shown, 1 not shown"
    assert found.gaps == (("Craft", 2), ("delivery", 1), ("Learning", 1), ("People", 1))


def test_evidence_on_every_critical_competency() -> None:
    data = company("55555")
    silent = tuple(r.model_copy(update={"evidence": " "}) for r in data.ratings)
    found = ready(replace(data, ratings=silent))
    assert (found.supported, found.words) == (False, "Not enough data: no evidence yet: Ownership")
    assert ready(replace(data, ratings=silent, settings=changed(variant="e"))).supported


def levels(months: int | None) -> tuple[Level, ...]:
    return (LEVELS[0].model_copy(update={"months": months}), *LEVELS[1:])


@pytest.mark.parametrize(
    ("months", "since", "words"),
    [
        (None, None, "Evidence supports discussing Senior engineer"),
        (0, None, "Evidence supports discussing Senior engineer"),
        (12, dt.date(2026, 3, 15), "Evidence supports discussing Senior engineer"),
        (12, dt.date(2026, 3, 16), "Gaps: time at the level (11 of 12 months)"),
        (12, dt.date(2028, 1, 1), "Gaps: time at the level (0 of 12 months)"),
        (12, None, f"Not enough data: {NOT_KNOWN}"),
    ],
)
def test_the_months_at_the_level(months: int | None, since: dt.date | None, words: str) -> None:
    data = company("55555", levels=levels(months))
    data = replace(data, people=(data.people[0].model_copy(update={"since": since}),))
    assert ready(data).words == words
    assert ready(replace(data, settings=changed(variant="b"))).supported, "the months belong to the default only"


def test_gaps_come_with_the_time() -> None:
    data = company("21355", levels=levels(60))
    assert ready(data).words == "Gaps: Craft (2); Ownership (1); time at the level (26 of 60 months)"


def test_whole_months() -> None:
    assert months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 28)) == 0
    assert months_between(dt.date(2026, 1, 31), dt.date(2026, 3, 31)) == 2


@pytest.mark.parametrize(
    ("values", "given", "supported"),
    [
        ({"variant": "a"}, "55552", True),
        ({"variant": "a"}, "55255", False),
        ({"variant": " B "}, "25555", False),  # .8
        ({"variant": "b", "b": 0.8}, "25555", True),
        ({"variant": "c"}, "22555", False),
        ({"variant": "c"}, "25555", True),  # .88
        ({"variant": "d", "gate": "mean", "gate_mean": 1.7}, "13333", False),  # 1.6
        ({"variant": "d", "gate": "mean", "gate_mean": 1.5}, "13333", True),
        ({"variant": "d", "gate": "count"}, "22333", True),
        ({"variant": "d", "gate": "count"}, "22233", False),
        ({"variant": "d", "gate": "count"}, "13333", False),
        ({"variant": "d", "gate": "count", "coverage": 0.5}, "3333-", False),
        ({"variant": "e"}, "35111", False),
        ({"variant": "e"}, "35511", True),
        ({"variant": "e", "floor": 4}, "35555", False),
        ({"variant": "unheard of"}, "35511", False),
    ],
)
def test_each_variant_can_be_chosen(values: dict[str, Any], given: str, supported: bool) -> None:
    found = ready(company(given, settings=changed(**values)))
    assert found.supported is supported
    assert found.supported or found.words.startswith(("Gaps: ", "Not enough data: "))


def test_whatever_is_chosen_enough_must_be_rated() -> None:
    found = ready(company("555--", settings=changed(variant="e")))
    assert (found.variants["e"].met, found.supported) == (True, False)


def test_the_gate_may_look_at_the_level_held_now() -> None:
    data = company("33333", settings=changed(variant="d", gate_held="Yes"))
    assert ready(data).words == "Gaps: the level held now does not pass the gate"
    assert ready(replace(data, ratings=(*data.ratings, *rows("33333", level="L1")))).supported


def test_a_critical_competency_may_ask_for_more_than_the_floor() -> None:
    data = company("35555")
    asking = tuple(c.model_copy(update={"expected": 4 if c.id == "A" else 1}) for c in data.competencies)
    assert ready(replace(data, competencies=asking)).words == "Gaps: Ownership (1)"
    low = tuple(c.model_copy(update={"expected": 1}) for c in data.competencies)
    assert ready(replace(company("25555"), competencies=low)).words == (
        "Gaps: the overall rating or a critical competency is below 3"
    )


def test_what_the_matrix_says_does_not_apply_is_not_asked() -> None:
    cells = (
        Expectation(track="T", competency="D", level="L2", text="N/A"),
        Expectation(track="T", competency="E", level="L2", text="Learns."),
    )
    matrix = Matrix("T", "tblMatrix_T", levels=("L1", "L2"), cells=cells)
    data = company("3333 ", matrices=(matrix,))
    assert not_asked(data, "L2") == ("D",)
    assert ready(company("333 3", matrices=(matrix,))).supported
    assert not ready(data).supported
    assert ready(company("33313", matrices=(matrix,))) == ready(company("333 3", matrices=(matrix,)))
    (row,) = person_scores(company("33313", matrices=(matrix,)))
    assert (row.applicable, row.rated, row.coverage, row.score, row.below) == (4, 4, 1, 0.5, 0)


def test_every_next_level_has_its_own() -> None:
    data = company("33333", levels=(LEVELS[0].model_copy(update={"next": ("L2", "M1")}), *LEVELS[1:]))
    found = readiness_of(data, "P1", H2, TODAY)
    assert [(f.to, f.supported) for f in found] == [("L2", True), ("M1", False)]
    assert readiness_of(replace(data, people=(Employee(id="P1", level="L2", track="T"),)), "P1", H2, TODAY) == ()
    with pytest.raises(KeyError):
        readiness_of(data, "P9", H2, TODAY)


def test_only_the_managers_ratings_of_that_cycle_and_level_count() -> None:
    others = (
        *rows("55555", cycle=H1),
        *rows("55555", level="L1"),
        *rows("55555", who="P2"),
        *rows("-----", own="55555"),
    )
    assert ready(company(ratings=others)).words == "Not enough data: nothing is rated yet"


# Fit for another role


def test_fit_says_what_it_assumes() -> None:
    data = company("43355", level="L1", settings=changed(coverage=0.6))
    found = level_fit(data, "P1", H2, "M1")
    assert found.coverage == pytest.approx(2 / 3)
    assert found.assumed == ("Ownership", "Craft")
    assumed = ". Assumes that ratings against Engineer hold here, 1 lower for each rank more: "
    assert found.words == f"Gaps: Craft (1){assumed}Ownership; Craft"
    own = replace(data, settings=DEFAULTS, ratings=(*data.ratings, *rows("2    5", level="M1")))
    beside = level_fit(own, "P1", H2, "M1")
    assert (beside.words, beside.assumed) == ("Not enough data: 66% is rated, 90% is needed", ())
    alike = replace(data, settings={**data.settings, "D13.step": 0})
    assert level_fit(alike, "P1", H2, "M1").words.startswith("Evidence supports discussing Team lead. Assumes that")
    with pytest.raises(KeyError):
        level_fit(data, "P1", H2, "X1")


def test_fit_for_a_next_level_is_readiness_without_the_months() -> None:
    data = company("43333", levels=levels(60))
    assert level_fit(data, "P1", H2, "L2") == ready(replace(data, levels=LEVELS))


def test_fit_for_every_other_role_the_nearest_first() -> None:
    """L2 is a next level, and nothing of Z1 is rated: neither is listed."""
    more = (
        Level(id="L3", track="T", title="Staff engineer", rank=3),
        Level(id="M0", track="M", title="Team lead in training", rank=1),
        Level(id="Z1", track="Z", title="Baker", rank=1),
    )
    data = company("44444", level="L1", levels=(*LEVELS, *more))
    data = replace(data, tracks=(*data.tracks, Track(id="Z", name="Baking")))
    found = fit_of_people(data, H2)["P1"]
    assert [own.to for own in found] == ["M0", "M1", "L3"]
    assert [own.variants["b"].figure for own in found] == pytest.approx([0.9, 0.9, 0.5])
    assert [own.to for own in fit_of_people(data, H2, "moves")["P1"]] == ["M1"]


# Teams


def staffed(given: Mapping[str, str], **more: Any) -> Dataset:
    """People at L1 under BOSS (ids from A), under OTHER (ids from X): `given` is id -> ratings, "/" parts self."""
    people: list[Employee] = []
    ratings: list[Rating] = []
    for who, marks in given.items():
        manager = "OTHER" if who.startswith("X") else "BOSS"
        people.append(Employee(id=who, name=who, track="T", level="L1", manager=manager))
        theirs, _, own = marks.partition("/")
        ratings += rows(theirs, who, "L1", own=own)
    return company(people=tuple(people), ratings=tuple(ratings), **more)


def test_heat_map() -> None:
    data = staffed({"P1": "34N-2", "P2": "1    ", "P3": "", "X1": "11111"})
    found = team.heat_map(data, "BOSS", H2)
    assert found.competencies == ("A", "B", "C", "D", "E")
    assert [(row.employee, row.gaps) for row in found.rows] == [
        ("P1", (0, -1, None, None, 1)),
        ("P2", (2, None, None, None, None)),
        ("P3", (None,) * 5),
    ]
    assert team.heat_map(data, "", H2).rows == ()


def test_what_a_team_is_thin_in() -> None:
    data = staffed({"P1": "322-N", "P2": "42 -5", "P3": "2   -", "X1": "55555"})
    assert [(c.competency, c.able, c.rated, c.words) for c in team.covers(data, "BOSS", H2)] == [
        ("A", ("P1", "P2"), 3, "Covered"),
        ("B", (), 2, "Critical gap"),
        ("C", (), 1, "Critical gap"),
        ("D", (), 0, "Not rated yet"),
        ("E", ("P2",), 1, "Single point of failure"),
    ]
    higher = replace(data, settings={**DEFAULTS, "D11.working": 4})
    assert team.covers(higher, "BOSS", H2)[0].words == "Single point of failure"


def test_concentration() -> None:
    data = staffed({"P1": "32333", "P2": "32444", "P3": "32333", "P4": "3    ", "X1": "33333"})
    assert [(c.competency, c.rating, c.people) for c in team.concentrations(data, "BOSS", H2)] == [
        ("A", 3, ("P1", "P2", "P3", "P4"))
    ]


def test_people_who_left_are_not_counted() -> None:
    data = staffed({"P1": "33333", "P2": "33333"})
    gone = replace(data, people=(data.people[0], data.people[1].model_copy(update={"active": "No"})))
    assert [c.words for c in team.covers(gone, "BOSS", H2)] == ["Single point of failure"] * 5
    assert len(team.heat_map(gone, "BOSS", H2).rows) == 1
    assert [r.n for r in raters.raters(gone, H2)] == [1]


def test_severity() -> None:
    lenient = {f"P{n}": f"{'54'[n % 2]}5555" for n in range(6)}
    strict = {f"X{n}": f"{'23'[n % 2]}2222" for n in range(6)}
    found = {r.manager: r for r in raters.raters(staffed({**lenient, **strict}), H2)}
    assert found["BOSS"].severity == pytest.approx((4.9 - 2.1) / 2)
    spread = ((12 * 1.4**2 + 12 * 0.1**2) / 11) ** 0.5  # everybody lies 1.3 or 1.5 away from 3.5
    assert found["BOSS"].z == pytest.approx(1.4 / (spread / 6**0.5))
    assert (found["BOSS"].unusual, found["BOSS"].words.startswith(raters.HIGHER)) == (True, True)
    assert found["OTHER"].words.startswith(raters.LOWER)
    assert found["BOSS"].close, "the ratings of BOSS differ by less than .4"


def test_severity_asks_for_five_people_and_for_others_at_the_level() -> None:
    four = {f"P{n}": "55555" for n in range(4)}
    others = {f"X{n}": "21234" for n in range(9)}
    boss, other = raters.raters(staffed({**four, **others}), H2)
    assert (boss.n, boss.severity, boss.z, boss.spread, boss.words) == (
        4,
        None,
        None,
        None,
        "Fewer than 5 people rated",
    )
    assert (other.n, other.unusual, other.close) == (9, False, False)
    (alone,) = raters.raters(staffed(others), H2)
    assert (alone.compared, alone.severity, alone.words) == (0, None, raters.ALONE)
    same = raters.raters(staffed({**{f"P{n}": "33333" for n in range(5)}, **{f"X{n}": "33333" for n in range(5)}}), H2)
    assert [(r.severity, r.z, r.words) for r in same] == [(0, None, raters.CLOSE)] * 2


def test_deltas() -> None:
    data = staffed({"P1": "33N3-/513N5", "P2": "333/---", "P3": "33/45"})
    first, third = team.deltas(data, H2)
    assert (first.employee, first.n, first.mean, first.profile) == ("P1", 2, 0, "")
    assert first.discuss == (("A", 2), ("B", -2))
    assert (third.mean, third.discuss) == (1.5, (("B", 2),))
    assert (d11_team.delta_words(1, 2), d11_team.delta_words(-2, 2), d11_team.delta_words(None, 2)) == (
        "normal",
        "discuss",
        "",
    )


def test_profiles_ask_for_thirty_people() -> None:
    marks = [f"33333/{own}" for own in ["33333"] * 20 + ["55555"] * 5 + ["11111"] * 5]
    found = team.deltas(staffed({f"P{n}": m for n, m in enumerate(marks)}), H2)
    assert [d.profile for d in found] == ["in agreement"] * 20 + ["over"] * 5 + ["under"] * 5
    fewer = team.deltas(staffed({f"P{n}": m for n, m in enumerate(marks[1:])}), H2)
    assert {d.profile for d in fewer} == {""}
    alike = team.deltas(staffed({f"P{n}": "333/444" for n in range(30)}), H2)
    assert {d.profile for d in alike} == {"in agreement"}, "over is common: people are compared with each other"


def test_the_level_ratings_count_against() -> None:
    data = company(ratings=(*rows("33", level="L2"), *rows("333", level="M1")))
    assert rated_level(data, H2, data.people[0]) == "M1"
    assert rated_level(company(ratings=(*data.ratings, *rows("3", level="L1"))), H2, data.people[0]) == "L1"
    assert rated_level(data, H1, data.people[0]) == ""


# Trends


def test_trend() -> None:
    data = company(ratings=(*rows("3323-", level="L1", cycle=H1), *rows("443N4", level="L1")))
    found = d12_trend.trend(data, "P1", H1, H2)
    (only,) = found.levels
    assert [(c.competency, c.points) for c in only.changes] == [("A", 1), ("B", 1), ("C", 1)]
    assert only.left_out == ("D", "E")
    assert (only.compared, only.change) == (0.8, 0.25)
    assert found.words == "Up 25 points on 3 competencies, 2 left out"


def test_a_person_who_moved_up_is_compared_at_the_new_level() -> None:
    ratings = (*rows("33333", level="L1", cycle=H1), *rows("22222", cycle=H1), *rows("33333", level="L2"))
    data = company(ratings=ratings, people=(Employee(id="P1", track="T", level="L2"),))
    (found,) = d12_trend.trends(data, "P1")
    assert [part.level for part in found.levels] == ["L2"]
    assert found.words == "Up 25 points on 5 competencies"


@pytest.mark.parametrize(
    ("then", "level", "now", "words"),
    [
        ("33333", "L1", "44444", d12_trend.NOTHING_COMPARABLE),  # another level
        ("---33", "L2", "4443 ", d12_trend.TOO_LITTLE),
        ("33   ", "L2", "  333", d12_trend.NOTHING_COMPARABLE),  # old ids, new ids, none shared
        ("", "L2", "33333", d12_trend.NOTHING_COMPARABLE),
    ],
)
def test_not_comparable(then: str, level: str, now: str, words: str) -> None:
    data = company(ratings=(*rows(then, level=level, cycle=H1), *rows(now)))
    found = d12_trend.trend(data, "P1", H1, H2)
    assert found.words == words
    assert all(part.change is None for part in found.levels)


def test_a_level_that_is_gone_is_not_compared() -> None:
    data = company(ratings=(*rows("33", level="OLD", cycle=H1), *rows("44", level="OLD")))
    assert d12_trend.trend(data, "P1", H1, H2).levels == ()


# What must hold of all ratings

GIVEN = st.sampled_from([None, NA, 1, 2, 3, 4, 5])
ITEM = st.builds(
    Requirement,
    st.just("A"),
    st.just("A"),
    st.sampled_from([0.0, 5.0, 12.5, 33.3, 60.0]),
    st.integers(1, 5),
    GIVEN,
    critical=st.booleans(),
    evidence=st.booleans(),
)
SHEET = st.lists(ITEM, max_size=9)
POLICY = st.builds(
    lambda variant, gate, coverage, floor: Policy.from_data(
        Dataset(settings=changed(variant=variant, gate=gate, coverage=coverage, floor=floor))
    ),
    st.sampled_from(["default", *"abcde"]),
    st.sampled_from([MEAN, COUNT]),
    st.sampled_from([0.0, 0.5, 0.9]),
    st.sampled_from([1, 3, 4]),
)


def ordered(found: Mapping[str, Variant]) -> list[tuple[float, bool]]:
    return [(-1.0 if v.figure is None else v.figure, v.met) for v in found.values()]


def judged(sheet: Sequence[Requirement], policy: Policy) -> Readiness:
    return judge(company(), "L2", sheet, policy)


def never_lower(sheet: Sequence[Requirement], better: Sequence[Requirement], policy: Policy) -> None:
    before, after = variants(sheet, policy), variants(better, policy)
    for (low, was), (high, now) in zip(ordered(before), ordered(after), strict=True):
        assert low <= high + 1e-9
        assert now or not was
    assert judged(better, policy).supported or not judged(sheet, policy).supported


@given(SHEET.filter(bool), st.data(), POLICY)
def test_a_higher_rating_never_lowers_readiness(sheet: list[Requirement], data: st.DataObject, policy: Policy) -> None:
    at = data.draw(st.integers(0, len(sheet) - 1))
    low, high = sorted(data.draw(st.tuples(st.integers(1, 5), st.integers(1, 5))))
    lower, higher = ([*sheet[:at], replace(sheet[at], rating=r), *sheet[at + 1 :]] for r in (low, high))
    never_lower(lower, higher, policy)


@given(SHEET.filter(bool), st.data(), POLICY)
def test_a_blank_is_never_better_than_a_rating(sheet: list[Requirement], data: st.DataObject, policy: Policy) -> None:
    at, rated = data.draw(st.integers(0, len(sheet) - 1)), data.draw(st.integers(1, 5))
    blank, filled = ([*sheet[:at], replace(sheet[at], rating=r), *sheet[at + 1 :]] for r in (None, rated))
    never_lower(blank, filled, policy)


WEIGHED = st.lists(st.tuples(st.sampled_from([0.0, 5.0, 12.5, 33.3, 60.0]), GIVEN), min_size=1, max_size=9)


@given(WEIGHED, st.data(), st.sampled_from([0.0, 0.5, 0.7, 1.0]))
def test_a_higher_rating_never_lowers_the_score(sheet: list[Any], data: st.DataObject, least: float) -> None:
    at = data.draw(st.integers(0, len(sheet) - 1))
    low, high = sorted(data.draw(st.tuples(st.integers(1, 5), st.integers(1, 5))))
    lower, higher = ([*sheet[:at], (sheet[at][0], r), *sheet[at + 1 :]] for r in (low, high))
    before, after = d09_score.weighted_score(lower, least), d09_score.weighted_score(higher, least)
    assert (before is None) == (after is None), "how high a rating is changes nothing about how much is rated"
    assert before is None or after is None or before <= after + 1e-12


@given(WEIGHED, st.sampled_from([0.0, 0.5, 0.7, 1.0]), st.randoms(use_true_random=False))
def test_na_and_order_change_no_score(sheet: list[Any], least: float, chance: random.Random) -> None:
    mixed = [*sheet, (25.0, NA)]
    chance.shuffle(mixed)
    for figure in (d09_score.coverage, lambda rated: d09_score.weighted_score(rated, least)):
        one, other = figure(sheet), figure(mixed)
        assert one == other if one is None or other is None else one == pytest.approx(other, abs=1e-12)


@given(WEIGHED, st.data())
def test_rating_a_blank_never_lowers_the_coverage(sheet: list[Any], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sheet) - 1))
    blank, filled = ([*sheet[:at], (sheet[at][0], r), *sheet[at + 1 :]] for r in (None, 1))
    assert (d09_score.coverage(blank) or 0) <= (d09_score.coverage(filled) or 0) + 1e-12


@given(SHEET, POLICY)
def test_a_blank_sheet_never_passes(sheet: list[Requirement], policy: Policy) -> None:
    blank = [replace(a, rating=None if a.rating != NA else NA) for a in sheet]
    found = judged(blank, policy)
    assert not found.supported
    assert found.words.startswith("Not enough data: nothing ")
    assert not any(v.met or v.figure is not None for v in found.variants.values())


@given(SHEET, POLICY)
def test_na_drops_out_and_the_others_take_its_weight(sheet: list[Requirement], policy: Policy) -> None:
    without = [a for a in sheet if a.rating != NA]
    assert judged(sheet, policy) == judged(without, policy)
    doubled = [replace(a, weight=2 * a.weight) for a in without]
    for one, other in zip(ordered(variants(without, policy)), ordered(variants(doubled, policy)), strict=True):
        assert one[0] == pytest.approx(other[0])
        assert one[1] == other[1]


@given(SHEET, POLICY)
def test_figures_stay_within_bounds(sheet: list[Requirement], policy: Policy) -> None:
    found, share = variants(sheet, policy), share_rated(sheet)
    assert share is None or 0 <= share <= 1 + 1e-12
    for letter, (low, high) in {"a": (0, 1), "b": (0, 1), "c": (0, 1), "d": (0, 2), "e": (1, 5)}.items():
        figure = found[letter].figure
        assert figure is None or low - 1e-12 <= figure <= high + 1e-12
    if share and found["a"].figure is not None and found["b"].figure is not None:
        assert found["a"].figure <= found["b"].figure + 1e-12
        applies = [own for own in sheet if own.applies]
        rated = sum(own.weight for own in applies if own.rating is not None)
        assert found["b"].figure <= rated / sum(own.weight for own in applies) + 1e-12


def random_company(chance: random.Random) -> Dataset:
    """People at two levels under two managers, rated in two cycles, with gaps of every kind."""
    people: list[Employee] = []
    ratings: list[Rating] = []
    for n in range(chance.randint(0, 14)):
        level = chance.choice(["L1", "L2"])
        since = chance.choice([None, dt.date(2026, 9, 1), dt.date(2020, 1, 1)])
        people.append(
            Employee(
                id=f"P{n}",
                name=f"P{n}",
                track="T",
                level=level,
                manager=chance.choice(["BOSS", "OTHER", ""]),
                since=since,
                active="Yes" if chance.random() < 0.9 else "No",
            )
        )
        for cycle in (H1, H2):
            for at in chance.choice([["L1"], ["L2"], ["L1", "L2"], ["L1", "L2", "M1"], []]):
                given, own = ("".join(chance.choice("33345421N- ") for _ in "ABCDE") for _ in range(2))
                ratings += rows(given, f"P{n}", at, cycle, own)
    return company(people=tuple(people), ratings=tuple(ratings), levels=levels(chance.choice([None, 12])))


def everything(data: Dataset) -> dict[str, Any]:
    """Every result for every person and manager, keyed so that the order of people does not matter."""
    scored = person_scores(data)
    found: dict[str, Any] = {f"score {row.cycle} {row.employee}": row.model_dump() for row in scored}
    for person in data.people:
        if person.id:
            found[f"gaps {person.id}"] = competency_gaps(data, H2, person.id, person.level)
            found[f"ready {person.id}"] = readiness_of(data, person.id, H2, TODAY)
            found[f"fit {person.id}"] = level_fit(data, person.id, H2, "M1")
            found[f"reached {person.id}"] = levels_reached(data, person.id, H2)
            found[f"trend {person.id}"] = d12_trend.trends(data, person.id)
    for manager in ("BOSS", "OTHER"):
        heat = team.heat_map(data, manager, H2)
        found[f"heat {manager}"] = (heat.competencies, sorted(heat.rows, key=lambda row: row.employee))
        found[f"covers {manager}"] = [replace(c, able=sorted(c.able)) for c in team.covers(data, manager, H2)]  # type: ignore[arg-type]
        clusters = team.concentrations(data, manager, H2)
        found[f"clusters {manager}"] = [replace(c, people=sorted(c.people)) for c in clusters]  # type: ignore[arg-type]
    found["raters"] = raters.raters(data, H2)
    found["deltas"] = sorted(team.deltas(data, H2), key=lambda d: d.employee)
    return found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    data = random_company(chance)
    mixed: dict[str, Any] = {}
    for name in ("people", "ratings", "weights", "levels"):
        held = list(getattr(data, name))
        chance.shuffle(held)
        mixed[name] = tuple(held)
    assert everything(replace(data, **mixed)) == everything(data)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 14))
def test_a_blank_person_changes_nothing(seed: int, at: int) -> None:
    data = random_company(random.Random(seed))
    blank = (*data.people[:at], Employee(), *data.people[at:])
    spaced = replace(data, people=blank, ratings=(*data.ratings, Rating(), rating("A", None, "NOBODY")))
    assert everything(spaced) == everything(data)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_no_word_decides(seed: int) -> None:
    told = json.dumps(everything(random_company(random.Random(seed))), default=dataclasses.asdict).casefold()
    assert "promot" not in told


def test_no_word_of_the_settings_decides() -> None:
    for module in (d10_readiness, d11_team, d12_trend):
        assert "promot" not in " ".join(f"{s.id} {s.meaning} {s.default}" for s in module.SETTINGS).casefold()
        assert "promot" not in (module.__doc__ or "").casefold()


# The same from a workbook

ROW_FORMULAS = {
    "Expected": d08_gap.EXCEL["expected"],
    "Gap": d08_gap.EXCEL["gap"],
    "Weight": d09_score.EXCEL["weight"],
    "Points": d09_score.EXCEL["points"],
    "Earned": d10_readiness.EXCEL["earned"],
    "Delta": d11_team.EXCEL["delta"],
    "Delta in words": d11_team.EXCEL["delta_words"],
    "Counts": d09_score.EXCEL["counts"],
    "Gap order": d09_score.EXCEL["gap_order"],
    "Key": d09_score.EXCEL["key"],
}
LEVEL_FORMULAS = {"Lines asked": d09_score.EXCEL["asks_count"], "Weight asked": d09_score.EXCEL["asks_weight"]}
SCORE_FORMULAS = {
    "Applicable": "applicable",
    "Rated": "rated",
    "Asked weight": "asked_weight",
    "Coverage": "coverage",
    "Score": "score",
    "Met": "met",
    "Below expectation": "below",
    "Gap 1": "first",
    "Gap 2": "second",
    "Gap 3": "third",
    "Largest gaps": "gaps",
    "In words": "words",
}
"""Header -> the formula's name in D09, and the field of a row of scores."""
NEXT_FORMULAS = {
    "Asked weight": d10_readiness.EXCEL["asked_weight"],
    "Coverage": d10_readiness.EXCEL["coverage"],
    "a": d10_readiness.EXCEL["a"],
    "b": d10_readiness.EXCEL["b"],
    "e": d10_readiness.EXCEL["e"],
}
ASSESSED = ["Cycle", "Employee ID", "Competency ID", "Level ID", "Self rating", "Manager rating"]
NEXT = ["Cycle", "Employee ID", "Next level"]


def random_book(seed: int) -> Dataset:
    """A random company with random expected ratings, weights, settings and cells that do not apply."""
    chance = random.Random(seed)
    data = random_company(chance)
    asked = tuple(c.model_copy(update={"expected": chance.choice([None, 1, 2, 4, 5])}) for c in data.competencies)
    weights = tuple(w.model_copy(update={"weight": chance.choice([0, 7.5, 20, 33.3])}) for w in data.weights)
    cells = tuple(
        Expectation(track="T", competency=c, level=level, text=chance.choice(["Does it.", "Does it.", "n/a"]))
        for c in "ABCDE"
        for level in ("L1", "L2")
    )
    given = {**DEFAULTS, "rating.expected": chance.choice([2, 3, 4]), "D11.delta": chance.choice([1, 2])}
    matrix = Matrix("T", "tblMatrix_T", levels=("L1", "L2"), cells=cells)
    return replace(data, competencies=asked, weights=weights, matrices=(matrix,), settings=given)


def book_tables(data: Dataset) -> dict[str, tuple[list[str], list[list[Any]], dict[str, str]]]:
    """Table -> headers of what is typed, the rows, and the formulas after them."""
    used = [[s, data.settings[s]] for s in ("rating.expected", "D09.coverage", "D11.delta")]
    return {
        "tblSettings": (["Setting", "In use"], used, {}),
        "tblLevels": (
            ["Level ID", "Track ID", "Asks"],
            [[level.id, level.track, ";".join(level_weights(data, level.id).weights) or None] for level in data.levels],
            LEVEL_FORMULAS,
        ),
        "tblCompetencies": (
            ["Competency ID", "Competency", "Expected rating"],
            [[c.id, c.name or None, c.expected] for c in data.competencies],
            {},
        ),
        "tblWeights": (
            ["Track ID", "Competency ID", "Weight"],
            [*([w.track, w.competency, w.weight] for w in data.weights), [None, None, None]],
            {},
        ),
        "tblAssessments": (
            ASSESSED,
            [[r.cycle, r.employee, r.competency, r.level, r.self_rating, r.manager_rating] for r in data.ratings]
            or [[None] * len(ASSESSED)],
            ROW_FORMULAS,
        ),
        "tblScores": (
            ["Cycle", "Employee ID", "Level ID"],
            [[row.cycle, row.employee, row.level] for row in person_scores(data)] or [[None] * 3],
            {header: d09_score.EXCEL[name] for header, name in SCORE_FORMULAS.items()},
        ),
        "tblNext": (NEXT, [list(key) for key in next_rows(data)], NEXT_FORMULAS),
    }


def next_rows(data: Dataset) -> list[tuple[str, str, str]]:
    people = [*(p.id for p in data.people), "NOBODY"]
    return [(cycle, person, level) for cycle in (H1, H2) for person in people for level in ("L1", "L2", "M1")]


def write_books(path: Path, books: Sequence[Dataset]) -> None:
    """A sheet for each company, its tables side by side and numbered, every formula with a result that is wrong."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for number, data in enumerate(books):
            sheet, first = workbook.add_worksheet(f"S{number}"), 0
            for name, (headers, cells, formulas) in book_tables(data).items():
                columns = [{"header": header} for header in (*headers, *formulas)]
                last = first + len(columns) - 1
                sheet.add_table(0, first, len(cells), last, {"name": f"{name}{number}", "columns": columns})
                for at, row in enumerate(cells, 1):
                    for across, value in enumerate(row, first):
                        sheet.write(at, across, value)
                    for across, text in enumerate(formulas.values(), first + len(headers)):
                        written = re.sub(r"\btbl[A-Za-z]+(?=\[)", rf"\g<0>{number}", own_row(text, name))
                        sheet.write_formula(at, across, f"={written}", None, 99)
                first = last + 2


def computed(document: Document, number: int, data: Dataset, name: str) -> list[list[Any]]:
    """What LibreOffice computed in a table, row by row, without what was typed."""
    first = 0
    for table, (headers, cells, formulas) in book_tables(data).items():
        width = len(headers) + len(formulas)
        if table == name:
            corner = address(first + width - 1, len(cells))
            return document.block(f"S{number}", f"{address(first + len(headers), 1)}:{corner}")
        first += width + 1
    raise KeyError(name)


def row_figures(data: Dataset) -> list[list[Any]]:
    """The Python figures of every row of Assessments, in the order of its formulas."""
    found = []
    for row in assessments.rows(data)["tblAssessments"]:
        names = ("expected", "gap", "weight", "points", "earned", "delta", "talk", "counts", "gap_order", "key")
        found.append([None if row[name] == "" else row[name] for name in names])
    return found


def score_figures(data: Dataset) -> list[list[Any]]:
    """The Python figures of every row of Scores, in the order of the formulas."""
    found = [[getattr(row, name) for name in SCORE_FORMULAS.values()] for row in person_scores(data)]
    return [[None if value == "" else value for value in row] for row in found]


def doubled(data: Dataset, seed: int) -> Dataset:
    """The same with some rows of Assessments repeated further down, with other ratings."""
    chance = random.Random(seed)
    again = [r for r in data.ratings if chance.random() < 0.1]
    more = tuple(r.model_copy(update={"manager_rating": chance.choice([1, 5, NA, None])}) for r in again)
    return replace(data, ratings=(*data.ratings, *more))


def next_figures(data: Dataset, cycle: str, employee: str, level: str) -> list[Any]:
    """The Python figures of one person and next level, in the order of the formulas."""
    asked = requirements_of(data, level, ratings_at(data, cycle, employee, level))
    found = variants(asked, Policy.from_data(data))
    weight = sum(a.weight for a in asked if a.applies)
    return [weight, share_rated(asked), *(found[letter].figure for letter in "abe")]


def assert_same(got: Sequence[Sequence[Any]], wanted: Sequence[Sequence[Any]], where: str) -> int:
    """How many results that are not blank agree; fails at the first that does not."""
    for at, (told, meant) in enumerate(zip(got, wanted, strict=True)):
        assert told == [pytest.approx(m, abs=1e-9) if isinstance(m, int | float) else m for m in meant], f"{where} {at}"
    return sum(value is not None for row in wanted for value in row)


@pytest.mark.libreoffice
def test_every_formula_gives_the_same_in_a_workbook(
    office: Office, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    books = [doubled(random_book(seed), seed) for seed in range(34)]
    write_books(tmp_path / "people.xlsx", books)
    compared = 0
    with office.open(tmp_path / "people.xlsx") as document:
        for number, data in enumerate(books):
            wanted = row_figures(data)
            if wanted:
                compared += assert_same(computed(document, number, data, "tblAssessments"), wanted, f"S{number} row")
                scored = score_figures(data)
                compared += assert_same(computed(document, number, data, "tblScores"), scored, f"S{number} score")
            nexts = [next_figures(data, *key) for key in next_rows(data)]
            compared += assert_same(computed(document, number, data, "tblNext"), nexts, f"S{number} next")
    assert compared >= 10_000
    record_property(RECALCULATED, compared)
