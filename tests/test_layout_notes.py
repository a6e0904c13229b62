"""Whose note is whose, and which results a file has to show anew: steps from edits, without any file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Column, Formula, Table
from xl_addin.layout.edits import Edit, Refresh, Replace, SetNotes
from xl_addin.layout.notes import AUTHOR, is_ours, sign_note
from xl_addin.layout.resolve import resolve
from xl_addin.layout.simulate import simulate
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import Annotate, Show, WorkbookStep
from xl_addin.model.facts import Anything, Fact, Ident

WORDS = st.text(st.characters(codec="utf-8"), max_size=60)

# --- notes


@given(WORDS)
def test_what_we_sign_is_ours_whatever_happens_to_its_line_ends(text: str) -> None:
    assert is_ours(sign_note(text))
    assert is_ours(sign_note(text).replace("\n", "\r\n") + "\n")


@given(WORDS, st.sampled_from(["x", " and so on", "\nI disagree. Ada", "7"]))
def test_an_edited_note_is_a_persons(text: str, words: str) -> None:
    note = sign_note(text)
    assert not is_ours(note + words)
    assert not is_ours(words + " " + note)
    assert not is_ours(text)


def _steps(wanted: dict[tuple[str, int, int], str], **held: dict[tuple[int, int], str]) -> list[WorkbookStep]:
    return resolve([SetNotes(wanted)], Snapshot(("A", "B"), notes=held), {})


def test_notes_are_replaced_never_piled_up() -> None:
    held = {(1, 1): sign_note("stays"), (2, 1): sign_note("changes"), (3, 1): sign_note("goes"), (4, 1): "a person's"}
    wanted = {("A", 1, 1): "stays", ("A", 2, 1): "changed", ("A", 4, 1): "no room", ("B", 5, 5): "new"}
    steps = _steps(wanted, A=held)
    assert steps == [
        Annotate("A", {(3, 1): None, (2, 1): sign_note("changed")}, AUTHOR),
        Annotate("B", {(5, 5): sign_note("new")}, AUTHOR),
    ]
    stands = simulate(Snapshot(("A", "B"), notes={"A": held}), steps)
    assert resolve([SetNotes(wanted)], stands, {}) == []
    assert stands.notes["A"][4, 1] == "a person's"
    assert resolve([SetNotes({})], stands, {}) == [
        Annotate("A", {(1, 1): None, (2, 1): None}, AUTHOR),
        Annotate("B", {(5, 5): None}, AUTHOR),
    ]


def test_an_edited_note_keeps_its_cell() -> None:
    edited = sign_note("clear?") + "\nYes. Ada"
    assert _steps({("A", 1, 1): "clear!"}, A={(1, 1): edited}) == []
    assert _steps({}, A={(1, 1): edited}) == []


# --- results

COLUMNS = (
    Column("id", Fact("Id", "", Ident()), 10, "key", kind="label"),
    Column("twice", Fact("Twice", "", Anything()), 10, "count", "2*[@Id]"),
    Column("live", Fact("Live", "", Anything()), 10, "computed", kind="result"),
)
TABLE = Table("tblR", COLUMNS, ("id",))
TWICE = "2*tblR[[#This Row],[Id]]"


def _book(*rows: tuple[str, FormulaCell | float | None, FormulaCell | None]) -> Snapshot:
    table = TableData("tblR", "A", 1, 1, ("Id", "Twice", "Live"), rows)
    outside = {"A": {(9, 9): FormulaCell("SUM(tblR[Twice])", 1), (9, 10): FormulaCell("NOW()", 1)}}
    return Snapshot(("A",), {"tblR": table}, formulas=outside)


def _shown(book: Snapshot, *edits: Edit) -> list[WorkbookStep]:
    return resolve(edits, book, {"tblR": TABLE})


def test_only_formulas_of_ours_that_show_something_else_are_refreshed() -> None:
    book = _book(
        ("a", FormulaCell(TWICE, 1), FormulaCell("F1", "old")),
        ("b", FormulaCell("3*tblR[[#This Row],[Id]]", 1), FormulaCell("F2", "old")),
        ("c", 7.0, None),
        ("d", FormulaCell(TWICE, 4.0000000001), FormulaCell("F4", None)),
    )
    rows = [{"id": i, "twice": 4, "live": Formula(f"F{n}", "" if i == "d" else "new")} for n, i in enumerate("abcd", 1)]
    new = Refresh({"tblR": rows}, {"A": {"SUM(tblR[Twice])": 16}, "elsewhere": {"NOW()": 2}})
    steps = _shown(book, new)
    # F4 was never worked out: an empty text is a result too, and a file without one shows nothing that is sure
    assert steps == [Show("A", {(2, 2): 4, (2, 3): "new", (3, 3): "new", (5, 3): "", (9, 9): 16})]
    stands = simulate(book, steps)
    assert stands.tables["tblR"].rows[0] == ("a", FormulaCell(TWICE, 4), FormulaCell("F1", "new"))
    assert stands.formulas["A"][9, 9] == FormulaCell("SUM(tblR[Twice])", 16)
    assert _shown(stands, new) == []


def test_rows_of_one_key_are_refreshed_each_in_turn() -> None:
    book = _book(*((i, FormulaCell(TWICE, 0), None) for i in "aba"))
    rows = [{"id": i, "twice": n} for n, i in enumerate("aba", 1)]
    assert _shown(book, Refresh({"tblR": rows}, {})) == [Show("A", {(2, 2): 1, (3, 2): 2, (4, 2): 3})]


def test_results_are_compared_with_what_earlier_edits_leave() -> None:
    book = _book(("a", FormulaCell(TWICE, 1), None))
    rows = [{"id": "b", "twice": 5}]
    steps = _shown(book, Replace("tblR", rows), Refresh({"tblR": rows}, {}))
    assert not any(isinstance(step, Show) for step in steps)
    later = _shown(book, Replace("tblR", rows), Refresh({"tblR": [{"id": "b", "twice": 6}]}, {}))
    assert later == [*steps, Show("A", {(2, 2): 6})]


@pytest.mark.parametrize("missing", ["table", "column", "tab"])
def test_what_is_not_there_is_not_refreshed(missing: str) -> None:
    book = _book(("a", FormulaCell(TWICE, 1), None))
    if missing == "table":
        book = replace(book, tables={})
    elif missing == "column":
        held = book.tables["tblR"]
        book = replace(book, tables={"tblR": replace(held, headers=("Id", "Mine", "Live"))})
    else:
        book = replace(book, formulas={})
    steps = _shown(book, Refresh({"tblR": [{"id": "a", "twice": 2}]}, {"A": {"SUM(tblR[Twice])": 2}}))
    wanted = {(2, 2): 2, (9, 9): 2}
    wanted.pop((9, 9) if missing == "tab" else (2, 2))
    assert steps == [Show("A", wanted)]
