"""What a workbook holds, as read: tables with their place and raw cells. The only shape that books hand to us."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from xl_addin.cells.area import Area, Spot
from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import Lines, TableData


@dataclass(frozen=True)
class Snapshot:
    """A workbook read once: sheet names in order, tables by name, custom properties, the date system.

    `notes` (Excel's old comments, as text) and `formulas` (those outside tables) are by sheet, then by cell; `dated`
    are, by sheet, the cells that show their number as a day or a time; `merges` are the merged ranges of each sheet;
    `below` are the rows below a table that hold something, by table and row of the tab, the cells under its columns.
    """

    sheets: tuple[str, ...] = ()
    tables: Mapping[str, TableData] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    notes: Mapping[str, Mapping[Spot, str]] = field(default_factory=dict)
    formulas: Mapping[str, Mapping[Spot, FormulaCell]] = field(default_factory=dict)
    dated: Mapping[str, Collection[Spot]] = field(default_factory=dict, compare=False)
    merges: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    below: Mapping[str, Lines] = field(default_factory=dict)
