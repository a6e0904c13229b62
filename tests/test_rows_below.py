"""Rows below a table, where programs add them that know no tables: said by every command, taken in by build."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlwings
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from tests.conftest import CHECKOUT
from tests.test_cli import cli, demo_book
from tests.test_live import desk_of, opened
from xl_addin.books.closed_file import ClosedBook
from xl_addin.cells.area import Area
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Column, Table
from xl_addin.layout.rows_below import lines_below, rows_below
from xl_addin.layout.structured_refs import canonical_formula
from xl_addin.model.facts import Anything, Fact, Ident
from xl_addin.sheets.reading import read_dataset

GROWING = (
    *("Competencies", "Tracks", "Levels", "Weights", "Matrix ENG", "Matrix CM", "Reflection", "Roadmap", "KPIs"),
    *("People", "Assessments", "Responses", "Moves"),
)
UNSEEN = "Matrix CM"
"""Its track stands below the table of tracks, so that nothing knows yet of its matrix."""
COMMANDS = ("score", "validate", "roadmap", "delta", "expand --draft all")


def shortened(book: Path, tabs: tuple[str, ...] = GROWING) -> dict[str, str]:
    """The workbook with the last two filled rows of its tables below them: tab -> where they stand."""
    held = openpyxl.load_workbook(book)
    out = {tab: _shorten(held, tab, 2) for tab in tabs}
    held.save(book)
    return out


def _shorten(held: Workbook, tab: str, rows: int) -> str:
    sheet = held[tab]
    (table,) = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    typed = [n for n in range(left, right + 1) if not str(sheet.cell(top + 1, n).value or "").startswith("=")]
    last = max(n for n in range(top + 1, bottom + 1) if any(sheet.cell(n, at).value is not None for at in typed))
    area = f"{sheet.cell(1, left).column_letter}{{}}:{sheet.cell(1, right).column_letter}{{}}"
    table.ref = area.format(top, last - rows)
    if table.autoFilter:
        table.autoFilter.ref = table.ref
    return area.format(last - rows + 1, last)


def tables_of(book: Path) -> dict[str, TableData]:
    """Every table, its formulas as they are compared; less what says when a command ran, and spare rows."""
    tables = dict(ClosedBook(book).read_snapshot().tables)
    del tables["tblRuns"]
    return {name: replace(table, rows=_compared(table)) for name, table in tables.items()}


def _compared(table: TableData) -> tuple[tuple[CellValue, ...], ...]:
    rows = [
        tuple(FormulaCell(canonical_formula(c.text), c.value) if isinstance(c, FormulaCell) else c for c in row)
        for row in table.rows
    ]
    while rows and all(cell is None or isinstance(cell, FormulaCell) for cell in rows[-1]):
        del rows[-1]
    return tuple(rows)


def test_every_command_names_them(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    seen = {f"{tab}!{cells}" for tab, cells in shortened(book).items() if tab != UNSEEN}
    for line in COMMANDS:
        name, *words = line.split()
        done = cli(name, book, *words, "--json")
        assert done.code == 1, line
        assert {f"{own['tab']}!{own['cells']}" for own in done.data["rows_below"]} == seen, line
        assert sum(own["rows"] for own in done.data["rows_below"]) == 2 * len(seen)
        assert f"Not read: {2 * len(seen)} rows below their tables" in done.err, line
        assert f"To take the rows in, run: trackbook build {book}" in done.err, line


def test_build_takes_them_in_and_the_workbook_is_as_if_they_had_never_stood_there(tmp_path: Path) -> None:
    whole = demo_book(tmp_path / "whole.xlsx")
    book = demo_book(tmp_path / "a.xlsx")
    wanted = {f"{tab}!{cells}" for tab, cells in shortened(book).items()}
    done = cli("build", book, "--json")
    assert {f"{own['tab']}!{own['cells']}" for own in done.data["rows_taken_in"]} == wanted
    shortened(whole, ())
    assert cli("build", whole).code == 0
    assert tables_of(book) == tables_of(whole)
    before = book.read_bytes()
    assert cli("build", book).code == 0
    assert book.read_bytes() == before
    assert "rows_below" not in cli("score", book, "--json").data


@pytest.mark.parametrize(("tab", "short", "whole"), [("Settings", "B6:G20", "B6:G123"), ("Levels", "B6:N18", "B6:N36")])
def test_a_table_cut_short_is_whole_again_with_its_spare_rows(tab: str, short: str, whole: str, tmp_path: Path) -> None:
    book, untouched = demo_book(tmp_path / "a.xlsx"), demo_book(tmp_path / "whole.xlsx")
    held = openpyxl.load_workbook(book)
    (table,) = held[tab].tables.values()
    table.ref = short
    held.save(book)
    shortened(untouched, ())
    assert "Taken in: " in cli("build", book).err
    assert cli("build", untouched).code == 0
    (table,) = openpyxl.load_workbook(book)[tab].tables.values()
    assert table.ref == whole
    assert tables_of(book) == tables_of(untouched)


def test_a_table_that_has_to_grow_over_them_says_how_they_come_into_it(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    where = _shorten(held, "Plans", 2).partition(":")[0]
    held.save(book)
    done = cli("score", book)
    assert done.code == 2
    assert f"Plans!{where}: holds text below the table tblPlans: move it away, or drag the table's corner" in done.err
    assert cli("build", book).code == 0
    assert cli("score", book).code == 0


def test_whoever_stands_below_the_table_is_not_left_out_of_the_export_in_silence(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    held["People"].append([None, "E900", "Nobody Yet", None, None, "E001", "ENG", "SE1"])
    held.save(book)
    done = cli("export", book, "--to", tmp_path / "out")
    assert done.code == 1
    assert "People!B67:J67  1 row below the table, which nothing reads  run build, which takes it in" in done.out
    assert "Not read: 1 row below its table (People!B67:J67)." in done.err
    assert cli("build", book).code == 0
    done = cli("export", book, "--to", tmp_path / "out", "--json")
    assert done.code == 0
    assert "E900" in {own["id"] for own in done.data["people"]}


def test_nothing_of_ours_is_taken_for_a_row(tmp_path: Path) -> None:
    assert read_dataset(ClosedBook(demo_book(tmp_path / "a.xlsx")).read_snapshot()).parse_result.rows_below == {}
    assert cli("new", tmp_path / "b.xlsx").code == 0
    for name in (tmp_path / "b.xlsx", *(CHECKOUT / "workbook_templates").glob("*.xlsx")):
        assert read_dataset(ClosedBook(name).read_snapshot()).parse_result.rows_below == {}


def test_what_stands_further_down_is_said_and_stays(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    held["Tracks"]["B20"] = "Our notes"
    for row in (22, 23):
        for column, text in zip("BCD", (f"OPS{row}", "Operations", "Keeps things running."), strict=True):
            held["Tracks"][f"{column}{row}"] = text
    held.save(book)
    for _ in range(2):
        done = cli("build", book)
        assert done.code == 1
        where, what = "Tracks!B22:H23", "2 rows below the table, which nothing reads"
        assert f"{where}  {what}  move them up to the end of the table" in done.out
        assert f"Bring the rows named above into their tables, then run: trackbook build {book}" in done.err
    assert openpyxl.load_workbook(book)["Tracks"]["B20"].value == "Our notes"


def test_cells_that_come_into_a_table_keep_what_they_are(tmp_path: Path) -> None:
    """An ID that became a day is still seen to be one; nobody gets the last row's own formula."""
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    people = held["People"]
    people["D66"] = '="boss@"&"example.com"'
    people.append([None, dt.date(2026, 3, 1), "Made a Day", None, None, "E001", "ENG", "SE1"])
    people.append([None, "00123", "With Zeros", None, None, "E001", "ENG", "SE1"])
    people["C68"].fill = PatternFill("solid", fgColor="FFFF0000")
    people["B68"].hyperlink = "https://example.com/"
    people["B68"].comment = Comment("new", "HR")
    held.save(book)
    done = cli("build", book)
    assert "People!B67:J68  2 rows taken into the table" in done.out
    assert "People!B67" in done.err
    after = openpyxl.load_workbook(book)["People"]
    assert [after[f"D{row}"].value for row in (67, 68)] == [None, None]
    assert (after["B68"].value, after["B68"].number_format) == ("00123", "@")
    assert (after["C68"].fill.fgColor.rgb, after["B68"].hyperlink.target) == ("FFFF0000", "https://example.com/")
    assert "new" in after["B68"].comment.text
    assert "P03" in {own["code"] for own in cli("validate", book, "--json").data["findings"]}


