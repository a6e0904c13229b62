"""Checks of notes: cells, authors, texts, and the boxes they are drawn in."""

from collections import Counter
from collections.abc import Iterator

from xl_addin.cells.area import Area, Spot, address
from xl_addin.package.edit import vml
from xl_addin.package.edit.cell_notes import authors_of, comments_of, note_text
from xl_addin.package.edit.session import Session
from xl_addin.package.safe.outline import SheetPlace
from xl_addin.package.xml.cell_text import MAX_UNITS, units
from xl_addin.package.xml.xml_tree import Element, first_child, relation_id


def note_faults(session: Session) -> Iterator[str]:
    """Every note stands on a cell of its own, has an author and a box; every box belongs to a note."""
    document = session.document
    for sheet in session.workbook.sheets:
        parts = [part for part in document.related_parts(sheet.part, "comments") if part in document.archive]
        if len(parts) > 1:
            yield f"{sheet.name}: has {len(parts)} comments parts"
        note_cells: set[Spot] = set()
        for part in parts:
            for comment in comments_of(document.tree(part)):
                location = comment.get("ref") or "?"
                yield from (
                    f"{sheet.name}!{location}: {fault}" for fault in _note(document.tree(part), comment, note_cells)
                )
        yield from (f"{sheet.name}: {fault}" for fault in _boxes(session, sheet, note_cells))


def _note(root: Element, comment: Element, note_cells: set[Spot]) -> Iterator[str]:
    try:
        area = Area.parse(comment.get("ref") or "")
    except ValueError:
        yield "a note on what is no cell"
        return
    cell = (area.top, area.left)
    if area.cells > 1 or not area.on_grid:
        yield "a note on what is no cell"
    if cell in note_cells:
        yield "two notes on one cell"
    note_cells.add(cell)
    number = comment.get("authorId") or ""
    if not number.isdigit() or int(number) >= len(authors_of(root)):
        yield f"a note by author {number or '?'}, who is not there"
    if units(note_text(comment)) > MAX_UNITS:
        yield "a note longer than Excel can hold"


def _boxes(session: Session, sheet: SheetPlace, note_cells: set[Spot]) -> Iterator[str]:
    """What is drawn for the notes of one sheet."""
    document = session.document
    pointer = first_child(document.tree(sheet.part), "legacyDrawing")
    drawing_id = relation_id(pointer) if pointer is not None else None
    relations = {relation.id: relation for relation in document.relations(sheet.part)}
    drawing = relations.get(drawing_id or "")
    if pointer is not None and (
        drawing is None or drawing.kind != "vmlDrawing" or drawing.target not in document.archive
    ):
        yield "its old drawing leads nowhere"
        return
    data = document.archive.read_part(drawing.target) if drawing is not None else b""
    boxes = Counter(vml.noted_cells(data))
    yield from (f"the note on {address(*cell)} has no box" for cell in sorted(note_cells) if cell not in boxes)
    yield from (f"a box for a note on {address(*cell)}, which has none" for cell in boxes if cell not in note_cells)
    yield from (f"two boxes for the note on {address(*cell)}" for cell, count in boxes.items() if count > 1)
    yield from (f"two shapes with the number {n}" for n, count in Counter(vml.numbers(data)).items() if count > 1)
