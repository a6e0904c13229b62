"""What is wrong in a workbook that asks for names is said of the name and its cell, once, and never of a hidden key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.commands import find_command
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import SetCells
from xl_addin.layout.snapshot import Snapshot
from xl_addin.sheets import describe, framework, rows
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.reading import read_dataset

TODAY = dt.date(2026, 11, 30)
BOOK = Path("a.xlsx")


@cache
def _standing() -> Snapshot:
    data = ask_for_names(replace(sample(), today=TODAY))
    return snapshot_of(describe(data), rows(data))


def typed(**tables: Mapping[tuple[int, str], object]) -> MemoryStorage:
    """The sample company by names, with cells typed over: table -> (row, field) -> what stands there."""
    storage = MemoryStorage()
    book = storage.books[BOOK] = MemoryBook(_standing())
    reading = read_dataset(book.snapshot, TODAY)
    book.write([SetCells(table, cells) for table, cells in tables.items()], reading.tables, describe(reading.data))
    return storage


def run(storage: MemoryStorage, name: str, **options: Any) -> Outcome:
    command = find_command(name)
    return perform(command, command.options(**options), storage=storage, today=TODAY, path=BOOK)


def findings(storage: MemoryStorage, tab: str = "People") -> list[dict[str, str]]:
    found = run(storage, "validate").data["findings"]
    return [finding for finding in found if finding["sheet"] == tab]


def test_the_sample_has_no_misfit_on_people_or_framework() -> None:
    assert [f for f in findings(typed()) if f["severity"] == "error"] == []


def test_a_track_that_names_nothing_is_said_of_the_name_and_once() -> None:
    (finding,) = findings(typed(tblPeople={(4, "track_name"): "Enginering"}))
    data = read_dataset(_standing(), TODAY).data
    name = data.people[4].name
    assert finding["message"] == (f'Track of {name} in People names "Enginering", which is no track of Framework.')
    assert finding["cell"].startswith("C")


def test_a_level_of_another_track_is_said_of_its_title() -> None:
    data = read_dataset(_standing(), TODAY).data
    person = next(p for p in data.people if p.track == "ENG")
    foreign = data.levels_of("CSM")[0].title
    (finding,) = findings(typed(tblPeople={(person.row, "level_title"): foreign}))
    track = data.track["ENG"].name
    assert finding["message"] == f'Level of {person.name} in People names "{foreign}", which is no level of {track}.'


def test_what_is_blank_is_said_to_be_blank() -> None:
    found = findings(typed(tblPeople={(4, "track_name"): "", (4, "level_title"): ""}))
    assert [f["message"].split(" of ")[0] for f in found] == ["Track", "Level"]
    assert all("is blank; it takes a" in f["message"] and "ID" not in f["message"] for f in found)


def test_a_manager_who_is_nobody() -> None:
    (finding,) = findings(typed(tblPeople={(4, "manager_name"): "Nobody Atall"}))
    assert finding["message"].endswith('names "Nobody Atall", which is nobody in People.')


def test_a_name_of_two_people_asks_for_the_team() -> None:
    people = list(sample().people)
    people[20] = people[20].model_copy(update={"name": people[10].name})
    data = ask_for_names(replace(sample(), today=TODAY, people=tuple(people)))
    storage = MemoryStorage()
    storage.create(BOOK, describe(data), rows(data))
    tables = read_dataset(storage.books[BOOK].snapshot, TODAY).tables
    storage.books[BOOK].write([SetCells("tblPeople", {(4, "manager_name"): people[10].name})], tables, describe(data))
    (finding,) = findings(storage)
    assert "which is the name of 2 people: add the team" in finding["message"]


def test_a_person_whose_key_waits_for_an_answer_is_no_finding() -> None:
    outcome = run(typed(tblPeople={(4, "name"): "Quite Another", (4, "email"): "new@example.org"}), "validate")
    assert outcome.data["names"]["open"] == 1
    assert [f for f in outcome.data["findings"] if f["severity"] == "error"] == []


def test_ratings_of_somebody_who_is_gone_are_said_by_the_last_name() -> None:
    name = read_dataset(_standing(), TODAY).data.people[4].name
    gone = {
        (4, field): "" for field in ("name", "track_name", "level_title", "manager_name", "email", "team", "key", "id")
    }
    found = findings(typed(tblPeople={**gone, (4, "since"): None, (4, "active"): None}), "Assessments")
    assert found
    assert all(f'names "{name}", which is gone from People' in f["message"] for f in found)
    assert not any("E005" in f["message"] or "ID" in f["message"] for f in found)


def test_a_reflection_on_a_track_that_is_gone_is_said_by_the_tracks_name() -> None:
    name = read_dataset(_standing(), TODAY).data.tracks[0].name
    storage = typed(tblLadder={(0, column.field): "" for column in framework.LADDER.columns if not column.formula})
    (finding, *_) = findings(storage, "Reflection")
    assert f'names "{name}", which is gone from Framework' in finding["message"]


def test_what_commands_write_is_not_said_twice() -> None:
    first = read_dataset(_standing(), TODAY).data.competency_rows[1].name
    found = findings(typed(tblMarks={(0, "name"): first}), "Framework")
    duplicates = [f for f in found if "used once" in f["message"]]
    assert len(duplicates) <= 1


def test_validate_says_a_name_of_nothing_once_and_other_commands_say_it_too() -> None:
    storage = typed(tblPeople={(4, "track_name"): "Enginering"})
    lines = [line for line in run(storage, "validate").lines if any("Enginering" in part for part in line)]
    assert len(lines) == 1
    lines = [line for line in run(storage, "build").lines if any("Enginering" in part for part in line)]
    assert len(lines) == 1
