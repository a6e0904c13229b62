"""Notes on cells: ours come and go, everybody else's stay as they are, and LibreOffice and openpyxl read them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from tests.support.decorated import decorated, parts, through_openpyxl
from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from xl_addin.cells.area import Spot
from xl_addin.package.edit import vml
from xl_addin.package.edit.cell_notes import read_notes
from xl_addin.package.edit.editor import Editor
from xl_addin.package.safe.archive import Archive
from xl_addin.package.xml.cell_text import cell_text

ME = "Trackbook"
CELLS: dict[Spot, str | None] = {(2, 2): "one", (5, 3): "two\nlines", (9, 1): "three <&> “quoted” _x0041_ 🙂"}


def noted(data: bytes, sheet: str, notes: dict[Spot, str | None]) -> bytes:
    editor = Editor.from_bytes(data)
    editor.set_notes(sheet, notes, ME)
    out = editor.to_bytes()
    assert set(lint(out)) <= set(lint(data))
    return out


def plain() -> bytes:
    return _written(lambda book: book.add_worksheet("My tab").write("A1", 1))


def with_controls() -> bytes:
    """A tab with a button and a note of somebody's: one old drawing holds both."""

    def paint(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("My tab")
        sheet.insert_button("D2", {"macro": "say_hello", "caption": "Press Me"})
        sheet.write_comment("A1", "hands off", {"author": "Ada", "visible": True})

    return _written(paint)


def by_openpyxl() -> bytes:
    """Its old drawings choose prefixes of their own, and declare them on each shape."""
    book = openpyxl.Workbook()
    book.active.title = "My tab"
    book.active["A1"].comment = openpyxl.comments.Comment("hands off", "Ada")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _written(paint: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        paint(book)
    return out.getvalue()


MADE = {"a bare tab": plain, "form controls": with_controls, "openpyxl": by_openpyxl, "decorated": decorated}


@pytest.mark.parametrize("made", MADE)
def test_notes_come_beside_those_of_others_and_go_without_a_trace(made: str) -> None:
    before = MADE[made]()
    theirs = read_notes(Archive(before))["My tab"]
    with_ours = noted(before, "My tab", CELLS)
    assert read_notes(Archive(with_ours))["My tab"] == {**theirs, **CELLS}
    seen = {cell.coordinate: cell.comment for row in through_openpyxl(with_ours)["My tab"] for cell in row}
    assert {at: (seen[at].author, seen[at].text) for at in ("B2", "C5")} == {
        "B2": (ME, "one"),
        "C5": (ME, "two\nlines"),
    }
    after = noted(with_ours, "My tab", dict.fromkeys(CELLS))
    assert meanings(after) == meanings(before)


def meanings(data: bytes) -> dict[str, object]:
    """Every part in a form in which only its meaning counts: order of content types, blanks and prefixes aside."""
    found: dict[str, object] = {}
    for name, content in parts(data).items():
        if name == "[Content_Types].xml":
            found[name] = sorted(etree.tostring(entry, method="c14n") for entry in etree.fromstring(content))
        elif name.endswith((".xml", ".rels")):
            found[name] = etree.tostring(etree.fromstring(content), method="c14n")
        else:
            found[name] = re.sub(rb"\s+", b" ", content.replace(_SPACES, b""))
    return found


_SPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
"""Prefixes that a drawing needs for our shapes, and keeps."""


def test_the_button_stays_in_the_drawing() -> None:
    before = with_controls()
    name = next(part for part in parts(before) if part.endswith(".vml"))
    shapes = re.findall(rb"<v:shape .*?</v:shape>", parts(before)[name], re.DOTALL)
    assert len(shapes) == 2
    drawn = parts(noted(before, "My tab", CELLS))[name]
    assert all(shape in drawn for shape in shapes)
    assert sorted(vml.noted_cells(drawn)) == sorted([(1, 1), *CELLS])


def test_the_same_again_changes_nothing_and_another_text_is_no_second_note() -> None:
    once = noted(decorated(), "My tab", CELLS)
    assert parts(noted(once, "My tab", CELLS)) == parts(once)
    again = noted(once, "My tab", {(2, 2): "one, but better"})
    notes = read_notes(Archive(again))["My tab"]
    assert notes[2, 2] == "one, but better"
    assert len(notes) == 1 + len(CELLS)


def test_a_thread_keeps_its_cell() -> None:
    """The decorated workbook has one on B4 that left no companion."""
    assert read_notes(Archive(decorated()))["People"] == {(4, 2): ""}
    before = meanings(decorated())
    assert meanings(noted(decorated(), "People", {(4, 2): "ours"})) == before
    assert meanings(noted(decorated(), "People", {(4, 2): None})) == before


@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
def test_any_text_comes_back(text: str) -> None:
    data = noted(plain(), "My tab", {(1, 1): text})
    assert read_notes(Archive(data))["My tab"][1, 1].strip() == cell_text(text).strip()


def test_more_boxes_than_one_block_of_numbers_holds() -> None:
    data = noted(with_controls(), "My tab", {(row, 3): "x" for row in range(1, 1501)})
    drawn = next(content for part, content in parts(data).items() if part.endswith(".vml"))
    found = vml.numbers(drawn)
    assert len(found) == len(set(found)) == 1502
    claimed = re.search(rb'idmap [^>]*data="([\d,]+)"', drawn)
    assert claimed is not None
    assert {number // vml.BLOCK for number in found} <= {int(block) for block in claimed[1].split(b",")}


def test_a_box_lies_beside_its_cell_and_holds_its_words() -> None:
    def paint(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("My tab")
        sheet.set_row(4, 300)
        sheet.set_column("D:D", 60)
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.write("A1", 1)

    drawn = parts(noted(_written(paint), "My tab", {(5, 2): "word " * 100}))["xl/drawings/vmlDrawing1.vml"]
    anchor = re.search(rb"<x:Anchor>([^<]*)<", drawn)
    assert anchor is not None
    left, _, top, _, right, across, bottom, down = (int(n) for n in anchor[1].split(b","))
    # from the column after B (hidden C counts nothing), 335 pixels into D; within row 5, which is 400 pixels tall
    assert (left, right, across) == (2, 3, 335)
    assert (top, bottom) == (4, 4)
    assert 150 < down < 200


# --- the lint


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("xl/comments1.xml", 'ref="C5"', 'ref="B2"', "two notes on one cell"),
        ("xl/comments1.xml", 'ref="C5"', 'ref="C5:C6"', "a note on what is no cell"),
        ("xl/comments1.xml", 'ref="C5"', 'ref="here"', "a note on what is no cell"),
        ("xl/comments1.xml", 'authorId="0"', 'authorId="4"', "a note by author 4, who is not there"),
        ("xl/comments1.xml", ">one<", f">{'x' * 32_768}<", "a note longer than Excel can hold"),
        ("xl/comments1.xml", 'ref="C5"', 'ref="C6"', "the note on C6 has no box"),
        ("xl/comments1.xml", 'ref="C5"', 'ref="C6"', "a box for a note on C5, which has none"),
        ("xl/drawings/vmlDrawing1.vml", "<x:Row>4</x:Row><x:Column>2", "<x:Row>1</x:Row><x:Column>1", "two boxes"),
        ("xl/drawings/vmlDrawing1.vml", "_s1026", "_s1025", "two shapes with the number 1025"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "/vmlDrawing1", "/vmlDrawing9", "its old drawing leads nowhere"),
    ],
)
def test_each_fault_is_found(part: str, old: str, new: str, fault: str) -> None:
    archive = Archive(noted(plain(), "My tab", CELLS))
    content = archive.read_part(part)
    assert old.encode() in content
    archive.replace(part, content.replace(old.encode(), new.encode(), 1))
    assert any(fault in found for found in lint(archive.to_bytes()))


# --- other programs


@pytest.mark.libreoffice
@pytest.mark.parametrize("made", MADE)
def test_libreoffice_reads_and_keeps_them(made: str, office: Office, tmp_path: Path) -> None:
    before = MADE[made]()
    path = tmp_path / ("a.xlsm" if made in ("decorated", "form controls") else "a.xlsx")
    path.write_bytes(noted(before, "My tab", CELLS))
    wanted = read_notes(Archive(path.read_bytes()))["My tab"]
    with office.open(path) as opened:
        assert opened.notes("My tab") == wanted
        stored = opened.store(tmp_path / "b.xlsx")
    assert read_notes(Archive(stored.read_bytes()))["My tab"] == wanted
    gone = noted(stored.read_bytes(), "My tab", dict.fromkeys(CELLS))
    assert read_notes(Archive(gone)).get("My tab", {}).keys() == wanted.keys() - CELLS.keys()
