"""From a description to a new workbook. XlsxWriter, because it writes cached values, validations and charts well."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.workbook import Workbook as XlsxWorkbook

from xl_addin.books.canvas import Canvas, Palette
from xl_addin.books.defined_names import names_of
from xl_addin.books.page_setup import set_page
from xl_addin.books.paint_chart import paint_chart
from xl_addin.books.paint_plot import paint_plot
from xl_addin.books.paint_table import paint_table
from xl_addin.cells.area import letters
from xl_addin.layout.describe import Cell, Formula, Link, Sheet, Slot, Table, WorkbookDesign
from xl_addin.layout.placement import (
    FIRST_COLUMN,
    HEAD_HEIGHTS,
    MARGIN,
    PURPOSE_ROW,
    STATE_ROW,
    TITLE_ROW,
    WAY_ROW,
    column_widths,
    fits_one_line,
    place_blocks,
)
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.tab_visibility import hidden_in_new
from xl_addin.package.fill.finish_painting import finish_painting
from xl_addin.package.fill.form_template import slot_mark

_WAY_WIDTH = 10
"""Characters that the way to Start needs before the next one may stand beside it."""
_STATE_HEIGHT = 20.0
CREATION_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""The creation date every painted workbook carries, so that the same input gives the same bytes."""


def paint(workbook: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]], tabs: Sequence[str] = ()) -> bytes:
    """Paint a described workbook with the given rows in its tables.

    Args:
        workbook: the description.
        rows: table name -> rows, field -> value; a computed column's value is what its formula shows.
        tabs: names of tabs, when not all are wanted.

    Returns:
        The bytes of an .xlsx file; the same input gives the same bytes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": workbook.title, "author": "", "company": "", "created": CREATION_DATE})
    for name, value in workbook.properties.items():
        book.set_custom_property(name, slot_mark(value.name) if isinstance(value, Slot) else value, "text")
    palette = Palette(book)
    # single tabs are painted to be copied from, and a workbook with nothing to see opens nowhere
    hidden_tabs = frozenset[str]() if tabs else hidden_in_new(workbook, rows)
    for sheet in workbook.sheets:
        if not tabs or sheet.name in tabs:
            _sheet(book, workbook, sheet, rows, palette)
            if sheet.name in hidden_tabs:
                book.get_worksheet_by_name(sheet.name).hide()
    if not tabs:
        for name, formula in names_of(workbook).items():
            book.define_name(name, f"={formula}")
    book.close()
    return finish_painting(buffer.getvalue())


def _sheet(
    book: XlsxWorkbook,
    workbook: WorkbookDesign,
    sheet: Sheet,
    rows: Mapping[str, Sequence[RowValues]],
    palette: Palette,
) -> None:
    ws = book.add_worksheet(sheet.name)
    plan = place_blocks(sheet, {table.name: len(rows.get(table.name, ())) for table in sheet.tables})
    canvas = Canvas(ws, sheet, plan, palette)
    set_page(ws, plan, workbook)
    if sheet.is_protected:
        ws.protect("", {"format_rows": True, "format_columns": True})
    _head(canvas, [tab.name for tab in workbook.sheets if tab.visibility == "always" and not tab.is_hidden])
    for row, height in plan.heights.items():
        ws.set_row(row - 1, height)
    for row, column, cell in plan.cells:
        _cell(canvas, row, column, cell)
    if sheet.not_needed:
        # before the tables' own colours: the first rule that holds decides
        canvas.colour(
            (WAY_ROW + 1, FIRST_COLUMN, plan.bottom, FIRST_COLUMN + _width(sheet) - 1),
            sheet.not_needed,
            "not_needed",
            stop=True,
        )
    for table in sheet.tables:
        paint_table(canvas, table, rows.get(table.name, ()), workbook.marks)
    for row, column, chart in plan.charts:
        paint_chart(book, canvas, chart, (row, column), rows.get(chart.table, ()))
    for row, column, plot in plan.plots:
        paint_plot(book, canvas, plot, (row, column))


def _width(sheet: Sheet) -> int:
    return max([len(sheet.widths), *(len(table.columns) for table in sheet.tables)])


def _head(canvas: Canvas, names: Sequence[str]) -> None:
    """Margin, column widths, title, purpose, and the way to Start and to the next of `names`, the tabs always shown."""
    ws, sheet = canvas.ws, canvas.sheet
    ws.set_column(0, 0, MARGIN)
    text_columns, widths = _keeping_text(sheet), column_widths(sheet)
    for number, width in enumerate(widths):
        index = FIRST_COLUMN - 1 + number
        look = canvas.palette.role("blank", text=True) if number in text_columns else None
        ws.set_column(index, index, width or None, look, {} if width else {"hidden": True})
    for row, height in HEAD_HEIGHTS.items():
        ws.set_row(row - 1, _STATE_HEIGHT if sheet.state and row == STATE_ROW else height)
    if not isinstance(sheet.title, Formula):  # a formula is one of the cells that are placed
        canvas.write(TITLE_ROW, FIRST_COLUMN, sheet.title, "title")
    canvas.write(PURPOSE_ROW, FIRST_COLUMN, sheet.purpose, "hint_line")
    if sheet.is_hidden or sheet.name == names[0]:
        return
    canvas.write(WAY_ROW, FIRST_COLUMN, Link(f"← {names[0]}", names[0]), "way")
    # only along tabs that are always there to be led to: Excel follows no link to a hidden one
    following = names[names.index(sheet.name) + 1 :] if sheet.name in names else ()
    if following:
        beside = (place for place, width in enumerate(widths) if width and sum(widths[:place]) >= _WAY_WIDTH)
        second = next(beside, 1)
        canvas.write(WAY_ROW, FIRST_COLUMN + second, Link(f"Next: {following[0]} →", following[0]), "way")


def _keeping_text(sheet: Sheet) -> frozenset[int]:
    """The columns of the last table, if people go on below it, in which IDs stand: a row typed there keeps them too."""
    last = sheet.blocks[-1] if sheet.blocks else None
    columns = last.columns if isinstance(last, Table) and last.spare and not sheet.for_reading else ()
    return frozenset(number for number, column in enumerate(columns) if column.keeps_text)


def _cell(canvas: Canvas, row: int, column: int, cell: Cell) -> None:
    widths = canvas.sheet.widths[column - FIRST_COLUMN :][: cell.span]
    flowing = cell.span > 1 and fits_one_line(cell, sum(widths))
    if flowing:
        # not merged: columns can still be selected, sorted and moved
        for place in range(column + 1, column + cell.span):
            canvas.write(row, place, None, cell.role)
    elif cell.span > 1:
        last = column + cell.span - 2
        canvas.ws.merge_range(row - 1, column - 1, row - 1, last, "", canvas.palette.role(cell.role, text=cell.text))
    content = cell.content
    if isinstance(content, Formula):
        content = Formula(canvas.plan.text(content.text), content.value)
    canvas.write(row, column, content, cell.role, text=cell.text, flowing=flowing)
    for formula, role in cell.tints:
        area = (row, column, row, column + cell.span - 1)
        own_address = f"${letters(column)}${row}"
        canvas.colour(area, canvas.plan.text(formula.replace("{own}", own_address)), role, stop=True)
