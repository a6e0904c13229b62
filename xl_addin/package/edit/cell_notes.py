"""Notes on cells (Excel's old comments): the text in a comments part, the box it shows in in a VML drawing.

A thread of the newer comments leaves a companion note on its cell, by an author of its own: it counts as anybody's.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from xl_addin.cells.area import Spot, address, spot_of
from xl_addin.model.errors import Refused
from xl_addin.package.edit import vml
from xl_addin.package.edit.document import Document
from xl_addin.package.edit.note_box import Boxes
from xl_addin.package.edit.workbook_part import WorkbookPart
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.xml_scan import damage_error
from xl_addin.package.xml.cell_text import cell_text, escape_text, unescape_text
from xl_addin.package.xml.schema import WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import (
    XML_SPACE,
    Element,
    child,
    children,
    ensure_child,
    first_child,
    make,
    namespace,
    relation_id,
)

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_NEW_PART, _NEW_DRAWING = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
_ORDER = ("authors", "commentList", "extLst")
_FONT = (("sz", "9"), ("color", "81"), ("rFont", "Tahoma"), ("family", "2"))


def read_notes(archive: Archive) -> dict[str, dict[Spot, str]]:
    """All notes of a checked package, by tab; those that cannot be read are left out: they matter when one is set."""
    workbook = WorkbookPart(archive)
    notes: dict[str, dict[Spot, str]] = {}
    for sheet in workbook.sheets:
        with suppress(Refused):
            notes[sheet.name] = notes_of(workbook.document, sheet.part)
    return notes


def notes_of(document: Document, sheet: str) -> dict[Spot, str]:
    """The notes of a sheet part by cell, threads included; Refused when they cannot be read."""
    notes: dict[Spot, str] = {}
    for part in _parts_of_kind(document, sheet, "comments"):
        root = document.tree(part)
        for comment in comments_of(root):
            notes.setdefault(_cell(document, part, comment), note_text(comment))
    return dict.fromkeys(_threads(document, sheet), "") | notes


def set_notes(workbook: WorkbookPart, sheet: str, notes: Mapping[Spot, str | None], author: str) -> None:
    """Cells get these notes by `author` in place of the one they have, or lose it (None); threads stay untouched.

    Parts that then say nothing go.
    """
    document = workbook.document
    threads = set(_threads(document, sheet))
    cells_to_clear = {cell for cell in notes_of(document, sheet) if cell in notes} - threads
    new = {cell: text for cell, text in sorted(notes.items()) if text and cell not in threads}
    if cells_to_clear:
        _remove(document, sheet, cells_to_clear, author)
    if new:
        _add(workbook, sheet, new, author)
    _sweep(document, sheet)


def _add(workbook: WorkbookPart, sheet: str, notes: Mapping[Spot, str], author: str) -> None:
    document = workbook.document
    root = document.edit(_comments_part(workbook, sheet))
    space = namespace(root)
    authors = ensure_child(root, "authors", _ORDER)
    if author not in authors_of(root):
        child(authors, f"{{{space}}}author").text = escape_text(author)
    number = str(authors_of(root).index(author))
    holder = ensure_child(root, "commentList", _ORDER)
    for cell, text in notes.items():
        comment = child(holder, f"{{{space}}}comment", ref=address(*cell), authorId=number, shapeId="0")
        text_run = child(child(comment, f"{{{space}}}text"), f"{{{space}}}r")
        look = child(text_run, f"{{{space}}}rPr")
        for tag, value in _FONT:
            child(look, f"{{{space}}}{tag}", **{"indexed" if tag == "color" else "val": value})
        text_element = child(text_run, f"{{{space}}}t")
        text_element.set(XML_SPACE, "preserve")
        text_element.text = escape_text(cell_text(text))
    drawing = _drawing(workbook, sheet)
    boxes = Boxes(document.frame(sheet), document.rows(sheet, sheet).looks())
    note_boxes = [boxes.box(cell, text) for cell, text in notes.items()]
    try:
        document.archive.replace(drawing, vml.with_boxes(document.archive.read_part(drawing), note_boxes))
    except ValueError:
        raise damage_error(document.file_name, drawing, "is no drawing") from None


def _remove(document: Document, sheet: str, cells: Collection[Spot], author: str) -> None:
    for part in _parts_of_kind(document, sheet, "comments"):
        root = document.edit(part)
        holder = ensure_child(root, "commentList", _ORDER)
        for comment in comments_of(root):
            if _cell(document, part, comment) in cells:
                holder.remove(comment)
        if author in authors_of(root):
            _drop_author(root, authors_of(root).index(author))
    for part in _parts_of_kind(document, sheet, "vmlDrawing"):
        document.archive.replace(part, vml.without_boxes(document.archive.read_part(part), cells))


def _drop_author(root: Element, number: int) -> None:
    """An author without notes leaves the list; the numbers behind move up."""
    comments = comments_of(root)
    if any(int(comment.get("authorId") or 0) == number for comment in comments):
        return
    authors = ensure_child(root, "authors", _ORDER)
    authors.remove(children(authors, "author")[number])
    for comment in comments:
        author_number = int(comment.get("authorId") or 0)
        if author_number > number:
            comment.set("authorId", str(author_number - 1))


def _sweep(document: Document, sheet: str) -> None:
    """Takes out a comments part without comments, and a drawing with nothing in it."""
    for relation in document.relations(sheet):
        if relation.external or relation.target not in document.archive:
            continue
        if relation.kind == "comments" and not comments_of(document.tree(relation.target)):
            document.unrelate(sheet, relation.id)
            document.drop(relation.target)
        elif relation.kind == "vmlDrawing" and vml.is_bare(document.archive.read_part(relation.target)):
            root = document.edit_frame(sheet)
            for pointer in children(root, "legacyDrawing"):
                if relation_id(pointer) == relation.id:
                    root.remove(pointer)
                    document.unrelate(sheet, relation.id)
                    document.drop(relation.target)


def _comments_part(workbook: WorkbookPart, sheet: str) -> str:
    """The sheet's comments part, made when it has none."""
    document = workbook.document
    parts = _parts_of_kind(document, sheet, "comments")
    if parts:
        return parts[0]
    part = document.free_name(_NEW_PART)
    space = namespace(document.frame(sheet))
    document.create(part, make(f"{{{space}}}comments", {None: space}), COMMENTS_TYPE)
    document.relate(sheet, "comments", part, base=workbook.relation_base)
    return part


