"""Where the described blocks of a tab come to stand: rows counted from 1, top to bottom, from column B on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_addin.cells.area import letters
from xl_addin.layout.describe import Cell, Chart, Formula, Gap, Line, Sheet, Table
from xl_addin.layout.heights import LINE, lines_of, shown

LEFT = 2
"""Column B: column A is the margin."""
TITLE_ROW, PURPOSE_ROW, WAY_ROW, STATE_ROW, FIRST_ROW = 2, 3, 4, 5, 6
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass
class Placed:
    """A tab with every block in place. `rows` holds the heights that were asked for."""

    sheet: Sheet
    cells: list[tuple[int, int, Cell]] = field(default_factory=list)
    tables: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    charts: list[tuple[int, int, Chart]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    bottom: int = FIRST_ROW

    def text(self, formula: str) -> str:
        """A formula with `{name}` replaced by the address of the cell of that name on this tab."""
        return _NAMED.sub(lambda match: self.names.get(match.group(1), match.group(0)), formula)


def place(sheet: Sheet, used: Mapping[str, int]) -> Placed:
    """Put the blocks of a tab in place; `used` is the number of filled rows of each of its tables."""
    placed = Placed(sheet)
    row = last = FIRST_ROW
    if sheet.state:
        placed.cells.append((STATE_ROW, LEFT, sheet.state))
    for block in sheet.blocks:
        if isinstance(block, Gap):
            row += block.rows
        elif isinstance(block, Line):
            _line(placed, row, block)
            row += 1
        elif isinstance(block, Chart):
            top = last if block.beside else row
            placed.charts.append((top, LEFT + block.beside, block))
            row = max(row, top + -(-block.height // 20) + 2)
        else:
            rows = data_rows(block, used.get(block.name, 0))
            placed.tables[block.name] = (row, LEFT, rows)
            last = row
            row += rows + 2
    placed.bottom = row
    return placed


def data_rows(table: Table, used: int) -> int:
    """How many data rows a new table gets: those filled, and its spare ones; at least one."""
    return max(used + table.spare, 1)


def _needed(sheet: Sheet, line: Line) -> float:
    tallest, at = 1, 0
    for cell in line.cells:
        if cell is not None:
            width = sum(sheet.widths[at : at + cell.span]) if sheet.widths else 0
            content = cell.content.value if isinstance(cell.content, Formula) else cell.content
            text = shown(content)
            tallest = max(tallest, lines_of(text, width) if text and width else 1)
        at += cell.span if cell else 1
    return max(tallest * LINE, 18.0)


def _line(placed: Placed, row: int, line: Line) -> None:
    placed.heights[row] = _needed(placed.sheet, line) if line.height is None else line.height
    column = LEFT
    for cell in line.cells:
        if cell is None:
            column += 1
            continue
        placed.cells.append((row, column, cell))
        if cell.name:
            placed.names[cell.name] = f"${letters(column)}${row}"
        column += cell.span
