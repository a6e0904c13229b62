"""The states a workbook is found in, from empty to full, each as plain rows in memory."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import zip_longest

from xl_addin.commands.demo import sample
from xl_addin.commands.new import load_starter
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.snapshot import Snapshot
from xl_addin.matrix.build import plan_build
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import Competency, Employee, Level, Rating, Track
from xl_addin.sheets import describe, rows
from xl_addin.sheets.matrix import table_name
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.starter_dataset import dataset_of

TODAY = dt.date(2026, 7, 1)
CYCLE = "2027-H1"
_TABS = ("Findings", "Scores", "Dashboard", "Steps", "Roadmap")


def _template() -> Dataset:
    return read_dataset(Snapshot()).data


def _starter() -> Dataset:
    return dataset_of([load_starter("engineering")])


def _tracks_only() -> Dataset:
    return replace(_template(), tracks=(Track(id="ENG", name="Engineering"),))


def _unbuilt() -> Dataset:
    """A framework as typed before the first build: one track, two levels, one competency."""
    levels = (
        Level(id="SE1", track="ENG", title="Engineer", rank=1),
        Level(id="SE2", track="ENG", title="Senior engineer", rank=2),
    )
    competencies = (Competency(id="OWN", name="Ownership", definition="Carries work from task to result."),)
    return replace(_tracks_only(), levels=levels, competencies=competencies)


def _names() -> Dataset:
    """The same with names where IDs are asked, blanks for IDs, and one name that nothing has."""
    levels = (
        Level(track="Engineering", title="Engineer", rank=1, next=("senior  engineer",)),
        Level(track="Engineering", title="Senior engineer", rank=2),
    )
    people = (
        Employee(id="1001", name="Ana", track="Engineering", level="Engineer"),
        Employee(id="1002", name="Ben", track="Engineering", level="Wizard", manager="Ana"),
    )
    return replace(
        _template(),
        tracks=(Track(name="Engineering"),),
        levels=levels,
        competencies=(Competency(name="Ownership", definition="Carries work from task to result."),),
        people=people,
    )


def _built(data: Dataset, text: Callable[[int], str]) -> Dataset:
    """The data set with its Matrix tabs; `text` gives each cell by its number."""
    made = plan_build(data)
    full = made.apply(data, {own.track.id: table_name(own.track.id) for own in made.tracks})
    return replace(full, matrices=tuple(_written(matrix, text) for matrix in full.matrices))


def _written(matrix: Matrix, text: Callable[[int], str]) -> Matrix:
    cells = (cell.model_copy(update={"text": text(n)}) for n, cell in enumerate(matrix.cells))
    return replace(matrix, cells=tuple(cells))


def _said(number: int) -> str:
    return f"Writes down what was decided in week {number} and tells the team."


def _people(data: Dataset, count: int = 3) -> Dataset:
    level = data.levels[0]
    people = [
        Employee(
            id=f"E{n}",
            name=f"Person {n}",
            email=f"p{n}@example.com",
            team="Blue",
            track=level.track,
            level=level.id,
            manager="E1" if n > 1 else "",
        )
        for n in range(1, count + 1)
    ]
    return replace(data, people=tuple(people))


def _rated(data: Dataset, most: int = 1000) -> Dataset:
    """Every person rated on the first `most` competencies of their level."""
    ratings = [
        Rating(cycle=CYCLE, employee=p.id, competency=c.id, level=p.level, self_rating=3, manager_rating=3 + n % 2)
        for p in data.people
        for n, c in enumerate(data.competencies_of(p.track)[:most])
    ]
    return replace(data, ratings=tuple(ratings))


def _drafts() -> Dataset:
    """A starter whose first level's texts are proposals nobody has edited, with people at that level."""
    data = _people(_starter())
    first = data.levels[0].id
    matrices = [
        replace(
            matrix,
            cells=tuple(
                cell.model_copy(update={"text": f"DRAFT {cell.text}"}) if cell.level == first else cell
                for cell in matrix.cells
            ),
        )
        for matrix in data.matrices
    ]
    return replace(data, matrices=tuple(matrices))