def _drawing(workbook: WorkbookPart, sheet: str) -> str:
    """The part with the boxes of the sheet's notes, made when it has none."""
    document = workbook.document
    pointer = first_child(document.frame(sheet), "legacyDrawing")
    drawing_id = relation_id(pointer) if pointer is not None else None
    for relation in document.relations(sheet):
        if relation.id == drawing_id and relation.target in document.archive:
            return relation.target
    part = document.free_name(_NEW_DRAWING)
    # Excel gives each drawing shape numbers of its own: those that go with the number of the part
    document.archive.add(part, vml.drawing(int("".join(re.findall(r"\d", part)))))
    document.declare(part, vml.VML_TYPE)
    relation_to = document.relate(sheet, "vmlDrawing", part, base=workbook.relation_base)
    ensure_child(document.edit_frame(sheet), "legacyDrawing", WORKSHEET_ORDER).set(
        f"{{{workbook.relation_base}}}id", relation_to
    )
    return part


def _threads(document: Document, sheet: str) -> Iterator[Spot]:
    """Cells with a thread of the newer comments; its companion note goes by the same cell."""
    for part in _parts_of_kind(document, sheet, "threadedComment"):
        for thread in children(document.tree(part), "threadedComment"):
            yield _cell(document, part, thread)


def _parts_of_kind(document: Document, sheet: str, kind: str) -> list[str]:
    return [part for part in document.related_parts(sheet, kind) if part in document.archive]


def authors_of(root: Element) -> list[str]:
    """The authors a comments part lists; a comment names its own by number."""
    holder = first_child(root, "authors")
    return [unescape_text(author.text or "") for author in children(holder, "author")] if holder is not None else []


def comments_of(root: Element) -> list[Element]:
    """The notes of a comments part."""
    holder = first_child(root, "commentList")
    return children(holder, "comment") if holder is not None else []


def _cell(document: Document, part: str, comment: Element) -> Spot:
    try:
        return spot_of(comment.get("ref") or "")
    except ValueError:
        raise damage_error(document.file_name, part, "names a cell that is none") from None


def note_text(comment: Element) -> str:
    """The words of all runs; phonetic hints for Japanese text are none of them."""
    holder = first_child(comment, "text")
    runs = [holder, *children(holder, "r")] if holder is not None else []
    return unescape_text("".join(part.text or "" for text_run in runs for part in children(text_run, "t")))
