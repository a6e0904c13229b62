"""Tables of an open workbook get rows, columns and headers, as `package` gives them to those of a closed file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from xl_addin.books.live_cells import as_typed
from xl_addin.cells.area import Area, address
from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.spreadsheet import Spreadsheet
from xl_addin.model.errors import IN_THE_WAY, Stop

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table as OpenTable


class Room(Spreadsheet):
    """A rehearsal in an open workbook: whether there is room for all that steps add, asked before the first is done.

    What `snapshot` says has to follow the steps.

    Raises:
        Stop: something stands where a table would grow to, or it has a totals row; or new tabs are asked of Excel
            on the web, which opens no second workbook.
    """

    def __init__(self, book: "xw.Book", snapshot: Snapshot) -> None:
        self._book = book
        self._first = snapshot
        self.snapshot = snapshot

    def insert(self, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[RowValues]], after: str) -> None:
        if self._book.app.engine.type != "desktop":
            todo = "open the workbook in Excel on a computer and press the button there"
            raise Stop(sheets[0].name, "is a new tab, which cannot be made in Excel on the web", todo)

    def resize(self, table: str, rows: int, *, over: bool) -> None:
        if table not in self._first.tables:
            return
        held, first = self.snapshot.tables[table], self._first.tables[table]
        if self._book.sheets[held.sheet].tables[held.name].show_totals:
            todo = "switch it off under Table Design, Total Row, then run the command again"
            raise Stop(f"{held.sheet}!{held.address(len(held.rows), 0)}", f"table {held.name} has a totals row", todo)
        # rows it gave up in an earlier step are free
        lowest = max(held.top + len(held.rows), first.top + len(first.rows))
        self._check(held, Area(lowest + 1, held.left, held.top + rows, held.right), "below", IN_THE_WAY)

    def widen(self, table: str, headers: Sequence[str], like: int, at: int) -> None:
        if table in self._first.tables:
            held = self.snapshot.tables[table]
            needed = Area(held.top, held.right + 1, held.top + len(held.rows), held.right + len(headers))
            self._check(held, needed, "right of", "move it away, then run the command again")

    def _check(self, held: TableData, needed: Area, side: str, todo: str) -> None:
        if needed.bottom >= needed.top and not _is_empty(self._book.sheets[held.sheet], needed):
            where = f"{held.sheet}!{address(needed.top, needed.left)}"
            raise Stop(where, f"something stands {side} the table {held.name}, which needs the room", todo)


def _is_empty(sheet: "xw.Sheet", area: Area) -> bool:
    top, left, bottom, right = area.edges
    block = sheet.range((top, left), (bottom, right)).options(ndim=2, err_to_str=True).value
    return all(cell is None for line in block for cell in line)


def resize_open_table(table: "OpenTable", rows: int, table_data: TableData) -> None:
    """New rows look like the last one and go on with its formulas; dropped rows lose contents and looks."""
    sheet = table.parent
    left, right = table_data.left, table_data.left + len(table_data.headers) - 1
    bottom, end = table_data.top + len(table_data.rows), table_data.top + rows
    if end > bottom:
        _copy(sheet, Area(bottom, left, bottom, right), Area(bottom + 1, left, end, right))
        for first, last in _spans(
            n for n, cell in enumerate(table_data.rows[-1], left) if not isinstance(cell, FormulaCell)
        ):
            sheet.range((bottom + 1, first), (end, last)).clear_contents()
    table.resize(sheet.range((table.range.row, left), (end, right)))
    if end < bottom:
        dropped_range = sheet.range((end + 1, left), (bottom, right))
        dropped_range.clear_contents()
        dropped_range.clear_formats()


def widen(table: "OpenTable", headers: Sequence[str], like: int, at: int, table_data: TableData) -> None:
    """New columns in front of one, looking like another; Excel moves what stands right of them in the table."""
    sheet, count = table.parent, len(headers)
    for offset, header in enumerate(headers):
        table.columns.add(header, at + offset + 1)
    top, bottom = table_data.top + 1, table_data.top + len(table_data.rows)
    model = table_data.left + (like if like < at else like + count)
    left = table_data.left + at
    _copy(sheet, Area(top, model, bottom, model), Area(top, left, bottom, left + count - 1))
    new = sheet.range((top, left), (bottom, left + count - 1))
    new.clear_contents()
    width = sheet.range((top, model)).column_width
    if width is not None:
        new.column_width = width


def _copy(sheet: "xw.Sheet", model: Area, new: Area) -> None:
    """Everything of some cells to new ones, as often as they go into them; but notes are about the old ones alone.

    xlwings offers no copy of looks alone that does without the clipboard, which is the person's.
    """
    source, target = model.edges, new.edges
    sheet.range(source[:2], source[2:]).copy(sheet.range(target[:2], target[2:]))
    for note in list(sheet.notes):
        if new.holds(note.location.row, note.location.column):
            note.delete()


def _spans(columns: Iterable[int]) -> list[tuple[int, int]]:
    """Columns side by side, as first and last."""
    spans: list[tuple[int, int]] = []
    for column in columns:
        if spans and spans[-1][1] == column - 1:
            spans[-1] = spans[-1][0], column
        else:
            spans.append((column, column))
    return spans


def rename_header(table: "OpenTable", index: int, header: str, table_data: TableData) -> None:
    """A header's cell: formulas that name the column follow it.

    Raises:
        Stop: the table does not show its headers.
    """
    if not table.show_headers:
        raise Stop(table.name, "does not show its headers", "switch them on under Table Design, Header Row")
    table.parent.range((table_data.top, table_data.left + index)).value = as_typed(header)
