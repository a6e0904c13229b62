"""Start where names are asked: it reacts while people type on Framework, and leads only to what they see."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.office import Office
from tests.support.stored import untrue
from tests.support.typing_person import Person
from tests.test_cli import cli
from tests.test_start import BUILD, NAMES, WRITE, Desk, answer_of, assert_twin
from xl_addin.sheets.open_questions import ORDER_OF_QUESTIONS

pytestmark = pytest.mark.libreoffice

TITLES = ("Adviser", "Senior adviser")
COMPETENCIES = ("Ownership", "Clear words", "Listening")


def answered(path: Path) -> Path:
    """A new workbook with the eight answers."""
    assert cli("new", path).code == 0
    with Person(path) as person:
        for key in ORDER_OF_QUESTIONS:
            table, header, value = answer_of(key)
            if key != "Q2a":
                person.type(table, header, {"Key": key}, value)
    return path


def is_visible(desk: Desk) -> bool:
    """Whether the tab that the link leads to can be seen."""
    tab = desk.target().rpartition("!")[0].strip("'").replace("''", "'")
    return bool(desk.person.book[tab].sheet_state == "visible")


def typed_framework(path: Path) -> Path:
    """The eight answers and a framework of names, built."""
    answered(path)
    with Person(path) as person:
        for header, text in (("Track", "Bob's help"), ("Step 1", TITLES[0]), ("Step 2", TITLES[1])):
            _cell(person, "tblLadder", header, 0).value = text
        for row, name in enumerate(COMPETENCIES):
            _cell(person, "tblMarks", "Competency", row).value = name
    assert cli("build", path).code == 0
    return path


def _cell(person: Person, table: str, header: str, row: int) -> openpyxl.cell.Cell:
    sheet, _ = person.table(table)
    top, left, _, _ = person.box(table)
    return sheet.cell(top + 1 + row, left + person.headers(table).index(header))


def test_the_names_are_counted_as_they_are_typed(office: Office, tmp_path: Path) -> None:
    path = answered(tmp_path / "w.xlsx")
    with office.open(path) as document:
        desk = Desk(document, Person(path))
        entries = [
            ("tblLadder", "Track", 0, "Support"),
            ("tblLadder", "Step 1", 0, TITLES[0]),
            ("tblLadder", "Step 2", 0, TITLES[1]),
            *(("tblMarks", "Competency", row, name) for row, name in enumerate(COMPETENCIES)),
        ]
        for entry in entries:
            assert desk.shown("CHOOSE(") == NAMES
            place = ("tblLadder", "Step 1", 0) if entry[1] == "Step 2" else entry[:3]
            assert desk.target() == desk.expected_target(*place), entry
            assert is_visible(desk)
            desk.type(entry)
        assert desk.shown("CHOOSE(") == BUILD
        assert is_visible(desk)
        assert_twin(desk)


def test_a_matrix_is_found_by_the_tab_of_its_track(office: Office, tmp_path: Path) -> None:
    path = typed_framework(tmp_path / "w.xlsx")
    assert [cell for cell in untrue(path, office) if cell.startswith("Start!")] == []
    with office.open(path) as document:
        desk = Desk(document, Person(path))
        assert desk.shown("CHOOSE(") == WRITE.format(6)
        assert desk.target().startswith("'Matrix Bob''s help'!")
        assert is_visible(desk)
        table = "tblMatrix_T1"
        desk.type((table, TITLES[0], 0, "Answers within a day."))
        assert desk.shown("CHOOSE(") == WRITE.format(5)
        assert_twin(desk)


def test_a_name_that_may_be_another_comes_first(office: Office, tmp_path: Path) -> None:
    path = typed_framework(tmp_path / "w.xlsx")
    with Person(path) as person:
        _cell(person, "tblMarks", "Competency", 0).value = "Dependable work"
        _cell(person, "tblMarks", "Competency", 1).value = "Telling people"
    assert cli("build", path).code == 1
    assert [cell for cell in untrue(path, office) if cell.startswith("Start!")] == []
    with office.open(path) as document:
        desk = Desk(document, Person(path))
        count = len([row for row in desk.person.rows("tblNameQuestions") if row["Name"]])
        assert count
        noun = "name." if count == 1 else "names."
        assert desk.shown("CHOOSE(") == f"Do this now:  Say on Names which name is which.  {count} {noun}"
        assert desk.target() == desk.expected_target("tblNameQuestions", "Your answer", 0)
        assert is_visible(desk)
        for row in range(count):
            desk.type(("tblNameQuestions", "Your answer", row, "new"))
        assert desk.shown("CHOOSE(") == "Do this now:  Press Build: it takes over what you said on Names."
        assert_twin(desk)
