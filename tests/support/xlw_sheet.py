"""Sheets and defined names of the engine in `xlw_engine`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.utils import range_boundaries

from tests.support.office import bridge
from tests.support.xlw_formula import from_calc, to_calc
from tests.support.xlw_range import Note, Range
from tests.support.xlw_table import Tables

if TYPE_CHECKING:
    from tests.support.xlw_engine import Book

LAST_ROW, LAST_COLUMN = 1048576, 16384


class Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.api.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.api.CurrentController.ActiveSheet)

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        name = next((name for name in self.api.ElementNames if name.lower() == key.lower()), None)
        if name is None:
            raise KeyError(key)
        return Sheet(self.book, self.api.getByName(name))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(n + 1) for n in range(len(self)))

    def __contains__(self, key: str) -> bool:
        return any(name.lower() == key.lower() for name in self.api.ElementNames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        at = before.index - 1 if before else after.index if after else self.active.index - 1
        made = name or next(new for new in (f"Sheet{n}" for n in range(1, 999)) if new not in self)
        self.api.insertNewByName(made, at)
        return self(made)


class Sheet:
    """One sheet."""

    def __init__(self, book: Book, api: Any) -> None:
        self.book, self.api = book, api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.api.Name = name

    @property
    def index(self) -> int:
        return int(self.api.RangeAddress.Sheet) + 1

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def notes(self) -> list[Note]:
        held = self.api.Annotations
        places = [held.getByIndex(n).Position for n in range(held.Count)]
        return [Note(self.range((place.Row + 1, place.Column + 1))) for place in places]

    @property
    def used_range(self) -> Range:
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        place = cursor.RangeAddress
        edges = (place.StartRow, place.StartColumn, place.EndRow, place.EndColumn)
        return Range(self, *(edge + 1 for edge in edges))

    @property
    def visible(self) -> bool:
        return bool(self.api.IsVisible)

    @visible.setter
    def visible(self, on: bool) -> None:
        self.api.IsVisible = on

    def activate(self) -> None:
        self.book.api.CurrentController.setActiveSheet(self.api)

    select = activate

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Into another workbook. Its tables come along, which LibreOffice's own way muddles."""
        beside = before or after
        assert beside is not None, "a copy stands beside another sheet"
        book, at = beside.book, beside.index - 1 if before else beside.index
        assert book is not self.book, "within one workbook the engine copies no tables"
        ranges = book.api.DatabaseRanges
        known = set(ranges.ElementNames)
        book.api.Sheets.importSheet(self.book.api, self.name, at)
        for name in set(ranges.ElementNames) - known:
            ranges.removeByName(name)
        made = Sheet(book, book.api.Sheets.getByIndex(at))
        for table in self.tables:
            ranges.addNewByName(table.name, Range(made, *table.range.edges).api.RangeAddress)
            own = ranges.getByName(table.name)
            own.ContainsHeader, own.AutoFilter = True, table.api.AutoFilter

    def range(self, first: Any, second: Any = None) -> Range:
        one = self._area(first)
        two = one if second is None else self._area(second)
        starts, ends = zip(one.edges[:2], two.edges[:2], strict=True), zip(one.edges[2:], two.edges[2:], strict=True)
        return Range(self, *(min(pair) for pair in starts), *(max(pair) for pair in ends))

    def _area(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            return Range(self, *place, *place)
        left, top, right, bottom = range_boundaries(str(place).replace("$", ""))
        return Range(self, top or 1, left or 1, bottom or LAST_ROW, right or LAST_COLUMN)


class Names:
    """The defined names of one workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.api.NamedRanges

    def _all(self) -> list[Name]:
        return [Name(self.book, self.api.getByIndex(n)) for n in range(self.api.Count)]

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(own.name, own) for own in self._all()]

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __call__(self, key: int | str) -> Name:
        return self._all()[key - 1] if isinstance(key, int) else Name(self.book, self.api.getByName(key))

    def contains(self, key: str) -> bool:
        return bool(self.api.hasByName(key))

    def add(self, name: str, refers_to: str) -> Name:
        corner = bridge().createUnoStruct("com.sun.star.table.CellAddress")
        self.api.addNewByName(name, _content(self.book, refers_to), corner, 0)
        return self(name)


class Name:
    """One defined name."""

    def __init__(self, book: Book, api: Any) -> None:
        self.book, self.api = book, api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @property
    def refers_to(self) -> str:
        """Where LibreOffice no longer knows what a name is of, Excel would show #REF!."""
        return "=" + from_calc(self.api.Content.replace("#NAME?", "#REF!"))

    @refers_to.setter
    def refers_to(self, text: str) -> None:
        self.api.Content = _content(self.book, text)


def _content(book: Book, refers_to: str) -> str:
    """What a name stands for. LibreOffice knows a table's column in files, not when told of it: give it the cells."""
    column = re.fullmatch(r"=(\w+)\[([^\[\]]+)\]", refers_to)
    table = next((t for sheet in book.sheets for t in sheet.tables if column and t.name == column[1]), None)
    if column is None or table is None:
        return to_calc(refers_to)[1:]
    top, left, bottom, _ = table.data_body_range.edges
    at = left + [own.name for own in table.columns].index(column[2])
    return f"$'{table.parent.name}'.{Range(table.parent, top, at, bottom, at).address}"
