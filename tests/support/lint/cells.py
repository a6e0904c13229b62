"""Checks of rows and cells: order, styles, shared texts, length of texts, formulas."""

from collections.abc import Iterator

from tests.support.lint.formula import formula_faults
from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, address, spot_of
from xl_addin.package.edit.session import Session
from xl_addin.package.xml.cell_text import MAX_UNITS, unescape_text, units
from xl_addin.package.xml.xml_tree import Element, children, element_name, first_child

_TYPES = ("n", "s", "str", "inlineStr", "b", "e", "d")
_ERRORS = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")


def cell_faults(session: Session) -> Iterator[str]:
    """All cells of all sheets, in reading order."""
    document, workbook = session.document, session.workbook
    texts = [children(document.tree(p), "si") for p in document.related_parts(workbook.part, "sharedStrings")]
    strings = texts[0] if texts else []
    for index, string in enumerate(strings):
        if _units(string) > MAX_UNITS:
            yield f"shared text {index}: is longer than a cell can hold"
    styles = style_count(session, "cellXfs")
    for sheet in workbook.sheets:
        if sheet.kind == "worksheet":
            for location, fault in _sheet(document.tree(sheet.part), styles, len(strings)):
                yield f"{sheet.name}!{location}: {fault}"


def style_count(session: Session, holder: str) -> int:
    """How many entries a list of the style sheet has."""
    for part in session.document.related_parts(session.workbook.part, "styles"):
        entries = first_child(session.document.tree(part), holder)
        return len(entries) if entries is not None else 0
    return 1 if holder == "cellXfs" else 0


def _sheet(root: Element, styles: int, strings: int) -> Iterator[tuple[str, str]]:
    data = first_child(root, "sheetData")
    last = 0
    for row in children(data, "row") if data is not None else ():
        number = int(row.get("r") or last + 1)
        if not last < number <= SHEET_ROWS:
            yield f"row {number}", "is out of order"
        last = number
        if int(row.get("s") or 0) >= styles:
            yield f"row {number}", f"has style {row.get('s')}, which is not there"
        yield from _row(row, number, styles, strings)
    holder = first_child(root, "cols")
    for col in holder if holder is not None else ():
        if int(col.get("style") or 0) >= styles:
            yield f"column {col.get('min')}", f"has style {col.get('style')}, which is not there"


def _row(row: Element, number: int, styles: int, strings: int) -> Iterator[tuple[str, str]]:
    last = 0
    for cell in children(row, "c"):
        ref = cell.get("r") or address(number, last + 1)
        row_number, col = spot_of(ref)
        if row_number != number or not last < col <= SHEET_COLUMNS:
            yield ref, "is out of order"
        last = col
        if int(cell.get("s") or 0) >= styles:
            yield ref, f"has style {cell.get('s')}, which is not there"
        yield from ((ref, fault) for fault in _content(cell, strings))


def _content(cell: Element, strings: int) -> Iterator[str]:
    kind = cell.get("t") or "n"
    value = first_child(cell, "v")
    text = value.text or "" if value is not None else None
    formula = first_child(cell, "f")
    if formula is not None and formula.text:
        yield from formula_faults(formula.text)
    if kind not in _TYPES:
        yield f"has the unknown type {kind}"
    elif kind == "s" and not (text is not None and text.isdigit() and int(text) < strings):
        yield f"points to text {text}, which is not there"
    elif kind == "inlineStr" and (len(children(cell, "is")) != 1 or value is not None):
        yield "has a text type but no text"
    elif kind == "e" and text not in _ERRORS:
        yield f"holds the unknown error {text}"
    elif kind == "n" and text is not None and not _is_number(text) and not (formula is not None and not text):
        yield "holds no number"  # a formula without a result yet may keep an empty one: Excel works it out
    if kind in ("str", "inlineStr") and _units(cell) > MAX_UNITS:
        yield "holds a text longer than a cell can hold"


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < 1e308 * 1.8
    except ValueError:
        return False


def _units(holder: Element) -> int:
    return units(unescape_text("".join(t.text or "" for t in holder.iter() if element_name(t) in ("t", "v"))))
