"""Formulas after cells have moved to the right: every reference follows its cells, as it does in Excel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from xl_addin.cells.area import Area, letters, spot_of
from xl_addin.cells.formula import pieces_of, rewritten

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
class ColumnMove:
    """The cells of `area` on one sheet stand `offset` columns further right than before."""

    sheet: str
    area: Area
    offset: int

    def column(self, row: int, col: int) -> int:
        """Where the column of a cell is now."""
        return col + self.offset if self.area.holds(row, col) else col

    def pieces(self, area: Area) -> list[Area]:
        """A range after the move: the rows beside the moved ones stay, the first piece keeps the upper left corner."""
        moved_area = self.area
        if not area.meets(moved_area):
            return [area]
        upper = Area(area.top, area.left, moved_area.top - 1, area.right)
        lower = Area(moved_area.bottom + 1, area.left, area.bottom, area.right)
        new_left = area.left + self.offset if area.left >= moved_area.left else area.left
        new_right = area.right + self.offset if area.right <= moved_area.right else area.right
        middle = Area(max(area.top, moved_area.top), new_left, min(area.bottom, moved_area.bottom), new_right)
        return [piece for piece in (upper, middle, lower) if piece.top <= piece.bottom]


def move_formula(formula: str, home_sheet: str, move: ColumnMove) -> str:
    """The formula of a cell of sheet `home_sheet` ("" where there is none) after the move.

    A range follows where all its rows moved; where only some did, it stays, as in Excel.
    """
    if not _names_cell(formula):
        return formula

    def change(match: re.Match[str]) -> str:
        if not match["ref"] or _sheet_name(match["sheet"], home_sheet).casefold() != move.sheet.casefold():
            return match[0]
        return match[0].removesuffix(match["ref"]) + _move_reference(match["first"], match["last"], move)

    return rewritten(formula, _TOKEN, change)


@lru_cache(4096)
def _names_cell(formula: str) -> bool:
    """Whether a formula names a cell at all; a column repeats one formula many times, mostly by heads alone."""
    return any(not isinstance(piece, str) and piece["ref"] for piece in pieces_of(formula, _TOKEN))


def _sheet_name(prefix: str | None, home_sheet: str) -> str:
    if prefix is None:
        return home_sheet
    return prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix


def _move_reference(first: str, last: str | None, move: ColumnMove) -> str:
    if last is None:
        return _with_column(first, move.column(*spot_of(first)))
    area = Area.parse(f"{first}:{last}".replace("$", ""))
    if not (move.area.top <= area.top and area.bottom <= move.area.bottom):
        return f"{first}:{last}"
    (piece,) = move.pieces(area)
    columns = (piece.left, piece.right) if spot_of(first)[1] <= spot_of(last)[1] else (piece.right, piece.left)
    return f"{_with_column(first, columns[0])}:{_with_column(last, columns[1])}"


def _with_column(ref: str, column: int) -> str:
    match = _PARTS.fullmatch(ref)
    assert match is not None
    return ref if spot_of(ref)[1] == column else f"{match[1]}{letters(column)}{match[3]}"


def place_formula(formula: str, columns: Mapping[int, int], rows: int, *, wide: bool = False) -> str | None:
    """A formula as it reads where its columns (old -> new) and rows (further down by so many) stand elsewhere.

    None where it names a column that stands nowhere, or a range that has other columns in it now; with `wide` such a
    range holds these too, as it does after they were put in.
    """
    is_whole = True

    def change(match: re.Match[str]) -> str:
        nonlocal is_whole
        if not match["ref"] or match["sheet"]:
            return match[0]
        first, last = match["first"], match["last"] or match["first"]
        ends = spot_of(first.replace("$", ""))[1], spot_of(last.replace("$", ""))[1]
        places = [columns.get(column, 0) for column in ends]
        is_whole = is_whole and all(places) and (wide or places[1] - places[0] == ends[1] - ends[0])
        parts = [first, match["last"]] if match["last"] else [first]
        return ":".join(_with_row(_with_column(p, c or 1), rows) for p, c in zip(parts, places, strict=False))

    text = rewritten(formula, _TOKEN, change)
    return text if is_whole else None


def _with_row(ref: str, rows: int) -> str:
    match = _PARTS.fullmatch(ref)
    assert match is not None
    row = match[3]
    return f"{match[1]}{match[2]}{'$' if row.startswith('$') else ''}{int(row.lstrip('$')) + rows}"
