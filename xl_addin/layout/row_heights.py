"""How tall a row has to be for what is written in it, so that nothing is cut off before a program measures it itself.

Excel measures wrapped rows on its own once they are edited; other programs show what the file says.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.fold import fold_header
from xl_addin.layout.describe import Column, Formula, Link
from xl_addin.layout.titled_text import TitledText

LINE_HEIGHT = 15.0
"""Points of one line of 11-point text."""
ROW_HEIGHT = 21.0
"""Points of a table row of one line."""
_HEAD_SCALES = {"heat": 11 / 8}
"""Role -> how much more goes into a line of its column's head, whose letters are smaller."""
WRAPPED_SPACE = 13.0
"""Points above and below the lines of a wrapped row, together."""
TALLEST = 400.0
"""Excel allows 409."""
_PADDING = 2.0
"""Characters of a column's width that borders and indent take."""
_LETTERS = 1.2
"""Letters of running text to one character of column width, which is as wide as a digit."""


def count_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` characters wide, breaking at spaces."""
    room = max((width - _PADDING) * _LETTERS, 4)
    return sum(_count_wrapped(paragraph, room) for paragraph in text.split("\n"))


def _count_wrapped(paragraph: str, room: float) -> int:
    lines, line_length = 1, 0.0
    for word in paragraph.split(" "):
        length = len(word) + 1
        if line_length and line_length + length - 1 > room:
            lines, line_length = lines + 1, 0.0
        # a word longer than the line is broken
        lines += int((length - 1) // room) if length - 1 > room else 0
        line_length += min(length, room)
    return lines


def row_height(columns: Sequence[Column], values: Iterable[Any], lowest: float | None = None) -> float:
    """The height in points of a table row with these cell contents, column by column; hidden columns need none."""
    tallest = 1
    for column, value in zip(columns, values, strict=False):
        if not column.width:
            continue
        text = visible_text(value)
        if "\n" in text or len(text) > column.width - _PADDING:
            tallest = max(tallest, count_lines(text, column.width))
    return min(max(text_height(tallest) if tallest > 1 else 0, lowest or ROW_HEIGHT), TALLEST)


def text_height(lines: int, size: float = 11) -> float:
    """The height in points of a row with so many lines of a text of this size, with room above and below."""
    return round(lines * LINE_HEIGHT * size / 11 + WRAPPED_SPACE)


def header_height(columns: Sequence[Column]) -> float:
    """The height in points of the headers of a table: one line 26, two lines 38, which a heat map has at least."""
    lines = max((count_lines(c.header, c.width * _HEAD_SCALES.get(c.role, 1)) for c in columns if c.width), default=1)
    # competencies come and go: heads of one word are to look like those beside them
    lines = max(lines, 2) if any(column.role == "heat" for column in columns) else lines
    return 26.0 if lines == 1 else lines * LINE_HEIGHT + 8


def visible_text(value: Any) -> str:
    """The text a cell shows, near enough to measure it."""
    if isinstance(value, FormulaCell):
        value = value.value
    if isinstance(value, Formula):
        value = value.value
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, TitledText):
        value = str(value)
    return value if isinstance(value, str) else ""


def by_header(columns: Sequence[Column], headers: Sequence[str]) -> list[Column | None]:
    """The described column for each header of a table as it stands; None for a person's own."""
    by_title = {fold_header(column.header): column for column in columns}
    return [by_title.get(fold_header(header)) for header in headers]
