"""Putting a value into one cell element. Text is stored as text, whatever it looks like."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape as xml_escaped

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


def written(ref: str, style: str | None, value: CellValue | FormulaCell) -> str:
    """A new cell as `put` would leave it, as it is written in a sheet without prefixes; checked before."""
    kind, inside = _formula_written(value) if isinstance(value, FormulaCell) else _value_written(value)
    look = f' s="{style}"' if style is not None else ""
    return f'<c r="{ref}"{look}{kind}>{inside}</c>' if inside else f'<c r="{ref}"{look}/>'


def _value_written(value: CellValue) -> tuple[str, str]:
    """The cell's type attribute and what stands inside it."""
    if isinstance(value, str):
        text = canonical(value)
        inside = f'<is><t xml:space="preserve">{xml_escaped(escape(text))}</t></is>'
        return (' t="inlineStr"', inside) if text else ("", "")
    if isinstance(value, CellError):
        return ' t="e"', f"<v>{xml_escaped(value.code)}</v>"
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    return "", f"<v>{value!r}</v>" if value is not None else ""


def _formula_written(formula: FormulaCell) -> tuple[str, str]:
    if isinstance(formula.value, str):
        text = escape(canonical(formula.value))
        space = ' xml:space="preserve"' if text != text.strip() else ""
        kind, result = ' t="str"', f"<v{space}>{xml_escaped(text)}</v>"
    else:
        kind, result = _value_written(formula.value)
    return kind, f"<f>{xml_escaped(formula.text)}</f>{result}"


def check(ref: str, value: CellValue | FormulaCell) -> None:
    """ValueError, in the cell's name, for what no cell can hold; see `put`."""
    if isinstance(value, FormulaCell):
        _check_formula(ref, value.text)
        value = value.value
    if isinstance(value, float):
        _check_finite(ref, value)


def _check_finite(ref: str, value: float) -> None:
    if not math.isfinite(value):
        raise ValueError(f"{ref}: no cell can hold {value}")


def _check_formula(ref: str, text: str) -> None:
    if text.startswith("=") or not text or len(text) > MAX_FORMULA or ILLEGAL.search(text):
        raise ValueError(f"{ref}: not a formula a cell can hold")


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
    check(cell.get("r") or "", value)
    made = make(f"{{{namespace(cell)}}}v")
    if isinstance(value, CellError):
        cell.set("t", "e")
        made.text = value.code
    elif isinstance(value, bool):
        cell.set("t", "b")
        made.text = str(int(value))
    else:
        made.text = repr(value)
    cell.insert(0, made)


def _put_formula(cell: Element, formula: FormulaCell) -> None:
    _check_formula(cell.get("r") or "", formula.text)
    _put_result(cell, formula.value)
    made = make(f"{{{namespace(cell)}}}f")
    made.text = formula.text
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
