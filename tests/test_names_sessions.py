"""Random sessions of a person on a company by names, through whole commands: no word and no rating changes hands."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count

import pytest

from tests.support.named_company import full_company, strayed_words
from tests.support.typist import Typist, differences

TABLES = ("tblLadder", "tblMarks", "tblPeople")
NAME = {"tblLadder": "Track", "tblMarks": "Competency", "tblPeople": "Name"}
_number = count()


def rename(typist: Typist, chance: random.Random, table: str) -> None:
    row = chance.randrange(len(typist.lines(table)))
    typist.type_cells(table, row, {NAME[table]: f"Renamed {next(_number)}"})


def rename_level(typist: Typist, chance: random.Random, _: str) -> None:
    row = chance.randrange(len(typist.lines("tblLadder")))
    steps = [n for n in range(1, 13) if typist.cell("tblLadder", row, f"Step {n}")]
    typist.type_cells("tblLadder", row, {f"Step {chance.choice(steps)}": f"Level {next(_number)}"})


def swap_levels(typist: Typist, chance: random.Random, _: str) -> None:
    row = chance.randrange(len(typist.lines("tblLadder")))
    steps = [n for n in range(1, 13) if typist.cell("tblLadder", row, f"Step {n}")]
    one, two = (f"Step {n}" for n in chance.sample(steps, 2))
    cells = {one: typist.cell("tblLadder", row, two), two: typist.cell("tblLadder", row, one)}
    typist.type_cells("tblLadder", row, cells)


def delete(typist: Typist, chance: random.Random, table: str) -> None:
    if len(typist.lines(table)) > 2:
        typist.delete(table, chance.randrange(len(typist.lines(table))))


def add(typist: Typist, chance: random.Random, table: str) -> None:
    row, name = len(typist.lines(table)), f"New {next(_number)}"
    steps = {"Step 1": f"First of {name}", "Step 2": f"Second of {name}"} if table == "tblLadder" else {}
    typist.insert(table, row)
    typist.type_cells(table, row, {NAME[table]: name, **steps})


def sort(typist: Typist, chance: random.Random, table: str) -> None:
    order = {line[NAME[table]]: chance.random() for line in typist.lines(table)}
    typist.reorder(table, lambda line: order.get(line[NAME[table]], 2))


def answer(typist: Typist, chance: random.Random, _: str) -> None:
    for row, line in enumerate(typist.lines("tblNameQuestions")):
        if chance.random() < 0.7:
            typist.type("tblNameQuestions", row, Your_answer=line["It is"])


EDITS: tuple[Callable[[Typist, random.Random, str], None], ...] = (
    rename, rename, rename_level, rename_level, swap_levels, delete, add, sort, answer, answer,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_sessions(seed: int) -> None:
    chance, typist = random.Random(seed), full_company()
    ratings = typist.data.ratings
    for _ in range(4):
        for edit in chance.choices(EDITS, k=chance.randint(1, 3)):
            edit(typist, chance, chance.choice(TABLES))
        frameworks = [typist.table(name) for name in ("tblTracks", "tblLevels", "tblCompetencies", "tblWeights")]
        outcome = typist.run(chance.choice(["build", "validate", "score"]))
        waits = "Framework counts as it was" in outcome.sentence
        if waits and outcome.data.get("changes") in (None, 0):
            now = [typist.table(name) for name in ("tblTracks", "tblLevels", "tblCompetencies", "tblWeights")]
            assert [own.rows for own in now][:2] == [own.rows for own in frameworks][:2]
        typist.build()
        before = typist.snapshot
        typist.build()
        assert differences(before, typist.snapshot) == []
        assert [own.model_copy(update={"row": -1}) for own in typist.data.ratings] == [
            own.model_copy(update={"row": -1}) for own in ratings
        ]
        moved = [words for words in strayed_words(typist) if not words.startswith(TABLES)]
        assert moved == []
        present = {person.id for person in typist.data.people if person.id}
        assert len(present) == sum(bool(person.id) for person in typist.data.people)