def test_what_is_typed_where_the_table_works_it_out_is_named(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    held["Weights"].append([None, "ENG", "OWN", "Ownership, typed", 5, 99])
    held.save(book)
    done = cli("build", book)
    assert "1 row taken into the table; D39 and F39 got the formula of the column" in done.out
    before = book.read_bytes()
    assert cli("build", book).code == 0
    assert book.read_bytes() == before
    row = ClosedBook(book).read_snapshot().tables["tblWeights"].rows[-1]
    assert [getattr(cell, "value", None) for cell in (row[2], row[4])] == ["Ownership", 105]


def test_a_table_whose_name_is_spelled_another_way_takes_rows_in_too(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    (table,) = held["Tracks"].tables.values()
    table.name = table.displayName = "TBLTRACKS"
    held["Tracks"].append([None, "OPS", "Operations"])
    held.save(book)
    assert "Tracks!B19:H19  1 row taken into the table" in cli("build", book).out


def test_a_row_with_totals_stands_in_the_way_and_build_goes_on(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    (table,) = held["Tracks"].tables.values()
    table.totalsRowCount = 1
    held["Tracks"].append([None, "OPS", "Operations"])
    held["People"].append([None, "E900", "Nobody Yet", None, None, "E001", "ENG", "SE1"])
    held.save(book)
    done = cli("build", book)
    assert done.code == 1
    assert "Tracks!B19:H19  1 row below the table, which nothing reads  switch off the table's total row" in done.out
    assert "People!B67:J67  1 row taken into the table" in done.out


@pytest.mark.libreoffice
def test_an_open_workbook_says_the_same(excel: xlwings.App, tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    wanted = shortened(path)
    book = opened(excel, path)
    with desk_of(book).open(path) as own:
        live = own.read_snapshot()
    rows = read_dataset(live).parse_result.rows_below.values()
    assert {(below.table.sheet, area) for below in rows for area in below.areas()} == {
        (tab, area) for tab, area in wanted.items() if tab != UNSEEN
    }


# --- which rows are entries

COLUMNS = tuple(
    Column(name, Fact(name.title(), "", kind, required=needed), 10, "input")
    for name, kind, needed in (("id", Ident(), True), ("name", Anything(), True), ("note", Anything(), False))
)
TABLE = Table("tblR", COLUMNS, ("id",))
DATA = TableData("tblR", "A", 1, 2, ("Id", "Name", "Note"), (("a", "A", None),))

TOTAL = FormulaCell("SUM(B2:B3)", 1)


@pytest.mark.parametrize(
    ("lines", "adjacent", "distant"),
    [
        ({}, (), ()),
        ({3: ("b", None, None)}, (3,), ()),
        ({3: (None, None, "x")}, (3,), ()),
        ({3: (" ", "", None)}, (), ()),
        ({3: (FormulaCell("A1", 1), None, None)}, (), ()),
        ({3: ("Total", TOTAL, None)}, (), ()),
        ({4: ("Legend", None, None)}, (), ()),
        ({4: ("Key", "Meaning", None), 5: ("b", "B", None)}, (), ()),
        ({4: ("b", None, "x")}, (), ()),
        ({4: ("b", "B", "x")}, (), (4,)),
        ({4: ("b", "B", "x"), 5: ("c", "C", None), 7: ("d", "D", None)}, (), (4, 5)),
        ({3: ("Total", TOTAL, None), 4: ("b", "B", "x")}, (), (4,)),
        ({3: ("b", "B", None), 4: ("c", "C", None), 6: ("d", "D", "x")}, (3, 4), (6,)),
        ({3: ("b", "B", None), 5: ("Legend", None, None)}, (3,), ()),
        ({1048576: ("b", "B", "x")}, (), (1048576,)),
    ],
)
def test_rows_that_are_entries(
    lines: dict[int, tuple[CellValue, ...]], adjacent: tuple[int, ...], distant: tuple[int, ...]
) -> None:
    below = rows_below(DATA, TABLE, lines)
    assert ((below.adjacent, below.distant) if below else ((), ())) == (adjacent, distant)


def test_merged_cells_are_no_entry() -> None:
    lines = {3: ("A note about it all", None, None), 4: ("b", "B", None)}
    assert rows_below(DATA, TABLE, lines, (Area(3, 2, 3, 4),)) is None
    beside = rows_below(DATA, TABLE, lines, (Area(3, 5, 3, 6),))
    assert beside is not None
    assert beside.adjacent == (3, 4)


def test_lines_end_at_the_next_table() -> None:
    areas = {"tblA": Area(1, 2, 3, 4), "tblB": Area(6, 3, 8, 3), "tblC": Area(1, 6, 9, 7)}
    tables = [
        TableData(
            name, "A", area.top, area.left, ("",) * (area.right - area.left + 1), ((),) * (area.bottom - area.top)
        )
        for name, area in areas.items()
    ]
    cells = [((row, column), row) for row in range(1, 12) for column in range(1, 9)]
    lines = lines_below(tables, cells)
    assert {name: list(rows) for name, rows in lines.items()} == {"tblA": [4, 5], "tblB": [9, 10, 11], "tblC": [10, 11]}
    assert lines["tblB"][9] == [9]
    assert lines_below([], cells) == {}
