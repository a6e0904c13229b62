"""A workbook made from its description, as reading it back would show it."""

from collections.abc import Mapping, Sequence

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Link, Slot, Table, WorkbookDesign
from xl_addin.layout.placement import place_blocks
from xl_addin.layout.record_rows import RowValues, cell_content
from xl_addin.layout.sheet_formulas import loose_formulas
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.layout.tab_visibility import hidden_in_new


def snapshot_of(design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> Snapshot:
    """A described workbook with its rows, as reading it back would show it."""
    tables, formulas = {}, {}
    for sheet in design.sheets:
        placed = place_blocks(sheet, {t.name: len(rows.get(t.name, ())) for t in sheet.tables})
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
    return Snapshot(names, tables, stamps, formulas=formulas, hidden_tabs=hidden_in_new(design, rows))


def _row(table: Table, values: RowValues) -> tuple[CellValue, ...]:
    cells: list[CellValue] = []
    for column in table.columns:
        if column.formula:
            result = values.get(column.field)
            cells.append(FormulaCell(own_row(column.formula, table.name), "" if result is None else result))
        else:
            content = cell_content(values.get(column.field))
            cells.append(content.text if isinstance(content, Link) else content)
    return tuple(cells)
