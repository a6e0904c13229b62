"""Checks of the package and the workbook part: parts, relationships, tabs, defined names."""

import re
from collections.abc import Iterator

from tests.support.lint.formula import formula_faults
from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, spot_of
from xl_addin.package.edit.session import Session
from xl_addin.package.safe.archive import key
from xl_addin.package.xml.cell_text import units

_SHEET_ILLEGAL = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_NAME = re.compile(r"[^\W\d]|[\\]", re.UNICODE)
_NAME_REST = re.compile(r"[\w.\\?]*\Z", re.UNICODE)
_R1C1 = re.compile(r"(R\d*C\d*|[RC])\Z", re.IGNORECASE)


def part_faults(session: Session) -> Iterator[str]:
    """Every part has a content type; every XML part can be read."""
    document = session.document
    for name in document.archive.names():
        if name.endswith("/") or key(name) == "[content_types].xml":
            continue
        if document.content_type(name) is None:
            yield f"{name}: has no content type"
        if name.lower().endswith((".xml", ".rels")):
            document.tree(name)
    for entry in document.tree("[Content_Types].xml"):
        part = entry.get("PartName")
        if part is not None and part not in document.archive:
            yield f"[Content_Types].xml: names {part}, which is not there"


def relationship_faults(session: Session) -> Iterator[str]:
    """Every relationship leads to a part; ids are unique."""
    document = session.document
    for source in ("", *document.archive.names()):
        if source.endswith(".rels"):
            continue
        seen_ids = set()
        for relation in document.relations(source):
            if relation.id in seen_ids:
                yield f"{source}: two relationships named {relation.id}"
            seen_ids.add(relation.id)
            inside = not relation.external and not relation.target.startswith("#")
            if inside and relation.target not in document.archive:
                yield f"{source or 'package'}: leads to {relation.target}, which is not there"


def sheet_name_faults(session: Session) -> Iterator[str]:
    """Tab names are legal and unique; at least one tab can be seen."""
    seen_names = set()
    sheets = session.workbook.sheets
    for sheet in sheets:
        name = sheet.name
        if not name or units(name) > 31 or _SHEET_ILLEGAL.search(name) or name.strip("'") != name:
            yield f"{name}: is not a legal sheet name"
        if name.casefold() == "history":
            yield f"{name}: is a sheet name Excel keeps for itself"
        if name.casefold() in seen_names:
            yield f"{name}: two sheets have this name"
        seen_names.add(name.casefold())
    if all(sheet.state != "visible" for sheet in sheets):
        yield "workbook: all sheets are hidden"


def name_faults(session: Session) -> Iterator[str]:
    """Defined names are legal and unique in their scope; their formulas can be read."""
    seen_keys = set()
    for name, scope, formula in session.workbook.names():
        if not name.startswith("_xlnm.") and not legal_name(name):
            yield f"name {name}: is not a legal name"
        if scope is not None and not 0 <= scope < len(session.workbook.sheets):
            yield f"name {name}: belongs to sheet number {scope}, which is not there"
        if (name.casefold(), scope) in seen_keys:
            yield f"name {name}: is defined twice"
        seen_keys.add((name.casefold(), scope))
        yield from (f"name {name}: {fault}" for fault in formula_faults(formula))


def legal_name(name: str) -> bool:
    """Whether Excel takes this as the name of a range or table."""
    if not _NAME.match(name) or not _NAME_REST.match(name[1:]) or len(name) > 255 or _R1C1.match(name):
        return False
    try:
        row, col = spot_of(name)
    except ValueError:
        return True
    return row > SHEET_ROWS or col > SHEET_COLUMNS
