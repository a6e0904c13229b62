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
from xl_addin.layout.plots import Plot
from xl_addin.layout.structured_refs import canonical_formula, own_row

CellsBySpot = Mapping[Spot, CellValue]

_ENOUGH = 0.5
"""The share of a table's headers that must stand in one row, so that people may have renamed some."""
_SEARCH_ROWS = 300
"""How many rows with content are searched: headers stand above the many rows a table may have."""


def lost_tables(sheet: Sheet, cells: CellsBySpot, present: Collection[str]) -> list[TableData]:
    """The tables of a described tab that are lost, where their headers still stand among the tab's cells.

    `present` are the names of the tables there are, in lower case.
    """
    lines = _lines(cells)
    used_spots: set[Spot] = set()
    tables: list[TableData] = []
    for table in sheet.tables:
        if table.name.casefold() not in present:
            data = _table(table, sheet, lines, used_spots)
            if data is not None:
                tables.append(data)
                used_spots |= {(data.top, data.left + n) for n in range(len(data.headers))}
    return tables


def _lines(cells: CellsBySpot) -> dict[int, dict[int, CellValue]]:
    """Row -> column -> content, for cells that say something."""
    lines: dict[int, dict[int, CellValue]] = {}
    for (row, column), value in sorted(cells.items()):
        if value is not None and value != "":
            lines.setdefault(row, {})[column] = value
    return lines


def _table(
    table: Table, sheet: Sheet, lines: Mapping[int, Mapping[int, CellValue]], used_spots: Collection[Spot]
) -> TableData | None:
    name_sets = [{fold_header(name) for name in (c.header, *c.fact.aliases)} for c in table.columns]
    best, top, edges = 0, 0, (0, 0)
    for row, line in islice(lines.items(), _SEARCH_ROWS):
        texts = {n: fold_header(v) for n, v in line.items() if isinstance(v, str) and (row, n) not in used_spots}
        header_columns = [n for n, text in texts.items() if any(text in names for names in name_sets)]
        matches = sum(any(text in names for text in texts.values()) for names in name_sets)
        if matches > best:
            best, top, edges = matches, row, (min(header_columns), max(header_columns))
    if best < max(1.0, len(table.columns) * _ENOUGH):
        return None
    count = _count(table, sheet, lines, (top, *edges))
    questions = {block.question for block in sheet.blocks if isinstance(block, Chart)}
    first_column, last_column = _span(lines, range(top, top + 1 + count), edges, questions)
    headers = tuple(str(lines[top].get(n, "")).strip() for n in range(first_column, last_column + 1))
    if not all(headers) or len({header.casefold() for header in headers}) < len(headers):
        return None
    data_rows = range(top + 1, top + 1 + count)
    rows = tuple(tuple(lines.get(row, {}).get(n) for n in range(first_column, last_column + 1)) for row in data_rows)
    return TableData(table.name, sheet.name, top, first_column, headers, rows)


def _span(
    lines: Mapping[int, Mapping[int, CellValue]], rows: range, edges: tuple[int, int], questions: Collection[str]
) -> tuple[int, int]:
    """The headers that were recognised, and those of people's own beside them, without a gap and with words below.

    `questions` stand above charts of ours, which may lie beside the table: they are nobody's header.
    """

    def belongs(column: int) -> bool:
        header = lines[rows[0]].get(column)
        return header is not None and header not in questions and any(column in lines.get(row, {}) for row in rows[1:])

    first_column, last_column = edges
    while belongs(first_column - 1):
        first_column -= 1
    while belongs(last_column + 1):
        last_column += 1
    return first_column, last_column


def _count(
    table: Table, sheet: Sheet, lines: Mapping[int, Mapping[int, CellValue]], place: tuple[int, int, int]
) -> int:
    """How many data rows the table gets: those with content, and its spare ones where the cells below are free."""
    top, first_column, last_column = place
    room = 0 if _is_followed(table, sheet) else table.spare
    last = last_filled = top
    for row in (row for row in lines if row > top and any(first_column <= n <= last_column for n in lines[row])):
        if row - last > room + 1:
            break
        last = row
        if any(not isinstance(v, FormulaCell) for n, v in lines[row].items() if first_column <= n <= last_column):
            last_filled = row
    beneath = next((row for row in lines if row > last), last_filled + table.spare + 2)
    return max(last, min(last_filled + table.spare, beneath - 2), top + 1) - top


def _is_followed(table: Table, sheet: Sheet) -> bool:
    """Whether cells of ours stand below the table."""
    position = sheet.blocks.index(table)
    return any(not isinstance(block, Chart | Gap | Plot) for block in sheet.blocks[position + 1 :])


def computed_cells(table: Table, data: TableData, positions: Mapping[str, int]) -> Sequence[tuple[int, str]]:
    """(data row, field) of every cell of a worked-out column that does not hold its formula any more."""
    cells = []
    for column in table.columns:
        if column.formula and column.field in positions:
            text = canonical_formula(own_row(column.formula, table.name))
            for number, row in enumerate(data.rows):
                cell = row[positions[column.field]]
                if not isinstance(cell, FormulaCell) or canonical_formula(cell.text) != text:
                    cells.append((number, column.field))
    return cells
