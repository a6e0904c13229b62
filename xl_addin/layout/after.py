"""What reading a workbook back would show: one just made from its description, or one after steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.content import RowValues
from xl_addin.layout.describe import Link, Slot, Table, Workbook
from xl_addin.layout.formula import own_row
from xl_addin.layout.formulas import loose_formulas
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import cell_content
from xl_addin.layout.place import place
from xl_addin.layout.steps import (
    Annotate,
    Content,
    Dress,
    Insert,
    Lay,
    Moved,
    Put,
    Rename,
    Resize,
    Show,
    Stamp,
    Step,
    Stretch,
    Widen,
)


def snapshot_of(design: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> Snapshot:
    """A described workbook with its rows, as reading it back would show it."""
    tables, formulas = {}, {}
    for sheet in design.sheets:
        placed = place(sheet, {t.name: len(rows.get(t.name, ())) for t in sheet.tables})
        for table in sheet.tables:
            top, left, count = placed.tables[table.name]
            given = rows.get(table.name, ())
            cells = tuple(_row(table, given[n] if n < len(given) else {}) for n in range(count))
            headers = tuple(c.header for c in table.columns)
            tables[table.name] = TableData(table.name, sheet.name, top, left, headers, cells)
        formulas[sheet.name] = {
            at: FormulaCell(formula.text, formula.value)
            for at, formula in loose_formulas(placed, rows).items()
            if not isinstance(formula.value, Slot)
        }
    names = tuple(s.name for s in design.sheets)
    stamps = {name: value for name, value in design.properties.items() if isinstance(value, str)}
    return Snapshot(names, tables, stamps, formulas=formulas)


def after(snapshot: Snapshot, steps: Iterable[Step]) -> Snapshot:
    """The workbook once the steps are carried out.

    A formula that moves with its row keeps its text here: only its result counts, and `books` knows formulas.
    """
    for step in steps:
        snapshot = _after(snapshot, step)
    return snapshot


def _after(snapshot: Snapshot, step: Step) -> Snapshot:
    if isinstance(step, Insert):
        added = snapshot_of(Workbook(step.sheets, {}), step.rows)
        at = snapshot.sheets.index(step.after) + 1 if step.after else 0
        return replace(
            snapshot,
            sheets=(*snapshot.sheets[:at], *added.sheets, *snapshot.sheets[at:]),
            tables={**snapshot.tables, **added.tables},
            formulas={**snapshot.formulas, **added.formulas},
        )
    if isinstance(step, Stretch | Dress):
        return snapshot
    if isinstance(step, Lay):
        return _laid(snapshot, step.table)
    if isinstance(step, Stamp):
        return replace(snapshot, properties={**snapshot.properties, **step.properties})
    if isinstance(step, Annotate):
        return replace(snapshot, notes={**snapshot.notes, step.sheet: _noted(snapshot, step)})
    if isinstance(step, Show):
        return _showing(snapshot, step)
    if isinstance(step, Put):
        return replace(snapshot, tables={n: _put(t, step) for n, t in snapshot.tables.items()})
    table = _changed(snapshot.tables[step.table], step)
    if isinstance(step, Resize):
        return _laid(snapshot, _over(table, snapshot) if step.over else table)
    if isinstance(step, Widen):
        # what stands below does not move along: it is not known any more under which columns it stands
        snapshot = replace(snapshot, below={name: own for name, own in snapshot.below.items() if name != table.name})
    return replace(snapshot, tables={**snapshot.tables, step.table: table})


def _laid(snapshot: Snapshot, table: TableData) -> Snapshot:
    """The snapshot with the table; what is in it now stands outside tables no longer."""
    outside = {
        (row, column): cell
        for (row, column), cell in snapshot.formulas.get(table.sheet, {}).items()
        if not (0 <= row - table.top <= len(table.rows) and 0 <= column - table.left < len(table.headers))
    }
    lines = snapshot.below.get(table.name, {})
    left = {row: line for row, line in lines.items() if row > table.top + len(table.rows)}
    return replace(
        snapshot,
        tables={**snapshot.tables, table.name: table},
        formulas={**snapshot.formulas, table.sheet: outside},
        below={**snapshot.below, table.name: left} if lines else snapshot.below,
    )


def _over(table: TableData, snapshot: Snapshot) -> TableData:
    """The table with what stood below it in its new rows."""
    lines = snapshot.below[table.name]
    rows = (tuple(lines.get(row, cells)) for row, cells in enumerate(table.rows, table.top + 1))
    return replace(table, rows=tuple(rows))


def _noted(snapshot: Snapshot, step: Annotate) -> dict[tuple[int, int], str]:
    held = {at: note for at, note in snapshot.notes.get(step.sheet, {}).items() if at not in step.notes}
    return held | {at: text for at, text in step.notes.items() if text is not None}


def _showing(snapshot: Snapshot, step: Show) -> Snapshot:
    """The snapshot with the new results of formula cells, in tables and outside."""
    own = dict(snapshot.formulas.get(step.sheet, {}))
    own.update({at: FormulaCell(own[at].text, value) for at, value in step.results.items() if at in own})
    cells: dict[tuple[int, int], Content] = {}
    for table in snapshot.tables.values():
        for (row, column), value in step.results.items() if table.sheet == step.sheet else ():
            r, c = row - table.top - 1, column - table.left
            inside = 0 <= r < len(table.rows) and 0 <= c < len(table.headers)
            cell = table.rows[r][c] if inside else None
            if isinstance(cell, FormulaCell):
                cells[row, column] = FormulaCell(cell.text, value)
    put = Put(step.sheet, cells)
    tables = {name: _put(table, put) for name, table in snapshot.tables.items()}
    return replace(snapshot, tables=tables, formulas={**snapshot.formulas, step.sheet: own})


def _row(table: Table, values: RowValues) -> tuple[CellValue, ...]:
    cells: list[CellValue] = []
    for column in table.columns:
        if column.formula:
            result = values.get(column.field)
            cells.append(FormulaCell(own_row(column.formula, table.name), "" if result is None else result))
        else:
            cells.append(_plain(cell_content(values.get(column.field))))
    return tuple(cells)


def _plain(content: Content) -> CellValue:
    if isinstance(content, Moved):
        return content.formula
    return content.text if isinstance(content, Link) else content


def _put(table: TableData, step: Put) -> TableData:
    """The table with the cells that lie in it; the very same table when none does."""
    if table.sheet != step.sheet:
        return table
    touched: dict[int, list[CellValue]] = {}
    for (row, column), content in step.cells.items():
        r, c = row - table.top - 1, column - table.left
        if 0 <= r < len(table.rows) and 0 <= c < len(table.headers):
            touched.setdefault(r, list(table.rows[r]))[c] = _plain(content)
    if not touched:
        return table
    return replace(table, rows=tuple(tuple(touched.get(at, row)) for at, row in enumerate(table.rows)))


def _changed(table: TableData, step: Resize | Widen | Rename) -> TableData:
    if isinstance(step, Resize):
        blank: tuple[CellValue, ...] = (None,) * len(table.headers)
        more = (blank,) * max(0, step.rows - len(table.rows))
        return replace(table, rows=table.rows[: step.rows] + more)
    if isinstance(step, Widen):
        more_cells: tuple[CellValue, ...] = (None,) * len(step.headers)
        at = step.at
        return replace(
            table,
            headers=table.headers[:at] + step.headers + table.headers[at:],
            rows=tuple(row[:at] + more_cells + row[at:] for row in table.rows),
        )
    headers = list(table.headers)
    headers[step.index] = step.header
    return replace(table, headers=tuple(headers))
