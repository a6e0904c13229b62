"""A table (ListObject): where it stands, and what is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.cells.area import Area, Spot, address
from xl_addin.cells.cell import CellValue

Lines = Mapping[int, Sequence[CellValue]]
"""Row of the tab -> the cells under a table's columns."""


@dataclass(frozen=True, slots=True)
class TableArea:
    """A table as its file declares it: `area` has its header and totals rows too, so many of each."""

    name: str
    sheet: str
    area: Area
    headers: tuple[str, ...]
    totals: int = 0
    header_rows: int = 1

    def data(self, cells: Mapping[Spot, CellValue]) -> "TableData":
        """The table with its cells, out of those of its tab."""
        columns = range(self.area.left, self.area.right + 1)
        # above the first data row, even where the header row is switched off
        top = self.area.top + self.header_rows - 1
        rows = range(top + 1, self.area.bottom - self.totals + 1)
        take = cells.get
        lines = tuple([tuple([take((row, column)) for column in columns]) for row in rows])
        return TableData(self.name, self.sheet, top, self.area.left, self.headers, lines, self.totals)


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

    @property
    def area(self) -> Area:
        """All of it, header and totals included."""
        return Area(self.top, self.left, self.bottom, self.right)

    def address(self, row: int, column: int) -> str:
        """The cell of data row `row` (0 is the first; -1 the header) and column `column` (0 is the first)."""
        return address(self.top + 1 + row, self.left + column)

    def cell(self, row: int, column: int) -> CellValue:
        """What stands in a row and column of the tab, counted from 1; None outside the data rows."""
        r, c = row - self.top - 1, column - self.left
        return self.rows[r][c] if 0 <= r < len(self.rows) and 0 <= c < len(self.headers) else None

    def with_cells(self, cells: Mapping[Spot, CellValue]) -> "TableData":
        """The table with those cells of its tab that lie in its data rows; the very same table where none does."""
        lines: dict[int, list[CellValue]] = {}
        for (row, column), content in cells.items():
            r, c = row - self.top - 1, column - self.left
            if 0 <= r < len(self.rows) and 0 <= c < len(self.headers):
                lines.setdefault(r, list(self.rows[r]))[c] = content
        if not lines:
            return self
        return replace(self, rows=tuple([tuple(lines.get(number, line)) for number, line in enumerate(self.rows)]))

    def with_rows(self, count: int) -> "TableData":
        """The table with so many data rows; new ones are blank."""
        blank: tuple[CellValue, ...] = (None,) * len(self.headers)
        return replace(self, rows=self.rows[:count] + (blank,) * max(0, count - len(self.rows)))

    def with_columns(self, at: int, headers: tuple[str, ...]) -> "TableData":
        """The table with blank columns in front of column number `at`, counted from 0."""
        blank: tuple[CellValue, ...] = (None,) * len(headers)
        return replace(
            self,
            headers=self.headers[:at] + headers + self.headers[at:],
            rows=tuple([line[:at] + blank + line[at:] for line in self.rows]),
        )
