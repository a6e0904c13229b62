"""Checks of what lies over the cells: merges, validations, conditional formats, links."""

import re
from collections.abc import Iterator

from tests.support.lint.cells import style_count
from tests.support.lint.formula import formula_faults
from xl_addin.cells.area import Area, areas
from xl_addin.package.edit.session import Session
from xl_addin.package.xml.cell_text import units
from xl_addin.package.xml.xml_tree import Element, children, element_name, first_child, relation_id

_TITLES = ("errorTitle", "promptTitle")
_TEXTS = ("error", "prompt")
_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)\Z")


def _sheets(session: Session) -> Iterator[tuple[str, str, Element]]:
    for sheet in session.workbook.sheets:
        if sheet.kind == "worksheet":
            yield sheet.name, sheet.part, session.document.tree(sheet.part)


def merge_faults(session: Session) -> Iterator[str]:
    """Merged ranges are disjoint and lie outside tables."""
    tables = [(table.sheet.part, table) for table in session.tables()]
    for name, part, root in _sheets(session):
        holder = first_child(root, "mergeCells")
        merged_areas = [Area.parse(merge.get("ref") or "A1") for merge in holder] if holder is not None else []
        yield from (f"{name}!{a}: merged ranges overlap at {b}" for a, b in _overlaps(merged_areas))
        for owner, table in tables:
            for area in merged_areas if owner == part else ():
                if area.meets(table.area):
                    yield f"{name}!{area}: is merged inside the table {table.name}"


def _overlaps(merged_areas: list[Area]) -> Iterator[tuple[Area, Area]]:
    """Pairs that share cells; sorted by top edge, so that only neighbours are compared."""
    open_areas: list[Area] = []
    for area in sorted(merged_areas, key=lambda a: (a.top, a.left)):
        open_areas = [open_area for open_area in open_areas if open_area.bottom >= area.top]
        yield from ((area, open_area) for open_area in open_areas if area.meets(open_area))
        open_areas.append(area)


def validation_faults(session: Session) -> Iterator[str]:
    """Texts of drop-downs and messages fit; ranges and formulas can be read; the count is right."""
    for name, _, root in _sheets(session):
        holder = first_child(root, "dataValidations")
        rules = children(holder, "dataValidation") if holder is not None else []
        if holder is not None and holder.get("count") not in (None, str(len(rules))):
            yield f"{name}: counts {holder.get('count')} validations, but has {len(rules)}"
        for rule in rules:
            location = f"{name}!{(rule.get('sqref') or '?')[:40]}"
            yield from (f"{location}: {fault}" for fault in _validation(rule))


def _validation(rule: Element) -> Iterator[str]:
    yield from _ranges(rule.get("sqref"))
    for attribute in (*_TITLES, *_TEXTS):
        limit = 32 if attribute in _TITLES else 255
        if units(rule.get(attribute) or "") > limit:
            yield f"the validation's {attribute} is longer than {limit} characters"
    for tag in ("formula1", "formula2"):
        formula = first_child(rule, tag)
        text = formula.text or "" if formula is not None else ""
        if text.startswith('"') and rule.get("type") == "list":
            if units(text) - 2 > 255:
                yield "the validation's list is longer than 255 characters"
        elif text:
            yield from formula_faults(text)
            if len(text) > 255:
                yield "the validation's formula is longer than 255 characters"


def _ranges(sqref: str | None) -> Iterator[str]:
    try:
        if not sqref or not all(area.on_grid for area in areas(sqref)):
            yield "its ranges are not on the sheet"
    except ValueError:
        yield "its ranges cannot be read"


def conditional_format_faults(session: Session) -> Iterator[str]:
    """Formats exist, formulas and ranges can be read."""
    dxfs = style_count(session, "dxfs")
    for name, _, root in _sheets(session):
        for block in children(root, "conditionalFormatting"):
            location = f"{name}!{(block.get('sqref') or '?')[:40]}"
            yield from (f"{location}: {fault}" for fault in _ranges(block.get("sqref")))
            for rule in children(block, "cfRule"):
                if int(rule.get("dxfId") or -1) >= dxfs:
                    yield f"{location}: uses format {rule.get('dxfId')}, which is not there"
                if not (rule.get("priority") or "").isdigit():
                    yield f"{location}: a rule has no priority"
                for formula in children(rule, "formula"):
                    yield from (f"{location}: {fault}" for fault in formula_faults(formula.text or ""))


def link_faults(session: Session) -> Iterator[str]:
    """A link leads to a sheet or name that is there, or to a relationship that is."""
    sheets = {sheet.name.casefold() for sheet in session.workbook.sheets}
    names = {name.casefold() for name, _, _ in session.workbook.names()}
    names |= {table.name.casefold() for table in session.tables()}
    for name, part, root in _sheets(session):
        holder = first_child(root, "hyperlinks")
        relations = {relation.id for relation in session.document.relations(part)}
        for link in holder if holder is not None else ():
            if element_name(link) != "hyperlink":
                continue
            link_cell = f"{name}!{link.get('ref')}"
            relation = relation_id(link)
            if relation is not None and relation not in relations:
                yield f"{link_cell}: its link leads nowhere"
            location = link.get("location")
            if relation is None and location is not None and not _is_known_target(location, sheets, names):
                yield f"{link_cell}: its link leads to {location[:60]}, which is not there"


def _is_known_target(location: str, sheets: set[str], names: set[str]) -> bool:
    location = location.lstrip("#")
    match = _TARGET.match(location)
    if match is None:
        return location.partition("[")[0].casefold() in names or _is_place(location)
    sheet = (match[1] or match[2]).replace("''", "'")
    return sheet.casefold() in sheets and (_is_place(match[3]) or match[3].casefold() in names)


def _is_place(ref: str) -> bool:
    try:
        return Area.parse(ref).on_grid
    except ValueError:
        return False
