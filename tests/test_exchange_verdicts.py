"""One cell, one verdict: how ratings may be spelt, what is refused with which words, what text becomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.exchange.verdicts import CellJudge, Verdict, rating_verdict, words_verdict

NUMBER = "not a whole number from 1 to 5, or N/A"
FORMULA = "a formula, not a rating"
JUDGE = CellJudge({"ownership": "OWN", "own": "OWN"})

TAKEN: list[tuple[CellValue, int | str, str]] = [
    (1, 1, ""),
    (5, 5, ""),
    (4.0, 4, ""),
    ("4", 4, "read as 4"),
    ("4 ", 4, "read as 4"),
    ("4.0", 4, "read as 4"),
    (" 4", 4, "read as 4"),
    ("\t4\n", 4, "read as 4"),
    ("4\u00a0", 4, "read as 4"),  # no-break space, as pasted from web pages
    ("\u20034\u2009", 4, "read as 4"),
    ("\u30004", 4, "read as 4"),  # ideographic space
    ("\uff14", 4, "read as 4"),  # full-width
    ("\u2463", 4, "read as 4"),  # circled
    ("\u2074", 4, "read as 4"),  # superscript
    ("\u2084", 4, "read as 4"),  # subscript
    ("\U0001d7d2", 4, "read as 4"),  # mathematical bold
    ("N/A", "N/A", ""),
    ("n/a", "N/A", "read as N/A"),
    ("NA", "N/A", "read as N/A"),
    (" N/A ", "N/A", "read as N/A"),
    ("\uff2e\uff0f\uff21", "N/A", "read as N/A"),
]
REFUSED: list[tuple[CellValue, str]] = [
    (0, NUMBER),
    (6, NUMBER),
    (-1, NUMBER),
    (4.5, NUMBER),
    (4.0000001, NUMBER),
    (1e300, NUMBER),
    (float("nan"), NUMBER),
    (float("inf"), NUMBER),
    (46026, NUMBER),  # a day, as its number
    (True, NUMBER),
    (False, NUMBER),
    ("4,5", NUMBER),
    ("4.5", NUMBER),
    ("4.", NUMBER),
    ("4,0", NUMBER),
    ("04", NUMBER),
    ("+4", NUMBER),
    ("-4", NUMBER),
    ("4-5", NUMBER),
    ("4/5", NUMBER),
    ("3 or 4", NUMBER),
    ("four", NUMBER),
    ("IV", NUMBER),
    ("\u2163", NUMBER),  # Roman numeral four
    ("\u0664", NUMBER),  # Arabic-Indic four
    ("\u096a", NUMBER),  # Devanagari four
    ("\u0be8", NUMBER),
    ("4\u200b", NUMBER),  # zero-width space
    ("\ufeff4", NUMBER),
    ("4_", NUMBER),
    ("0x4", NUMBER),
    ("1e0", NUMBER),
    ("1e999", NUMBER),
    ("nan", NUMBER),
    ("TRUE", NUMBER),
    ("44", NUMBER),
    ("#N/A", NUMBER),
    ("2026-01-04", NUMBER),
    ("?", NUMBER),
    ("4!", NUMBER),
    ("★★★★", NUMBER),
    (ErrorCell("#N/A"), NUMBER),
    (ErrorCell("#REF!"), NUMBER),
    (FormulaCell("3+1", 4), FORMULA),
    (FormulaCell("3+1", None), FORMULA),
    (FormulaCell("A1", "N/A"), FORMULA),
    (FormulaCell("NA()", ErrorCell("#N/A")), FORMULA),
    (FormulaCell("cmd|'/c calc'!A0", 4), FORMULA),
    (FormulaCell("TRUE()", True), FORMULA),
]
BLANK: list[CellValue] = [None, "", " ", "\u00a0", "\n", FormulaCell('""', "")]


@pytest.mark.parametrize(("cell", "value", "note"), TAKEN, ids=repr)
def test_a_rating_that_is_taken(cell: CellValue, value: int | str, note: str) -> None:
    found = JUDGE.verdict("self_rating", "", cell)
    assert found == Verdict(value, note)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(("cell", "why"), REFUSED, ids=repr)
def test_a_rating_that_is_refused(cell: CellValue, why: str) -> None:
    assert JUDGE.verdict("manager_rating", "", cell) == Verdict(refusal=why)


@pytest.mark.parametrize("cell", BLANK, ids=repr)
@pytest.mark.parametrize("field", ["self_rating", "evidence", "due", "status", "competency", "answer"])
def test_a_blank_says_nothing(field: str, cell: CellValue) -> None:
    assert JUDGE.verdict(field, "H1", cell) == Verdict()


def test_a_survey_has_no_way_out_of_its_scale() -> None:
    assert JUDGE.verdict("answer", "H1", 4) == Verdict(4)
    assert JUDGE.verdict("answer", "H1", "N/A") == Verdict(refusal="not a whole number from 1 to 5")
    assert JUDGE.verdict("answer", "group", "Care team") == Verdict("Care team")


@given(st.text() | st.integers() | st.floats() | st.booleans())
def test_whatever_stands_there_is_a_rating_or_refused(cell: CellValue) -> None:
    found = rating_verdict(cell) if str(cell).strip() else Verdict(1)
    assert (found.value is None) != (not found.refusal)
    assert found.value in (None, 1, 2, 3, 4, 5, "N/A")
    assert type(found.value) is not bool


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Shipped it.", "Shipped it."),
        ("  a\r\nb\rc  ", "a\nb\nc"),
        ("e\u0301", "\u00e9"),
        ("a\x00b\x0bc\ufffe\ud800", "abc"),
        (2026, "2026"),
        (2026.0, "2026"),
        (True, "Yes"),
        (FormulaCell('HYPERLINK("http://x","see")', "see"), "see"),
        (FormulaCell("1+1", 2), "2"),
        ("=1+1", "=1+1"),
        ("x" * 40_000, "x" * 40_000),
    ],
)
def test_a_comment_is_kept_as_text(cell: CellValue, text: str) -> None:
    assert words_verdict(cell) == Verdict(text)


def test_a_comment_without_text_is_refused() -> None:
    assert words_verdict(FormulaCell("A1", None)).refusal == "a formula without a result"
    assert words_verdict(ErrorCell("#REF!")).refusal == "an error value, not words"
    assert words_verdict("\x01\x02") == Verdict()


@pytest.mark.parametrize(
    ("cell", "date1904", "found"),
    [
        (46398, False, Verdict("2027-01-11")),
        (44936, True, Verdict("2027-01-11")),
        (46398.5, False, Verdict("2027-01-11")),
        ("2027-01-11", False, Verdict("2027-01-11")),
        (FormulaCell("TODAY()", 46398), False, Verdict("2027-01-11")),
        ("11/01/2027", False, Verdict(refusal="not a day, such as 2027-01-11")),
        ("next spring", False, Verdict(refusal="not a day, such as 2027-01-11")),
        (4, False, Verdict(refusal="not a day, such as 2027-01-11")),
    ],
)
def test_a_due_day(cell: CellValue, date1904: bool, found: Verdict) -> None:
    assert CellJudge({}, date1904).verdict("due", "", cell) == found


def test_a_status_and_a_competency_come_from_their_lists() -> None:
    assert JUDGE.verdict("status", "", " kept ") == Verdict("Kept")
    assert JUDGE.verdict("status", "", "later").refusal.startswith("not one of Proposed, Kept")
    assert JUDGE.verdict("competency", "", " OWNERSHIP ") == Verdict("OWN")
    assert JUDGE.verdict("competency", "", "own") == Verdict("OWN")
    assert JUDGE.verdict("competency", "", "Juggling").refusal == "not a competency of this workbook"
