"""A tab that is described otherwise than before: what still looks as it was painted then looks as it is painted now.

Looks, widths, colours, drop-downs and words that a person chose stay as they are.
"""

from collections.abc import Mapping

from xl_addin.cells.area import Area
from xl_addin.package.edit.links import set_links
from xl_addin.package.edit.painted_tab import PaintedPair, PaintedTab, cell_words
from xl_addin.package.edit.rule_exchange import exchange_colours, exchange_lists
from xl_addin.package.edit.rule_ranges import set_width, width_of
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.edit.style_merge import StyleMerge
from xl_addin.package.xml.xml_tree import Element, first_child, make, namespace

_WIDTH_SLACK = 0.3
"""Programs round the widths of columns by so much."""
_MARGIN = 1
"""Columns before the first of ours."""


def reshape_tab(session: Session, name: str, old: bytes, new: bytes) -> None:
    """The tab of a table as in `new` where it is as in `old`; see `Editor.reshape_tab`."""
    table = session.table(name)
    pair = PaintedPair(PaintedTab(old, name, table), PaintedTab(new, name, table))
    styles = [StyleMerge(session.document, _style_part(session), tab.styles) for tab in (pair.old, pair.new)]
    _change_cells(session, table, pair, *styles)
    _change_widths(session, table, pair)
    _change_formulas(session, table, pair.new)
    root = session.document.edit_frame(table.sheet.part)
    exchange_lists(root, table, pair)
    exchange_colours(root, pair, styles[1])
    _change_head(session, table, pair, styles[1])


def _style_part(session: Session) -> str:
    return session.document.related_parts(session.workbook.part, "styles")[0]


def _change_cells(
    session: Session, table: TablePart, pair: PaintedPair, old_styles: StyleMerge, new_styles: StyleMerge
) -> None:
    """Cells get the new look where they have the old one, or stand in a column that was not painted before."""
    grid = session.grid(table.sheet.name)
    rows = [(table.area.top, "header"), *((row, "data") for row in range(table.data.top, table.data.bottom + 1))]
    for header, column in pair.new.columns.items():
        looks: dict[str, tuple[str | None, str | None]] = {}
        for kind in ("header", "data"):
            old_look, new_look = pair.old.style(header, kind), pair.new.style(header, kind)
            looks[kind] = old_styles.xf(old_look) if old_look else None, new_styles.xf(new_look) if new_look else None
        for row, kind in rows:
            old_style, new_style = looks[kind]
            is_free = old_style is None or pair.is_worked_out(header) or grid.style(row, column) == old_style
            if new_style is not None and is_free and grid.style(row, column) != new_style:
                grid.make_cell(row, column, new_style)


def _change_widths(session: Session, table: TablePart, pair: PaintedPair) -> None:
    """Columns get their new width unless a person chose one; those that are to be out of sight are hidden."""
    root = session.document.edit_frame(table.sheet.part)
    for header, column in pair.new.columns.items():
        width, current = pair.new.width(header), width_of(root, column)
        old_width = pair.old.width(header)
        is_free = not old_width or _is_like(current, old_width)
        if width and (width.get("hidden") or is_free) and width != current:
            set_width(root, column, width)


def _is_like(width: Mapping[str, str], reference: Mapping[str, str]) -> bool:
    return abs(float(width.get("width") or 0) - float(reference.get("width") or 0)) <= _WIDTH_SLACK


def _change_formulas(session: Session, table: TablePart, new: PaintedTab) -> None:
    """What Excel fills into a new row of the table."""
    session.document.edit(table.part)
    for element in table.columns:
        formula_text = new.column_formula(element.get("name") or "")
        if formula_text is not None and first_child(element, "calculatedColumnFormula") is None:
            formula = make(f"{{{namespace(element)}}}calculatedColumnFormula")
            formula.text = formula_text
            element.insert(0, formula)  # the first thing a column says, if it says it


def _change_head(session: Session, table: TablePart, pair: PaintedPair, styles: StyleMerge) -> None:
    """The lines above the table: ours say what they say now, and all of them begin in a column that is in sight."""
    grid, document = session.grid(table.sheet.name), session.document
    root = document.edit_frame(table.sheet.part)
    places = _visible_columns(root, table.area.right + 1)
    painted_places = _visible_columns(pair.new.root, max(column for _, column in pair.new.head) + 1)
    own_texts: dict[int, str] = {}
    links: dict[tuple[int, int], str | None] = {}
    for (row, column), text in pair.old.head.items():
        cell = grid.cell(row, column)
        current = cell_words(session, cell) if cell is not None else ""
        if cell is None or (current and current != text and column in places):
            continue
        if current and current != text:
            own_texts[row] = current
        grid.set_cells({(row, column): None}, {})
        links[row, column] = None
    for (row, column), text in pair.new.head.items():
        place = places[painted_places.index(column) if column in painted_places else 0]
        if next(grid.filled_cells(Area(row, place, row, place)), None):
            continue
        grid.set_cells({(row, place): own_texts.pop(row, text)}, {})
        grid.make_cell(row, place, styles.xf(pair.new.head_style(row, column)))
        if target := pair.new.links.get((row, column)):
            links[row, place] = target
    set_links(document, table.sheet.part, links)


def _visible_columns(root: Element, last: int) -> list[int]:
    """The columns after the margin that are in sight."""
    return [n for n in range(_MARGIN + 1, last + 1) if not width_of(root, n).get("hidden")]
