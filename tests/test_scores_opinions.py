"""What people think: the figures of the literature, what must hold of all of them, and the same from a workbook."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import RECALCULATED
from tests.support.office import Document, Office, Value, address
from xl_addin.cells.table import TableData
from xl_addin.evaluate.opinion_values import opinion_values
from xl_addin.evaluate.opinions import (
    NOBODY,
    RESPONSES,
    SINGLE,
    ItemOpinion,
    Opinion,
    benefits,
    importance_performance,
    pulse,
    track_health,
)
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.answers import BENEFITS, HEALTH, ITEMS, PULSE, Response
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import RatingValue
from xl_addin.scores import all_scores, d01_item, d02_theme, d03_single, d04_agreement, d06_suppression
from xl_addin.scores import d07_importance_performance as d07
from xl_addin.scores.d05_alpha import DISTANCES, alpha
from xl_addin.sheets import answers
from xl_addin.sheets.reading import read_dataset

DEFAULTS: dict[str, Any] = {setting.id: setting.default for score in all_scores() for setting in score.settings}
H = [item.key for item in HEALTH]
B = [item.key for item in BENEFITS]
P = [item.key for item in PULSE]
Q4 = ["4323234", "5422244", "4413345", "2423134", "4534243"]
"""Five people, seven statements."""


def people(rows: Sequence[str], keys: Sequence[str], groups: Sequence[str] = ()) -> list[Response]:
    """One response for each run of digits."""
    found = []
    for at, row in enumerate(rows):
        answers = {key: int(mark) for key, mark in zip(keys, row, strict=True) if mark != "-"}
        found.append(Response(f"R{at}", groups[at] if groups else "", answers))
    return found


def health_of(
    rows: Sequence[str], groups: Sequence[str] = (), changed: Mapping[str, str | float] | None = None
) -> Opinion:
    return track_health(people(rows, H, groups), {}, {**DEFAULTS, **(changed or {})})


# The figures of the literature


GOLDEN = """
| ratings   | mean | median | f   | s2  | r_wg | AD median | AD mean | a_wg  | low   | high  |
| 5 4 4 3 2 | 3.6  | 4      | 0.6 | 1.3 | 0.35 | 0.8       | 0.88    | 0.429 | 0.231 | 0.882 |
| 4 4 4 4 5 | 4.2  | 4      | 1.0 | 0.2 | 0.90 | 0.2       | 0.32    | 0.875 | 0.566 | 1.000 |
| 1 1 5 5 3 | 3    | 3      | 0.4 | 4   | 0    | 1.6       | 1.6     | -0.6  | 0.118 | 0.769 |
| 3 3 3 3 3 | 3    | 3      | 0   | 0   | 1    | 0         | 0       | 1     | 0     | 0.434 |
"""
GOLDEN_ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in GOLDEN.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", GOLDEN_ROWS, ids=lambda row: row[0])
def test_the_figures_of_the_literature(row: list[str]) -> None:
    """To the printed digits, and a negative r_wg shown as 0 with a note."""
    ratings = [int(mark) for mark in row[0].split()]
    held, shown = sorted(ratings), d01_item.item(ratings, interval=30)
    found = d04_agreement.agreement(ratings, d04_agreement.AgreementLimits())
    assert shown.mean is not None
    figures = [shown.mean, shown.median, shown.favourable, d04_agreement.variance(held), found.r_wg, found.deviation]
    figures += [d04_agreement.deviation(held, shown.mean), found.a_wg, shown.low, shown.high]
    for printed, figure in zip(row[1:], figures, strict=True):
        digits = len(printed.partition(".")[2])
        assert figure == pytest.approx(float(printed), abs=0.5 * 10**-digits + 1e-9 if digits else 1e-9)
    assert (found.note == d04_agreement.RANDOM_NOTE) == (d04_agreement.variance(held) > d04_agreement.RANDOM)
    assert found.close == ("too far apart" if row[0] == "1 1 5 5 3" else "acceptable")


def test_the_q4_fixture() -> None:
    found = health_of(Q4)
    assert [i.figures and i.figures.favourable for i in found.items] == [0.8, 0.8, 0, 0.2, 0, 0.6, 0.8]
    assert found.alpha is not None
    assert found.alpha.value == pytest.approx(0.5152, abs=5e-5)
    assert found.alpha.words == "not reliable"
    assert found.source == RESPONSES
    assert found.ranking == (("H3", "H5"), ("H4",), ("H6",), ("H1",), ("H2", "H7"))
    assert [i.rank for i in found.items] == [5, 6, 1, 3, 1, 4, 6]
    assert found.top == ("H3", "H5")
    assert found.theme is not None
    assert found.theme.value == pytest.approx((0.8 * 3 + 0.2 + 0.6) / 7)
    assert [i.band.word for i in found.items if i.band] == ["Keep", "Keep", "Act", "Act", "Act", "Watch", "Keep"]


def test_the_theme_names_its_method() -> None:
    by_persons = health_of(Q4, changed={"D02.method": " B "}).theme
    assert by_persons is not None
    assert (by_persons.method, by_persons.name) == ("b", "Share of people who are favourable on the whole")
    assert by_persons.value == 0.2  # person means 3, 23/7, 24/7, 19/7, 25/7: only the last reaches 3.5


# One person


def test_one_person_has_ratings_and_bands_only() -> None:
    own = {"H1": 4, "H2": 2, "H3": 3, "H4": 2, "H5": 5, "H6": None}
    found = track_health([], own, DEFAULTS)
    assert (found.source, found.respondents) == (SINGLE, 1)
    assert [i.band.word if i.band else None for i in found.items] == [
        "Keep",
        "Act",
        "Watch",
        "Act",
        "Keep",
        None,
        None,
    ]
    assert found.ranking == (("H2", "H4"), ("H3",), ("H1",), ("H5",))
    assert (found.theme, found.alpha, found.groups) == (None, None, ())
    assert all(i.figures is None and i.agreement is None for i in found.items)


def test_the_top_benefits_are_named_together() -> None:
    found = benefits([], dict(zip(B, (3, 5, 2, 5, 1, None), strict=True)), DEFAULTS)
    assert found.top == ("B2", "B4")
    assert [i.band.word if i.band else None for i in found.items][:3] == [
        "Somewhat important",
        "Important",
        "Less important",
    ]


def test_nobody_has_answered() -> None:
    found = track_health(people(["-------"], H), {"H1": None}, DEFAULTS)
    assert (found.source, found.respondents, found.ranking, found.top) == (NOBODY, 0, (), ())
    assert found.theme is None


def test_responses_count_and_the_leads_own_stand_beside() -> None:
    found = track_health(people(Q4, H), {"H1": 1}, DEFAULTS)
    first = found.items[0]
    assert (first.lead_rating, first.lead_band and first.lead_band.word) == (1, "Act")
    assert first.figures is not None
    assert first.figures.mean == 3.8
    assert first.band is not None
    assert first.band.word == "Keep"
    assert [i.figures for i in found.items] == [i.figures for i in health_of(Q4).items]


# Too few to show


def test_too_few_responses_show_nothing_of_anyone() -> None:
    found = track_health(people(Q4[:4], H), {"H1": 3}, DEFAULTS)
    assert (found.source, found.respondents, found.withheld) == (RESPONSES, None, "n<5")
    assert all(i.n is None and i.withheld == "n<5" and i.figures is None and i.agreement is None for i in found.items)
    assert found.ranking == ()
    assert found.theme is None or found.theme.value is None
    assert found.alpha is None or found.alpha.value is None
    assert found.items[0].lead_rating == 3
    assert health_of(Q4[:3], changed={"D06.least": 1}).respondents == 3, "never below 3"
    assert health_of(Q4[:2], changed={"D06.least": 1}).withheld == "n<3"


def test_a_statement_few_answered_takes_no_part_in_the_theme() -> None:
    rows = [*(row[:6] + "-" for row in Q4), "333333-", "1111115"]
    found = health_of(rows)
    assert found.items[6].withheld == "n<5"
    without = health_of([row[:6] + "-" for row in rows])
    assert found.theme == without.theme
    assert found.alpha == without.alpha
    assert opinion_values(found)["items"][6]["favourable"] is None


def test_groups_are_hidden_with_company() -> None:
    groups = ["Sales"] * 6 + ["Support"] * 7 + ["Legal"] * 2 + [""] * 9
    found = health_of(["4323234"] * len(groups), groups)
    assert [(g.group, g.n, g.withheld) for g in found.groups] == [
        ("Legal", None, "n<5"),
        ("Sales", None, "hidden"),
        ("Support", 7, ""),
        ("(no group)", 9, ""),
    ]
    assert [len(g.items) for g in found.groups] == [0, 0, 7, 7]
    assert found.groups[2].items[0].figures is not None
    assert health_of(Q4, [""] * 5).groups == ()


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_comments_ask_for_more_people(n: int, shown: bool) -> None:
    assert d06_suppression.comments_shown(n, 5, 10) is shown
    assert d06_suppression.comments_shown(n, 5, 1)
    assert not d06_suppression.comments_shown(n, 20, 1)


# Importance against performance


def test_importance_performance_of_one_person() -> None:
    health = track_health([], dict(zip(H, (4, 1, 2, 3, 5, 2, 3), strict=True)), DEFAULTS)
    wanted = benefits([], dict(zip(B, (5, 4, 2, 5, 4, None), strict=True)), DEFAULTS)
    found = importance_performance("Yes", health, wanted, DEFAULTS)
    assert found.compared is not None
    points = {point.key: point for point in found.compared.points}
    assert found.source == SINGLE
    assert points["B1"].quadrant == "Concentrate here"
    assert points["B1"].priority == 0.75
    assert points["B2"].quadrant == "Watch"
    assert points["B3"].quadrant == "Possible overkill"
    assert (points["B4"].linked, points["B4"].performance) == (("H1", "H2"), 2.5)
    assert points["B5"].quadrant == "Keep up"
    assert (points["B6"].performance, points["B6"].gap, points["B6"].quadrant) == (2, None, "")


@pytest.mark.parametrize("answer", ["No", None])
def test_without_tracks_there_is_nothing_to_compare(answer: str | None) -> None:
    health, wanted = track_health([], {"H3": 1}, DEFAULTS), benefits([], {"B1": 5}, DEFAULTS)
    found = importance_performance(answer, health, wanted, DEFAULTS)
    assert found.compared is None
    assert found.why_not


def test_both_sides_come_from_one_source() -> None:
    few = [Response(r.respondent, "", r.answers) for r in people(Q4, H)]
    health = track_health(few, {"H3": 1}, DEFAULTS)
    wanted = benefits([], {"B1": 5}, DEFAULTS)
    found = importance_performance("Yes", health, wanted, DEFAULTS)
    assert found.source == SINGLE
    assert found.compared is not None
    assert found.compared.points[0].performance == 1, "the lead's own, not the respondents'"


def test_cross_hairs_at_the_means() -> None:
    importance: dict[str, float | None] = {"B1": 4, "B2": 5, "B3": 4.5}
    performed: dict[str, float | None] = {"H3": 3.5, "H7": 4.5, "H5": 4}
    found = d07.compare_benefits(importance, performed, d07.LINKS, "Means")
    assert (found.cross_importance, found.cross_performance) == (4.5, 4)
    assert [point.quadrant for point in found.points] == ["Low priority", "Keep up", "Watch"]
    assert found.cross == "means of the benefits compared"


def test_a_link_that_cannot_be_read_links_nothing() -> None:
    assert d07.links_of("b1: h3 ,h4; nonsense; ;B2:H1;B2:H5") == {"B1": ("H3", "H4"), "B2": ("H1",)}
    assert d07.performance(("H1", "H9"), {"H1": 4}) is None


def test_what_is_told_is_plain() -> None:
    found = opinion_values(track_health(people(Q4, H, ["A"] * 5), {"H1": 3}, DEFAULTS))
    assert json.loads(json.dumps(found)) == {**found, "items": json.loads(json.dumps(found["items"]))} | {
        "groups": json.loads(json.dumps(found["groups"]))
    }
    first = found["items"][0]
    assert (first["n"], first["mean"], first["median"], first["favourable"]) == (5, 3.8, 4, 0.8)
    assert (list(first["counts"]), first["band"], first["own_band"]) == ([0, 1, 0, 3, 1], "Keep", "Watch")


# What must hold of all answers

RATED = st.sampled_from([None, 1, 2, 3, 4, 5])
SHEETS = st.lists(st.lists(RATED, min_size=7, max_size=7), max_size=14)


def as_rows(sheet: Sequence[Sequence[RatingValue]]) -> list[str]:
    return ["".join("-" if r is None else str(r) for r in row) for row in sheet]


@settings(deadline=None)
@given(SHEETS, st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_matter(sheet: list[list[RatingValue]], chance: random.Random) -> None:
    rows = as_rows(sheet)
    mixed = rows[:]
    chance.shuffle(mixed)
    for method in "ab":
        assert health_of(mixed, changed={"D02.method": method}) == health_of(rows, changed={"D02.method": method})


@settings(deadline=None)
@given(SHEETS, st.integers(0, 14))
def test_a_blank_respondent_changes_nothing(sheet: list[list[RatingValue]], at: int) -> None:
    rows = as_rows(sheet)
    groups = ["A" if n % 3 else "B" for n in range(len(rows))]
    spaced, named = [*rows[:at], "-------", *rows[at:]], [*groups[:at], "C", *groups[at:]]
    assert health_of(spaced, named) == health_of(rows, groups)


@given(st.lists(RATED, max_size=40))
def test_figures_stay_within_bounds(ratings: list[RatingValue]) -> None:
    figures = d01_item.item(ratings, 30)
    agreed = d04_agreement.agreement(ratings, d04_agreement.AgreementLimits())
    if not figures.n:
        assert figures == d01_item.Figures(0)
        return
    assert figures.counts is not None
    assert sum(figures.counts) == figures.n
    assert figures.mean is not None
    assert 1 <= figures.mean <= 5
    assert figures.favourable is not None
    assert (figures.low is None) == (figures.n >= 30)
    if figures.low is not None and figures.high is not None:
        assert 0 <= figures.low <= figures.favourable + 1e-12
        assert figures.favourable - 1e-12 <= figures.high <= 1
    if agreed.r_wg is not None and agreed.deviation is not None:
        assert 0 <= agreed.r_wg <= 1
        assert 0 <= agreed.deviation <= 2


@given(st.lists(st.lists(RATED, min_size=4, max_size=4), max_size=8))
def test_alpha_is_at_most_one(sheet: list[list[RatingValue]]) -> None:
    for distance in DISTANCES.values():
        found = alpha(sheet, 0.8, 0.667, distance)
        assert found.value is None or found.value <= 1 + 1e-12
        assert (found.value is None) == (found.words in ("no variance", "too few answers"))


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(3, 8), st.sets(st.integers(0, 7)))
def test_what_is_hidden_cannot_be_found_by_subtraction(sizes: list[int], number: int, also: set[int]) -> None:
    hide = d06_suppression.too_few(sizes, number, also)
    assert all(at in hide for at, size in enumerate(sizes) if 0 < size < number)
    if hide and sum(sizes) >= number:
        assert sum(sizes[at] for at in hide) >= number
        assert len(hide) >= 2 or sum(size > 0 for size in sizes) == 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_small_group_can_be_worked_out(data: st.DataObject) -> None:
    """For each statement: the total less the groups shown never tells of fewer than five people, nor of one group."""
    sheet = data.draw(st.lists(st.lists(RATED, min_size=7, max_size=7), min_size=1, max_size=30))
    groups = [data.draw(st.sampled_from(["A", "B", "C", "D", ""])) for _ in sheet]
    found = health_of(as_rows(sheet), groups)
    for at, total in enumerate(found.items):
        answered = [group for row, group in zip(sheet, groups, strict=True) if row[at] is not None]
        shown = {(g.group if g.group != "(no group)" else "") for g in found.groups if g.items and g.items[at].n}
        assert all(answered.count(name) >= 5 for name in shown)
        if total.n is None:
            assert len(answered) < 5
            assert not shown
        elif found.groups:
            left = [name for name in answered if name not in shown]
            assert not left or (len(left) >= 5 and len(set(left)) >= 2) or set(answered) == set(left)
        assert_nothing_slips(found, total)


def assert_nothing_slips(found: Opinion, total: ItemOpinion) -> None:
    for item in [total, *(i for g in found.groups for i in g.items)]:
        if item.withheld:
            assert (item.n, item.figures, item.band, item.agreement, item.rank) == (None, None, None, None, None)
    assert all(g.n is None and not g.items for g in found.groups if g.withheld)


def test_the_pulse_takes_responses_only() -> None:
    found = pulse(people(["43215"] * 5, P), DEFAULTS)
    assert found.respondents == 5
    assert found.top == ("P4",)


# The same from a workbook

FIGURES = {
    "n": d01_item.EXCEL["n"],
    **{f"Rated {point}": d01_item.EXCEL[f"rated_{point}"] for point in d01_item.POINTS},
    "Mean": d01_item.EXCEL["mean"],
    "Median": d01_item.EXCEL["median"],
    "Favourable": d01_item.EXCEL["favourable"],
    "Neutral": d01_item.EXCEL["neutral"],
    "Unfavourable": d01_item.EXCEL["unfavourable"],
    "Low": d01_item.EXCEL["low"],
    "High": d01_item.EXCEL["high"],
    "Average deviation": d04_agreement.EXCEL["deviation"],
    "r_wg": d04_agreement.EXCEL["r_wg"],
    "a_wg": d04_agreement.EXCEL["a_wg"],
    "Close": d04_agreement.EXCEL["close"],
    "In words": d04_agreement.EXCEL["words"],
}
COMPARED = ("Linked", "Performance", "Gap", "Priority", "Quadrant")
SEVERAL = {name: d07.SURVEY_FORMULAS[name.lower()] for name in COMPARED}
ALONE = {name: d07.EXCEL[name.lower()] for name in COMPARED}
WORDS = d03_single.EXCEL["several_band"]
TABLES: dict[str, tuple[list[str], dict[str, str]]] = {
    "tblTrackHealth": (H, {"Band": d03_single.EXCEL["health_band"], "Rank": d03_single.EXCEL["health_rank"]}),
    "tblBenefits": (
        B,
        {"Band": d03_single.EXCEL["benefits_band"], "Rank": d03_single.EXCEL["benefits_rank"], **ALONE},
    ),
    "tblHealthFigures": (H, {**FIGURES, "Band": WORDS, "Rank": d03_single.EXCEL["health_figures_rank"]}),
    "tblBenefitFigures": (
        B,
        {
            **FIGURES,
            "Band": d03_single.EXCEL["several_benefits_band"],
            "Rank": d03_single.EXCEL["benefit_figures_rank"],
            **SEVERAL,
        },
    ),
    "tblPulseFigures": (P, {**FIGURES, "Band": WORDS, "Rank": d03_single.EXCEL["pulse_figures_rank"]}),
    "tblThemes": (
        ["health", "benefits", "pulse", "least", "comments"],
        {},
    ),
}
ALONE_STANDING = {**d02_theme.EXCEL, **d06_suppression.EXCEL}
TYPED = {"tblTrackHealth": "Rating", "tblBenefits": "Importance"}
STATEMENTS = {key: item.text for key, item in ITEMS.items()}
JUNK = (0, 6, 4.5, "five", "N/A", "?", "4*", "<>1", 34, "x" * 300, "?" * 200, "5" + " " * 3 + "-" * 150)
"""What a parser reads as blank must not count in a formula either."""
SPELLED = (
    ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"),
    ("1 - never", "2,0", "3 of 5", " 4.00 ", "(5)"),
)


class Book:
    """One random set of answers and settings, as typed into a workbook and as the parser reads it."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        size = chance.choice([0, 1, 2, 3, 4, 5, 5, 6, 8, 12, 29, 30, 33])
        lean = [chance.choice([[1, 1, 1, 1, 1], [8, 1, 1, 1, 1], [0, 0, 1, 3, 3], [0, 0, 0, 0, 1]]) for _ in range(18)]
        blank = chance.choice([0, 0.1, 0.5])
        self.number = seed
        self.typed = [[self._answer(chance, weights, blank) for weights in lean] for _ in range(size)]
        self.own = {key: _typed(chance, [1] * 5, 0.2) for key in (*H, *B)}
        self.has_tracks = chance.choice(["Yes", "Yes", "Yes", "No", ""])
        self.settings: dict[str, Any] = {
            **DEFAULTS,
            "D01.interval": chance.choice([30, 10]),
            "D02.method": chance.choice(["a", "b"]),
            "D02.favourable": chance.choice([3.5, 3]),
            "D03.red": chance.choice([33, 20]),
            "D04.least": chance.choice([3, 6]),
            "D04.words": chance.choice([5, 8]),
            "D06.least": chance.choice([5, 3, 1]),
            "D06.comments": chance.choice([10, 4, 1]),
            "D07.cross": chance.choice(["middle", "means"]),
            "D07.links": chance.choice([d07.LINKS, "b6:H1 , H7;B1:H2;B2:H2,H3,H4; B3;B5:H9"]),
        }

    def _answer(self, chance: random.Random, weights: list[int], blank: float) -> float | str | None:
        """As people give answers: in every third set some in words or with a comma."""
        typed = _typed(chance, weights, blank)
        rating = _read(typed)
        return chance.choice([typed, *(words[rating - 1] for words in SPELLED)]) if self.worded and rating else typed

    @property
    def worded(self) -> bool:
        return self.number % 3 == 1

    @property
    def headers(self) -> list[str]:
        """Keys; the statements, as one form tool exports them; or lines of a grid behind a column of its own.

        Every second grid asks at such length that all its headers begin with the same 200 characters.
        """
        keys = (*H, *B, *P)
        if self.worded:
            question = "How far is this true where you work? " * (6 if self.number % 2 else 1)
            return ["Id", *(f"{question}[{STATEMENTS[key]}]" for key in keys)]
        return [STATEMENTS[key] if self.number % 3 == 2 else key for key in keys]

    @property
    def rows(self) -> list[list[Any]]:
        rows = self.typed or [[None] * 18]
        return [[str(1 + n % 5), *row] for n, row in enumerate(rows)] if self.worded else rows

    @cached_property
    def data(self) -> Dataset:
        """The answers as the workbook is read."""
        table = TableData("tblResponses", "S", 1, 1, tuple(self.headers), tuple(map(tuple, self.rows)))
        return read_dataset(Snapshot(("S",), {table.name: table})).data

    def responses(self) -> Sequence[Response]:
        return self.data.responses


