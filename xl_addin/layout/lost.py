"""Tables that a workbook has lost, found again by the headers that still stand on their tab.

Google Sheets and some other programs give cells back without the tables over them; "Convert to Range" does so too.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Chart, Gap, Sheet, Table
from xl_addin.layout.formula import canonical, own_row

Cells = Mapping[Spot, CellValue]

_ENOUGH = 0.5
"""The share of a table's headers that must stand in one row, so that people may have renamed some."""
_SEARCHED = 300
"""How many rows with content are searched: headers stand above the many rows a table may have."""


def lost_tables(sheet: Sheet, cells: Cells, present: Collection[str]) -> list[TableData]:
    """The tables of a described tab that are lost, where their headers still stand among the tab's cells.

    `present` are the names of the tables there are, in lower case.
    """
    lines = _lines(cells)
    taken: set[Spot] = set()
    found: list[TableData] = []
    for table in sheet.tables:
        if table.name.casefold() not in present:
            data = _table(table, sheet, lines, taken)
            if data is not None:
                found.append(data)
                taken |= {(data.top, data.left + n) for n in range(len(data.headers))}
    return found


def _lines(cells: Cells) -> dict[int, dict[int, CellValue]]:
    """Row -> column -> content, for cells that say something."""
    lines: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in sorted(cells.items()):
        if value is not None and value != "":
            lines.setdefault(row, {})[column] = value
    return lines


def _table(
    table: Table, sheet: Sheet, lines: Mapping[int, Mapping[int, CellValue]], taken: Collection[Spot]
) -> TableData | None:
    wanted = [{fold_header(name) for name in (c.header, *c.fact.also)} for c in table.columns]
    best, top, edges = 0, 0, (0, 0)
    for row, line in islice(lines.items(), _SEARCHED):
        texts = {n: fold_header(v) for n, v in line.items() if isinstance(v, str) and (row, n) not in taken}
        at = [n for n, text in texts.items() if any(text in names for names in wanted)]
        matches = sum(any(text in names for text in texts.values()) for names in wanted)
        if matches > best:
            best, top, edges = matches, row, (min(at), max(at))
    if best < max(1.0, len(table.columns) * _ENOUGH):
        return None
    count = _count(table, sheet, lines, (top, *edges))
    left, right = _span(lines, range(top, top + 1 + count), edges)
    headers = tuple(str(lines[top].get(n, "")).strip() for n in range(left, right + 1))
    if not all(headers) or len({header.casefold() for header in headers}) < len(headers):
        return None
    below = range(top + 1, top + 1 + count)
    rows = tuple(tuple(lines.get(row, {}).get(n) for n in range(left, right + 1)) for row in below)
    return TableData(table.name, sheet.name, top, left, headers, rows)


def _span(lines: Mapping[int, Mapping[int, CellValue]], rows: range, edges: tuple[int, int]) -> tuple[int, int]:
    """The headers that were recognised, and those of people's own beside them, without a gap and with words below."""

    def belongs(column: int) -> bool:
        return column in lines[rows[0]] and any(column in lines.get(row, {}) for row in rows[1:])

    left, right = edges
    while belongs(left - 1):
        left -= 1
    while belongs(right + 1):
        right += 1
    return left, right


def _count(
    table: Table, sheet: Sheet, lines: Mapping[int, Mapping[int, CellValue]], place: tuple[int, int, int]
) -> int:
    """How many data rows the table gets: those with content, and its spare ones where the cells below are free."""
    top, left, right = place
    room = 0 if _is_followed(table, sheet) else table.spare
    last = used = top
    for row in (row for row in lines if row > top and any(left <= n <= right for n in lines[row])):
        if row - last > room + 1:
            break
        last = row
        if any(not isinstance(v, FormulaCell) for n, v in lines[row].items() if left <= n <= right):
            used = row
    beneath = next((row for row in lines if row > last), used + table.spare + 2)
    return max(last, min(used + table.spare, beneath - 2), top + 1) - top


def _is_followed(table: Table, sheet: Sheet) -> bool:
    """Whether cells of ours stand below the table."""
    at = sheet.blocks.index(table)
    return any(not isinstance(block, Chart | Gap) for block in sheet.blocks[at + 1 :])


def computed_cells(table: Table, data: TableData, at: Mapping[str, int]) -> Sequence[tuple[int, str]]:
    """(data row, field) of every cell of a worked-out column that does not hold its formula any more."""
    found = []
    for column in table.columns:
        if column.formula and column.field in at:
            text = canonical(own_row(column.formula, table.name))
            for number, row in enumerate(data.rows):
                cell = row[at[column.field]]
                if not isinstance(cell, FormulaCell) or canonical(cell.text) != text:
                    found.append((number, column.field))
    return found
