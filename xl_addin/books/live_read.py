"""An open workbook read through xlwings: each table in two blocks, what its cells show and what formulas they hold.

The same cells give the same snapshot as the closed file would: days are numbers, whole numbers are whole.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain
from xl_addin.cells.serial import moment_serial
from xl_addin.cells.table import Lines, TableData
from xl_addin.layout.rows_below import lines_below
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.package.xml.cell_values import whole
from xl_addin.package.xml.excel_functions import as_in_files

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table as OpenTable

_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_OWN_CELL = re.compile(r"\[@\[((?:[^\[\]]|'.)+)\]\]")
_LOOKED_AT = 1000
"""Rows below tables that are asked for at a time."""


@dataclass(frozen=True)
class _Place:
    """A table on its sheet: everything but its cells."""

    table: "OpenTable"
    sheet: str

    @property
    def cells(self) -> "xw.Range":
        cells: xw.Range = self.table.range.options(ndim=2, err_to_str=True, dates=_serial)
        return cells

    def data(self, values: Sequence[Sequence[Any]], formulas: Any) -> TableData:
        """The table with its cells, block by block as Excel gives them."""
        formula_rows = formulas if isinstance(formulas, tuple | list) else [[formulas]]
        name, area = self.table.name, self.table.range
        rows = [
            tuple(_cell(value, formula, name) for value, formula in zip(line, texts, strict=True))
            for line, texts in zip(values, formula_rows, strict=True)
        ]
        totals = int(self.table.show_totals)
        if totals:
            del rows[-1]
        if self.table.show_headers:
            headers = tuple("" if cell is None else str(cell) for cell in rows.pop(0))
            return TableData(name, self.sheet, area.row, area.column, headers, tuple(rows), totals)
        headers = tuple(column.name for column in self.table.columns)
        return TableData(name, self.sheet, area.row - 1, area.column, headers, tuple(rows), totals)


def read_snapshot(book: "xw.Book") -> Snapshot:
    """Everything in the workbook's tables, as it stands in the open workbook now."""
    contents = _BookContents()
    for place in _places(book):
        contents.take(place, place.cells.value, place.cells.formula)
    for sheet, block in _blocks_below(book, contents):
        contents.take_below(sheet, block, block.value, block.formula)
    return _snapshot(book, contents)


async def read_snapshot_async(book: "xw.Book") -> Snapshot:
    """As `read_snapshot`, where formulas have to be waited for: xlwings Lite hands them out in no other way."""
    contents = _BookContents()
    for place in _places(book):
        contents.take(place, place.cells.value, await place.cells.get_formula())
    for sheet, block in _blocks_below(book, contents):
        contents.take_below(sheet, block, block.value, await block.get_formula())
    return _snapshot(book, contents)


@dataclass
class _BookContents:
    """The tables read so far, the cells of each tab that show a day or a time, and the rows below tables."""

    tables: list[TableData] = field(default_factory=list)
    date_cells: dict[str, set[Spot]] = field(default_factory=dict)
    lines_by_table: dict[str, Lines] = field(default_factory=dict)

    def take(self, place: _Place, values: Sequence[Sequence[Any]], formulas: Any) -> None:
        self.tables.append(place.data(values, formulas))
        self.date_cells.setdefault(place.sheet, set()).update(_moments(place, values))

    def sheet_tables(self, sheet: str) -> list[TableData]:
        """The tables of a tab."""
        return [table for table in self.tables if table.sheet == sheet]

    def take_below(self, sheet: str, block: "xw.Range", values: Sequence[Sequence[Any]], formulas: Any) -> None:
        """The cells of a tab from the first table's end on."""
        formula_rows = formulas if isinstance(formulas, tuple | list) else [[formulas]]
        cells = (
            ((row, column), _cell(value, formula, ""))
            for row, (line, texts) in enumerate(zip(values, formula_rows, strict=True), block.row)
            for column, (value, formula) in enumerate(zip(line, texts, strict=True), block.column)
        )
        self.lines_by_table.update(lines_below(self.sheet_tables(sheet), cells))


