"""What tables held before a command changed them, in a workbook beside the one that is open.

Excel's undo ends where a program writes. Closing without saving takes everything back to the last save; this copy
keeps what was typed since. It is made from what was read anyway, so it costs Excel nothing and works in every Excel;
a hidden tab would travel with the workbook to everybody it is sent to, and a second copy of the whole workbook
would be one more that could be taken for the right one.
"""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.table import TableData

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def safety_copy_path(workbook: Path, scratch: Path) -> Path:
    """Where the copy goes: beside the workbook, else (in a cloud folder, or never saved) to our own folder."""
    if workbook.parent.is_absolute() and workbook.parent.is_dir():
        return workbook.with_name(f"{workbook.stem}.before.xlsx")
    return scratch / "before.xlsx"


def write_safety_copy(tables: Iterable[TableData], path: Path) -> None:
    """Write the tables, a tab each; the copy of the run before is replaced.

    Raises:
        Stop: the file cannot be written, so nothing should be changed either.
    """
    import xlsxwriter  # only a run that changes something needs these

    from xl_addin.package.safe import save

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for number, table in enumerate(tables, 1):
        sheet = book.add_worksheet(f"{number} {table.name}"[:31])
        for r, row in enumerate((table.headers, *table.rows)):
            for c, cell in enumerate(row):
                _write(sheet, r, c, cell)
    book.close()
    save.create(path, buffer.getvalue(), overwrite=True)


def _write(sheet: "Worksheet", row: int, column: int, cell: CellValue) -> None:
    """Text as text and a formula as its text: the copy is to be read and copied from, it computes nothing."""
    if isinstance(cell, FormulaCell):
        cell = f"={cell.text}"
    if isinstance(cell, ErrorCell):
        cell = cell.code
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell))
