"""Start thinks: typed in LibreOffice, state after state, every sentence, link and square follows; so does its twin."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.clock import TODAY
from tests.support.office import Document, Office
from tests.support.stored import untrue
from tests.support.typing_person import Person
from tests.test_cli import cli
from xl_addin.books.closed_file import ClosedBook
from xl_addin.cells.area import letters
from xl_addin.layout.describe import Formula
from xl_addin.layout.placement import place_blocks
from xl_addin.model.answers import BENEFITS, HEALTH
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, start
from xl_addin.sheets.open_questions import ORDER_OF_QUESTIONS
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.settings import all_settings
from xl_addin.sheets.start_state import TAKE_ME, start_sentence
from xl_addin.sheets.stored_results import beside_results

pytestmark = pytest.mark.libreoffice

_DAY_ZERO = dt.date(1899, 12, 30)
Where = Mapping[str, Any]
Entry = tuple[str, str, Where | int, Any]
"""Table, header, row (what other cells of it say, or its number from 0), value."""


@dataclass
class Desk:
    """A workbook open in LibreOffice, and the same on disk: what is typed into one is typed into the other."""

    document: Document
    person: Person

    def type(self, entry: Entry) -> None:
        table, header, where, value = entry
        if isinstance(where, int):
            sheet, _ = self.person.table(table)
            top, left, _, _ = self.person.box(table)
            cell = sheet.cell(top + 1 + where, left + self.person.headers(table).index(header))
        else:
            cell = self.person.cell(table, header, where)
        cell.value = value
        serial = (value - _DAY_ZERO).days if isinstance(value, dt.date) else value
        self.document.set_value(cell.parent.title, cell.coordinate, serial)

    def twin(self) -> Dataset:
        self.person.save()
        snapshot = ClosedBook(self.person.path).read_snapshot()
        return beside_results(read_dataset(snapshot, TODAY).data, snapshot)

    def shown(self, beginning: str) -> str:
        return str(self.document.value(start.NAME, _address(beginning)) or "")

    def status(self, number: int) -> str:
        return str(self.document.value(start.NAME, _placed()[0][f"status{number}"]) or "")

    def target(self) -> str:
        """Where the link leads: what stands between "#" and its words, worked out in a cell of its own."""
        cell = _address('HYPERLINK("#"&CHOOSE')
        formula = self.document.formulas(start.NAME, cell)[0][0]
        place = formula.removeprefix("=HYPERLINK(").removesuffix(f';"{TAKE_ME}")')
        assert place != formula
        scratch = self.document.sheet(start.NAME).getCellRangeByName("Z60").getCellByPosition(0, 0)
        scratch.setFormula(f"={place}")
        return str(self.document.value(start.NAME, "Z60")).removeprefix("#")

    def expected_target(self, table: str, header: str, row: int) -> str:
        sheet, _ = self.person.table(table)
        top, left, _, _ = self.person.box(table)
        cell = sheet.cell(top + 1 + row, left + self.person.headers(table).index(header))
        return f"'{sheet.title}'!{cell.coordinate}"


@functools.cache
def _placed() -> tuple[dict[str, str], dict[str, str]]:
    """Names of cells of Start, and its formulas -> addresses; where cells stand is the same in every workbook."""
    settings = {setting.id: setting.default for setting in all_settings()}
    placement = place_blocks(start.sheet(Dataset(settings=settings)), {"tblCompany": 2})
    formulas = {
        cell.content.text: f"{letters(column)}{row}"
        for row, column, cell in placement.cells
        if isinstance(cell.content, Formula)
    }
    return {name: place.replace("$", "") for name, place in placement.names.items()}, formulas


def _address(beginning: str) -> str:
    return next(address for text, address in _placed()[1].items() if text.startswith(beginning))


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "w.xlsx"
    assert cli("new", path, "--ids").code == 0
    with office.open(path) as document:
        yield Desk(document, Person(path))


def answer_of(key: str) -> tuple[str, str, Any]:
    """The table of a question, the header of its answer, and an answer."""
    if key.startswith("H"):
        return "tblTrackHealth", "Rating", 1 + int(key[1:]) % 5
    if key.startswith("B"):
        return "tblBenefits", "Importance", 1 + int(key[1:]) % 5
    return {
        "Q5": ("tblImpact", "Answer", "Fewer people leave."),
        "Q7": ("tblGoal", "Answer", "Two new sites."),
        "Q8": ("tblStage", "Stage", "Development"),
    }.get(key, ("tblReadiness", "Answer", "Yes"))


FIRST = "Do this now:  Answer the eight questions in Needs. It takes ten minutes."
GO_ON = "Do this now:  Go on with the questions in Needs."
NAMES = "Do this now:  Name your tracks, their levels and what people are good at."
BUILD = "Do this now:  Press Build: it lays out a Matrix tab for each track."


def test_the_eight_questions_one_after_the_other(desk: Desk) -> None:
    """Each answer moves the link to the next open cell; the bar counts steps, not cells."""
    keys = [key for key in ORDER_OF_QUESTIONS if key != "Q2a"]
    done_after = {"Q1": 1, "Q2": 2, "Q3": 3, HEALTH[-1].key: 4, "Q5": 5, BENEFITS[-1].key: 6, "Q7": 7, "Q8": 8}
    done_count = 0
    for key in keys:
        table, header, value = answer_of(key)
        assert desk.shown("CHOOSE(") == (FIRST if key == "Q1" else GO_ON), key
        assert desk.target() == desk.expected_target(table, header, _row_of(desk, table, key)), key
        assert desk.shown("REPT(") == bar(done_count), key
        desk.type((table, header, {"Key": key}, value))
        done_count = done_after.get(key, done_count)
    assert desk.shown("CHOOSE(") == NAMES
    assert desk.shown("REPT(") == bar(8)
    assert desk.target() == desk.expected_target("tblTracks", "Track", 0)
    assert [desk.status(number) for number in range(1, 13)] == ["✓ Done"] * 8 + ["▸ Next"] + ["○ Later"] * 3
    for entry in (
        ("tblTracks", "Track", 0, "Support"),
        ("tblLevels", "Level title", 0, "Adviser"),
        ("tblLevels", "Level title", 1, "Senior adviser"),
        ("tblCompetencies", "Competency", 0, "Ownership"),
        ("tblCompetencies", "Competency", 1, "Clear words"),
    ):
        desk.type(entry)
        assert desk.shown("CHOOSE(") == NAMES
    desk.type(("tblCompetencies", "Competency", 2, "Listening"))
    assert desk.shown("CHOOSE(") == BUILD
    assert desk.shown("REPT(") == bar(9)
    assert_twin(desk)


def _row_of(desk: Desk, table: str, key: str) -> int:
    return [row["Key"] for row in desk.person.rows(table)].index(key)


def bar(count: int) -> str:
    return "■ " * count + "□ " * (12 - count) + f"   {count} of 12 steps done"


def assert_twin(desk: Desk) -> None:
    """What Python says of the same workbook."""
    data = desk.twin()
    assert start_sentence(data).value == desk.shown("CHOOSE(")
    assert start._bar(data).value == desk.shown("REPT(")
    statuses = [start._status(data, number).value for number in range(1, 13)]
    assert statuses == [desk.status(number) for number in range(1, 13)]


def test_without_tracks_questions_4_and_5_are_settled(desk: Desk) -> None:
    for key in ("Q1", "Q2"):
        desk.type(("tblReadiness", "Answer", {"Key": key}, "Yes"))
    assert desk.status(4) == "○ Later"
    desk.type(("tblReadiness", "Answer", {"Key": "Q3"}, "No"))
    assert [desk.status(number) for number in (3, 4, 5, 6)] == ["✓ Done", "– Not needed", "– Not needed", "▸ Next"]
    assert desk.shown("REPT(") == bar(5)
    assert desk.target() == desk.expected_target("tblBenefits", "Importance", 0)
    words = [_cell(desk, table, "What comes next", 0) for table in ("tblTrackHealth", "tblImpact")]
    assert words == ["Not needed: no tracks yet"] * 2
    assert _cell(desk, "tblBenefits", "What comes next", 0) == "← 1 to 5"
    assert_twin(desk)


def _cell(desk: Desk, table: str, header: str, row: int) -> object:
    place = desk.expected_target(table, header, row)
    sheet, _, cell = place.rpartition("!")
    return desk.document.value(sheet.strip("'"), cell)


def test_levels_that_only_have_names_are_a_question_of_their_own(desk: Desk) -> None:
    desk.type(("tblReadiness", "Answer", {"Key": "Q1"}, "Yes"))
    desk.type(("tblReadiness", "Answer", {"Key": "Q2"}, "No"))
    assert desk.status(2) == "▸ Next"
    assert desk.target() == desk.expected_target("tblReadiness", "Answer", 2)
    assert _cell(desk, "tblReadiness", "What comes next", 2) == "← Yes or No"
    desk.type(("tblReadiness", "Answer", {"Key": "Q2a"}, "Yes"))
    assert [desk.status(2), desk.status(3)] == ["✓ Done", "▸ Next"]
    assert_twin(desk)


def typed_framework(path: Path) -> Path:
    """All that comes before Build: the eight answers, a track of two levels, three competencies."""
    assert cli("new", path, "--ids").code == 0
    with Person(path) as person:
        for key in ORDER_OF_QUESTIONS:
            table, header, value = answer_of(key)
            if key != "Q2a":
                person.type(table, header, {"Key": key}, value)
        person.add("tblTracks", {"Track ID": "SUP", "Track": "Support"})
        for rank, title in enumerate(("Adviser", "Senior adviser"), 1):
            person.add(
                "tblLevels",
                {"Level ID": f"SU{rank}", "Track ID": "SUP", "Level title": title, "Rank": rank, "Scope": "task"},
            )
        for ident in ("OWN", "WORDS", "LISTEN"):
            person.add(
                "tblCompetencies", {"Competency ID": ident, "Competency": ident.title(), "Definition": "What it is."}
            )
    assert cli("build", path).code == 0
    return path


@pytest.fixture
def built(office: Office, tmp_path: Path) -> Iterator[Desk]:
    path = typed_framework(tmp_path / "w.xlsx")
    assert untrue(path, office) == []
    with office.open(path) as document:
        yield Desk(document, Person(path))


WRITE = "Do this now:  Write what each level looks like, in plain sentences.  {} left."
LOOK_BACK = "Do this now:  Look back: four questions on each table.  {} left."
PLAN = "Do this now:  Give each action an owner and two dates.  {} left."
LIST_PEOPLE = "Do this now:  List in People who is on which track and level."
ONE_LEVEL = "Do this now:  Give everybody in People a level.  1 person misses one."
IDLE = "All twelve steps are done. Keep People up to date; press Export when the next round begins."
ERRORS = "Do this now:  Put right what the check found.  {}"


def test_from_the_matrix_to_the_people(built: Desk) -> None:
    """Steps 10 to 12 count what is left; then people, then what the check found."""
    texts = [(header, row) for row in range(3) for header in ("Adviser (SU1)", "Senior adviser (SU2)")]
    for left, (header, row) in zip(range(6, 0, -1), texts, strict=True):
        assert built.shown("CHOOSE(") == WRITE.format(left)
        built.type(("tblMatrix_SUP", header, row, "Answers within a day."))
    assert built.target() == built.expected_target("tblReflection", "Answer", 0)
    for row in range(4):
        assert built.shown("CHOOSE(") == LOOK_BACK.format(4 - row)
        assert built.target() == built.expected_target("tblReflection", "Answer", row)
        built.type(("tblReflection", "Answer", row, "It was easy."))
    assert built.shown("REPT(") == bar(11)
    actions = len(built.person.rows("tblRoadmap"))
    assert built.shown("CHOOSE(") == PLAN.format(actions)
    for header, value in (("Owner", "Ana"), ("Start", TODAY), ("Finish", TODAY)):
        assert built.shown("CHOOSE(") == PLAN.format(actions)
        built.type(("tblRoadmap", header, 0, value))
    assert built.shown("CHOOSE(") == PLAN.format(actions - 1)
    assert built.target() == built.expected_target("tblRoadmap", "Owner", 1)
    assert_twin(built)
    for row in range(1, actions):
        built.type(("tblRoadmap", "Status", row, "Done" if row % 2 else "Not needed"))
    assert built.shown("REPT(") == bar(12)
    assert built.shown("CHOOSE(") == LIST_PEOPLE
    for header, value in (("Employee ID", "E1"), ("Name", "Ana"), ("Track ID", "SUP")):
        built.type(("tblPeople", header, 0, value))
    assert built.shown("CHOOSE(") == ONE_LEVEL
    assert built.target() == built.expected_target("tblPeople", "Level ID", 0)
    built.type(("tblPeople", "Level ID", 0, "SU1"))
    assert built.shown("CHOOSE(") == IDLE
    built.type(("tblFindings", "Severity", 0, "Error"))
    built.type(("tblFindings", "Fingerprint", 0, "abc"))
    built.type(("tblFindings", "Status", 0, "Open"))
    assert built.shown("CHOOSE(") == ERRORS.format("1 thing.")
    assert built.target() == built.expected_target("tblToFix", "Begin here", 0)
    assert_twin(built)
    built.type(("tblFindings", "Status", 0, "Accepted"))
    assert built.shown("CHOOSE(") == IDLE


def test_a_round_from_the_first_rating_to_the_dashboard(office: Office, tmp_path: Path) -> None:
    """What is stored is what LibreOffice works out, after every command of a round."""
    path = typed_framework(tmp_path / "w.xlsx")
    with Person(path) as person:
        for row in person.rows("tblReflection"):
            person.type("tblReflection", "Answer", {"Track ID": row["Track ID"], "Key": row["Key"]}, "It was easy.")
        for row in person.rows("tblRoadmap"):
            person.type("tblRoadmap", "Status", {"Key": row["Key"]}, "Done")
        sheet, _ = person.table("tblMatrix_SUP")
        top, left, bottom, right = person.box("tblMatrix_SUP")
        for row_number in range(top + 1, bottom + 1):
            for column in range(left + 3, right + 1):
                sheet.cell(row_number, column).value = f"Answers customers within {row_number + column} hours."
        for ident in ("E1", "E2"):
            person.add("tblPeople", {"Employee ID": ident, "Name": ident, "Track ID": "SUP", "Level ID": "SU1"})
        person.type("tblSettings", "Value", {"Setting": "cycle"}, "2027-H1")
    assert told(path, office) == IDLE
    rate(path, "E1", "OWN")
    assert told(path, office) == "Forms of 1 of 2 people are back. Press Collect for more, or Score."
    rate(path, "E2", "OWN")
    assert told(path, office) == "Do this now:  All 2 people have ratings. Press Score."
    assert cli("score", path).code == 0
    assert told(path, office) == "Ratings of 2 of 2 people are scored. Read Dashboard."
    rate(path, "E2", "WORDS")
    assert told(path, office) == "Do this now:  All 2 people have ratings. Press Score."


def rate(path: Path, employee: str, competency: str) -> None:
    """A manager's rating typed in."""
    row = {"Cycle": "2027-H1", "Employee ID": employee, "Competency ID": competency, "Level ID": "SU1"}
    with Person(path) as person:
        person.add("tblAssessments", {**row, "Manager rating": 3, "Evidence": "Seen."})


