"""What a workbook stores for each formula, beside what LibreOffice makes of it: what is shown before and after."""

from pathlib import Path
from typing import Any

from tests.support.office import Document, Err, Office, Value
from xl_addin.cells.area import Spot, letters
from xl_addin.cells.cell import CellValue, ErrorCell, formula_of, result_of
from xl_addin.package.read.reader import read_workbook_bytes


def untrue(path: Path, office: Office) -> list[str]:
    """Every cell that shows something else before it is worked out than after; a formula never worked out is one."""
    with office.open(path) as document:
        return [line for name, cells in _cells(path).items() for line in _on_tab(document, name, cells)]


def formulas(path: Path) -> int:
    """How many formulas a workbook has."""
    return sum(formula_of(cell) is not None for cells in _cells(path).values() for cell in cells.values())


def stored(path: Path) -> dict[str, tuple[str, Any]]:
    """Cell -> its formula and the result beside it, for every formula of a workbook."""
    return {
        path_of(name, *at): (formula, result_of(cell))
        for name, cells in _cells(path).items()
        for at, cell in cells.items()
        if (formula := formula_of(cell)) is not None
    }


def _cells(path: Path) -> dict[str, dict[Spot, CellValue]]:
    return {name: dict(sheet.cells) for name, sheet in read_workbook_bytes(path.read_bytes()).sheets.items()}


def _on_tab(document: Document, name: str, cells: dict[Spot, CellValue]) -> list[str]:
    if not cells:
        return []
    bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
    worked_out = document.block(name, f"A1:{letters(right)}{bottom}")
    found = []
    for (row, column), cell in sorted(cells.items()):
        after = worked_out[row - 1][column - 1]
        formula, shown = formula_of(cell), result_of(cell)
        if (formula is not None and shown is None) or not _same(shown, after):
            what = f"stored {shown!r}, worked out {after!r}: {(formula or '')[:80]}"
            found.append(f"{path_of(name, row, column)}: {what}")
    return found


def path_of(name: str, row: int, column: int) -> str:
    """A cell's place in words."""
    return f"{name}!{letters(column)}{row}"


def _same(stored: Any, after: Value) -> bool:
    if isinstance(stored, ErrorCell) or isinstance(after, Err):
        return isinstance(stored, ErrorCell) and isinstance(after, Err) and stored.code == after.text
    if isinstance(stored, int | float) and isinstance(after, int | float):
        return abs(stored - after) <= 1e-9 * max(1.0, abs(stored))
    return (stored if stored != "" else None) == after