def sheet_values(sheet: "xw.Sheet") -> dict[Spot, CellValue]:
    """What the cells of a tab show, by row and column, in a table or not."""
    used_range = sheet.used_range
    values = used_range.options(ndim=2, err_to_str=True, dates=_serial).value
    return {
        (row, column): _plain(value)
        for row, line in enumerate(values, used_range.row)
        for column, value in enumerate(line, used_range.column)
        if value is not None
    }


def _places(book: "xw.Book") -> Iterator[_Place]:
    for sheet in book.sheets:
        for table in sheet.tables:
            yield _Place(table, sheet.name)


def _snapshot(book: "xw.Book", contents: _BookContents) -> Snapshot:
    # no properties: xlwings reaches none; the workbook is known by its tables
    return Snapshot(
        tuple(sheet.name for sheet in book.sheets),
        {table.name: table for table in contents.tables},
        notes={sheet.name: _notes(sheet) for sheet in book.sheets},
        date_cells=contents.date_cells,
        lines_below=contents.lines_by_table,
        hidden_tabs=frozenset(sheet.name for sheet in book.sheets if not is_visible(sheet)),
    )


def _blocks_below(book: "xw.Book", contents: _BookContents) -> Iterator[tuple[str, "xw.Range"]]:
    """For each tab on which something stands lower than its first table ends: that part, under its tables' columns."""
    for name in dict.fromkeys(table.sheet for table in contents.tables):
        tables = contents.sheet_tables(name)
        top = min(table.bottom for table in tables) + 1
        left, right = min(table.left for table in tables), max(table.right for table in tables)
        last = _last_filled(book.sheets[name], (top, left), right)
        if last >= top:
            block = book.sheets[name].range((top, left), (last, right))
            yield name, block.options(ndim=2, err_to_str=True, dates=_serial)


def _last_filled(sheet: "xw.Sheet", corner: Spot, right: int) -> int:
    """The last row from a corner on in which something stands, 0 for none.

    Excel counts cells that have only a look as used, down to the last row of the sheet: where many rows in a row are
    blank nothing more is looked for.
    """
    (top, left), last = corner, 0
    end = sheet.used_range.last_cell.row
    for first in range(top, end + 1, _LOOKED_AT):
        values = (
            sheet.range((first, left), (min(first + _LOOKED_AT - 1, end), right)).options(ndim=2, err_to_str=True).value
        )
        filled_rows = [row for row, line in enumerate(values, first) if any(value is not None for value in line)]
        if not filled_rows:
            break
        last = filled_rows[-1]
    return last


def _notes(sheet: "xw.Sheet") -> dict[Spot, str]:
    try:
        return {(note.location.row, note.location.column): note.text for note in sheet.notes}
    except NotImplementedError:  # an Excel on the web that is too old to show notes to programs
        return {}


def is_visible(sheet: "xw.Sheet") -> bool:
    """Whether a tab can be seen."""
    try:
        return bool(sheet.visible)
    except NotImplementedError:  # an Excel on the web that does not tell programs
        return True


def _cell(value: Any, formula: Any, table: str) -> CellValue:
    # a text that begins with "=" is given as its own formula: only what shows something else is one
    if isinstance(formula, str) and formula.startswith("=") and formula != value:
        # and in an open workbook each has a result: where none is given, it is an empty text
        return FormulaCell(_as_in_files(formula[1:], table), "" if value is None else _plain(value))
    return _plain(value)


def _plain(value: Any) -> Plain:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return ErrorCell(value) if value in _ERRORS else value
    return whole(float(value))  # a currency comes as a Decimal


def _as_in_files(formula: str, table: str) -> str:
    """A formula as files spell it: `[@Rated]` and `[@[Own rating]]` with the table and `[#This Row]` written out."""
    return as_in_files(own_row(_OWN_CELL.sub(r"[@\1]", formula), table))


class _Moment(float):
    """A day or a time as the number that a file keeps for it."""


def _serial(**parts: int) -> _Moment:
    parts.pop("tzinfo", None)
    return _Moment(moment_serial(dt.datetime(**parts)))  # type: ignore[arg-type]  # noqa: DTZ001


def _moments(place: _Place, values: Sequence[Sequence[Any]]) -> Iterator[Spot]:
    """The cells of a table that show a day or a time."""
    area = place.table.range
    for row, line in enumerate(values, area.row):
        yield from ((row, column) for column, value in enumerate(line, area.column) if isinstance(value, _Moment))
