"""Rows below a table, where programs add them that know no tables: said by every command, taken in by build."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from tests.conftest import CHECKOUT
from tests.test_cli import cli, demo_book
from tests.test_live import desk_of, opened
from xl_addin.books.closed import ClosedBook
from xl_addin.layout.below import entries_below, lines_below
from xl_addin.layout.describe import Column, Table
from xl_addin.layout.grid import Area, CellValue, FormulaCell, TableData
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact, Ident
from xl_addin.sheets.reading import read

GROWING = (
    *("Competencies", "Tracks", "Levels", "Weights", "Matrix ENG", "Reflection", "Roadmap", "KPIs"),
    *("People", "Assessments", "Responses", "Moves"),
)
COMMANDS = ("score", "validate", "roadmap", "delta", "expand --draft all")


def shortened(book: Path, rows: int = 2) -> dict[str, str]:
    """The workbook with the last filled rows of its tables below them: tab -> where they stand."""
    held = openpyxl.load_workbook(book)
    out = {tab: _shorten(held, tab, rows) for tab in GROWING}
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


def data_of(book: Path) -> Dataset:
    return read(ClosedBook(book).read()).data


def test_every_command_names_them_and_build_takes_them_in(tmp_path: Path) -> None:
    whole = data_of(demo_book(tmp_path / "whole.xlsx"))
    book = demo_book(tmp_path / "a.xlsx")
    places = shortened(book)
    wanted = {f"{tab}!{cells}" for tab, cells in places.items()}
    for line in COMMANDS:
        name, *words = line.split()
        done = cli(name, book, *words, "--json")
        assert done.code == 1, line
        assert {f"{own['tab']}!{own['cells']}" for own in done.data["rows_below"]} == wanted, line
        assert sum(own["rows"] for own in done.data["rows_below"]) == 2 * len(GROWING)
        assert f"Not read: {2 * len(GROWING)} rows below their tables" in done.err, line
        assert f"To take the rows in, run: trackbook build {book}" in done.err, line
    done = cli("build", book, "--json")
    assert {f"{own['tab']}!{own['cells']}" for own in done.data["rows_taken_in"]} == wanted
    assert "rows_below" not in cli("score", book, "--json").data
    assert data_of(book) == whole
    before = book.read_bytes()
    assert cli("build", book).code == 0
    assert book.read_bytes() == before


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
    assert "People!B67:J67  1 row below the table, which nothing reads  run build, which takes them in" in done.out
    assert cli("build", book).code == 0
    done = cli("export", book, "--to", tmp_path / "out", "--json")
    assert done.code == 0
    assert "E900" in {own["id"] for own in done.data["people"]}


def test_nothing_of_ours_is_taken_for_a_row(tmp_path: Path) -> None:
    assert read(ClosedBook(demo_book(tmp_path / "a.xlsx")).read()).parsed.below == {}
    assert cli("new", tmp_path / "b.xlsx").code == 0
    for name in (tmp_path / "b.xlsx", *(CHECKOUT / "workbook_templates").glob("*.xlsx")):
        assert read(ClosedBook(name).read()).parsed.below == {}


def test_what_stands_between_is_not_taken_in(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    held["Tracks"]["B20"] = "Our notes"
    for column, text in zip("BC", ("OPS", "Operations"), strict=True):
        held["Tracks"][f"{column}22"] = text
    held.save(book)
    done = cli("build", book)
    assert done.code == 1
    where, what = "Tracks!B22:H22", "1 row below the table, which nothing reads"
    assert f"{where}  {what}  move them up to the table, so that nothing stands between" in done.out
    assert f"Move the rows named above up to their table, then run: trackbook build {book}" in done.err


def test_a_totals_row_stops_build_with_what_to_do(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    held = openpyxl.load_workbook(book)
    (table,) = held["Tracks"].tables.values()
    table.totalsRowCount = 1
    held["Tracks"].append([None, "OPS", "Operations"])
    held.save(book)
    done = cli("build", book)
    assert done.code == 2
    assert "has a totals row: switch it off under Table Design, Total Row" in done.err


@pytest.mark.libreoffice
def test_an_open_workbook_says_the_same(excel: xlwings.App, tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    wanted = shortened(path)
    book = opened(excel, path)
    with desk_of(book).open(path) as own:
        live = own.read()
    beneath = read(live).parsed.below
    assert {(own.table.sheet, own.area) for own in beneath.values()} == set(wanted.items())


# --- which rows are entries

COLUMNS = tuple(
    Column(name, Fact(name.title(), "", kind, required=needed), 10, "input")
    for name, kind, needed in (("id", Ident(), True), ("name", Anything(), True), ("note", Anything(), False))
)
TABLE = Table("tblR", COLUMNS, ("id",))
DATA = TableData("tblR", "A", 1, 2, ("Id", "Name", "Note"), (("a", "A", None),))

NONE, TOUCHING, FURTHER = None, ((3,), True), ((4,), True)


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ({}, NONE),
        ({3: ("b", None, None)}, TOUCHING),
        ({3: (None, None, "x")}, TOUCHING),
        ({3: (" ", "", None)}, NONE),
        ({3: (FormulaCell("COUNTA(B2)", 1), None, None)}, NONE),
        ({4: ("Legend", None, None)}, NONE),
        ({4: ("Legend", None, "x")}, NONE),
        ({4: ("b", "B", None)}, FURTHER),
        ({3: (FormulaCell("COUNTA(B2)", 1), None, None), 4: ("b", "B", None)}, ((4,), False)),
        ({3: ("b", "B", None), 4: ("c", "C", None), 6: ("d", "D", None)}, ((3, 4, 6), True)),
        ({3: ("b", "B", None), 5: ("Legend", None, None), 6: ("d", "D", None)}, ((3, 6), False)),
        ({3: ("b", "B", None), 5: ("Legend", None, None)}, TOUCHING),
    ],
)
def test_rows_that_are_entries(
    lines: dict[int, tuple[CellValue, ...]], rows: tuple[tuple[int, ...], bool] | None
) -> None:
    beneath = entries_below(DATA, TABLE, lines)
    assert (beneath and (beneath.rows, beneath.alone)) == rows


def test_lines_end_at_the_next_table() -> None:
    tables = {"tblA": Area(1, 2, 3, 4), "tblB": Area(6, 3, 8, 3), "tblC": Area(1, 6, 9, 7)}
    cells = [((row, column), row) for row in range(1, 12) for column in range(1, 9)]
    lines = lines_below(tables, cells)
    assert {name: list(rows) for name, rows in lines.items()} == {"tblA": [4, 5], "tblB": [9, 10, 11], "tblC": [10, 11]}
    assert lines["tblB"][9] == [9]
    assert lines_below({}, cells) == {}
