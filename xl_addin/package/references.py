"""Structured references such as tblPeople[Name]: following a column to its new name."""

import re

from xl_addin.cells.formula import bracket_end
from xl_addin.package.session import Session
from xl_addin.package.xmltree import Element, local

_HOLDERS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName")
_SPECIAL = re.compile(r"(['\[\]#@])")
_TEXT = re.compile(r'("(?:[^"]|"")*")')


def quoted(header: str) -> str:
    """The header as a structured reference spells it: brackets, apostrophes, # and @ are quoted."""
    return _SPECIAL.sub(r"'\1", header)


def rename_column(formula: str, table: str, old: str, new: str) -> str:
    """The formula with one column of one table under its new name; texts in it are not touched."""
    name = re.compile(rf"(?<![A-Za-z0-9_.\\]){re.escape(table)}(?=\[)", re.IGNORECASE)
    pieces = _TEXT.split(formula)
    return "".join(piece if at % 2 else _renamed(piece, name, old, new) for at, piece in enumerate(pieces))


def _renamed(formula: str, name: re.Pattern[str], old: str, new: str) -> str:
    out: list[str] = []
    at = 0
    column = re.compile(rf"\[{re.escape(quoted(old))}\]", re.IGNORECASE)
    while match := name.search(formula, at):
        stop = bracket_end(formula, match.end())
        inside = formula[match.end() : stop]
        out += (formula[at : match.end()], column.sub(lambda _: f"[{quoted(new)}]", inside))
        at = stop
    return "".join((*out, formula[at:]))


def rename_references(session: Session, table: str, old: str, new: str) -> None:
    """Changes every formula of the workbook that names the column; parts without one stay as they are."""
    document = session.document
    table_parts = [found.part for found in session.tables()]
    sheets = [sheet.part for sheet in session.workbook.sheets]
    for part in (session.workbook.part, *sheets, *table_parts):
        if not table.isascii() or document.mentions(part, f"{table}["):
            _rename_in(session, part, table, old, new)


def _rename_in(session: Session, part: str, table: str, old: str, new: str) -> None:
    document = session.document
    for element in document.tree(part).iter():
        changed = _changed(element, table, old, new)
        if changed is not None:
            document.edit(part)
            element.text = changed


def _changed(element: Element, table: str, old: str, new: str) -> str | None:
    if local(element) not in _HOLDERS or not element.text or "[" not in element.text:
        return None
    changed = rename_column(element.text, table, old, new)
    return changed if changed != element.text else None
