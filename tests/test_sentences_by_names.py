"""No sentence, line or advice in a workbook that asks for names shows a key, or sends anybody to a tab out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.test_misfits_by_names import BOOK, TODAY, run, typed
from xl_addin.books.memory import MemoryStorage
from xl_addin.commands import find_command
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.model.errors import Stop

HIDDEN_TABS = re.compile(r"\bWeights\b|_keys\b|\b(?:in|on|the|tabs?) (?:Tracks|Levels|Competencies)\b")
IDS = re.compile(r"\b(?:Employee|Manager|Track|Level|Competency)? ?IDs?\b")


@cache
def keys() -> re.Pattern[str]:
    """Every key of the sample as a word of its own."""
    data = sample()
    found = {*data.track, *data.level, *data.competency, *data.person}
    assert {"SE1", "OWN", "E001", "ENG"} <= found
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, found), key=len, reverse=True))})(?![\w-])")


def texts(outcome: Outcome) -> Iterator[str]:
    """All that people read of what a command says."""
    yield outcome.sentence
    yield outcome.next
    for line in outcome.lines:
        yield from map(str, line)
    for finding in outcome.data.get("findings", ()):
        yield finding["message"]
        yield finding["fix"]


def faults(said: Iterable[str]) -> list[str]:
    return [text for text in said if keys().search(text) or HIDDEN_TABS.search(text) or IDS.search(text)]


def changed_company() -> MemoryStorage:
    """The sample with much that is wrong, so that every command has something to say."""
    data = sample()
    matrix = data.matrices[0]
    storage = typed(
        tblPeople={
            (4, "track_name"): "Enginering",
            (5, "level_title"): "No such level",
            (6, "manager_name"): "",
            (7, "email"): "no address",
            (8, "active"): "perhaps",
            (9, "manager_name"): data.people[9].name,
            (11, "email"): "",
            (12, "email"): data.people[13].email,
        },
        tblMarks={(0, "definition"): "TBD", (1, "theme"): "Nothing", (2, "expected"): "three"},
        tblLadder={(0, "step_12"): "Some late title"},
        tblLevels={(0, "promotion"): "", (1, "months"): "long"},
        tblCompetencies={(3, "resources"): ""},
        **{matrix.table: {(0, matrix.levels[0]): "", (1, matrix.levels[1]): "DRAFT Something", (2, "weight"): None}},
        tblAssessments={(0, "manager_rating"): "nine", (1, "competency"): "", (2, "self_rating"): 8},
    )
    run(storage, "build")
    return storage


def test_the_check_itself_sees_keys_ids_and_hidden_tabs() -> None:
    for text in ("E001 has none", "at SE1", "in Levels", "the Weights tab", "type the ID", "Track IDs of it"):
        assert faults([text]) == [text]
    assert faults(["Levels differ.", "a track of Framework", "Open the Survey tab."]) == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("validate", {}),
        ("build", {}),
        ("score", {}),
        ("score", {"what_if": ("weight:Ownership=30",)}),
        ("score", {"what_if": ("expected:Ownership=5",)}),
        ("delta", {}),
        ("expand", {"draft": "all"}),
        ("roadmap", {}),
        ("tidy", {}),
    ],
)
def test_what_a_command_says_names_things(name: str, options: dict[str, Any]) -> None:
    for storage in (typed(), changed_company()):
        outcome = run(storage, name, **options)
        assert outcome.sentence
        assert faults(texts(outcome)) == []


def test_forms_are_accounted_for_by_name(tmp_path: Path) -> None:
    for storage in (typed(), changed_company()):
        book = tmp_path / f"{id(storage)}.xlsx"
        storage.books[book] = storage.books[BOOK]
        for name, options in (
            ("export", {"to": tmp_path / "forms"}),
            ("export", {"to": tmp_path / "packs", "per": "manager"}),
            ("collect", {}),
        ):
            command = find_command(name)
            said = perform(command, command.options(**options), storage=storage, today=TODAY, path=book)
            assert faults(texts(said)) == []


def test_options_take_names(tmp_path: Path) -> None:
    storage, data = typed(), sample()
    book = tmp_path / "a.xlsx"
    storage.books[book] = storage.books[BOOK]
    command = find_command("export")
    track, person = data.tracks[0], data.people[20]
    options = command.options.model_validate({"to": tmp_path / "forms", "only": (track.name, person.name)})
    counts = perform(command, options, storage=storage, today=TODAY, path=book).data["counts"]
    expected = sum(
        p.active == "Yes" and (p.track == track.id or p.id == person.id or p.team == track.name) for p in data.people
    )
    assert counts["new"] == expected
    wish = f"weight:{track.name}/Ownership=40"
    assert run(typed(), "score", what_if=(wish,)).data["counts"]["scores"] > 0
    matrix = data.matrices[0]
    emptied = typed(**{matrix.table: {(0, matrix.levels[0]): ""}})
    drafted = run(emptied, "expand", draft=data.track[matrix.track].name)
    assert drafted.data["plan"]["texts"]


def test_what_names_nothing_is_told_with_names_to_choose_from(tmp_path: Path) -> None:
    storage = typed()
    for name, options in (
        ("expand", {"draft": "Nowhere"}),
        ("expand", {"add_level": "Something", "after": "Nowhere"}),
        ("score", {"what_if": ("weight:Nothing=3",)}),
        ("score", {"what_if": ("weight:Nowhere/Ownership=3",)}),
    ):
        with pytest.raises(Stop) as stop:
            run(storage, name, **options)
        assert faults([stop.value.problem.replace("workbooks that ask for IDs", ""), stop.value.todo]) == []


def test_an_empty_workbook_says_framework() -> None:
    storage = MemoryStorage()
    new = find_command("new")
    perform(new, new.options.model_validate({"file": BOOK}), storage=storage, today=TODAY)
    for name in ("build", "validate", "score", "delta"):
        outcome = run(storage, name)
        assert faults(texts(outcome)) == []
        assert "Framework" in outcome.next, name
