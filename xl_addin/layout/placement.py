"""Where the described blocks of a tab come to stand: rows counted from 1, top to bottom, from column B on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_addin.cells.area import letters
from xl_addin.layout.describe import Cell, Chart, Formula, Gap, Line, Sheet, Table
from xl_addin.layout.plots import Plot
from xl_addin.layout.row_heights import count_lines, text_height, visible_text

FIRST_COLUMN = 2
"""Column B: column A is the margin."""
MARGIN = 1.7
"""Characters of column A."""
TITLE_ROW, PURPOSE_ROW, WAY_ROW, STATE_ROW, FIRST_ROW = 2, 3, 4, 5, 6
HEAD_HEIGHTS = {1: 6.0, TITLE_ROW: 30.0, PURPOSE_ROW: 18.0, WAY_ROW: 18.0, STATE_ROW: 8.0}
"""Points of the rows above all blocks."""
_HEIGHTS = {"heading": 28.0, "heading_centred": 28.0, "next": 40.0, "big": 36.0, "card_figure": 36.0, "band": 26.0}
"""Points of a line with a cell of this role, at least."""
_SIZES = {"heading": 14, "next": 14, "big": 26, "card_figure": 26}
"""Points of a role's letters, where they are not 11."""
_LINE = 20.0
"""Points of a line of one line of text."""
CHART_ROW = 20
"""Pixels of a row that a chart lies on, where nothing makes it taller."""
_CLOSE = 4.0
"""Points below a table whose headers are hidden: the next questions follow at once."""
_CELL_NAME = re.compile(r"\{(\w+)\}")


@dataclass
class Placement:
    """A tab with every block in place. `rows` holds the heights that were asked for."""

    sheet: Sheet
    cells: list[tuple[int, int, Cell]] = field(default_factory=list)
    tables: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    charts: list[tuple[int, int, Chart]] = field(default_factory=list)
    plots: list[tuple[int, int, Plot]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    bottom: int = FIRST_ROW

    def text(self, formula: str) -> str:
        """A formula with `{name}` replaced by the address of the cell of that name on this tab."""
        return _CELL_NAME.sub(lambda match: self.names.get(match.group(1), match.group(0)), formula)


def place_blocks(sheet: Sheet, filled_rows: Mapping[str, int]) -> Placement:
    """Put the blocks of a tab in place; `filled_rows` is the number of filled rows of each of its tables."""
    placement = Placement(sheet)
    row = last = FIRST_ROW
    if isinstance(sheet.title, Formula):
        placement.cells.append((TITLE_ROW, FIRST_COLUMN, Cell(sheet.title, "title")))
    if sheet.state:
        placement.cells.append((STATE_ROW, FIRST_COLUMN, sheet.state))
    for block in sheet.blocks:
        if isinstance(block, Gap):
            if block.height is not None:
                placement.heights |= dict.fromkeys(range(row, row + block.rows), block.height)
            row += block.rows
        elif isinstance(block, Plot):
            placement.plots.append((row, FIRST_COLUMN + block.column_offset, block))
        elif isinstance(block, Line):
            _place_line(placement, row, block)
            row += 1
        elif isinstance(block, Chart):
            top = last if block.column_offset else row
            placement.charts.append((top, FIRST_COLUMN + block.column_offset, block))
            # its question, what is said while it is empty, the chart, and a blank row
            row = max(row, top + 2 + -(-block.height // CHART_ROW) + 1)
            placement.heights.setdefault(top, _HEIGHTS["heading"])
        else:
            rows = data_rows(block, filled_rows.get(block.name, 0))
            placement.tables[block.name] = (row, FIRST_COLUMN + block.column_offset, rows)
            if block.column_offset:
                continue
            last = row
            row += rows + 2
            if block.hides_headers:
                placement.heights[row - 1] = _CLOSE
    placement.bottom = row
    return placement


def column_widths(sheet: Sheet) -> tuple[float, ...]:
    """The widths of a tab's columns from B on, in characters; those of its first table where it states none."""
    return sheet.widths or tuple(column.width for table in sheet.tables[:1] for column in table.columns)


def data_rows(table: Table, filled_rows: int) -> int:
    """How many data rows a new table gets: those filled, and its spare ones; at least one."""
    return max(filled_rows + table.spare, 1)


def fits_one_line(cell: Cell, room: float) -> bool:
    """Whether the text of a cell, as it stands, takes one line in columns that are `room` characters wide together."""
    return _count_cell_lines(cell, room) == 1


def _count_cell_lines(cell: Cell, room: float) -> int:
    text = visible_text(cell.content)
    return count_lines(text, room * 11 / _SIZES.get(cell.role, 11)) if text and room else 1


def _line_height(sheet: Sheet, line: Line) -> float:
    height, column_index = _LINE, 0
    for cell in line.cells:
        if cell is not None:
            room = sum(sheet.widths[column_index : column_index + cell.span]) if sheet.widths else 0
            lines = _count_cell_lines(cell, room)
            wrapped = text_height(lines, _SIZES.get(cell.role, 11)) if lines > 1 else 0
            height = max(height, wrapped, _HEIGHTS.get(cell.role, 0))
        column_index += cell.span if cell else 1
    return height


def _place_line(placement: Placement, row: int, line: Line) -> None:
    placement.heights[row] = _line_height(placement.sheet, line) if line.height is None else line.height
    column = FIRST_COLUMN
    for cell in line.cells:
        if cell is None:
            column += 1
            continue
        placement.cells.append((row, column, cell))
        if cell.name:
            placement.names[cell.name] = f"${letters(column)}${row}"
        column += cell.span
