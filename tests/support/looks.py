"""Design rules that a painted file is held against: each looks at one tab and names what breaks it.

`FAULTS` is rule -> its function; a function gives the places that break the rule, so nothing is a pass.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

SIZES = {6, 7, 8, 10, 11, 12, 14, 16, 20, 26}
WIDEST, FIRST_SCREEN = 1160, 270
"""Pixels in Excel (LibreOffice draws 12% wider); points below the ribbon at 1366 x 768 within which a table begins."""
ROWS = 80
"""How many rows of a tab are looked at: those below repeat them."""
HEAD = 6
_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*><f[^>]*>[^<]*</f>(<v)?')
PLAIN_WIDTH = 8.43
FORMATS = {
    "General", "@", "0", "0.0", "0%", "#,##0", "d", "d mmm", "d mmm yyyy", "mmm yyyy", "+0.0;-0.0;0",
    '"▼ "General;"▲ "General;"✓"', ";;;",
}  # fmt: skip
"""One number format per kind."""


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """How far two colours (RRGGBB) stand apart, 1 to 21, as WCAG counts it."""
    light, dark = sorted((luminance(ink.lstrip("#")), luminance(ground.lstrip("#"))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass
class Tab:
    """A tab of a file, as it is described and as it was last worked out."""

    sheet: Worksheet
    values: Worksheet
    is_first: bool
    xml: str
    hidden: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for dimension in self.sheet.column_dimensions.values():
            for column in range(dimension.min, dimension.max + 1):
                self.widths[column] = dimension.width
                if dimension.hidden:
                    self.hidden.add(column)

    @property
    def name(self) -> str:
        return str(self.sheet.title)

    @cached_property
    def cells(self) -> list[tuple[Cell, Any]]:
        """Cell and value of every cell in a column that is shown."""
        return [
            (cell, self.values[cell.coordinate].value)
            for row in self.sheet.iter_rows(max_row=ROWS)
            for cell in row
            if cell.column not in self.hidden and not self.sheet.row_dimensions[cell.row].hidden
        ]

    @cached_property
    def filled(self) -> list[tuple[Cell, Any]]:
        return [(cell, value) for cell, value in self.cells if value not in (None, "")]

    def width(self, column: int) -> float:
        return 0 if column in self.hidden else self.widths.get(column, PLAIN_WIDTH)

    @property
    def frozen(self) -> tuple[int, int]:
        """How many rows and columns stay in view."""
        match = re.match(r"([A-Z]+)(\d+)", self.sheet.freeze_panes or "A1")
        assert match
        return int(match[2]) - 1, column_index_from_string(match[1]) - 1

    def top(self, row: int) -> float:
        """Points above a row."""
        return sum(self.sheet.row_dimensions[number].height or 15 for number in range(1, row))


def tabs(data: bytes) -> list[Tab]:
    """The visible tabs of a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book, values = (openpyxl.load_workbook(BytesIO(data), data_only=only) for only in (False, True))
    shown = [number for number, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        # XlsxWriter numbers the parts as the tabs stand
        texts = {number: archive.read(f"xl/worksheets/sheet{number + 1}.xml").decode() for number in shown}
    return [
        Tab(book.worksheets[number], values.worksheets[number], number == shown[0], texts[number]) for number in shown
    ]


def _colour(colour: Any, default: str) -> str:
    has_one = colour is not None and colour.type == "rgb" and isinstance(colour.rgb, str)
    return colour.rgb[-6:] if has_one else default


def ground(cell: Cell) -> str:
    return _colour(cell.fill.fgColor, "FFFFFF") if cell.fill.fill_type == "solid" else "FFFFFF"


def size(cell: Cell) -> float:
    return float(cell.font.sz or 11)


def merged(tab: Tab) -> list[str]:
    return [str(area) for area in tab.sheet.merged_cells.ranges]


def grid_lines(tab: Tab) -> list[str]:
    return [] if tab.sheet.sheet_view.showGridLines is False else ["grid lines"]


def too_wide(tab: Tab) -> list[str]:
    right = max((cell.column for cell, value in tab.filled if cell.row <= 2 * HEAD), default=1)
    pixels = sum(int(tab.width(column) * 7) for column in range(1, right + 1))
    return [f"{pixels} pixels"] if pixels > WIDEST else []


def odd_sizes(tab: Tab) -> list[str]:
    return [f"{cell.coordinate} {cell.font.sz}" for cell, _ in tab.filled if cell.font.sz not in SIZES]


def pale_texts(tab: Tab) -> list[str]:
    found = []
    for cell, _ in tab.filled:
        ink = _colour(cell.font.color, "000000")
        if contrast(ink, ground(cell)) < 4.5:
            found.append(f"{cell.coordinate} {ink} on {ground(cell)}")
    return found


def coloured_inputs(tab: Tab) -> list[str]:
    return [
        cell.coordinate
        for cell, _ in tab.cells
        if not cell.protection.locked and cell.row > HEAD and ground(cell) != "FFFFFF"
    ]


def heads_for_keys(tab: Tab) -> list[str]:
    return [
        f"{cell.coordinate} {value}"
        for cell, value in tab.filled
        if cell.font.b and len(str(value)) < 25 and re.search(r"\b(ID|IDs|Key)\b", str(value))
    ]


def no_way_back(tab: Tab) -> list[str]:
    has_link = any(cell.hyperlink or "HYPERLINK(" in str(cell.value) for cell, _ in tab.cells if cell.row <= HEAD)
    return [] if has_link or tab.is_first else ["no link"]


def unworked_formulas(tab: Tab) -> list[str]:
    """Formulas without a result, even an empty one, and those whose result is an error."""
    errors = [f"{c.coordinate} {value}" for c, value in tab.cells if c.data_type == "f" and str(value).startswith("#")]
    return errors + [cell for cell, has_value in _FORMULA.findall(tab.xml) if not has_value]


def cut_lines(tab: Tab) -> list[str]:
    """Texts of one line that run into a cell with something in it."""
    found = []
    for cell, value in tab.filled:
        if not isinstance(value, str) or cell.alignment.wrap_text or cell.alignment.horizontal in ("right", "center"):
            continue
        room, column = tab.width(cell.column), cell.column + 1
        while column <= cell.column + 14 and tab.sheet.cell(cell.row, column).value in (None, ""):
            room, column = room + tab.width(column), column + 1
        if len(value) * 0.92 * size(cell) / 11 > room + 1:
            found.append(cell.coordinate)
    return found


def cut_words(tab: Tab) -> list[str]:
    """Words of a table's head that are longer than their column: they would be broken in the middle."""
    found = []
    for table in tab.sheet.tables.values():
        (head,) = tab.sheet[table.ref.split(":")[0] : re.sub(r"\d+$", str(_top(table.ref)), table.ref.split(":")[1])]
        for cell in head:
            longest = max(str(cell.value or "").split() or [""], key=len)
            indent = 1.2 * (cell.alignment.indent or 0)
            if tab.width(cell.column) and len(longest) * 1.02 * size(cell) / 11 + indent > tab.width(cell.column) + 0.5:
                found.append(f"{cell.coordinate} {longest}")
    return found


def _top(ref: str) -> int:
    return int(re.sub(r"\D", "", ref.split(":")[0]))


def cut_paragraphs(tab: Tab) -> list[str]:
    """Wrapped texts that need more height than their row has."""
    merged_cells = {area.start_cell.coordinate: area for area in tab.sheet.merged_cells.ranges}
    found = []
    for cell, value in tab.filled:
        height = tab.sheet.row_dimensions[cell.row].height or 15
        if not isinstance(value, str) or not cell.alignment.wrap_text or height >= 400:
            continue
        area = merged_cells.get(cell.coordinate)
        last = area.max_col if area else cell.column
        room = sum(tab.width(column) for column in range(cell.column, last + 1)) * 1.25 * 11 / size(cell)
        lines = sum(-(-len(line) // max(int(room), 1)) or 1 for line in value.split("\n"))
        if room and lines * 15 * size(cell) / 11 > height + 1:
            found.append(cell.coordinate)
    return found


def cut_title(tab: Tab) -> list[str]:
    columns = tab.frozen[1]
    room = sum(tab.width(column) for column in range(2, columns + 1))
    return [
        cell.coordinate
        for cell, value in tab.filled
        if columns > 1 and cell.row < HEAD - 1 and len(str(value)) * size(cell) / 11 > room
    ]


def late_table(tab: Tab) -> list[str]:
    """A tab with a table has one that begins on the first screen."""
    tops = [tab.top(_top(table.ref)) for table in tab.sheet.tables.values()]
    return [f"{min(tops):.0f} points"] if tops and min(tops) > FIRST_SCREEN else []


def upright_heads(tab: Tab) -> list[str]:
    return [cell.coordinate for cell, _ in tab.filled if cell.alignment.textRotation]


def texts_at_the_edge(tab: Tab) -> list[str]:
    return [
        cell.coordinate
        for cell, value in tab.filled
        if isinstance(value, str)
        and len(value) > 3
        and cell.border.bottom.style
        and cell.row > HEAD
        and size(cell) < 13
        and cell.alignment.horizontal not in ("center", "right")
        and not cell.alignment.indent
    ]


def wide_prints(tab: Tab) -> list[str]:
    fits = tab.sheet.sheet_properties.pageSetUpPr and tab.sheet.sheet_properties.pageSetUpPr.fitToPage
    scale = tab.sheet.page_setup.scale or 100
    return [] if fits or scale <= 90 else [f"{scale}%"]


def thick_conditions(tab: Tab) -> list[str]:
    found = []
    for area in tab.sheet.conditional_formatting:
        for rule in area.rules:
            border = rule.dxf.border if rule.dxf else None
            edges = [getattr(border, edge) for edge in ("left", "right", "top", "bottom")] if border else []
            styles = {edge.style for edge in edges if edge}
            if styles - {None, "thin", "dotted", "dashed", "hair"}:
                found.append(str(area.sqref))
    return found


def odd_formats(tab: Tab) -> list[str]:
    return [f"{cell.coordinate} {cell.number_format}" for cell, _ in tab.cells if cell.number_format not in FORMATS]


def off_centre(tab: Tab) -> list[str]:
    """Equal room above and below every text of a table's row."""
    areas = [tab.sheet[table.ref] for table in tab.sheet.tables.values()]
    rows = (row for area in areas for row in area[:ROWS])
    return [cell.coordinate for row in rows for cell in row if cell.alignment.vertical != "center"]


def filter_buttons(tab: Tab) -> list[str]:
    if tab.name == "People":
        return []
    return [table.displayName for table in tab.sheet.tables.values() if table.autoFilter is not None]


def no_footer(tab: Tab) -> list[str]:
    """Paper: A4, and a footer of 8 points that says which workbook, which version, which page."""
    footer = tab.sheet.oddFooter
    texts = [part.text or "" for part in (footer.left, footer.center, footer.right)]
    faults = [] if tab.sheet.page_setup.paperSize in (9, "9") else ["not A4"]
    faults += [] if all(part.size == 8 for part in (footer.left, footer.right)) else ["not 8 points"]
    return faults + ([] if "&F" in texts[0] and "&P" in texts[2] else ["says too little"])


FAULTS: dict[str, Callable[[Tab], list[str]]] = {
    "no merged cells": merged,
    "grid lines off": grid_lines,
    f"at most {WIDEST} pixels wide": too_wide,
    "type scale": odd_sizes,
    "contrast": pale_texts,
    "inputs are white": coloured_inputs,
    "no head asks for a key": heads_for_keys,
    "a way back": no_way_back,
    "formulas hold a value, none an error": unworked_formulas,
    "lines fit": cut_lines,
    "words of heads fit": cut_words,
    "paragraphs fit": cut_paragraphs,
    "a frozen column never cuts the title": cut_title,
    "a table begins on the first screen": late_table,
    "no upright heads": upright_heads,
    "no text at the edge": texts_at_the_edge,
    "fits its width in print": wide_prints,
    "conditional lines are thin": thick_conditions,
    "one number format per kind": odd_formats,
    "rows are centred": off_centre,
    "filter buttons on People only": filter_buttons,
    "footer": no_footer,
}


def pages_of(ppm: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Width, height and pixels of each picture in portable pixmaps, one after the other."""
    place = 0
    while place < len(ppm):
        match = re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s").match(ppm, place)
        assert match, "a portable pixmap"
        width, height = int(match[1]), int(match[2])
        place = match.end() + 3 * width * height
        yield width, height, ppm[match.end() : place]


def share_of(colour: str, pixels: bytes) -> float:
    """The share of pixels that have a colour."""
    wanted = bytes.fromhex(colour.lstrip("#"))
    return sum(pixels[place : place + 3] == wanted for place in range(0, len(pixels), 3)) * 3 / max(len(pixels), 1)
