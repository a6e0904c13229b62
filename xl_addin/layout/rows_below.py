"""Rows that stand below a table: programs that know no tables add rows without growing them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xl_addin.cells.area import Area, Spot, letters
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import Lines, TableData
from xl_addin.layout.column_headers import match_columns
from xl_addin.layout.describe import Table
from xl_addin.layout.field_values import is_blank

_ENOUGH = 3
"""How many cells are filled in a row further down that is an entry: a legend has two columns."""
_SUM = re.compile(r"\b(SUM|SUBTOTAL|AGGREGATE|COUNT|AVERAGE|MIN|MAX)", re.IGNORECASE)


def lines_below(tables: Collection[TableData], cells: Iterable[tuple[Spot, CellValue]]) -> dict[str, Lines]:
    """Table -> the rows below it that hold something, as far as the next table under the same columns.

    `tables` are those of one tab, `cells` cells of the tab, all those from below the first table's end among them.
    """
    ends = {table.name: _next_top(table, tables) for table in tables}
    lines: dict[str, dict[int, list[CellValue]]] = {}
    for (row, column), value in cells:
        for table in tables if value is not None else ():
            if table.bottom < row < ends[table.name] and table.left <= column <= table.right:
                line = lines.setdefault(table.name, {}).setdefault(row, [None] * len(table.headers))
                line[column - table.left] = value
    return {name: dict(sorted(rows.items())) for name, rows in lines.items()}


def _next_top(table: TableData, tables: Iterable[TableData]) -> float:
    """The row of the first table that begins below this one, under any of its columns."""
    candidates = (candidate for candidate in tables if candidate.left <= table.right and table.left <= candidate.right)
    return min((candidate.top for candidate in candidates if candidate.top > table.bottom), default=float("inf"))


@dataclass(frozen=True)
class RowsBelow:
    """The rows below a table that read like entries of it, by their numbers on the tab.

    Attributes:
        table: the table.
        adjacent: those directly below it, without a gap; it can be made to reach over them.
        distant: those further down.
        spare: how many rows after the adjacent ones hold nothing but what the table works out.
        typed_over: the cells of `adjacent` that hold something else where the table works out what they show.
    """

    table: TableData
    adjacent: tuple[int, ...]
    distant: tuple[int, ...]
    spare: int = 0
    typed_over: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """All of them."""
        return (*self.adjacent, *self.distant)

    @property
    def fits(self) -> bool:
        """Whether the table can take in rows: directly below it, and no row with its totals in between."""
        return bool(self.adjacent) and not self.table.totals

    def area(self, rows: Sequence[int]) -> str:
        """The address of rows that stand together."""
        return str(Area(rows[0], self.table.left, rows[-1], self.table.right))

    def areas(self) -> Iterator[str]:
        """The addresses of all of them."""
        return map(self.area, runs(self.rows))


def runs(rows: Sequence[int]) -> list[tuple[int, ...]]:
    """Numbers in ascending order, those without a gap together.

    >>> runs((3, 4, 6))
    [(3, 4), (6,)]
    """
    starts = [0, *(n for n, (number, next_number) in enumerate(pairwise(rows), 1) if next_number != number + 1)]
    return [tuple(rows[a:b]) for a, b in zip(starts, [*starts[1:], len(rows)], strict=True) if a < b]


def rows_below(data: TableData, table: Table, lines: Lines, merges: Collection[Area] = ()) -> RowsBelow | None:
    """The rows below a table that its description takes for entries; None where there are none.

    Directly below the table or another such row that is each row in which something is typed; further down, where a
    legend or a note may stand, a row with all that an entry needs. A formula alone is no entry, nor are a row with
    totals and merged cells.
    """
    positions = match_columns(data.headers, table)
    input_columns = [
        positions[column.field] for column in table.columns if column.is_input and column.field in positions
    ]
    required_columns = [
        positions[c.field] for c in table.columns if c.field in positions and (c.fact.required or c.field in table.key)
    ]
    merged_rows = {row for area in merges if _reaches_below(area, data) for row in range(area.top, area.bottom + 1)}
    first = data.bottom + 1
    adjacent: list[int] = []
    distant: list[int] = []
    for row, cells in lines.items():
        filled_columns = (
            set()
            if row in merged_rows or _is_total([cells[n] for n in input_columns])
            else _filled_columns(cells, input_columns)
        )
        if filled_columns and row == first + len(adjacent):
            adjacent.append(row)
        elif filled_columns and (
            row - 1 in distant[-1:] or (len(filled_columns) >= _ENOUGH and filled_columns.issuperset(required_columns))
        ):
            distant.append(row)
    if not (adjacent or distant):
        return None
    worked_out = [positions[column.field] for column in table.columns if column.formula and column.field in positions]
    typed_over = ((row, n) for row in adjacent for n in sorted(_filled_columns(lines[row], worked_out)))
    return RowsBelow(
        data,
        tuple(adjacent),
        tuple(distant),
        _spare(lines, first + len(adjacent), worked_out) if adjacent else 0,
        tuple(f"{letters(data.left + n)}{row}" for row, n in typed_over),
    )


def _spare(lines: Lines, first: int, worked_out: Collection[int]) -> int:
    """How many rows from one on hold formulas in columns that are worked out, and nothing else."""
    last = first
    while (cells := lines.get(last)) and all(
        isinstance(cell, FormulaCell) and n in worked_out for n, cell in enumerate(cells) if cell is not None
    ):
        last += 1
    return last - first


def _filled_columns(cells: Sequence[CellValue], columns: Iterable[int]) -> set[int]:
    """The columns in which something is typed."""
    return {n for n in columns if not isinstance(cells[n], FormulaCell) and not is_blank(cells[n])}


def _is_total(cells: Iterable[CellValue]) -> bool:
    """Whether a figure over other cells stands where people type."""
    return any(isinstance(cell, FormulaCell) and _SUM.match(cell.text) for cell in cells)


def _reaches_below(area: Area, data: TableData) -> bool:
    """Whether merged cells reach below the table's columns."""
    return area.bottom > data.bottom and area.left <= data.right and data.left <= area.right
