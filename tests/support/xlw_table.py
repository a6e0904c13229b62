"""Tables of the engine in `xlw_engine`. LibreOffice keeps Excel's tables as database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.support.xlw_range import Range

if TYPE_CHECKING:
    from tests.support.xlw_sheet import Sheet


class Tables:
    """The tables of one sheet, in the order of their names."""

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.book.api.DatabaseRanges

    def _all(self) -> list[Table]:
        names = self.parent.book.tables_by_sheet().get(self.parent.index - 1, [])
        return [Table(self.parent, self.api.getByName(name)) for name in names]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __call__(self, key: int | str) -> Table:
        if isinstance(key, int):
            return self._all()[key - 1]
        return next(table for table in self._all() if table.name.lower() == key.lower())

    def __contains__(self, key: str) -> bool:
        return any(table.name.lower() == key.lower() for table in self._all())


class Table:
    """One table, header row included, without a totals row."""

    show_headers = True
    show_totals = False
    totals_row_range = None

    def __init__(self, sheet: Sheet, api: Any) -> None:
        self.parent, self.api = sheet, api

    @property
    def name(self) -> str:
        return str(self.api.Name)

    @property
    def range(self) -> Range:
        place = self.api.DataArea
        edges = (place.StartRow, place.StartColumn, place.EndRow, place.EndColumn)
        return Range(self.parent, *(edge + 1 for edge in edges))

    @property
    def header_row_range(self) -> Range:
        top, left, _, right = self.range.edges
        return Range(self.parent, top, left, top, right)

    @property
    def data_body_range(self) -> Range:
        top, left, bottom, right = self.range.edges
        return Range(self.parent, top + 1, left, bottom, right)

    @property
    def columns(self) -> Columns:
        return Columns(self)

    def resize(self, area: Any) -> None:
        self.api.DataArea = area.api.RangeAddress


class Columns:
    """The columns of one table."""

    def __init__(self, table: Table) -> None:
        self.parent = table

    def _all(self) -> list[Column]:
        return [Column(str(name)) for name in self.parent.header_row_range.raw_value[0]]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Column]:
        return iter(self._all())

    def __call__(self, key: int) -> Column:
        return self._all()[key - 1]

    def add(self, name: str, index: int | None = None) -> Column:
        """Cells from there on move right, within the table's rows."""
        top, left, bottom, right = self.parent.range.edges
        column = right + 1 if index is None else left + index - 1
        Range(self.parent.parent, top, column, bottom, column).insert("right")
        self.parent.resize(Range(self.parent.parent, top, left, bottom, right + 1))
        Range(self.parent.parent, top, column, top, column).raw_value = "'" + name
        return Column(name)


class Column:
    """One column; nothing but its name is asked of it."""

    def __init__(self, name: str) -> None:
        self.own = name

    @property
    def name(self) -> str:
        return self.own
