"""Where cells stand: "B7" to numbers and back, and rectangles of cells."""

import re
from dataclasses import dataclass
from functools import lru_cache

SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384
"""What a worksheet of Excel holds."""

Spot = tuple[int, int]
"""Row and column, both counted from 1."""

_CELL = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,10})\Z")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})\Z")
_ROW = re.compile(r"\$?([0-9]{1,7})\Z")


@lru_cache(maxsize=SHEET_COLUMNS)
def letters(column: int) -> str:
    """Column number, 1 for A, to letters.

    Raises:
        ValueError: columns are counted from 1.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    if column < 1:
        raise ValueError(f"no column has the number {column}")
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=SHEET_COLUMNS)
def column_number(name: str) -> int:
    """Letters to column number.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """The cell's address as Excel shows it.

    >>> address(7, 2)
    'B7'
    """
    return f"{letters(column)}{row}"


def spot_of(ref: str) -> Spot:
    """Row and column of "B7" or "$B$7"; the sheet's edge is not checked.

    Raises:
        ValueError: it is no address.
    """
    match = _CELL.match(ref)
    if match is None:
        raise ValueError(f"not a cell address: {ref[:20]!r}")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, ref: str) -> "Area":
        """The rectangle of "B2:C9", "B2", "B:C" or "2:9".

        Raises:
            ValueError: it is none.
        """
        first, colon, second = ref.partition(":")
        if not colon:
            second = first
        if _COLUMN.match(first) and _COLUMN.match(second):
            columns = sorted((column_number(first.strip("$")), column_number(second.strip("$"))))
            return cls(1, columns[0], SHEET_ROWS, columns[1])
        if _ROW.match(first) and _ROW.match(second):
            rows = sorted((int(first.strip("$")), int(second.strip("$"))))
            return cls(rows[0], 1, rows[1], SHEET_COLUMNS)
        (top, left), (bottom, right) = spot_of(first), spot_of(second)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column."""
        return self.top, self.left, self.bottom, self.right

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def on_grid(self) -> bool:
        """Whether it lies on a worksheet."""
        return 1 <= self.top <= self.bottom <= SHEET_ROWS and 1 <= self.left <= self.right <= SHEET_COLUMNS

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: "Area") -> bool:
        """Whether the two rectangles share at least one cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def areas(sqref: str) -> list[Area]:
    """The rectangles of a blank-separated list such as a validation's `sqref`.

    Raises:
        ValueError: one of them is none.
    """
    return [Area.parse(ref) for ref in sqref.split()]


def quoted(sheet: str) -> str:
    """A sheet name as formulas and links write it: always in quotes, inner quotes doubled."""
    return "'" + sheet.replace("'", "''") + "'"
