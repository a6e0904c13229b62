"""Validate leaves a note on each cell it marks, renews it, and takes it away; a person's words stay where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.lint.workbook_lint import lint
from tests.support.typing_person import Person
from tests.test_cli import cli, files, starter_book
from tests.test_commands import run
from xl_addin.cells.area import address
from xl_addin.layout.notes import AUTHOR, is_ours
from xl_addin.model.finding import Finding, Place, Severity
from xl_addin.package.edit.cell_notes import read_notes
from xl_addin.package.edit.workbook_part import WorkbookPart
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.outline import relations
from xl_addin.sheets.findings import MOST_NOTES, note


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A good framework with three faults: a placeholder, an unknown track, and vague words."""
    path = starter_book(tmp_path / "a.xlsx")
    with Person(path) as person:
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "TBD")
        person.type("tblLevels", "Track ID", {"Level ID": "SE1"}, "NOPE")
    return path


def notes(path: Path) -> dict[tuple[str, str], str]:
    """(tab, cell) -> note, of everybody."""
    found = read_notes(Archive(path.read_bytes()))
    return {(tab, address(*at)): text for tab, cells in found.items() for at, text in cells.items()}


def named(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(f["sheet"], f["cell"]) for f in found}


def test_every_named_cell_has_a_note_that_says_what_and_what_to_do(book: Path) -> None:
    found = run("validate", book)["findings"]
    held = notes(book)
    assert held.keys() == named(found)
    assert all(is_ours(text) for text in held.values())
    placeholder = next(f for f in found if f["code"] == "F09")
    text = held[placeholder["sheet"], placeholder["cell"]]
    assert text.startswith(f"Error F09: {placeholder['message']}\n{placeholder['fix']}\n")
    assert lint(book) == []


def test_a_second_run_leaves_the_file_as_it_is(book: Path, tmp_path: Path) -> None:
    run("validate", book)
    before = files(tmp_path)
    run("validate", book)
    assert files(tmp_path) == before


def test_notes_go_with_what_was_wrong_and_with_what_is_accepted(book: Path) -> None:
    found = run("validate", book)["findings"]
    cell = next((f["sheet"], f["cell"]) for f in found if f["code"] == "F09")
    with Person(book) as person:
        person.type("tblLevels", "Track ID", {"Level ID": "SE1"}, "ENG")
        for row in person.rows("tblFindings"):
            if row["Where"] == f"{cell[0]}!{cell[1]}":
                person.type("tblFindings", "Status", {"Fingerprint": row["Fingerprint"]}, "Accepted")
                person.type("tblFindings", "Reason", {"Fingerprint": row["Fingerprint"]}, "until June")
    found = run("validate", book)["findings"]
    assert cell not in named(found)
    assert notes(book).keys() == named(found)


def test_nothing_is_left_of_the_notes_when_all_findings_are_accepted(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    assert {tab for tab, _ in notes(book)} == {"Levels"}
    run("validate", book)
    with Person(book) as person:
        for row in person.rows("tblFindings"):
            person.type("tblFindings", "Status", {"Fingerprint": row["Fingerprint"]}, "Accepted")
            person.type("tblFindings", "Reason", {"Fingerprint": row["Fingerprint"]}, "agreed")
    run("validate", book)
    assert "Levels" not in {tab for tab, _ in notes(book)}
    archive = Archive(book.read_bytes())
    sheet = WorkbookPart(archive).sheet("Levels").part
    kinds = {relation.kind for relation in relations(archive, sheet).values()}
    assert kinds == {"table"}
    assert b"legacyDrawing" not in archive.read_part(sheet)
    assert lint(book) == []


def test_a_persons_note_keeps_its_cell_and_its_words(book: Path) -> None:
    found = run("validate", book)["findings"]
    cells = sorted(named(found))
    with Person(book) as person:
        mine, edited = person.book[cells[0][0]][cells[0][1]], person.book[cells[1][0]][cells[1][1]]
        mine.comment = openpyxl.comments.Comment("We talked about this. Ada", "Ada")
        edited.comment = openpyxl.comments.Comment(f"{edited.comment.text}\nNot so. Ada", AUTHOR)
    typed = {at: text for at, text in notes(book).items() if not is_ours(text)}
    assert typed.keys() == set(cells[:2])
    for _ in range(2):
        run("validate", book)
        held = notes(book)
        assert {at: text for at, text in held.items() if not is_ours(text)} == typed
        assert held.keys() == set(cells)
    person = Person(book)
    assert person.book[cells[0][0]][cells[0][1]].comment.author == "Ada"


def test_other_commands_leave_notes_alone(book: Path) -> None:
    run("validate", book)
    before = notes(book)
    for name in ("build", "score", "roadmap"):
        assert cli(name, book).code in (0, 1)
    assert notes(book) == before


def test_a_blank_workbook_with_hundreds_of_empty_cells_has_notes_for_the_gravest(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for number in range(60):
            person.add("tblLevels", {"Level ID": f"X{number}", "Track ID": "ENG", "Rank": 20 + number})
    run("build", book)
    found = run("validate", book)["findings"]
    tab = "Matrix ENG"
    cells = {cell for sheet, cell in named(found) if sheet == tab}
    assert len(cells) > MOST_NOTES
    noted = {cell for sheet, cell in notes(book) if sheet == tab}
    assert len(noted) == MOST_NOTES
    errors = {f["cell"] for f in found if f["sheet"] == tab and f["severity"] == "error"}
    assert noted <= errors
    assert lint(book) == []


def test_a_note_says_the_first_few_in_full_and_is_never_too_long() -> None:
    found = [Finding(f"X{n}", Severity.WARNING, Place("t"), "word " * 100, "Do it.") for n in range(9)]
    text = note(found)
    assert [f"X{n}:" in text for n in range(9)] == [True] * 4 + [False] * 5
    assert text.endswith("\n\n5 more: see the Findings tab.")
    assert len(text) < 1200
    assert note(found[:4]).count("…") == 4
