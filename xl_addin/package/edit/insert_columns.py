"""Columns in the middle of a table: what stands right of them in the table moves over, with all that belongs to it.

Cells with their styles and formulas, every reference to them anywhere in the workbook, validations, conditional
formats, links, comments, widths, filters and sorts. Shapes and charts lie over the cells and stay where they are.
"""

import re
from collections.abc import Sequence

from xl_addin.cells.area import Area
from xl_addin.model.errors import Stop
from xl_addin.package.edit.column_move import ColumnMove, move_formula
from xl_addin.package.edit.rule_ranges import cover_like, move_lists, widths_like
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.edit.table_columns import check_column_room, check_headers, insert_column_elements, write_cells
from xl_addin.package.xml.xml_tree import Element, children, element_name, first_child

_FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 _.-]+")
_NOTE = re.compile(rb"<[^<>]*ClientData\b.*?ClientData>", re.DOTALL)


def insert_columns(session: Session, name: str, headers: Sequence[str], look_column: int, position: int) -> None:
    """New columns in front of column `position` (from 0) like `look_column`; see `Editor.add_table_columns`."""
    table = session.table(name)
    area, count = table.area, len(headers)
    check_headers(table, headers)
    grid = session.grid(table.sheet.name)
    moving = Area(area.top, area.left + position, area.bottom, area.right)
    check_column_room(session, table, grid, Area(area.top, area.right + 1, area.bottom, area.right + count))
    merge = session.merged_range(table, area)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged inside the table {table.name}", "unmerge it")
    for row in range(moving.top, moving.bottom + 1):
        for column in range(moving.left, moving.right + 1):
            grid.groups.check(row, column)
    move = ColumnMove(table.sheet.name, moving, count)
    _follow_everywhere(session, move)
    grid.move_right(moving, count)
    session.renew(table.sheet.part)
    root = session.document.edit(table.sheet.part)
    move_lists(root, move)
    _move_links(root, move)
    _move_notes(session, table, move)
    _move_widths(root, moving, count)
    model_column = area.left + (look_column if look_column < position else look_column + count)
    new = Area(area.top, moving.left, area.bottom, moving.left + count - 1)
    cover_like(root, area, model_column, new)
    widths_like(root, model_column, range(new.left, new.right + 1))
    write_cells(session.grid(table.sheet.name), new, headers, model_column)
    insert_column_elements(table, headers, look_column, position)
    _move_filters(table, move, position)
    table.set_area(Area(area.top, area.left, area.bottom, area.right + count))


def _follow_everywhere(session: Session, move: ColumnMove) -> None:
    """Every formula of the workbook that names a moved cell."""
    document = session.document
    parts = [(session.workbook.part, "")]
    for sheet in session.workbook.sheets:
        parts += [
            (sheet.part, sheet.name),
            *((part, sheet.name) for part in document.related_parts(sheet.part, "table")),
        ]
        for drawing in document.related_parts(sheet.part, "drawing"):
            parts += [(chart, "") for kind in ("chart", "chartEx") for chart in document.related_parts(drawing, kind)]
    sheets = {sheet.part: sheet.name for sheet in session.workbook.sheets if sheet.kind == "worksheet"}
    for part, sheet_name in parts:
        if part not in document.archive:
            continue
        on_moved_sheet = sheet_name.casefold() == move.sheet.casefold()
        if not on_moved_sheet and _PLAIN_NAME.fullmatch(move.sheet) and not document.mentions(part, move.sheet):
            continue
        if part in sheets and any(f.get("t") == "shared" for f in _formulas(document.tree(part))):
            session.grid(sheets[part]).spell_out()
        for element in list(_formulas(document.tree(part))):
            new_text = move_formula(element.text or "", sheet_name, move)
            if new_text != (element.text or ""):
                document.edit(part)
                element.text = new_text
                if part in sheets:
                    session.grid(sheets[part]).formulas_changed = True


def _formulas(root: Element) -> list[Element]:
    return [element for element in root.iter() if element_name(element) in _FORMULAS]


def _move_links(root: Element, move: ColumnMove) -> None:
    holder = first_child(root, "hyperlinks")
    for link in holder if holder is not None else ():
        _move_ref(link, move)


def _move_ref(element: Element, move: ColumnMove) -> None:
    """An element that names one range in `ref`; what cannot be read is left alone."""
    try:
        pieces = move.pieces(Area.parse(element.get("ref") or ""))
    except ValueError:
        return
    if len(pieces) == 1:
        element.set("ref", str(pieces[0]))


def _move_notes(session: Session, table: TablePart, move: ColumnMove) -> None:
    """Comments, threads, and the boxes that old comments are drawn in."""
    document, sheet = session.document, table.sheet.part
    for kind, name in (("comments", "comment"), ("threadedComment", "threadedComment")):
        for part in document.related_parts(sheet, kind):
            for element in document.edit(part).iter():
                if element_name(element) == name:
                    _move_ref(element, move)
    for part in document.related_parts(sheet, "vmlDrawing"):
        old = document.archive.read_part(part)
        new = _NOTE.sub(lambda match: _move_note(match[0], move), old)
        if new != old:
            document.archive.replace(part, new)


def _move_note(note: bytes, move: ColumnMove) -> bytes:
    """The box of a comment says its cell with row and column from 0. It is no sound XML in every file: text it is."""
    row, column = (re.search(rb"<(?:\w+:)?%s>\s*(\d+)\s*<" % tag, note) for tag in (b"Row", b"Column"))
    if row is None or column is None:
        return note
    new_column = move.column(int(row[1]) + 1, int(column[1]) + 1) - 1
    return note[: column.start(1)] + str(new_column).encode() + note[column.end(1) :]


def _move_widths(root: Element, moving: Area, count: int) -> None:
    for column in range(moving.right, moving.left - 1, -1):
        widths_like(root, column, range(column + count, column + count + 1))


def _move_filters(table: TablePart, move: ColumnMove, position: int) -> None:
    auto_filter = first_child(table.root, "autoFilter")
    for column in children(auto_filter, "filterColumn") if auto_filter is not None else ():
        number = int(column.get("colId") or 0)
        if number >= position:
            column.set("colId", str(number + move.offset))
    for element in table.root.iter():
        if element_name(element) in ("sortState", "sortCondition"):
            _move_ref(element, move)