def told(path: Path, office: Office) -> str:
    """What Start says, in LibreOffice and in Python."""
    snapshot = ClosedBook(path).read_snapshot()
    data = beside_results(read_dataset(snapshot, TODAY).data, snapshot)
    with office.open(path) as document:
        shown = document.value(start.NAME, _address("CHOOSE("))
    assert start_sentence(data).value == shown
    return str(shown)


def test_every_link_leads_to_the_tab_its_table_stands_on() -> None:
    """No link leads to a tab that is not there, and none to a table that stands elsewhere."""
    settings = {setting.id: setting.default for setting in all_settings()}
    design = describe(Dataset(settings=settings))
    tabs = {name: sheet.name for name, (sheet, _) in design.tables.items()}
    links = [text for text in _placed()[1] if "HYPERLINK" in text]
    assert len(links) == 12 + 1 + 6
    pairs = [pair for text in links for pair in re.findall(r"\"'([^']+)'!\"&ADDRESS\(ROW\(INDEX\((\w+)\[", text)]
    assert len(set(pairs)) == 11
    assert [(tab, table) for tab, table in pairs if tabs[table] != tab] == []
    names = {sheet.name for sheet in design.sheets}
    assert {tab for text in links for tab in re.findall(r"#'([^']+)'!A1", text)} <= names
