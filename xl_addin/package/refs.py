"""Cell addresses: "B7" to numbers and back, and rectangles of cells."""

import re
from dataclasses import dataclass
from functools import lru_cache

from xl_addin.model.limits import SHEET_COLUMNS, SHEET_ROWS

MAX_ROW, MAX_COL = SHEET_ROWS, SHEET_COLUMNS

Place = tuple[int, int]
"""Row and column, both counted from 1."""

_CELL = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,10})\Z")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})\Z")
_ROW = re.compile(r"\$?([0-9]{1,7})\Z")


@lru_cache(maxsize=MAX_COL)
def letters(col: int) -> str:
    """The column's name: 28 is "AB"."""
    name = ""
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=MAX_COL)
def column(name: str) -> int:
    """The number of a column name: "AB" is 28."""
    number = 0
    for ch in name.upper():
        number = number * 26 + ord(ch) - 64
    return number


def address(row: int, col: int) -> str:
    """The cell's address as Excel shows it: (7, 2) is "B7"."""
    return f"{letters(col)}{row}"


def place(ref: str) -> Place:
    """Row and column of "B7" or "$B$7"; ValueError when it is no address. The grid's edge is not checked."""
    match = _CELL.match(ref)
    if match is None:
        raise ValueError(f"not a cell address: {ref[:20]!r}")
    return int(match[2]), column(match[1])


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, ref: str) -> "Area":
        """The rectangle of "B2:C9", "B2", "B:C" or "2:9"; ValueError when it is none."""
        first, _, second = ref.partition(":")
        second = second or first
        if _COLUMN.match(first) and _COLUMN.match(second):
            cols = sorted((column(first.strip("$")), column(second.strip("$"))))
            return cls(1, cols[0], MAX_ROW, cols[1])
        if _ROW.match(first) and _ROW.match(second):
            rows = sorted((int(first.strip("$")), int(second.strip("$"))))
            return cls(rows[0], 1, rows[1], MAX_COL)
        (top, left), (bottom, right) = place(first), place(second)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def __str__(self) -> str:
        first = address(self.top, self.left)
        last = address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def cells(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def on_grid(self) -> bool:
        return 1 <= self.top <= self.bottom <= MAX_ROW and 1 <= self.left <= self.right <= MAX_COL

    def holds(self, row: int, col: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= col <= self.right

    def meets(self, other: "Area") -> bool:
        """Whether the two rectangles share at least one cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def areas(sqref: str) -> list[Area]:
    """The rectangles of a blank-separated list such as a validation's `sqref`; ValueError when one is none."""
    return [Area.parse(ref) for ref in sqref.split()]
