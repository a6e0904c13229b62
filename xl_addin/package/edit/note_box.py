"""How large the box of a note is, and over which cells of its sheet it hangs."""

from collections.abc import Callable, Iterable, Mapping

from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, Spot
from xl_addin.package.edit.vml import Box
from xl_addin.package.xml.xml_tree import Element, children, first_child

WIDTH = 320
"""Pixels: wide enough for a sentence in two lines, narrow enough to leave the cell beside it in view."""
_LINE, _MARGIN, _TALLEST = 15, 14, 600
_CHARACTERS = 50
"""How many characters of the notes' font go on a line of that width."""
_GAP_RIGHT, _GAP_DOWN = 15, 4
_POINT = 4 / 3
_CHARACTER_PIXELS, _PADDING = 7, 5
"""A column's width counts digits of the standard font; Excel shows each in 7 pixels, and 5 around them all."""


class Boxes:
    """The widths and heights of one sheet, in pixels, to hang boxes in."""

    def __init__(self, sheet: Element, rows: Iterable[tuple[int, Mapping[str, str]]]) -> None:
        """`rows`: each row's number and attributes."""
        look = first_child(sheet, "sheetFormatPr")
        defaults = (
            {name: look.get(name) for name in ("defaultColWidth", "defaultRowHeight")} if look is not None else {}
        )
        self._width = _pixels_wide(defaults.get("defaultColWidth") or "8.43")
        self._height = round(float(defaults.get("defaultRowHeight") or 15) * _POINT)
        holder = first_child(sheet, "cols")
        self._columns = [
            (int(c.get("min") or 0), int(c.get("max") or 0), _pixels_wide(c.get("width") or "8.43", c))
            for c in (children(holder, "col") if holder is not None else ())
        ]
        self._rows = {
            number: 0 if look.get("hidden") == "1" else round(float(look.get("ht") or 0) * _POINT)
            for number, look in rows
            if look.get("ht") or look.get("hidden") == "1"
        }

    def box(self, cell: Spot, text: str) -> Box:
        """The box of a note: right of its cell, starting at its top, as tall as its words need."""
        lines = sum(max(1, -(-len(line) // _CHARACTERS)) for line in text.split("\n"))
        height = min(lines * _LINE + _MARGIN, _TALLEST)
        row, column = cell
        right = _walk(column + 1, _GAP_RIGHT + WIDTH, self._column, SHEET_COLUMNS)
        bottom = _walk(row, _GAP_DOWN + height, self._row, SHEET_ROWS)
        return Box(cell, ((column, _GAP_RIGHT), (row - 1, _GAP_DOWN), right, bottom))

    def _column(self, number: int) -> int:
        return next((width for low, high, width in self._columns if low <= number <= high), self._width)

    def _row(self, number: int) -> int:
        return self._rows.get(number, self._height)


def _walk(start: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """How far so many pixels reach from the start of a row or column: its number from 0, the pixels into it."""
    number = start
    while number < last and pixels >= size(number):
        pixels -= size(number)
        number += 1
    return number - 1, pixels


def _pixels_wide(width: str, column: Element | None = None) -> int:
    is_hidden = column is not None and column.get("hidden") == "1"
    return 0 if is_hidden else round(float(width) * _CHARACTER_PIXELS) + _PADDING