def _typed(chance: random.Random, weights: list[int], blank: float) -> float | str | None:
    if chance.random() < blank:
        return None
    if chance.random() < 0.05:
        return chance.choice(JUNK)
    rating = chance.choices(d01_item.POINTS, weights)[0]
    ways: list[float | str] = [rating, str(rating), f" {rating} "]
    return chance.choices(ways, [10, 1, 1])[0]


def _read(cell: float | str | None) -> int | None:
    text = str(cell).strip()
    return int(text) if text in ("1", "2", "3", "4", "5") else None


def write_book(path: Path, books: Sequence[Book]) -> None:
    """A sheet for each set of answers, its tables numbered, every formula with a result that is wrong."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        for number, book in enumerate(books):
            sheet = workbook.add_worksheet(f"S{number}")
            _put(sheet, 0, f"tblResponses{number}", book.headers, book.rows)
            _put_answers(sheet, number, book.data)
            _put(sheet, 20, f"tblSettings{number}", ["Setting", "In use"], [list(s) for s in book.settings.items()])
            _put(sheet, 24, f"tblReadiness{number}", ["Key", "Answer"], [["Q1", "No"], ["Q3", book.has_tracks]])
            for name, (keys, formulas) in TABLES.items():
                typed = TYPED.get(name)
                headers = ["Key", "Statement", *([typed] if typed else []), *(formulas or ["Theme"])]
                rows: list[list[Any]] = [
                    [key, STATEMENTS.get(key), *([book.own[key]] if typed else [])] for key in keys
                ]
                column = _column(name)
                _put(sheet, column, f"{name}{number}", headers, rows)
                for at, key in enumerate(keys, 1):
                    for across, text in enumerate(formulas.values() or [ALONE_STANDING[key]], len(rows[0])):
                        sheet.write_formula(at, column + across, _numbered(own_row(text, name), number), None, 99)


def _put_answers(sheet: Any, number: int, data: Dataset) -> None:
    """How the answers are read, right of everything else, as Score writes it."""
    filled, first = answers.rows(data), _column("tblThemes") + 40
    places = filled["tblAnswerColumns"]
    rows = [[row["id"], row["statement"], row["read_from"] or None] for row in places]
    _put(sheet, first, f"tblAnswerColumns{number}", ["Key", "Statement", "Read from", "Column"], rows)
    for at in range(1, len(rows) + 1):
        formula = _numbered(own_row(d01_item.COLUMN, "tblAnswerColumns"), number)
        sheet.write_formula(at, first + 3, formula, None, 99)
    words = [[row["answer"], row["points"]] for row in filled["tblAnswerWords"]]
    _put(sheet, first + 6, f"tblAnswerWords{number}", ["Answer", "Counts as"], words)


def _column(name: str) -> int:
    return 28 + 30 * list(TABLES).index(name)


def _numbered(formula: str, number: int) -> str:
    return "=" + re.sub(r"\btbl[A-Za-z]+(?=\[)", lambda match: f"{match[0]}{number}", formula)


def _put(sheet: Any, column: int, name: str, headers: list[str], rows: list[list[Any]]) -> None:
    last = column + len(headers) - 1
    sheet.add_table(0, column, len(rows), last, {"name": name, "columns": [{"header": text} for text in headers]})
    for at, row in enumerate(rows, 1):
        for across, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column + across, value)
            elif value is not None:
                sheet.write_number(at, column + across, value)


def read_table(document: Document, number: int, name: str) -> dict[str, dict[str, Value]]:
    """Key -> header -> what LibreOffice computed."""
    keys, formulas = TABLES[name]
    first = _column(name)
    width = 2 + (name in TYPED) + len(formulas or ["Theme"])
    cells = f"{address(first, 0)}:{address(first + width - 1, len(keys))}"
    head, *rows = document.block(f"S{number}", cells)
    return {str(row[0]): dict(zip(map(str, head), row, strict=True)) for row in rows}


def expected_figures(found: ItemOpinion) -> dict[str, Value]:
    figures, agreed = found.figures or d01_item.Figures(0), found.agreement
    return {
        "n": found.withheld or found.n,
        **{f"Rated {p}": figures.counts[p - 1] if figures.counts else None for p in d01_item.POINTS},
        "Mean": figures.mean,
        "Median": figures.median,
        "Favourable": figures.favourable,
        "Neutral": figures.neutral,
        "Unfavourable": figures.unfavourable,
        "Low": figures.low,
        "High": figures.high,
        "Average deviation": agreed.deviation if agreed else None,
        "r_wg": agreed.r_wg if agreed else None,
        "a_wg": agreed.a_wg if agreed else None,
        "Close": (agreed.close if agreed else "") or None,
        "In words": (agreed.words if agreed else "") or None,
        "Band": str(found.band) if found.band else None,
        "Rank": found.rank,
    }


def expected_points(compared: d07.Comparison | None, keys: Sequence[str]) -> dict[str, dict[str, Value]]:
    points = {point.key: point for point in compared.points} if compared else {}
    return {
        key: {
            "Performance": points[key].performance if key in points else None,
            "Gap": points[key].gap if key in points else None,
            "Priority": points[key].priority if key in points else None,
            "Quadrant": (points[key].quadrant if key in points else "") or None,
        }
        for key in keys
    }


def same(
    computed: Mapping[str, Mapping[str, Value]], wanted: Mapping[str, Mapping[str, Value]], where: str
) -> Counter[str]:
    """How many results that are not blank were compared, by header; fails at the first that differs."""
    compared: Counter[str] = Counter()
    for key, row in wanted.items():
        for header, value in row.items():
            got = computed[key][header]
            if isinstance(value, int | float):
                assert isinstance(got, float), f"{where} {key} {header}: {got!r} for {value!r}"
                assert got == pytest.approx(value, abs=1e-9), f"{where} {key} {header}"
            else:
                assert got == value, f"{where} {key} {header}"
            compared[header] += value is not None
    return compared


@pytest.mark.libreoffice
def test_every_formula_gives_the_same_in_a_workbook(
    office: Office, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    books = [Book(seed) for seed in range(48)]
    write_book(tmp_path / "opinions.xlsx", books)
    compared: Counter[str] = Counter()
    with office.open(tmp_path / "opinions.xlsx") as document:
        for number, book in enumerate(books):
            tables = {name: read_table(document, number, name) for name in TABLES}
            compared += agree(book, tables, f"S{number}")
    assert min(compared[header] for _, formulas in TABLES.values() for header in formulas or ["Theme"]) >= 50
    assert compared.total() >= 10_000
    record_property(RECALCULATED, compared.total())


def agree(book: Book, tables: Mapping[str, Mapping[str, Mapping[str, Value]]], where: str) -> Counter[str]:
    people, given_settings = book.responses(), book.settings
    # of one person's ratings, typed into the steps, text is none: V05 says so, and build types it anew
    own = {key: None if isinstance(cell, str) else _read(cell) for key, cell in book.own.items()}
    several = {
        "tblHealthFigures": track_health(people, {}, given_settings),
        "tblBenefitFigures": benefits(people, {}, given_settings),
        "tblPulseFigures": pulse(people, given_settings),
    }
    alone = {
        "tblTrackHealth": track_health([], own, given_settings),
        "tblBenefits": benefits([], own, given_settings),
    }
    done: Counter[str] = Counter()
    for name, found in several.items():
        rated = found.source == RESPONSES
        rows = {i.key: expected_figures(i if rated else ItemOpinion(i.key, i.text, 0)) for i in found.items}
        done += same(tables[name], rows, f"{where} {name}")
    for name, found in alone.items():
        bands = {i.key: {"Band": str(i.band) if i.band else None, "Rank": i.rank} for i in found.items}
        done += same(tables[name], bands, f"{where} {name}")
    themes: dict[str, dict[str, Value]] = {
        key: {"Theme": found.theme.value if found.theme else None}
        for key, found in zip(("health", "benefits", "pulse"), several.values(), strict=True)
    }
    least = d06_suppression.minimum_people(book.settings["D06.least"])
    limits = {"least": {"Theme": least}, "comments": {"Theme": max(least, book.settings["D06.comments"])}}
    done += same(tables["tblThemes"], {**themes, **limits}, where)
    return done + agree_compared(book, several, alone, tables, where)


def agree_compared(
    book: Book,
    several: Mapping[str, Opinion],
    alone: Mapping[str, Opinion],
    tables: Mapping[str, Mapping[str, Mapping[str, Value]]],
    where: str,
) -> Counter[str]:
    done: Counter[str] = Counter()
    for name, health, wanted in (
        ("tblBenefitFigures", several["tblHealthFigures"], several["tblBenefitFigures"]),
        ("tblBenefits", alone["tblTrackHealth"], alone["tblBenefits"]),
    ):
        compared = None
        if book.has_tracks == "Yes":
            links, cross = book.settings["D07.links"], book.settings["D07.cross"]
            compared = d07.compare_benefits(wanted.level(), health.level(), links, cross)
        done += same(tables[name], expected_points(compared, B), f"{where} {name}")
        linked = d07.links_of(book.settings["D07.links"])
        told_links = {key: {"Linked": ",".join(linked.get(key, ())) or None} for key in B}
        done += same(tables[name], told_links, f"{where} {name}")
    return done
