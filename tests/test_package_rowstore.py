"""Rows that stand apart from their sheet: the same workbook comes out as when the sheet is one tree."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.test_package_reader import MAIN, sheet
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain, formula_of
from xl_addin.cells.contents import Contents
from xl_addin.package.edit.cell_content import cell_xml, set_content
from xl_addin.package.edit.editor import Editor
from xl_addin.package.edit.row_store import separate_rows
from xl_addin.package.read.reader import read_workbook_bytes
from xl_addin.package.safe.archive import Archive
from xl_addin.package.xml.xml_tree import Element, comparison_text, fragments, make

SHEET = "xl/worksheets/sheet1.xml"


def table_book(rows: int = 6) -> bytes:
    """A tab with a table that has a calculated column, words above it, and a row further down."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("S")
    page.write(0, 0, "Above & <beyond>")
    page.set_row(3, 30, None, {"hidden": True})
    page.add_table(
        2,
        1,
        2 + rows,
        3,
        {
            "name": "tblT",
            "data": [[f"R{n}", n] for n in range(rows)],
            "columns": [{"header": "Id"}, {"header": "N"}, {"header": "Twice", "formula": "=[@N]*2+A$1"}],
        },
    )
    page.write(40, 0, "Below")
    book.close()
    return out.getvalue()


def as_tree(data: bytes) -> bytes:
    """The same workbook, written so that its rows cannot stand apart."""
    archive = Archive(data)
    part = archive.read_part(SHEET)
    archive.replace(SHEET, part.replace(b"<sheetData>", b"<sheetData><!-- -->", 1))
    assert separate_rows(archive.read_part(SHEET)) is None
    return archive.to_bytes()


_PLACES = st.tuples(st.integers(1, 14), st.integers(1, 6))
_VALUES = st.one_of(st.none(), st.integers(0, 9), st.text("a<&\n=", max_size=3), st.just(FormulaCell("1+1", 2)))
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.dictionaries(_PLACES, _VALUES, max_size=5)),
        st.tuples(st.just("resize"), st.integers(1, 12)),
        st.tuples(st.just("show"), st.dictionaries(_PLACES, st.integers(0, 9), max_size=4)),
        st.tuples(st.just("height"), st.dictionaries(st.integers(1, 50), st.just(33.0), max_size=3)),
        st.tuples(st.just("link"), st.dictionaries(_PLACES, st.just("S!A1"), max_size=2)),
        st.tuples(st.just("note"), st.dictionaries(_PLACES, st.just("look"), max_size=2)),
        st.tuples(st.just("widen"), st.integers(0, 3)),
    ),
    max_size=5,
)


def worked(data: bytes, steps: list[tuple[str, Any]]) -> bytes:
    edited = Editor.from_bytes(data)
    for number, (what, how) in enumerate(steps):
        if what == "set":
            edited.set_cells("S", how, dict.fromkeys(how, (4, 2)))
        elif what == "resize":
            edited.resize_table("tblT", how)
        elif what == "show":
            edited.set_results("S", how)
        elif what == "height":
            edited.set_heights("S", how)
        elif what == "link":
            edited.set_links("S", how)
        elif what == "note":
            edited.set_notes("S", how, "Trackbook")
        else:
            edited.add_table_columns("tblT", [f"New {number}"], 1, how)
    return edited.to_bytes()


def _plainly(data: bytes) -> tuple[Contents, bytes]:
    part = Archive(data).read_part(SHEET)
    return read_workbook_bytes(data), re.sub(rb"<!-- -->|\s+|<\?.*?\?>", b"", part)


