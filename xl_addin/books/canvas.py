"""One tab being painted: formats by role, cells by kind of content."""

import datetime as dt
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as XlsxWorkbook
from xlsxwriter.worksheet import Worksheet

from xl_addin.books import theme
from xl_addin.cells.area import quoted
from xl_addin.cells.cell import FormulaCell
from xl_addin.layout.describe import Formula, Link, Sheet, Slot
from xl_addin.layout.placement import Placement
from xl_addin.layout.titled_text import TitledText
from xl_addin.package.fill.form_template import slot_mark


class Palette:
    """A workbook's formats, one for each role and tint, made when first used."""

    def __init__(self, book: XlsxWorkbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, str], Format] = {}

    def role(self, role: str, *, text: bool = False, flowing: bool = False) -> Format:
        """The format of a role.

        `text` for cells that keep what is typed as it is, such as 00123; `flowing` for a line of text that runs on over
        the blank cells right of it.
        """
        variant = {**(theme.TEXT_FORMAT if text else {}), **({"text_wrap": False} if flowing else {})}
        kind = f"role {text:d}{flowing:d}"
        return self._format(kind, role, {**theme.FONT, **theme.ROLES[role], **variant})

    def tint(self, role: str) -> Format:
        return self._format("tint", role, theme.TINT_FORMATS[role])

    def _format(self, kind: str, name: str, properties: dict[str, Any]) -> Format:
        if (kind, name) not in self._formats:
            self._formats[kind, name] = self._book.add_format(properties)
        return self._formats[kind, name]


class Canvas:
    """A worksheet, its place plan and the palette: what everything that paints on one tab needs."""

    def __init__(self, ws: Worksheet, sheet: Sheet, plan: Placement, palette: Palette) -> None:
        self.ws = ws
        self.sheet = sheet
        self.plan = plan
        self.palette = palette

    def write(
        self, row: int, column: int, content: Any, role: str, *, text: bool = False, flowing: bool = False
    ) -> None:
        """One cell, row and column counted from 1. Text is text whatever it starts with; only a Formula is one.

        `text` for a cell that takes whatever is typed into it for text too; `flowing` as in `Palette.role`.
        """
        ws, fmt, r, c = self.ws, self.palette.role(role, text=text, flowing=flowing), row - 1, column - 1
        if content is None:
            ws.write_blank(r, c, None, fmt)
        elif isinstance(content, Link):
            ws.write_url(r, c, f"internal:{quoted(content.sheet)}!{content.cell}", fmt, content.text)
        elif isinstance(content, Slot):
            ws.write_string(r, c, slot_mark(content.name), fmt)
        elif isinstance(content, TitledText) and content.title and content.text:
            bold, plain = self.palette.role("lead"), self.palette.role("body")
            ws.write_rich_string(r, c, bold, content.title, plain, f"\n{content.text}", fmt)
        elif isinstance(content, Formula | FormulaCell):
            value: Any = "" if content.value is None else content.value
            if isinstance(value, Slot):
                value = slot_mark(value.name)
            if content.text.startswith("{"):
                ws.write_array_formula(r, c, r, c, "{=" + content.text[1:], fmt, value)
            else:
                ws.write_formula(r, c, "=" + content.text, fmt, value)
        elif isinstance(content, bool):
            ws.write_boolean(r, c, content, fmt)
        elif isinstance(content, dt.date):
            ws.write_datetime(r, c, dt.datetime(content.year, content.month, content.day), fmt)  # noqa: DTZ001
        elif isinstance(content, int | float):
            ws.write_number(r, c, content, fmt)
        else:
            ws.write_string(r, c, str(content), fmt)

    def colour(self, area: tuple[int, int, int, int], formula: str, role: str, *, stop: bool = False) -> None:
        """Cells of an area (first row, first column, last row, last column, from 1) look like `role` where it holds."""
        top, left, bottom, right = area
        options = {"type": "formula", "criteria": "=" + formula, "format": self.palette.tint(role)}
        if stop:
            options["stop_if_true"] = True
        self.ws.conditional_format(top - 1, left - 1, bottom - 1, right - 1, options)
