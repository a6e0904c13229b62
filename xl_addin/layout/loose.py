"""A workbook somebody sent back, as read: cells wherever they stand now. Nothing in it is trusted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_addin.layout.grid import Area, CellValue, Spot


@dataclass(frozen=True, slots=True)
class LooseTable:
    """A table (ListObject) as the file declares it; `area` includes its header row."""

    name: str
    sheet: str
    area: Area
    headers: tuple[str, ...]


@dataclass(frozen=True)
class LooseSheet:
    """One tab: its cells with content, its merged ranges, the rows that are not shown, the cells that show dates."""

    cells: Mapping[Spot, CellValue] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden: frozenset[int] = frozenset()
    dates: frozenset[Spot] = frozenset()

    def text(self, spot: Spot) -> str:
        """The words in a cell; "" for anything else."""
        value = self.cells.get(spot)
        return value.strip() if isinstance(value, str) else ""


@dataclass(frozen=True)
class Loose:
    """A whole file.

    `names` are the defined names of the whole workbook, `digest` the SHA-256 of the file as it came, `saved` when its
    program says it was last saved (UTC, ISO 8601, "" when it does not say), `notes` what it carries that is not taken.
    """

    sheets: Mapping[str, LooseSheet]
    tables: tuple[LooseTable, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    digest: str = ""
    saved: str = ""
    notes: tuple[str, ...] = ()
