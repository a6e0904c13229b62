"""Tables of an open workbook get rows, columns and headers, as `package` gives them to those of a closed file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xl_addin.books.live_cells import as_typed
from xl_addin.cells.area import letters
from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.after import after
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.steps import Insert, Rename, Resize, Step, Widen
from xl_addin.model.errors import IN_THE_WAY, Stop

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table as OpenTable


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def check(book: "xw.Book", steps: Iterable[Step], snapshot: Snapshot) -> None:
    """Whether there is room for all that the steps add; asked before the first one is carried out.

    Raises:
        Stop: something stands where a table would grow to, or it has a totals row; or new tabs are asked of Excel
            on the web, which opens no second workbook.
    """
    state = snapshot
    for step in steps:
        if isinstance(step, Insert) and book.app.engine.type != "desktop":
            todo = "open the workbook in Excel on a computer and press the button there"
            raise Stop(step.sheets[0].name, "is a new tab, which cannot be made in Excel on the web", todo)
        if isinstance(step, Resize | Widen) and step.table in snapshot.tables:
            _check_room(book, step, state.tables[step.table], snapshot.tables[step.table])
        state = after(state, [step])


def _check_room(book: "xw.Book", step: Resize | Widen, held: TableData, first: TableData) -> None:
    sheet = book.sheets[held.sheet]
    bottom, right = held.top + len(held.rows), held.left + len(held.headers) - 1
    if isinstance(step, Resize):
        if sheet.tables[held.name].show_totals:
            todo = "switch it off under Table Design, Total Row, then run the command again"
            raise Stop(f"{held.sheet}!{held.address(len(held.rows), 0)}", f"table {held.name} has a totals row", todo)
        own = first.top + len(first.rows)  # rows it gave up in an earlier step are free
        room, beside = (max(bottom, own) + 1, held.left, held.top + step.rows, right), "below"
    else:
        room, beside = (held.top, right + 1, bottom, right + len(step.headers)), "right of"
    if room[2] >= room[0] and not _is_empty(sheet, room):
        where = f"{held.sheet}!{letters(room[1])}{room[0]}"
        what = f"something stands {beside} the table {held.name}, which needs the room"
        raise Stop(where, what, IN_THE_WAY if isinstance(step, Resize) else "move it away, then run the command again")


def _is_empty(sheet: "xw.Sheet", area: Area) -> bool:
    top, left, bottom, right = area
    block = sheet.range((top, left), (bottom, right)).options(ndim=2, err_to_str=True).value
    return all(cell is None for line in block for cell in line)


def resize(table: "OpenTable", rows: int, held: TableData) -> None:
    """New rows look like the last one and go on with its formulas; dropped rows lose contents and looks."""
    sheet = table.parent
    left, right = held.left, held.left + len(held.headers) - 1
    bottom, end = held.top + len(held.rows), held.top + rows
    if end > bottom:
        _copy(sheet, (bottom, left, bottom, right), (bottom + 1, left, end, right))
        for first, last in _spans(n for n, cell in enumerate(held.rows[-1], left) if not isinstance(cell, FormulaCell)):
            sheet.range((bottom + 1, first), (end, last)).clear_contents()
    table.resize(sheet.range((table.range.row, left), (end, right)))
    if end < bottom:
        gone = sheet.range((end + 1, left), (bottom, right))
        gone.clear_contents()
        gone.clear_formats()


def widen(table: "OpenTable", step: Widen, held: TableData) -> None:
    """New columns in front of one, looking like another; Excel moves what stands right of them in the table."""
    sheet, count = table.parent, len(step.headers)
    for offset, header in enumerate(step.headers):
        table.columns.add(header, step.at + offset + 1)
    top, bottom = held.top + 1, held.top + len(held.rows)
    model = held.left + (step.like if step.like < step.at else step.like + count)
    new = (top, held.left + step.at, bottom, held.left + step.at + count - 1)
    _copy(sheet, (top, model, bottom, model), new)
    sheet.range(new[:2], new[2:]).clear_contents()
    width = sheet.range((top, model)).column_width
    if width is not None:
        sheet.range(new[:2], new[2:]).column_width = width


def _copy(sheet: "xw.Sheet", model: Area, new: Area) -> None:
    """Everything of some cells to new ones, as often as they go into them; but notes are about the old ones alone.

    xlwings offers no copy of looks alone that does without the clipboard, which is the person's.
    """
    top, left, bottom, right = new
    sheet.range(model[:2], model[2:]).copy(sheet.range(new[:2], new[2:]))
    for note in list(sheet.notes):
        if top <= note.location.row <= bottom and left <= note.location.column <= right:
            note.delete()


def _spans(columns: Iterable[int]) -> list[tuple[int, int]]:
    """Columns side by side, as first and last."""
    found: list[tuple[int, int]] = []
    for column in columns:
        if found and found[-1][1] == column - 1:
            found[-1] = found[-1][0], column
        else:
            found.append((column, column))
    return found


def rename(table: "OpenTable", step: Rename, held: TableData) -> None:
    """A header's cell: formulas that name the column follow it.

    Raises:
        Stop: the table does not show its headers.
    """
    if not table.show_headers:
        raise Stop(table.name, "does not show its headers", "switch them on under Table Design, Header Row")
    table.parent.range((held.top, held.left + step.index)).value = as_typed(step.header)
