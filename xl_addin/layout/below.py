"""Rows that stand below a table: programs that know no tables add rows without growing them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.describe import Table
from xl_addin.layout.grid import Area, CellValue, FormulaCell, Spot, TableData, letters
from xl_addin.layout.headers import columns_of
from xl_addin.layout.values import is_blank

Lines = Mapping[int, Sequence[CellValue]]
"""Row of the tab -> the cells under a table's columns."""


def lines_below(tables: Mapping[str, Area], cells: Iterable[tuple[Spot, CellValue]]) -> dict[str, Lines]:
    """Table -> the rows below it that hold something, as far as the next table under the same columns.

    `tables` are those of one tab with their headers and totals, `cells` the cells of the tab.
    """
    lowest = min((area.bottom for area in tables.values()), default=0)
    ends = {name: _end(area, tables.values()) for name, area in tables.items()}
    lines: dict[str, dict[int, list[CellValue]]] = {}
    for (row, column), value in cells:
        if row > lowest and value is not None:
            for name, area in tables.items():
                if area.bottom < row < ends[name] and area.left <= column <= area.right:
                    line = lines.setdefault(name, {}).setdefault(row, [None] * (area.right - area.left + 1))
                    line[column - area.left] = value
    return {name: dict(sorted(rows.items())) for name, rows in lines.items()}


def _end(area: Area, others: Iterable[Area]) -> float:
    """The row of the first table that begins below this one, under any of its columns."""
    tops = (own.top for own in others if own.top > area.bottom and own.left <= area.right and area.left <= own.right)
    return min(tops, default=float("inf"))


@dataclass(frozen=True)
class Beneath:
    """The rows below a table that read like entries of it.

    Attributes:
        rows: their numbers on the tab.
        table: the table.
        alone: whether nothing else stands between them and the table, so that it can take them in.
    """

    rows: tuple[int, ...]
    table: TableData
    alone: bool

    @property
    def area(self) -> str:
        """All of them, as an address."""
        right = letters(self.table.left + len(self.table.headers) - 1)
        return f"{letters(self.table.left)}{self.rows[0]}:{right}{self.rows[-1]}"


def entries_below(data: TableData, table: Table, lines: Lines) -> Beneath | None:
    """The rows below a table that its description takes for entries; None where there are none.

    Directly below it that is each row in which something is typed; further down, where a legend or a note may stand,
    a row in which all stands that an entry needs, and that is two cells at least. A formula alone is no entry.
    """
    at = columns_of(data.headers, table)
    typed = [at[column.field] for column in table.columns if column.entered and column.field in at]
    needed = [at[c.field] for c in table.columns if c.field in at and (c.fact.required or c.field in table.key)]
    rows, after = [], data.top + len(data.rows)
    for row, cells in lines.items():
        filled = {n for n in typed if not isinstance(cells[n], FormulaCell) and not is_blank(cells[n])}
        touches = row == after + 1
        if filled and (touches or (len(filled) > 1 and filled.issuperset(needed))):
            rows.append(row)
            after = row if touches else after
    if not rows:
        return None
    between = [row for row, cells in lines.items() if row < rows[-1] and not all(map(is_blank, cells))]
    return Beneath(tuple(rows), data, alone=set(between) <= set(rows))
