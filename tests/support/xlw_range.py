"""Cells of the engine in `xlw_engine`: values as Excel hands them out, and what it makes of what is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.support.office import address, bridge, column_letters, error_in
from tests.support.xlw_formula import from_calc, to_calc

if TYPE_CHECKING:
    from tests.support.xlw_sheet import Sheet

EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001
DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024  # com.sun.star.util.NumberFormat
VALUES, DATES, TEXTS, NOTES, FORMULAS, LOOKS, STYLES = 1, 2, 4, 8, 16, 32, 64  # com.sun.star.sheet.CellFlags
POINT = 2540 / 72  # LibreOffice measures in hundredths of a millimetre
CHARACTER = 196.0  # what one character of column width comes to


class Error(str):
    """A cell's error, so that it is told apart from a text."""

    __slots__ = ()


class Range:
    """A rectangle of cells, rows and columns counted from 1."""

    max_cells_per_read = max_cells_per_write = None
    has_array = False

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet = sheet
        self.edges = top, left, bottom, right
        self.options: dict[str, Any] = {}

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        top, left, _, right = self.edges
        if column is None:
            row, column = divmod(row - 1, right - left + 1)
            row, column = row + 1, column + 1
        return Range(self.sheet, top + row - 1, left + column - 1, top + row - 1, left + column - 1)

    @property
    def api(self) -> Any:
        top, left, bottom, right = self.edges
        return self.sheet.api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def row(self) -> int:
        return self.edges[0]

    @property
    def column(self) -> int:
        return self.edges[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.edges
        return bottom - top + 1, right - left + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self.sheet.name, *self.edges)

    @property
    def address(self) -> str:
        return self.get_address()

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        top, left, bottom, right = self.edges
        ends = [f"${column_letters(column - 1)}${row}" for row, column in ((top, left), (bottom, right))]
        return ends[0] if ends[0] == ends[1] else ":".join(ends)

    # --- values

    @property
    def raw_value(self) -> Any:
        rows = [list(row) for row in self.api.getDataArray()]
        for r, row in enumerate(rows):
            for c, held in enumerate(row):
                if held is None:  # an error, without saying which
                    row[c] = Error(error_in(self.api.getCellByPosition(c, r)))
        for kind, r, c in self._formatted():
            if isinstance(rows[r][c], float):
                rows[r][c] = _shown(rows[r][c], kind)
        return rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        """As Excel does it: text that looks like a number, day or formula becomes one, unless a ' leads it."""
        rows = value if isinstance(value, list | tuple) else [[value] * self.shape[1]] * self.shape[0]
        texts = list(self._formatted(TEXT))  # looked at before: LibreOffice itself gives a cell with a ' that format
        self.api.setFormulaArray(tuple(tuple(_typed(cell) for cell in row) for row in rows))
        for _, r, c in texts:
            if isinstance(rows[r][c], str):  # in a cell of the format Text a ' is a sign like any other
                self.api.getCellByPosition(c, r).setString(rows[r][c])
        for r, row in enumerate(rows):
            for c, held in enumerate(row):
                if isinstance(held, bool | dt.date):
                    self._look_like(
                        self.api.getCellByPosition(c, r), "BOOLEAN" if held in (True, False) else "YYYY-MM-DD"
                    )

    def _look_like(self, cell: Any, code: str) -> None:
        """A number format, where the cell has none of its own."""
        if cell.NumberFormat:
            return
        cell.NumberFormat = self._format_key(code)

    def _format_key(self, code: str) -> int:
        formats, locale = self.sheet.book.api.NumberFormats, bridge().createUnoStruct("com.sun.star.lang.Locale")
        locale.Language, locale.Country = "en", "US"
        key = int(formats.queryKey(code, locale, False))
        return key if key >= 0 else int(formats.addNew(code, locale))

    @property
    def number_format(self) -> str | None:
        """The code all cells share; None where they differ."""
        looks = self.api.UniqueCellFormatRanges
        keys = {looks.getByIndex(n).NumberFormat for n in range(looks.Count)}
        code = self.sheet.book.api.NumberFormats.getByKey(keys.pop()).FormatString if len(keys) == 1 else None
        return None if code is None else str(code)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.api.NumberFormat = self._format_key(code)

    def _formatted(self, kinds: int = DATE | TIME | LOGICAL) -> Iterator[tuple[int, int, int]]:
        """Kind of number format, row and column of every cell that shows days, times or truth, or other kinds."""
        formats, looks = self.sheet.book.api.NumberFormats, self.api.UniqueCellFormatRanges
        for pieces in (looks.getByIndex(n) for n in range(looks.Count)):
            kind = formats.getByKey(pieces.NumberFormat).Type
            if kind & kinds:
                for place in pieces.RangeAddresses:
                    for r in range(place.StartRow, place.EndRow + 1):
                        for c in range(place.StartColumn, place.EndColumn + 1):
                            yield kind, r + 1 - self.row, c + 1 - self.column

    @property
    def formula(self) -> Any:
        rows = tuple(tuple(_untyped(cell) for cell in row) for row in self.api.getFormulaArray())
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    async def get_formula(self) -> Any:
        """As xlwings Lite hands formulas out."""
        return self.formula

    def clear_contents(self) -> None:
        self.api.clearContents(VALUES | DATES | TEXTS | FORMULAS)

    def clear_formats(self) -> None:
        self.api.clearContents(LOOKS | STYLES)

    def clear(self) -> None:
        self.api.clearContents(VALUES | DATES | TEXTS | FORMULAS | NOTES | LOOKS | STYLES)

    # --- looks, links, notes

    @property
    def row_height(self) -> float:
        return float(self.api.Rows.getByIndex(0).Height) / POINT

    @row_height.setter
    def row_height(self, points: float) -> None:
        self.api.Rows.Height = round(points * POINT)

    @property
    def column_width(self) -> float:
        return float(self.api.Columns.getByIndex(0).Width) / CHARACTER

    @column_width.setter
    def column_width(self, characters: float) -> None:
        self.api.Columns.Width = round(characters * CHARACTER)

    def add_hyperlink(self, link: str, text_to_display: str, screen_tip: str) -> None:
        cell = self.api.getCellByPosition(0, 0)
        field = self.sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = link, text_to_display
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    @property
    def hyperlink(self) -> str:
        fields = self.api.getCellByPosition(0, 0).TextFields
        return str(fields.getByIndex(0).URL) if fields.Count else ""

    @property
    def note(self) -> Note | None:
        found = self.api.getCellByPosition(0, 0).Annotation
        return Note(self) if found.String else None

    def add_note(self, text: str) -> Note:
        self.sheet.api.Annotations.insertNew(self.api.getCellByPosition(0, 0).CellAddress, text)
        return Note(self)

    # --- moving and copying

    def copy(self, destination: Range | None = None) -> None:
        """One copy after the other until the destination is full, relative references following."""
        assert destination is not None, "the engine has no clipboard"
        (height, width), (rows, columns) = self.shape, destination.shape
        target = bridge().createUnoStruct("com.sun.star.table.CellAddress")
        target.Sheet = destination.sheet.index - 1
        for r in range(0, rows, height):
            for c in range(0, columns, width):
                target.Row, target.Column = destination.row - 1 + r, destination.column - 1 + c
                destination.sheet.api.copyRange(target, self.api.RangeAddress)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        way = bridge().Enum("com.sun.star.sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        self.sheet.api.insertCells(self.api.RangeAddress, way)

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.book.api.CurrentController.select(self.api)


class Note:
    """The note of one cell."""

    def __init__(self, cell: Range) -> None:
        self.cell = self.location = cell

    @property
    def api(self) -> Any:
        return self.cell.api.getCellByPosition(0, 0).Annotation

    @property
    def text(self) -> str:
        return str(self.api.String)

    @text.setter
    def text(self, text: str) -> None:
        self.api.String = text

    def delete(self) -> None:
        notes, wanted = self.cell.sheet.api.Annotations, address(self.cell.column - 1, self.cell.row - 1)
        for n in range(notes.Count):
            place = notes.getByIndex(n).Position
            if address(place.Column, place.Row) == wanted:
                notes.removeByIndex(n)
                return


def _shown(number: float, kind: int) -> Any:
    if kind & LOGICAL:
        return bool(number)
    return EPOCH + dt.timedelta(seconds=round(number * 86400, 3))


def _typed(value: Any) -> str:
    """A value as typed into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        return moment.strftime("%Y-%m-%d" if moment.time() == dt.time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return to_calc(value) if value.startswith("=") and len(value) > 1 else value
    return repr(float(value))


def _untyped(text: str) -> str:
    """What a cell holds as Excel tells it: without the ' that says it is text."""
    return from_calc(text) if text.startswith("=") else text.removeprefix("'")


Builder = Callable[..., Any]


def cleaned(
    rows: Any, datetime_builder: Builder, empty_as: Any, number_builder: Builder | None, err_to_str: bool
) -> list[list[Any]]:
    """Raw values as xlwings' converters want them: the engine's part in `Range.value`."""

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty_as
        if isinstance(value, Error):
            return str(value) if err_to_str else None
        if isinstance(value, dt.datetime):
            names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
            return datetime_builder(**{name: getattr(value, name) for name in names}, tzinfo=None)
        return number_builder(value) if number_builder and type(value) is float else value

    return [[one(value) for value in row] for row in rows]
