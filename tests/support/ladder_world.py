"""A framework in front of a person who edits it, and what that person means: every row knows which thing it truly is.

The hidden key cells behave as in a spreadsheet: they move with a row, stay behind when only what is seen is sorted or
pasted, and are copied with a row that serves as a pattern. Edits stand in `ladder_edits`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.ledger import entry_of
from xl_addin.ladder.matching import NEW
from xl_addin.ladder.sightings import NameSpot, SheetNames, Sighting
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK, KeyEntry, content_cells

STEPS = 7
GRADES = ["Junior", "Associate", "Senior", "Lead", "Staff", "Principal", "Chief", "Assistant", "Deputy", "Head"]
JOBS = ["engineer", "designer", "adviser", "analyst", "planner", "buyer", "tester", "writer", "partner", "technician"]
AREAS = ["Software", "Design", "Support", "Finance", "Sales", "Data", "Quality", "Planning", "Legal", "Field work"]
COMPETENCIES = ["Ownership", "Planning", "Code quality", "Design", "Running services", "Customer sense", "Hiring",
                "Communication", "Helping others grow", "Negotiation", "Budgeting", "Writing", "Safety", "Focus",
                "Teamwork", "Rigour"]  # fmt: skip
GROUPS = ["Doing the work", "Thinking it through", "Working together", "Leading"]
FIRST = [
    "Ada",
    "Ben",
    "Caro",
    "Dan",
    "Eli",
    "Fay",
    "Gil",
    "Hana",
    "Ivo",
    "Jon",
    "Kim",
    "Lea",
    "Max",
    "Nia",
    "Oda",
    "Pia",
]
LAST = ["Arden", "Brook", "Castell", "Dietz", "Ekwall", "Falk", "Garcia", "Holt", "Ives", "Jarvis", "Kern", "Lund"]
Cell = tuple[str, str]
"""(which level it truly is, its title); both "" where the step is empty."""


@dataclass
class Row:
    """One row as it stands: which thing it truly is, its key cell, and what can be read."""

    thing: str
    key_cell: str
    name: str
    cells: list[str]
    address: str = ""
    steps: list[Cell] = field(default_factory=lambda: [("", "")] * STEPS)

    @property
    def things(self) -> set[str]:
        """The row's own thing and the levels in it."""
        return {self.thing} | {level for level, _ in self.steps if level}