def _wrong() -> Dataset:
    """Damaged by hand: an ID no table takes, a status nobody reads, a loop of managers, references to nothing."""
    data = _rated(_people(_starter(), 6), 3)
    one, two, three, four, five, six = data.people
    people = (
        one.model_copy(update={"id": "E*1"}),
        two.model_copy(update={"active": "Terminated"}),
        three.model_copy(update={"manager": "E4"}),
        four.model_copy(update={"manager": "E3"}),
        five.model_copy(update={"level": "GONE"}),
        six.model_copy(update={"track": "GONE"}),
    )
    levels = (data.levels[0].model_copy(update={"next": ("GONE",)}), *data.levels[1:])
    return replace(data, people=people, levels=levels, settings={**data.settings, "roadmap.start": "soon"})


def _without_tabs(snapshot: Snapshot) -> Snapshot:
    """The workbook with tabs of results deleted."""
    return replace(
        snapshot,
        sheets=tuple(sheet for sheet in snapshot.sheets if sheet not in _TABS),
        tables={name: table for name, table in snapshot.tables.items() if table.sheet not in _TABS},
        formulas={sheet: cells for sheet, cells in snapshot.formulas.items() if sheet not in _TABS},
    )


def _in_words_and_junk() -> Snapshot:
    """Answers pasted as a form tool gives them: some in words, one in nobody's words; and a rating in words."""
    book = _book(_rated(_people(_starter()), 2))
    words = ("Agree", "Strongly agree", "Disagree", "Neither agree nor disagree", "Agree")
    typed: dict[tuple[int, str], str] = {(row, "Respondent"): f"R{row}" for row in range(len(words))}
    typed |= {(row, key): word for row, word in enumerate(words) for key in ("H1", "H2", "B1")}
    typed[0, "H2"] = "???"
    typed |= {(row, "Years here"): str(1 + row % 3) for row in range(len(words))}
    return _with(_with(book, "tblResponses", typed), "tblAssessments", {(0, "Manager rating"): "strong"})


def _with(snapshot: Snapshot, table: str, typed: Mapping[tuple[int, str], str]) -> Snapshot:
    """Cells typed into a table by (row from 0, header); an unknown header is a new column at the right."""
    data = snapshot.tables[table]
    headers = list(dict.fromkeys([*data.headers, *(header for _, header in typed)]))
    rows = [
        tuple(typed.get((number, header), cell) for header, cell in zip_longest(headers, row))
        for number, row in enumerate(data.rows)
    ]
    changed = replace(data, headers=tuple(headers), rows=tuple(rows))
    return replace(snapshot, tables={**snapshot.tables, table: changed})


def _book(data: Dataset) -> Snapshot:
    data = replace(data, today=TODAY)
    return snapshot_of(describe(data), rows(data))


STATES: dict[str, Callable[[], Snapshot]] = {
    "empty": lambda: _book(_template()),
    "tracks only": lambda: _book(_tracks_only()),
    "names for IDs": lambda: _book(_names()),
    "not built": lambda: _book(_unbuilt()),
    "nothing written": lambda: _book(_built(_unbuilt(), lambda _: "")),
    "half written": lambda: _book(_built(_unbuilt(), lambda n: "" if n else _said(n))),
    "one person": lambda: _book(_rated(_people(_built(_unbuilt(), _said), 1))),
    "starter": lambda: _book(_starter()),
    "no ratings": lambda: _book(_people(_starter())),
    "some ratings": lambda: _book(_rated(_people(_starter()), 2)),
    "answers in words and junk": _in_words_and_junk,
    "drafts": lambda: _book(_drafts()),
    "wrong": lambda: _book(_wrong()),
    "tabs deleted": lambda: _without_tabs(_book(_rated(_people(_starter())))),
    "full": lambda: _book(sample()),
}
"""What state -> the workbook in it."""


@functools.cache
def state(name: str) -> Snapshot:
    """A state, made once for the whole run."""
    return STATES[name]()
