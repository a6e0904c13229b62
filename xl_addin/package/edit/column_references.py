"""Structured references such as tblPeople[Name]: following a column to its new name."""

import re

from xl_addin.cells.formula import bracket_end
from xl_addin.package.edit.session import Session
from xl_addin.package.xml.xml_tree import Element, element_name

_HOLDERS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName")
_SPECIAL = re.compile(r"(['\[\]#@])")
_TEXT = re.compile(r'("(?:[^"]|"")*")')


def escape_header(header: str) -> str:
    """The header as a structured reference spells it: brackets, apostrophes, # and @ are quoted."""
    return _SPECIAL.sub(r"'\1", header)


def rename_column(formula: str, table: str, old: str, new: str) -> str:
    """The formula with one column of one table under its new name; texts in it are not touched."""
    name = re.compile(rf"(?<![A-Za-z0-9_.\\]){re.escape(table)}(?=\[)", re.IGNORECASE)
    pieces = _TEXT.split(formula)
    return "".join(
        piece if index % 2 else _rename_brackets(piece, name, old, new) for index, piece in enumerate(pieces)
    )


def _rename_brackets(formula: str, name: re.Pattern[str], old: str, new: str) -> str:
    pieces: list[str] = []
    position = 0
    column = re.compile(rf"\[{re.escape(escape_header(old))}\]", re.IGNORECASE)
    while match := name.search(formula, position):
        stop = bracket_end(formula, match.end())
        inside = formula[match.end() : stop]
        pieces += (formula[position : match.end()], column.sub(lambda _: f"[{escape_header(new)}]", inside))
        position = stop
    return "".join((*pieces, formula[position:]))


def rename_references(session: Session, table: str, old: str, new: str) -> None:
    """Changes every formula of the workbook that names the column; parts without one stay as they are."""
    document = session.document
    table_parts = [table_part.part for table_part in session.tables()]
    sheets = [sheet.part for sheet in session.workbook.sheets]
    for part in (session.workbook.part, *sheets, *table_parts):
        if not table.isascii() or document.mentions(part, f"{table}["):
            _rename_in(session, part, table, old, new)


def _rename_in(session: Session, part: str, table: str, old: str, new: str) -> None:
    document = session.document
    for element in document.tree(part).iter():
        new_text = _new_formula(element, table, old, new)
        if new_text is not None:
            document.edit(part)
            element.text = new_text


def _new_formula(element: Element, table: str, old: str, new: str) -> str | None:
    if element_name(element) not in _HOLDERS or not element.text or "[" not in element.text:
        return None
    new_text = rename_column(element.text, table, old, new)
    return new_text if new_text != element.text else None
