"""From a description to a new workbook. XlsxWriter, because it writes cached values, validations and charts well."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as XlsxWorkbook
from xlsxwriter.worksheet import Worksheet

from xl_addin.books import theme
from xl_addin.books.limits import validation
from xl_addin.layout.describe import Cell, Column, Formula, Link, Marks, Sheet, Table, Tint, Workbook
from xl_addin.layout.edits import RowValues
from xl_addin.layout.formula import list_name, own_row, specifier
from xl_addin.layout.grid import FormulaCell, letters, quoted
from xl_addin.layout.heights import row_height
from xl_addin.layout.place import LEFT, PURPOSE_ROW, TITLE_ROW, WAY_ROW, Placed, place
from xl_addin.layout.resolve import cell_content
from xl_addin.model.facts import Ref
from xl_addin.package.heights import heights_measured

MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""The creation date every painted workbook carries, so that the same input gives the same bytes."""
_ROOM = 500
"""How many rows below a table its drop-downs and colours reach, so that rows typed there have them too."""


class Painter:
    """One workbook being painted."""

    def __init__(self, workbook: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> None:
        self.described = workbook
        self.rows = rows
        self.out = io.BytesIO()
        self.book: XlsxWorkbook = xlsxwriter.Workbook(
            self.out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._formats: dict[str, Format] = {}
        self._tints: dict[str, Format] = {}

    def paint(self, only: Sequence[str] = ()) -> bytes:
        """The finished workbook as bytes; with `only`, no more than these tabs (to be set into another workbook)."""
        chosen = [sheet for sheet in self.described.sheets if not only or sheet.name in only]
        self.book.set_properties({"title": "Career tracks", "author": "", "company": "", "created": MADE})
        for name, value in self.described.properties.items():
            self.book.set_custom_property(name, value, "text")
        for sheet in chosen:
            self._sheet(sheet)
        if not only:
            self._names()
        self.book.close()
        return heights_measured(self.out.getvalue())

    def format(self, role: str) -> Format:
        if role not in self._formats:
            self._formats[role] = self.book.add_format({**theme.FONT, **theme.ROLES[role]})
        return self._formats[role]

    def tint(self, role: str) -> Format:
        if role not in self._tints:
            self._tints[role] = self.book.add_format(theme.TINTS[role])
        return self._tints[role]

    def _names(self) -> None:
        targets = {
            (column.fact.limit.table, column.fact.limit.field)
            for _, table in self.described.tables.values()
            for column in table.columns
            if isinstance(column.fact.limit, Ref)
        }
        for name, field in sorted(targets):
            header = self.described.tables[name][1].field_of[field].header
            self.book.define_name(list_name(name), f"={name}[{specifier(header)}]")
        marks = self.described.marks
        if marks:
            table = self.described.tables[marks.table][1]
            for field in (marks.place, marks.severity, marks.status):
                header = table.field_of[field].header
                self.book.define_name(mark_name(field), f"={marks.table}[{specifier(header)}]")

    def _sheet(self, sheet: Sheet) -> None:
        ws = self.book.add_worksheet(sheet.name)
        placed = place(sheet, {t.name: len(self.rows.get(t.name, ())) for t in sheet.tables})
        _page(ws, sheet)
        self._head(ws, sheet)
        for row, height in placed.heights.items():
            ws.set_row(row - 1, height)
        for row, column, cell in placed.cells:
            self._cell(ws, row, column, cell, placed)
        for number, table in enumerate(sheet.tables):
            self._table(ws, sheet, table, placed.tables[table.name], first=number == 0)

    def _head(self, ws: Worksheet, sheet: Sheet) -> None:
        ws.set_column(0, 0, 2)
        for number, width in enumerate(sheet.widths or [c.width for t in sheet.tables[:1] for c in t.columns]):
            ws.set_column(LEFT - 1 + number, LEFT - 1 + number, width)
        ws.set_row(TITLE_ROW - 1, 32)
        ws.write_string(TITLE_ROW - 1, LEFT - 1, sheet.title, self.format("title"))
        plain = self.book.add_format({**theme.FONT, "font_color": theme.GREY})
        ws.write_string(PURPOSE_ROW - 1, LEFT - 1, sheet.purpose, plain)
        names = [other.name for other in self.described.sheets]
        at = names.index(sheet.name)
        if at:
            self._link(ws, WAY_ROW, LEFT, Link("← Start", names[0]))
            if at + 1 < len(names):
                self._link(ws, WAY_ROW, LEFT + 1, Link(f"Next: {names[at + 1]} →", names[at + 1]))

    def _link(self, ws: Worksheet, row: int, column: int, link: Link, role: str = "link") -> None:
        target = f"internal:{quoted(link.sheet)}!{link.cell}"
        ws.write_url(row - 1, column - 1, target, self.format(role), link.text)

    def _cell(self, ws: Worksheet, row: int, column: int, cell: Cell, placed: Placed) -> None:
        fmt = self.format(cell.role)
        if cell.span > 1:
            ws.merge_range(row - 1, column - 1, row - 1, column + cell.span - 2, "", fmt)
        content = cell.content
        if isinstance(content, Formula):
            content = Formula(placed.text(content.text), content.value)
        self._write(ws, row, column, content, cell.role)

    def _write(self, ws: Worksheet, row: int, column: int, content: Any, role: str) -> None:
        fmt = self.format(role)
        r, c = row - 1, column - 1
        if content is None:
            ws.write_blank(r, c, None, fmt)
        elif isinstance(content, Link):
            self._link(ws, row, column, content, role)
        elif isinstance(content, Formula | FormulaCell):
            value = "" if content.value is None else content.value
            ws.write_formula(r, c, "=" + content.text, fmt, value)
        elif isinstance(content, bool):
            ws.write_boolean(r, c, content, fmt)
        elif isinstance(content, dt.date):
            ws.write_datetime(r, c, dt.datetime(content.year, content.month, content.day), fmt)  # noqa: DTZ001
        elif isinstance(content, int | float):
            ws.write_number(r, c, content, fmt)
        else:
            ws.write_string(r, c, str(content), fmt)

    def _table(self, ws: Worksheet, sheet: Sheet, table: Table, at: tuple[int, int, int], *, first: bool) -> None:
        top, left, count = at
        rows = self.rows.get(table.name, ())
        right = left + len(table.columns) - 1
        ws.add_table(
            top - 1,
            left - 1,
            top - 1 + count,
            right - 1,
            {
                "name": table.name,
                "style": None,
                "columns": [self._table_column(table, column) for column in table.columns],
            },
        )
        ws.set_row(top - 1, 34)
        for number in range(count):
            values = rows[number] if number < len(rows) else {}
            contents = [_content(table, column, values) for column in table.columns]
            ws.set_row(top + number, row_height(table.columns, contents, table.row_height))
            for offset, column in enumerate(table.columns):
                self._write(ws, top + 1 + number, left + offset, contents[offset], column.role)
        if first:
            ws.freeze_panes(top, left - 1 + table.freeze)
            ws.repeat_rows(top - 1)
        for offset, column in enumerate(table.columns):
            self._limit(ws, column, top, left + offset, count)
        self._tinted(ws, sheet, table, at)

    def _table_column(self, table: Table, column: Column) -> dict[str, Any]:
        centred = column.role in ("count", "percent", "input_centred", "date")
        look = self.format("header_centred" if centred else "header")
        made: dict[str, Any] = {"header": column.header, "header_format": look}
        if column.formula:
            made["formula"] = "=" + own_row(column.formula, table.name)
        return made

    def _limit(self, ws: Worksheet, column: Column, top: int, at: int, count: int) -> None:
        options = validation(column)
        if options:
            ws.data_validation(top, at - 1, top - 1 + count + _ROOM, at - 1, options)

    def _tinted(self, ws: Worksheet, sheet: Sheet, table: Table, at: tuple[int, int, int]) -> None:
        top, left, _ = at
        where = {c.field: f"${letters(left + n)}{top + 1}" for n, c in enumerate(table.columns)}
        if self.described.marks and table.name != self.described.marks.table:
            self._marked(ws, sheet, table, at, self.described.marks)
        for tint in (sheet.tints or {}).get(table.name, ()):
            self._tint(ws, table, tint, where, at)

    def _tint(self, ws: Worksheet, table: Table, tint: Tint, where: dict[str, str], at: tuple[int, int, int]) -> None:
        top, left, count = at
        formula = tint.formula.format(**where)
        fields = tint.fields or (table.columns[0].field,)
        for field in fields:
            offset = [c.field for c in table.columns].index(field)
            last = left + (offset if tint.fields else len(table.columns) - 1)
            options = {"type": "formula", "criteria": "=" + formula, "format": self.tint(tint.role)}
            ws.conditional_format(top, left + offset - 1, top - 1 + count + _ROOM, last - 1, options)

    def _marked(self, ws: Worksheet, sheet: Sheet, table: Table, at: tuple[int, int, int], marks: Marks) -> None:
        """Every cell that an open finding names is coloured, live: nothing to write and nothing to clean up."""
        top, left, count = at
        cell = f'"{sheet.name.replace(chr(34), chr(34) * 2)}!"&ADDRESS(ROW(),COLUMN(),4)'
        opened = f'COUNTIFS({mark_name(marks.place)},{cell},{mark_name(marks.status)},"{marks.open_word}"'
        failed = f'{opened},{mark_name(marks.severity)},"{marks.error_word}")>0'
        entered = [n for n, column in enumerate(table.columns) if column.entered]
        if not entered:
            return
        area = (top, left - 1 + entered[0], top - 1 + count + _ROOM, left - 1 + entered[-1])
        for criteria, role in ((failed, "marked_error"), (f"{opened})>0", "marked")):
            options = {"type": "formula", "criteria": "=" + criteria, "format": self.tint(role), "stop_if_true": True}
            ws.conditional_format(*area, options)


def mark_name(field: str) -> str:
    """The defined name of a column of the table that lists marked cells."""
    return f"lstMarked_{field}"


def paint(workbook: Workbook, rows: Mapping[str, Sequence[RowValues]], only: Sequence[str] = ()) -> bytes:
    """Paint a described workbook with the given rows in its tables.

    Args:
        workbook: the description.
        rows: table name -> rows, field -> value; a computed column's value is what its formula shows.
        only: names of tabs, when not all are wanted.

    Returns:
        The bytes of an .xlsx file; the same input gives the same bytes.
    """
    return Painter(workbook, rows).paint(only)


def _content(table: Table, column: Column, values: RowValues) -> Any:
    if column.formula:
        return Formula(own_row(column.formula, table.name), values.get(column.field))
    return cell_content(values.get(column.field))


def _page(ws: Worksheet, sheet: Sheet) -> None:
    ws.set_tab_color(theme.TABS[sheet.group])
    ws.set_paper(9)
    if sheet.landscape:
        ws.set_landscape()
    ws.fit_to_pages(1, 0 if sheet.tables else 1)
    ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    ws.set_footer("&L&F&C&A&RPage &P of &N")
    if sheet.read:
        ws.hide_gridlines(2)
