"""Columns of a table that have no look yet get that of the same columns in a freshly painted tab."""

import re
from collections.abc import Iterator, Sequence

from xl_addin.cells.area import Area, areas, letters
from xl_addin.package.edit.rule_ranges import set_width, width_of
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.edit.style_merge import StyleMerge
from xl_addin.package.safe.archive import Archive
from xl_addin.package.xml.schema import WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import Element, children, ensure_child, first_child, namespace, parse_xml, write_xml


def bare_columns(session: Session, name: str, headers: Sequence[str]) -> list[str]:
    """Those of the headers whose column has no conditional format and no upright header: nobody gave it its look.

    None in a workbook saved as Strict Open XML, which takes nothing painted.
    """
    if session.workbook.strict:
        return []
    table = session.table(name)
    root = session.document.frame(table.sheet.part)
    formatted_areas = [area for rule in children(root, "conditionalFormatting") for area in _areas(rule)]
    bare_headers = []
    for header, column in _columns(table, headers):
        column_area = Area(table.data.top, column, table.data.bottom, column)
        if not any(area.meets(column_area) for area in formatted_areas) and not _is_upright(session, table, column):
            bare_headers.append(header)
    return bare_headers


def copy_column_looks(session: Session, source: bytes, name: str, headers: Sequence[str]) -> None:
    """Styles, width, header height and conditional formats of these columns; see `Editor.copy_column_looks`."""
    painted_session = Session(Archive(source, "painted sheets"))
    model, table = painted_session.table(name), session.table(name)
    styles = StyleMerge(
        session.document, _sheet_of_styles(session), painted_session.document.tree(_sheet_of_styles(painted_session))
    )
    old, grid = painted_session.grid(model.sheet.name), session.grid(table.sheet.name)
    source_columns = dict(_columns(model, headers))
    for header, column in _columns(table, headers):
        if header not in source_columns:
            continue
        rows = {table.area.top: model.area.top}
        rows |= dict.fromkeys(range(table.data.top, table.data.bottom + 1), model.data.top)
        for row, source_row in rows.items():
            style = old.style(source_row, source_columns[header])
            if style is not None:
                grid.make_cell(row, column, styles.xf(style))
        root = session.document.edit_frame(table.sheet.part)
        set_width(root, column, width_of(painted_session.document.frame(model.sheet.part), source_columns[header]))
        _add_rules(root, (model, source_columns[header]), (table, column), painted_session, styles)
    _make_tall(grid.row(table.area.top), old.row(model.area.top))


def _make_tall(row: Element | None, painted_row: Element | None) -> None:
    """A header row becomes as tall as the painted one, or an upright name would be cut off; it never becomes lower."""
    height = float(painted_row.get("ht") or 0) if painted_row is not None else 0.0
    if row is not None and height > float(row.get("ht") or 0):
        row.set("ht", f"{height:g}")


def _columns(table: TablePart, headers: Sequence[str]) -> Iterator[tuple[str, int]]:
    headers_by_key = {header.casefold(): header for header in headers}
    for column, header in enumerate(table.headers, table.area.left):
        if header.casefold() in headers_by_key:
            yield headers_by_key[header.casefold()], column


def _is_upright(session: Session, table: TablePart, column: int) -> bool:
    number = int(session.grid(table.sheet.name).style(table.area.top, column) or 0)
    looks = first_child(session.document.tree(_sheet_of_styles(session)), "cellXfs")
    alignment = first_child(looks[number], "alignment") if looks is not None and number < len(looks) else None
    return alignment is not None and (alignment.get("textRotation") or "0") != "0"


def _sheet_of_styles(session: Session) -> str:
    return session.document.related_parts(session.workbook.part, "styles")[0]


def _areas(rule: Element) -> list[Area]:
    try:
        return areas(rule.get("sqref") or "")
    except ValueError:
        return []


def _add_rules(
    root: Element,
    model: tuple[TablePart, int],
    target: tuple[TablePart, int],
    painted_session: Session,
    styles: StyleMerge,
) -> None:
    """The conditional formats of one painted column, for the rows and the column where it stands here."""
    (table, column), (painted_table, old) = target, model
    row_offset = table.data.top - painted_table.data.top
    name = re.compile(rf"\${letters(old)}(\d+)\b")
    for block in children(painted_session.document.tree(painted_table.sheet.part), "conditionalFormatting"):
        (area, *more_areas) = _areas(block) or [Area(1, 1, 1, 2)]
        if more_areas or (area.left, area.right) != (old, old):
            continue
        copy = parse_xml(write_xml(block))
        copy.set("sqref", str(Area(area.top + row_offset, column, area.bottom + row_offset, column)))
        for rule in children(copy, "cfRule"):
            rule.set("dxfId", styles.dxf(rule.get("dxfId") or "0"))
            rule.set("priority", str(_last_priority(root) + 1))
            for formula in children(rule, "formula"):
                formula.text = name.sub(
                    lambda match: f"${letters(column)}{int(match[1]) + row_offset}", formula.text or ""
                )
        _insert(root, copy)


def _last_priority(root: Element) -> int:
    space = namespace(root)
    return max((int(rule.get("priority") or 0) for rule in root.iter(f"{{{space}}}cfRule")), default=0)


def _insert(root: Element, block: Element) -> None:
    """After the conditional formats there are; they are many elements, so only the first finds its place by name."""
    standing = children(root, "conditionalFormatting")
    if standing:
        standing[-1].addnext(block)
        return
    placeholder = ensure_child(root, "conditionalFormatting", WORKSHEET_ORDER)
    placeholder.addnext(block)
    root.remove(placeholder)
