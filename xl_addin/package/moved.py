"""Formulas after cells have moved to the right: every reference follows its cells, as it does in Excel."""

import re
from dataclasses import dataclass

from xl_addin.cells.area import Area, letters, spot_of
from xl_addin.cells.formula import rewritten

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<bracket>\[)
  | (?<![\w.$\\\]!:'])
    (?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
    (?P<ref>(?P<first>{_CELL})(?::(?P<last>{_CELL}))?)
    (?![\w.(!\[])
  | (?P<other>'(?:[^']|'')*'!?)
    """,
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?[0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Move:
    """The cells of `area` on one sheet stand `by` columns further right than before."""

    sheet: str
    area: Area
    by: int

    def column(self, row: int, col: int) -> int:
        """Where the column of a cell is now."""
        return col + self.by if self.area.holds(row, col) else col

    def pieces(self, area: Area) -> list[Area]:
        """A range after the move: the rows beside the moved ones stay, the first piece keeps the upper left corner."""
        moved = self.area
        if not area.meets(moved):
            return [area]
        above = Area(area.top, area.left, moved.top - 1, area.right)
        below = Area(moved.bottom + 1, area.left, area.bottom, area.right)
        left = area.left + self.by if area.left >= moved.left else area.left
        right = area.right + self.by if area.right <= moved.right else area.right
        within = Area(max(area.top, moved.top), left, min(area.bottom, moved.bottom), right)
        return [piece for piece in (above, within, below) if piece.top <= piece.bottom]


def follow(formula: str, own: str, move: Move) -> str:
    """The formula of a cell of sheet `own` ("" where there is none) after the move.

    A range follows where all its rows moved; where only some did, it stays, as in Excel.
    """

    def change(match: re.Match[str]) -> str:
        if not match["ref"] or _named(match["sheet"], own).casefold() != move.sheet.casefold():
            return match[0]
        return match[0].removesuffix(match["ref"]) + _followed(match["first"], match["last"], move)

    return rewritten(formula, _TOKEN, change)


def _named(prefix: str | None, own: str) -> str:
    if prefix is None:
        return own
    return prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix


def _followed(first: str, last: str | None, move: Move) -> str:
    if last is None:
        return _set(first, move.column(*spot_of(first)))
    area = Area.parse(f"{first}:{last}".replace("$", ""))
    if not (move.area.top <= area.top and area.bottom <= move.area.bottom):
        return f"{first}:{last}"
    (piece,) = move.pieces(area)
    columns = (piece.left, piece.right) if spot_of(first)[1] <= spot_of(last)[1] else (piece.right, piece.left)
    return f"{_set(first, columns[0])}:{_set(last, columns[1])}"


def _set(ref: str, column: int) -> str:
    match = _PARTS.fullmatch(ref)
    assert match is not None
    return ref if spot_of(ref)[1] == column else f"{match[1]}{letters(column)}{match[3]}"
