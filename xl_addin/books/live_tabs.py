"""New tabs in an open workbook: painted into a small workbook of their own, opened, copied over, closed and deleted.

Formulas are written once the tab is in place. On the way over they would lead to tables the small workbook does not
have, which Excel calls damage, or come back as links to it.
"""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.books.defined_names import names_of
from xl_addin.books.live_cells import put_formulas
from xl_addin.cells.area import Spot
from xl_addin.cells.cell import FormulaCell
from xl_addin.layout.describe import Block, Cell, Formula, Line, Sheet, Table, WorkbookDesign
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.tab_visibility import hidden_in_new

if TYPE_CHECKING:
    import xlwings as xw

_NEUTRAL = "new-tabs.xlsx"
"""Says nothing about whom or what the tabs are about."""


def insert_tabs(
    book: "xw.Book",
    sheets: Sequence[Sheet],
    rows: Mapping[str, Sequence[RowValues]],
    after: str,
    design: WorkbookDesign,
    scratch: Path,
) -> None:
    """New tabs come into an open workbook.

    Args:
        book: the open workbook.
        sheets: the tabs.
        rows: those of their tables.
        after: the tab they come to stand after; "" before all others.
        design: the workbook as it then should be.
        scratch: a folder that Excel may read; nothing is left there.
    """
    from xl_addin.books.paint import paint  # most runs add no tab, and the painter takes a tenth of a second to import

    new = {sheet.name: _without_formulas(sheet) for sheet in sheets}
    painted_design = replace(design, sheets=tuple(new.get(sheet.name, sheet) for sheet in design.sheets))
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="trackbook-", dir=scratch) as folder:
        path = Path(folder) / _NEUTRAL
        path.write_bytes(paint(painted_design, _values(rows), list(new)))
        _copy(book, path, list(new), after)
    _hide(book, hidden_in_new(replace(design, sheets=tuple(sheets)), rows))
    for sheet, cells in _formulas(sheets, rows).items():
        put_formulas(book.sheets[sheet], cells)
    _mend_names(book, design)


def _copy(book: "xw.Book", path: Path, names: Sequence[str], after_sheet: str) -> None:
    source = book.app.books.open(str(path))
    try:
        place = book.sheets[after_sheet] if after_sheet else None
        for name in names:  # one by one: Excel copies no group of tabs that hold tables
            new = source.sheets[name]
            place = new.copy(after=place) if place else new.copy(before=book.sheets[0])
    finally:
        source.close()


def _hide(book: "xw.Book", tabs: Collection[str]) -> None:
    """Tabs that come hidden."""
    for tab in tabs:
        with suppress(NotImplementedError):
            book.sheets[tab].visible = False


def _without_formulas(sheet: Sheet) -> Sheet:
    return replace(sheet, blocks=tuple(_plain(block) for block in sheet.blocks), state=None)


def _plain(block: Block) -> Block:
    if isinstance(block, Line):
        return replace(block, cells=tuple(cell and _with_value(cell) for cell in block.cells))
    if isinstance(block, Table):
        return replace(block, columns=tuple(replace(column, formula="") for column in block.columns))
    return block


def _with_value(cell: Cell) -> Cell:
    return replace(cell, content=cell.content.value) if isinstance(cell.content, Formula) else cell


def _values(tables: Mapping[str, Sequence[RowValues]]) -> Mapping[str, Sequence[RowValues]]:
    return {
        table: [{name: v.value if isinstance(v, Formula) else v for name, v in row.items()} for row in rows]
        for table, rows in tables.items()
    }


def _formulas(sheets: Sequence[Sheet], rows: Mapping[str, Sequence[RowValues]]) -> dict[str, dict[Spot, str]]:
    """Tab -> cell -> formula, of everything that was left out."""
    snapshot = snapshot_of(WorkbookDesign(tuple(sheets), {}), rows)
    formulas = {
        name: {position: cell.text for position, cell in cells.items()} for name, cells in snapshot.formulas.items()
    }
    for table in snapshot.tables.values():
        for r, row in enumerate(table.rows, table.top + 1):
            for c, cell in enumerate(row, table.left):
                if isinstance(cell, FormulaCell):
                    formulas[table.sheet][r, c] = cell.text
    return formulas


def _mend_names(book: "xw.Book", design: WorkbookDesign) -> None:
    """A name of a tab that was deleted leads nowhere: Excel leaves #REF! in it. Now that the tab is back, so is it."""
    current_names = {name.name: name for name in book.names}
    for name, formula in names_of(design).items():
        if name not in current_names:
            book.names.add(name, f"={formula}")
        elif "#REF!" in str(current_names[name].refers_to):
            current_names[name].refers_to = f"={formula}"