class World:
    """Tracks with levels, competencies and people, as the last command left them; then edits change it."""

    def __init__(self, chance: random.Random, *, reuse: bool = False) -> None:
        """`reuse`: new things may get a name that another thing of the table had before, in the same session."""
        self.chance, self.reuse, self.count = chance, reuse, 0
        self.touched: set[str] = set()
        self.names: dict[str, set[str]] = {}
        self.tracks: list[Row] = []
        self.competencies: list[Row] = []
        self.people: list[Row] = []
        for area in chance.sample(AREAS, chance.randint(2, 5)):
            self.tracks.append(self.track(area))
        for name in chance.sample(COMPETENCIES, chance.randint(5, 12)):
            self.competencies.append(self.competency(name))
        for _ in range(chance.randint(6, 25)):
            self.people.append(self.person(""))
        for row in (*self.tracks, *self.competencies, *self.people):
            row.key_cell = row.thing

    def table(self, kind: str) -> list[Row]:
        return {TRACK: self.tracks, COMPETENCY: self.competencies, PERSON: self.people}[kind]

    def thing(self, kind: str) -> str:
        """The key of one more thing."""
        self.count += 1
        return f"{kind}{self.count}"

    def title(self) -> str:
        chance = self.chance
        job = chance.choice(JOBS)
        grade = chance.choice(["I", "II", "III"])
        return chance.choice([f"{chance.choice(GRADES)} {job}", job.capitalize(), f"{job.capitalize()} {grade}"])

    def fresh_title(self, row: Row) -> str:
        """A title the track has not, nor had: nobody gives an old title to a new level."""
        return self._fresh(row.thing, {fold_text(title) for _, title in row.steps}, self.title)

    def fresh_name(self, kind: str) -> str:
        """A name nothing in the table has or had."""
        chance = self.chance
        make: dict[str, Callable[[], str]] = {
            TRACK: lambda: chance.choice(AREAS) + chance.choice(["", " work", " lead", " people", " craft"]),
            COMPETENCY: lambda: chance.choice(COMPETENCIES) + chance.choice(["", " at work", " for all", " each day"]),
            PERSON: lambda: f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        }
        return self._fresh(kind, {fold_text(row.name) for row in self.table(kind)}, make[kind])

    def _fresh(self, key: str, present: set[str], make: Callable[[], str]) -> str:
        used = present | (set() if self.reuse else self.names.setdefault(key, set()))
        name = next(name for name in iter(make, "") if fold_text(name) not in used)
        self.names[key] = used | {fold_text(name)}
        return name

    def track(self, name: str) -> Row:
        row = Row(self.thing(TRACK), "", name, [])
        start = self.chance.choice([0, 0, 0, 2])
        for step in range(start, start + self.chance.randint(2, 4)):
            row.steps[step] = (self.thing(LEVEL), self.fresh_title(row))
        return row

    def competency(self, name: str) -> Row:
        chance = self.chance
        marks = [chance.choice(["●", ""]) for _ in range(2)]
        return Row(self.thing(COMPETENCY), "", name, [chance.choice(GROUPS), f"about {chance.randint(0, 999)}", *marks])

    def person(self, name: str) -> Row:
        chance = self.chance
        name = name or f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        thing, track = self.thing(PERSON), chance.choice(self.tracks)
        level = chance.choice([title for _, title in track.steps if title] or [""])
        address = f"{name.replace(' ', '.').lower()}.{thing}@example.com" if chance.random() < 0.6 else ""
        since = f"20{chance.randint(10, 26)}-{chance.randint(1, 12)}"
        return Row(thing, "", name, [track.name, level, chance.choice(["Web", "Data", "Ops"]), since], address)

    def make(self, kind: str, name: str) -> Row:
        """One more row of a table, without a key."""
        return {TRACK: self.track, COMPETENCY: self.competency, PERSON: self.person}[kind](name)

    def ledger(self) -> tuple[KeyEntry, ...]:
        """What a command would leave in the ledger now."""
        lines = [
            entry_of(kind, row.thing, sighting)
            for kind, rows, sightings in self._tables()
            for row, sighting in zip(rows, sightings, strict=True)
        ]
        for row in self.tracks:
            for step, (level, title) in enumerate(row.steps, 1):
                if level:
                    lines.append(entry_of(LEVEL, level, Sighting((0, step), title), row.thing))
        return tuple(lines)

    def sheets(self) -> SheetNames:
        """What can be read now."""
        tracks, competencies, people = (sightings for _, _, sightings in self._tables())
        levels = [
            Sighting((place, step), title)
            for place, row in enumerate(self.tracks)
            for step, (_, title) in enumerate(row.steps, 1)
            if title
        ]
        return SheetNames(tracks, tuple(levels), competencies, people)

    def _tables(self) -> list[tuple[str, list[Row], tuple[Sighting, ...]]]:
        tables = []
        for kind in (TRACK, COMPETENCY, PERSON):
            rows = self.table(kind)
            sightings = tuple(_sighting(kind, place, row) for place, row in enumerate(rows))
            tables.append((kind, rows, sightings))
        return tables

    def truth(self) -> dict[str, dict[NameSpot, str]]:
        """Kind -> spot -> the thing that truly stands there."""
        rows = {kind: {(n, 0): row.thing for n, row in enumerate(part)} for kind, part, _ in self._tables()}
        levels = {
            (n, step): level
            for n, row in enumerate(self.tracks)
            for step, (level, title) in enumerate(row.steps, 1)
            if title
        }
        return {TRACK: rows[TRACK], LEVEL: levels, COMPETENCY: rows[COMPETENCY], PERSON: rows[PERSON]}


def meant_keys(truth: dict[str, dict[NameSpot, str]], ledger: tuple[KeyEntry, ...]) -> dict[str, dict[NameSpot, str]]:
    """The truth as a matching would say it: NEW for what the ledger does not know."""
    keys = {entry.key for entry in ledger}
    return {kind: {spot: t if t in keys else NEW for spot, t in part.items()} for kind, part in truth.items()}


def _sighting(kind: str, place: int, row: Row) -> Sighting:
    cells = [title for _, title in row.steps] if kind == TRACK else row.cells
    return Sighting((place, 0), row.name, row.key_cell, row.address, content_cells(tuple(cells)))