@settings(max_examples=120, deadline=None)
@example([("set", {(2, 1): None}), ("widen", 0)])  # a row with nothing in it, then all rows as one tree
@given(_STEPS)
def test_the_same_comes_out_as_from_one_tree(steps: list[tuple[str, Any]]) -> None:
    data = table_book()
    assert separate_rows(Archive(data).read_part(SHEET)) is not None
    try:
        whole = worked(as_tree(data), steps)
    except Exception as stop:  # such as a table that would grow over something: the same refusal, in the same words
        with pytest.raises(type(stop), match=re.escape(str(stop))):
            worked(data, steps)
        return
    assert _plainly(worked(data, steps)) == _plainly(whole)


def test_rows_nobody_touches_keep_their_bytes_and_never_become_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def noted(parent: Element, data: bytes) -> Element:
        parsed.append(data)
        return fragments(parent, data)

    data = table_book(500)
    before = separate_rows(Archive(data).read_part(SHEET))
    assert before is not None
    monkeypatch.setattr("xl_addin.package.edit.row_store.fragments", noted)
    after = separate_rows(Archive(worked(data, [("set", {(300, 2): "here"}), ("height", {10: 20.0})])).read_part(SHEET))
    assert after is not None
    assert {n for n in before[1] if before[1][n] != after[1][n]} == {300, 10}
    assert len(parsed) < 5


def test_new_rows_become_bytes_at_once() -> None:
    data = table_book(3)
    edited = Editor.from_bytes(data)
    edited.resize_table("tblT", 30)
    grid = edited._session.grid("S")
    assert sum(map(grid.rows.is_live, grid.rows.numbers)) <= 1  # the row whose look the others took
    made = read_workbook_bytes(edited.to_bytes())
    assert [formula_of(made.sheets["S"].cells[row, 4]) for row in (4, 33)] == ["[[#This Row],N]*2+A$1"] * 2


def test_namespaces_are_declared_once() -> None:
    archive = Archive(table_book())
    more = b'<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:q="urn:q" '
    part = archive.read_part(SHEET).replace(b"<worksheet ", more, 1)
    archive.replace(SHEET, part.replace(b'<row r="4"', b'<row r="4" x14ac:dyDescent="0.25" q:own="1"', 1))
    done = Archive(worked(archive.to_bytes(), [("set", {(4, 2): "here"}), ("resize", 9)])).read_part(SHEET)
    assert done.count(b"xmlns") == archive.read_part(SHEET).count(b"xmlns")
    assert b'x14ac:dyDescent="0.25" q:own="1"' in done


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1</f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">1</f><v>1</v></c></row>',
        '<row r="1"/> text <row r="2"/>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c></row>',
        '<row spans="1:2" r="1"/>',
    ],
)
def test_what_only_a_tree_can_show_is_left_whole(rows: str) -> None:
    assert separate_rows(Archive(sheet(rows)).read_part(SHEET)) is None


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**16), 10**16),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
        st.sampled_from(["_x0041_", " a ", "a\r\nb", "<&>\"'", "\ufffe", ErrorCell("#N/A")]),
    ),
    st.sampled_from(["", 'A1&"<"', "tblT[[#This Row],['#]]"]),
    st.sampled_from([None, "0", "17"]),
)
def test_a_cell_written_at_once_is_the_cell_put_into_a_tree(value: Plain, formula: str, style: str | None) -> None:
    content = FormulaCell(formula, value) if formula else value
    cell = make(f"{{{MAIN}}}c", {None: MAIN}, r="B7")
    if style is not None:
        cell.set("s", style)
    set_content(cell, content)
    holder = fragments(make(f"{{{MAIN}}}row", {None: MAIN}), cell_xml("B7", style, content).encode())
    assert comparison_text(holder[0]) == comparison_text(cell)


@pytest.mark.parametrize("value", [float("nan"), FormulaCell("=1"), FormulaCell("1", float("inf"))])
def test_what_no_cell_can_hold_is_told_at_once(value: CellValue | FormulaCell) -> None:
    edited = Editor.from_bytes(table_book(3))
    edited.resize_table("tblT", 9)
    with pytest.raises(ValueError, match="B12: no"):
        edited.set_cells("S", {(12, 2): value})
