"""Start thinks: typed in LibreOffice, state after state, every sentence, link and square follows; so does its twin."""

from __future__ import annotations

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
from xl_addin.layout.describe import Formula
from xl_addin.layout.placement import place_blocks
from xl_addin.model.answers import BENEFITS, HEALTH
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, start
from xl_addin.sheets.open_questions import ORDER_OF_QUESTIONS
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.start_state import STATES, TAKE_ME, current_state, sentence
from xl_addin.sheets.start_tabs import LATER_TABS
from xl_addin.sheets.step_progress import SEED_STEPS

pytestmark = pytest.mark.libreoffice

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
        serial = (value - __import__("datetime").date(1899, 12, 30)).days if hasattr(value, "toordinal") else value
        self.document.set_value(cell.parent.title, cell.coordinate, serial)

    def twin(self) -> Dataset:
        self.person.save()
        return read_dataset(ClosedBook(self.person.path).read_snapshot(), TODAY).data

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


def _placed() -> tuple[dict[str, str], dict[str, str]]:
    """Names of cells of Start, and the beginnings of its formulas -> address."""
    sheet = start.sheet(Dataset(settings=describe_defaults()))
    placement = place_blocks(sheet, {"tblCompany": 2})
    from xl_addin.cells.area import letters

    formulas = {
        cell.content.text: f"{letters(column)}{row}"
        for row, column, cell in placement.cells
        if isinstance(cell.content, Formula)
    }
    return {name: place.replace("$", "") for name, place in placement.names.items()}, formulas


def describe_defaults() -> dict[str, Any]:
    from xl_addin.sheets.settings import all_settings

    return {setting.id: setting.default for setting in all_settings()}


def _address(beginning: str) -> str:
    return next(address for text, address in _placed()[1].items() if text.startswith(beginning))


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "w.xlsx"
    assert cli("new", path).code == 0
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
    assert sentence(data).value == desk.shown("CHOOSE(")
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
