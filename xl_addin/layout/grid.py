"""What a workbook holds, as read: tables with their place and raw cells. The only shape that books hand to us."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error such as #REF!."""

    code: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell that holds a formula; `value` is the result it showed when the workbook was last saved."""

    text: str
    value: "Plain"


Plain = str | int | float | bool | dt.date | ErrorCell | None
CellValue = Plain | FormulaCell


@dataclass(frozen=True)
class TableData:
    """One table as it stands: where, with which headers, and its data rows.

    `top` and `left` are the 1-based row and column of the first header cell, `totals` the rows below the data that the
    table keeps for totals.
    """

    name: str
    sheet: str
    top: int
    left: int
    headers: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    totals: int = 0

    @property
    def bottom(self) -> int:
        """The table's last row, totals included."""
        return self.top + len(self.rows) + self.totals

    @property
    def right(self) -> int:
        """The table's last column."""
        return self.left + len(self.headers) - 1

    def address(self, row: int, column: int) -> str:
        """The cell of data row `row` (0 is the first; -1 the header) and column `column` (0 is the first)."""
        return f"{letters(self.left + column)}{self.top + 1 + row}"


Lines = Mapping[int, Sequence[CellValue]]
"""Row of the tab -> the cells under a table's columns."""
Spot = tuple[int, int]
"""Row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, spot: Spot) -> bool:
        return self.top <= spot[0] <= self.bottom and self.left <= spot[1] <= self.right

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


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


def letters(column: int) -> str:
    """Column number, 1 for A, to letters.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def serial(day: dt.date) -> int:
    """A day as the number Excel keeps for it, in the 1900 date system.

    >>> serial(dt.date(2027, 1, 11))
    46398
    """
    return (day - dt.date(1899, 12, 30)).days


def quoted(sheet: str) -> str:
    """A sheet name as formulas and links write it: always in quotes, inner quotes doubled."""
    return "'" + sheet.replace("'", "''") + "'"
