"""Putting a value into one cell element. Text is stored as text, whatever it looks like."""

import datetime as dt
import math
from xml.sax.saxutils import escape as xml_escaped

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain
from xl_addin.cells.serial import serial
from xl_addin.package.xml.cell_text import ILLEGAL, cell_text, escape_text
from xl_addin.package.xml.xml_tree import (
    XML_SPACE,
    Element,
    child,
    children,
    element_name,
    first_child,
    make,
    namespace,
)

MAX_FORMULA = 8_192

_Part = tuple[str, str, bool]
"""An element inside a cell: its name, its text as stored, and whether its outer blanks count."""


def as_stored(value: CellValue, *, date1904: bool) -> CellValue:
    """The content with a day as the number that a file keeps for it."""
    if isinstance(value, FormulaCell):
        return FormulaCell(value.text, result_stored(value.value, date1904=date1904))
    return result_stored(value, date1904=date1904)


def result_stored(value: Plain, *, date1904: bool) -> Plain:
    """As `as_stored`, for what a formula shows: the cell's own format makes a day of a number."""
    return serial(value, date1904=date1904) if isinstance(value, dt.date) else value


def set_content(cell: Element, value: CellValue) -> None:
    """Replaces the cell's content and keeps its style; None empties it.

    ValueError for what no cell can hold: NaN, infinity, a formula too long or with a leading "=".
    """
    check_content(cell.get("r") or "", value)
    for old in list(cell):
        if element_name(old) != "extLst":
            cell.remove(old)
    for attribute in ("t", "cm", "vm"):
        cell.attrib.pop(attribute, None)
    _fill(cell, *_content(value))


def show_result(cell: Element, value: Plain) -> None:
    """Another result for a formula cell, its formula untouched; a cell without one is left alone."""
    formula = first_child(cell, "f")
    if formula is None:
        return
    check_content(cell.get("r") or "", value)
    for old in (*children(cell, "v"), *children(cell, "is")):
        cell.remove(old)
    for attribute in ("t", "vm"):
        cell.attrib.pop(attribute, None)
    _fill(cell, *_result(value))
    cell.remove(formula)
    cell.insert(0, formula)


def cell_xml(ref: str, style: str | None, value: CellValue) -> str:
    """A new cell as `set_content` would leave it, as it is written in a sheet without prefixes; checked before."""
    kind, parts = _content(value)
    look = f' s="{style}"' if style is not None else ""
    if not parts:
        return f'<c r="{ref}"{look}/>'
    type_attribute = f' t="{kind}"' if kind else ""
    return f'<c r="{ref}"{look}{type_attribute}>{"".join([_part_xml(*part) for part in parts])}</c>'


def _part_xml(tag: str, text: str, keep_blanks: bool) -> str:
    space = ' xml:space="preserve"' if keep_blanks else ""
    if tag == "is":
        return f"<is><t{space}>{xml_escaped(text)}</t></is>"
    return f"<{tag}{space}>{xml_escaped(text)}</{tag}>"


def _fill(cell: Element, kind: str, parts: tuple[_Part, ...]) -> None:
    """Sets the cell's type and puts the parts in front of what it keeps."""
    space = namespace(cell)
    if kind:
        cell.set("t", kind)
    for tag, text, keep_blanks in reversed(parts):
        element = make(f"{{{space}}}{tag}")
        holder = child(element, f"{{{space}}}t") if tag == "is" else element
        holder.text = text
        if keep_blanks:
            holder.set(XML_SPACE, "preserve")
        cell.insert(0, element)


def _content(value: CellValue) -> tuple[str, tuple[_Part, ...]]:
    """A cell's type ("" for a number) and its parts, in order."""
    if isinstance(value, FormulaCell):
        kind, result = _result(value.value)
        return kind, (("f", value.text, False), *result)
    if isinstance(value, str):
        text = cell_text(value)
        return ("inlineStr", (("is", escape_text(text), True),)) if text else ("", ())
    return _result(value)


def _result(value: Plain) -> tuple[str, tuple[_Part, ...]]:
    """As `_content`, for what a formula shows."""
    if value is None:
        return "", ()
    if isinstance(value, str):
        text = escape_text(cell_text(value))
        return "str", (("v", text, text != text.strip()),)
    if isinstance(value, ErrorCell):
        return "e", (("v", value.code, False),)
    if isinstance(value, bool):
        return "b", (("v", str(int(value)), False),)
    return "", (("v", repr(value), False),)


def check_content(ref: str, value: CellValue) -> None:
    """ValueError, in the cell's name, for what no cell can hold; see `set_content`."""
    if isinstance(value, FormulaCell):
        text = value.text
        if text.startswith("=") or not text or len(text) > MAX_FORMULA or ILLEGAL.search(text):
            raise ValueError(f"{ref}: not a formula a cell can hold")
        value = value.value
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{ref}: no cell can hold {value}")
