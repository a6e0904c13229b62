"""What a cell holds, in Python's terms."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as "#N/A"."""

    code: str


CellValue = str | int | float | bool | CellError | None
"""Dates stay numbers: only the layout knows which columns hold dates."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with content. A formula whose value is None has no cached result."""

    value: CellValue
    formula: str | None = None


@dataclass(frozen=True)
class SheetCells:
    """The cells of one sheet by (row, column), both from 1; only cells with content are there.

    `hidden` are the rows that are not shown, by hand or by a filter.
    """

    name: str
    state: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class TableRef:
    """A table (ListObject): its rectangle, header and totals rows included, and its column names."""

    name: str
    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    headers: tuple[str, ...]
    totals_rows: int = 0
    header_rows: int = 1


@dataclass(frozen=True)
class Contents:
    """All that is read from a workbook."""

    sheets: Mapping[str, SheetCells]
    tables: Mapping[str, TableRef]
    properties: Mapping[str, str]
    names: Mapping[str, str]
    date1904: bool


_SURE_DIGITS = 16
_EXACT = 1e15
"""Beyond it Excel itself keeps no single units."""


def number(text: str) -> int | float | str:
    """The number a cell stores; the text itself when Excel could not hold it (NaN, 1e999)."""
    if not text.isascii() or "_" in text:
        return text
    if text.isdigit() and len(text) < _SURE_DIGITS:
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    if not math.isfinite(value):
        return text
    return int(value) if abs(value) < _EXACT and value == int(value) else value


def serial(text: str, *, date1904: bool) -> int | float | str:
    """The day number of an ISO date as Strict files store it; the text itself when it is none."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    start = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001
    days = (moment.replace(tzinfo=None) - start) / dt.timedelta(days=1)
    return int(days) if days == int(days) else days
