"""How a tab is seen and printed: tab colour, no grid lines, A4, what fits on a page, a footer."""

from xlsxwriter.worksheet import Worksheet

from xl_addin.books import theme
from xl_addin.layout.describe import Sheet, WorkbookDesign
from xl_addin.layout.placement import MARGIN, Placement, column_widths

PIXELS_OF_A_CHARACTER = 7
WIDEST = 1160
"""Pixels in Excel of a tab that needs no scrolling sideways on a screen of 1366; LibreOffice draws 12% wider."""
_A4 = 595.0, 842.0
_MARGINS = {"left": 0.45, "right": 0.45, "top": 0.5, "bottom": 0.6}
"""Inches."""
_POINTS_OF_A_PIXEL = 0.75
_LEGIBLE = 0.7
"""The scale down to which one page stays readable."""
_STEADY = 84
"""Per cent: the scale of a tab that takes several pages, so that breaks can be set; a program that fits a tab to the
width of the page ignores them."""
_ROW = 15.0


def sheet_width(sheet: Sheet) -> int:
    """The pixels Excel gives to the described columns and the margin; hidden ones take none."""
    return sum(int(width * PIXELS_OF_A_CHARACTER) for width in (MARGIN, *column_widths(sheet)))


def set_page(ws: Worksheet, placement: Placement, workbook: WorkbookDesign) -> None:
    """Paper, margins, footer, tab colour and grid lines."""
    sheet = placement.sheet
    ws.set_tab_color(theme.TABS[sheet.group])
    ws.hide_gridlines(2)
    ws.set_paper(9)
    if sheet.landscape:
        ws.set_landscape()
    ws.set_margins(**_MARGINS)
    ws.center_horizontally()
    small = f"&8&K{theme.QUIET[1:]}"
    version = f", framework {workbook.version}" if workbook.version else ""
    name = f"{workbook.title}{version}".replace("&", "&&")
    foot = workbook.footer.replace("&", "&&") or f"&F · {name}"
    ws.set_footer(f"&L{small}{foot}&C{small}&A&R{small}Page &P of &N")
    _fit(ws, placement)


def _fit(ws: Worksheet, placement: Placement) -> None:
    sheet = placement.sheet
    grows = any(table.freeze is not None and table.spare for table in sheet.tables) or sheet.group == "matrices"
    across, down = _paper(sheet)
    scale = min(across / (sheet_width(sheet) * _POINTS_OF_A_PIXEL), 1)
    height = sum(placement.heights.get(row, _ROW) for row in range(1, placement.bottom + 1))
    if sheet.pages is not None:
        ws.fit_to_pages(1, sheet.pages)
    elif not grows and height * min(scale, _LEGIBLE) <= down:
        ws.fit_to_pages(1, 1)
    elif grows or scale < _LEGIBLE:
        ws.fit_to_pages(1, 0)
    else:
        per_cent = min(int(scale * 100), _STEADY)
        ws.set_print_scale(per_cent)
        ws.set_h_pagebreaks(_breaks(placement, down * 100 / per_cent))


def _paper(sheet: Sheet) -> tuple[float, float]:
    """Points across and down inside the margins."""
    width, height = _A4[::-1] if sheet.landscape else _A4
    return width - 72 * (_MARGINS["left"] + _MARGINS["right"]), height - 72 * (_MARGINS["top"] + _MARGINS["bottom"])


def _breaks(placement: Placement, room: float) -> list[int]:
    """Rows after which a page ends: before a section, as late as the page allows."""
    starts = [row for row, _, cell in placement.cells if cell.role == "heading"]
    ends = [*starts, placement.bottom + 1]
    breaks: list[int] = []
    page_start = 1
    for start, end in zip(starts, ends[1:], strict=True):
        if sum(placement.heights.get(row, _ROW) for row in range(page_start, end)) > room and start > page_start:
            breaks.append(start - 1)
            page_start = start
    return breaks
