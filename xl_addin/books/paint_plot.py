"""A described plot, drawn natively: points named beside them, words in the corners, lines that part them."""

from typing import Any

from xlsxwriter.workbook import Workbook as XlsxWorkbook

from xl_addin.books import theme
from xl_addin.books.canvas import Canvas
from xl_addin.cells.area import quoted
from xl_addin.layout.plots import Plot, PlotSeries

_FONT = {"name": theme.FONT["font_name"], "size": 10, "color": theme.INK}
_QUIET = {**_FONT, "color": theme.QUIET}
_NO_POINT = {"marker": {"type": "none"}}


def paint_plot(book: XlsxWorkbook, canvas: Canvas, plot: Plot, corner: tuple[int, int]) -> None:
    """Draw a plot with its upper left corner at a cell, row and column counted from 1."""
    row, column = corner
    chart = book.add_chart({"type": "scatter"})
    for series in plot.series:
        places = {"categories": _range(canvas, series.across), "values": _range(canvas, series.up)}
        chart.add_series({"name": _name(canvas, series), **places, **_look(series)})
    chart.set_x_axis(_axis(plot, plot.across))
    chart.set_y_axis(_axis(plot, plot.up))
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    layout = {"x": 0.06, "y": 0.02, "width": 0.93, "height": 0.88}
    chart.set_plotarea({"layout": layout, "border": {"color": theme.LINE}})
    # its numbers stand in hidden columns
    chart.show_hidden_data()
    chart.set_size({"width": plot.width, "height": plot.height})
    options = {"description": plot.alt, "object_position": 2, "x_offset": 4, "y_offset": 4}
    canvas.ws.insert_chart(row - 1, column - 1, chart, options)


def _range(canvas: Canvas, names: tuple[str, ...]) -> str:
    first, last = canvas.plan.names[names[0]], canvas.plan.names[names[-1]]
    return f"={quoted(canvas.sheet.name)}!{first}:{last}"


def _name(canvas: Canvas, series: PlotSeries) -> str:
    if not series.name.startswith("{"):
        return series.name
    # the name of the series, because not every program follows a label that refers to a cell
    return f"={quoted(canvas.sheet.name)}!{canvas.plan.names[series.name.strip('{}')]}"


def _look(series: PlotSeries) -> dict[str, Any]:
    if series.kind == "line":
        return {**_NO_POINT, "line": {"color": theme.QUIET, "width": 1, "dash_type": "dash"}}
    label: dict[str, Any] = {"value": False, "series_name": True}
    if series.kind == "point":
        marker = {"type": "circle", "size": 9, "fill": {"color": theme.ACC}, "border": {"color": theme.GROUND}}
        return {"marker": marker, "data_labels": {**label, "position": "above", "font": _FONT}}
    colour = theme.NEXT_WORD if series.kind == "strong_word" else theme.QUIET
    font = {**_FONT, "bold": True, "color": colour}
    return {**_NO_POINT, "data_labels": {**label, "position": "right", "font": font}}


def _axis(plot: Plot, words: str) -> dict[str, Any]:
    return {
        "name": words,
        "name_font": {**_QUIET, "bold": False},
        "min": plot.low,
        "max": plot.high,
        "crossing": plot.low,
        "major_unit": 1,
        "major_gridlines": {"visible": False},
        "label_position": "none",
        "line": {"color": theme.LINE},
    }
