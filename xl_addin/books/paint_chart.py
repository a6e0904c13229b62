"""A described chart, drawn natively: its question as a section line above it, direct labels, no decoration."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.workbook import Workbook as XlsxWorkbook

from xl_addin.books import theme
from xl_addin.books.canvas import Canvas
from xl_addin.books.page_setup import PIXELS_OF_A_CHARACTER
from xl_addin.layout.describe import Chart, Table
from xl_addin.layout.placement import FIRST_COLUMN
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.sheet_formulas import chart_table, empty_line

_SMALL = {"name": theme.FONT["font_name"], "size": 10, "color": theme.INK}
_QUIET = {**_SMALL, "color": theme.QUIET}


def paint_chart(
    book: XlsxWorkbook, canvas: Canvas, chart: Chart, corner: tuple[int, int], rows: Sequence[RowValues]
) -> None:
    """Draw a chart with its upper left corner below a line that says so while there is nothing to draw.

    Raises:
        TypeError: the chart's table is not on its tab.
    """
    table = chart_table(canvas.sheet, chart)
    row, column = corner
    _head(canvas, chart, corner)
    canvas.write(row + 1, column, empty_line(canvas.sheet, chart, rows), "hint_line")
    xlsx_chart = book.add_chart({"type": chart.kind})
    if chart.kind == "scatter":
        for number in range(canvas.plan.tables[table.name][2]):
            xlsx_chart.add_series(_point(canvas, table, chart, number))
    else:
        for number, field in enumerate(chart.series):
            xlsx_chart.add_series(_series(canvas, table, chart, field, number))
    _axes(xlsx_chart, table, chart)
    xlsx_chart.set_title({"none": True})
    if len(chart.series) == 1 or chart.kind == "scatter":
        xlsx_chart.set_legend({"none": True})
    else:
        xlsx_chart.set_legend({"position": "top", "font": _SMALL})
    xlsx_chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    xlsx_chart.set_size({"width": chart.width, "height": chart.height})
    xlsx_chart.show_blanks_as("gap")
    xlsx_chart.show_hidden_data()
    canvas.ws.insert_chart(row + 1, column - 1, xlsx_chart, {"description": chart.alt, "object_position": 2})


def _head(canvas: Canvas, chart: Chart, corner: tuple[int, int]) -> None:
    """The question, with a line below it as wide as the chart: not in the chart, where nothing could go beside it."""
    row, column = corner
    room, widths = chart.width, canvas.sheet.widths[column - FIRST_COLUMN :]
    canvas.write(row, column, chart.question, "heading")
    for number, width in enumerate(widths):
        if room < width * PIXELS_OF_A_CHARACTER / 2:
            break
        if number:
            canvas.write(row, column + number, None, "heading")
        room -= int(width * PIXELS_OF_A_CHARACTER)


def _range(canvas: Canvas, table: Table, field: str) -> list[Any]:
    top, left, count = canvas.plan.tables[table.name]
    column = left - 1 + [c.field for c in table.columns].index(field)
    return [canvas.sheet.name, top, column, top - 1 + count, column]


def _series(canvas: Canvas, table: Table, chart: Chart, field: str, number: int) -> dict[str, Any]:
    colour = theme.CHART_FIELDS.get(field, theme.CHART_SERIES[number % len(theme.CHART_SERIES)])
    options: dict[str, Any] = {
        "name": table.field_of[field].header,
        "categories": _range(canvas, table, chart.category),
        "values": _range(canvas, table, field),
    }
    if chart.kind != "radar":
        # on a radar labels would lie on the lines: its rings are numbered instead
        options["data_labels"] = {"value": True, "font": _SMALL, "num_format": _label_format(table, field)}
    if chart.kind == "line":
        options["data_labels"]["position"] = "above"
    if chart.kind in ("line", "radar"):
        options["line"] = {"color": colour, "width": 2.25}
        options["marker"] = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    else:
        options["fill"] = {"color": colour}
        options["gap"] = 60
    return options


def _label_format(table: Table, field: str) -> str:
    """Labels without the noughts that stand for cells with nothing to show."""
    formats = {"percent": "0%;-0%;", "decimal": "0.0;-0.0;", "change": "+0.0;-0.0;"}
    return formats.get(table.field_of[field].role, "0;-0;")


def _point(canvas: Canvas, table: Table, chart: Chart, number: int) -> dict[str, Any]:
    """One point of a scatter, a series of its own: its name is the label, which every program shows."""

    def cell(field: str) -> list[Any]:
        name, top, column, _, _ = _range(canvas, table, field)
        return [name, top + number, column, top + number, column]

    return {
        "name": cell(chart.category)[:3],
        "categories": cell(chart.series[0]),
        "values": cell(chart.series[1]),
        "marker": {"type": "circle", "size": 9, "fill": {"color": theme.ACC}, "border": {"color": theme.GROUND}},
        "data_labels": {"value": False, "series_name": True, "position": "above", "font": _SMALL},
    }


def _axes(xlsx_chart: Any, table: Table, chart: Chart) -> None:
    plain = {"num_font": _SMALL, "line": {"color": theme.LINE}, "major_gridlines": {"visible": False}}
    bounds = {k: v for k, v in (("min", chart.low), ("max", chart.high)) if v is not None}
    # what is drawn carries its figures, so the axis goes, and the highest figure needs room
    room = {} if chart.high is None else {"max": chart.high + 0.1 * (chart.high - (chart.low or 0))}
    if chart.kind == "scatter":
        crossing = {} if chart.cross is None else {"crossing": chart.cross}
        names = [{"name": table.field_of[f].header, "name_font": {**_QUIET, "bold": False}} for f in chart.series]
        xlsx_chart.set_x_axis({**plain, **bounds, **crossing, **names[0], "major_unit": 1, "label_position": "low"})
        xlsx_chart.set_y_axis({**plain, **bounds, **crossing, **names[1], "major_unit": 1, "label_position": "low"})
    elif chart.kind == "bar":
        # a bar chart draws its first category at the bottom: turn it, so that it reads like the table
        xlsx_chart.set_y_axis({**plain, "reverse": True})
        xlsx_chart.set_x_axis({**plain, **bounds, **room, "visible": False})
    elif chart.kind == "radar":
        rings = {"visible": True, "line": {"color": theme.LINE, "width": 0.75}}
        xlsx_chart.set_x_axis({"num_font": _SMALL, "major_gridlines": rings})
        xlsx_chart.set_y_axis({**plain, **bounds, "major_gridlines": rings, "major_unit": 1})
    else:
        xlsx_chart.set_x_axis(plain)
        xlsx_chart.set_y_axis({**plain, **bounds, **room, "visible": False})
