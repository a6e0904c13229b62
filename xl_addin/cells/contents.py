"""What a file holds that is ours to read: the cells of its tabs, its tables, names and properties. No looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_addin.cells.area import Area, Spot
from xl_addin.cells.cell import CellValue
from xl_addin.cells.table import TableArea


@dataclass(frozen=True)
class SheetCells:
    """One tab: its cells with content, its merged ranges, the rows that are not shown, by hand or by a filter.

    `dates` are the cells that show a day or a time, where somebody looked for them; `state` is "visible", "hidden" or
    "veryHidden".
    """

    cells: Mapping[Spot, CellValue] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden: frozenset[int] = frozenset()
    dates: frozenset[Spot] = frozenset()
    state: str = "visible"

    def text(self, spot: Spot) -> str:
        """The words in a cell; "" for anything else."""
        value = self.cells.get(spot)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True)
class Contents:
    """All that is read from a workbook; `names` are the defined names of the whole of it."""

    sheets: Mapping[str, SheetCells]
    tables: Mapping[str, TableArea] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
