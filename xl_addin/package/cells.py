"""Putting a value into one cell element. Text is stored as text, whatever it looks like."""

import math
from dataclasses import dataclass

from xl_addin.package.text import ILLEGAL, canonical, escape
from xl_addin.package.values import CellError, CellValue
from xl_addin.package.xmltree import XML_SPACE, Element, child, children, first, local, make, namespace

MAX_FORMULA = 8_192


@dataclass(frozen=True)
class FormulaCell:
    """A formula to write, without "=", and the result it shows until Excel recalculates."""

    text: str
    value: CellValue = None


def put(cell: Element, value: CellValue | FormulaCell) -> None:
    """Replaces the cell's content and keeps its style; None empties it.

    ValueError for what no cell can hold: NaN, infinity, a formula too long or with a leading "=".
    """
    for old in list(cell):
        if local(old) != "extLst":
            cell.remove(old)
    for attribute in ("t", "cm", "vm"):
        cell.attrib.pop(attribute, None)
    if isinstance(value, FormulaCell):
        _put_formula(cell, value)
    elif isinstance(value, str):
        _put_text(cell, value)
    else:
        _put_plain(cell, value)


def show(cell: Element, value: CellValue) -> None:
    """Another result for a formula cell, its formula untouched; a cell without one is left alone."""
    formula = first(cell, "f")
    if formula is None:
        return
    for old in (*children(cell, "v"), *children(cell, "is")):
        cell.remove(old)
    for attribute in ("t", "vm"):
        cell.attrib.pop(attribute, None)
    _put_result(cell, value)
    cell.remove(formula)
    cell.insert(0, formula)


def _put_text(cell: Element, text: str) -> None:
    text = canonical(text)
    if not text:
        return
    cell.set("t", "inlineStr")
    space = namespace(cell)
    holder = make(f"{{{space}}}is")
    inner = child(holder, f"{{{space}}}t")
    inner.set(XML_SPACE, "preserve")
    inner.text = escape(text)
    cell.insert(0, holder)


def _put_plain(cell: Element, value: float | CellError | None) -> None:
    if value is None:
        return
    made = make(f"{{{namespace(cell)}}}v")
    if isinstance(value, CellError):
        cell.set("t", "e")
        made.text = value.code
    elif isinstance(value, bool):
        cell.set("t", "b")
        made.text = str(int(value))
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{cell.get('r')}: no cell can hold {value}")
    else:
        made.text = repr(value)
    cell.insert(0, made)


def _put_formula(cell: Element, formula: FormulaCell) -> None:
    text = formula.text
    if text.startswith("=") or not text or len(text) > MAX_FORMULA or ILLEGAL.search(text):
        raise ValueError(f"{cell.get('r')}: not a formula a cell can hold")
    _put_result(cell, formula.value)
    made = make(f"{{{namespace(cell)}}}f")
    made.text = text
    cell.insert(0, made)


def _put_result(cell: Element, value: CellValue) -> None:
    if not isinstance(value, str):
        _put_plain(cell, value)
        return
    cell.set("t", "str")
    made = make(f"{{{namespace(cell)}}}v")
    made.text = escape(canonical(value))
    if made.text != made.text.strip():
        made.set(XML_SPACE, "preserve")
    cell.insert(0, made)
