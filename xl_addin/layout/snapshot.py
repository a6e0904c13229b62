"""What a workbook holds, as read: tables with their place and raw cells. The only shape that books hand to us."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from xl_addin.cells.area import Area, Spot
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import Lines, TableData


@dataclass(frozen=True)
class Snapshot:
    """A workbook read once: sheet names in order, tables by name, custom properties, the date system.

    `notes` (Excel's old comments, as text) and `formulas` (those outside tables) are by sheet, then by cell;
    `date_cells` are, by sheet, the cells that show their number as a day or a time; `merges` are the merged ranges of
    each sheet; `lines_below` are the rows below a table that hold something, by table and row of the tab, the cells
    under its columns; `hidden_tabs` are the sheets that are not shown.
    """

    sheets: tuple[str, ...] = ()
    tables: Mapping[str, TableData] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    notes: Mapping[str, Mapping[Spot, str]] = field(default_factory=dict)
    formulas: Mapping[str, Mapping[Spot, FormulaCell]] = field(default_factory=dict)
    date_cells: Mapping[str, Collection[Spot]] = field(default_factory=dict, compare=False)
    merges: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    lines_below: Mapping[str, Lines] = field(default_factory=dict)
    hidden_tabs: frozenset[str] = frozenset()

    def with_cells(self, sheet: str, cells: Mapping[Spot, CellValue]) -> "Snapshot":
        """The workbook with those cells of a tab that lie in tables."""
        tables = {name: t.with_cells(cells) if t.sheet == sheet else t for name, t in self.tables.items()}
        return replace(self, tables=tables)

    def with_table(self, table: TableData) -> "Snapshot":
        """The workbook with the table; what is in it now stands outside tables or below them no longer."""
        area, last = table.area, table.top + len(table.rows)
        outside = {
            (row, column): cell
            for (row, column), cell in self.formulas.get(table.sheet, {}).items()
            if row > last or not area.holds(row, column)
        }
        lines = self.lines_below.get(table.name, {})
        further = {row: line for row, line in lines.items() if row > last}
        return replace(
            self,
            tables={**self.tables, table.name: table},
            formulas={**self.formulas, table.sheet: outside},
            lines_below={**self.lines_below, table.name: further} if lines else self.lines_below,
        )
