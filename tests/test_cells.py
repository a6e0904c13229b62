"""The vocabulary for a cell: addresses, areas, tables, days as numbers, folded headers."""

import datetime as dt
import doctest
import importlib
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xl_addin.cells
from xl_addin.cells.area import (
    SHEET_COLUMNS,
    SHEET_ROWS,
    Area,
    Spot,
    address,
    areas,
    column_number,
    letters,
    quoted,
    spot_of,
)
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.fold import fold_header
from xl_addin.cells.serial import day_of_serial, moment_serial, serial
from xl_addin.cells.table import TableArea, TableData

ROWS = st.integers(1, SHEET_ROWS)
COLUMNS = st.integers(1, SHEET_COLUMNS)


@pytest.mark.parametrize("name", [info.name for info in pkgutil.iter_modules(xl_addin.cells.__path__)])
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"xl_addin.cells.{name}")).failed == 0


@given(ROWS, COLUMNS)
def test_an_address_leads_back(row: int, column: int) -> None:
    assert spot_of(address(row, column)) == (row, column)
    assert column_number(letters(column).lower()) == column


@given(ROWS, COLUMNS, ROWS, COLUMNS)
def test_an_area_is_written_and_read(top: int, left: int, bottom: int, right: int) -> None:
    area = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    assert Area.parse(str(area)) == area
    assert area.on_grid
    assert area.holds(top, right)
    assert not area.holds(area.bottom + 1, left)


@pytest.mark.parametrize("ref", ["B2:", ":B2", "B:", "2:", ":", "", "B2:9", "B:2", "B2:C3:D4"])
def test_half_an_area_is_none(ref: str) -> None:
    with pytest.raises(ValueError, match="not a cell address"):
        Area.parse(ref)


@pytest.mark.parametrize("column", [0, -1, -27])
def test_there_is_no_column_before_the_first(column: int) -> None:
    with pytest.raises(ValueError, match="no column has the number"):
        letters(column)


@given(st.text("AZaz$:019 !'", max_size=9))
def test_what_is_read_as_an_area_is_one_or_refused(ref: str) -> None:
    try:
        area = Area.parse(ref)
    except ValueError:
        return
    assert not area.on_grid or Area.parse(str(area)) == area


def test_whole_rows_and_columns_are_areas() -> None:
    assert areas("$B:C 9:2") == [Area(1, 2, SHEET_ROWS, 3), Area(2, 1, 9, SHEET_COLUMNS)]
    with pytest.raises(ValueError, match="not a cell address"):
        Area.parse("B2:C2D")
    assert quoted("It's") == "'It''s'"


@given(st.dates(dt.date(1904, 1, 1), dt.date(2100, 1, 1)), st.booleans())
def test_a_day_comes_back_from_its_number(day: dt.date, date1904: bool) -> None:
    assert day_of_serial(serial(day, date1904=date1904), date1904=date1904) == day
    assert serial(day) - serial(day, date1904=True) == 1462
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    assert moment_serial(noon, date1904=date1904) == serial(day, date1904=date1904) + 0.5


def test_a_table_takes_its_cells_from_its_tab() -> None:
    cells: dict[Spot, CellValue] = {(4, 3): 1, (5, 2): "x", (6, 2): FormulaCell("SUM(B5)", 0), (9, 9): "elsewhere"}
    shown = TableArea("tblA", "S", Area(3, 2, 6, 3), ("A", "B"), totals=1).data(cells)
    assert shown == TableData("tblA", "S", 3, 2, ("A", "B"), ((None, 1), ("x", None)), 1)
    assert (shown.area, shown.address(1, 0)) == (Area(3, 2, 6, 3), "B5")
    without = TableArea("tblA", "S", Area(4, 2, 5, 3), ("A", "B"), header_rows=0).data(cells)
    assert (without.top, without.rows) == (3, shown.rows)


def test_a_table_changes_by_cells_rows_and_columns() -> None:
    table = TableData("tblA", "S", 3, 2, ("A", "B"), ((1, 2), (3, 4)))
    assert table.with_cells({(3, 2): 9, (6, 2): 9, (4, 4): 9}) is table
    assert table.with_cells({(5, 3): "x"}).rows == ((1, 2), (3, "x"))
    assert table.with_rows(1).rows == ((1, 2),)
    assert table.with_rows(3).rows == ((1, 2), (3, 4), (None, None))
    wider = table.with_columns(1, ("N",))
    assert (wider.headers, wider.rows) == (("A", "N", "B"), ((1, None, 2), (3, None, 4)))
    assert (table.cell(5, 2), table.cell(3, 2), table.cell(5, 4)) == (3, None, None)


def test_a_retyped_header_is_the_same() -> None:
    assert fold_header(" Ｅmployee\u00a0 id\n") == fold_header("Employee ID")
