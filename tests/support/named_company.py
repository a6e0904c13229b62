"""A small company typed by names only: three tracks, one a branch, 25 people, texts, ratings, plans, own words."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from tests.support.typist import Typist
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset

TRACKS: tuple[dict[str, Any], ...] = (
    {"Track": "Engineering", "Step 1": "Junior", "Step 2": "Engineer", "Step 3": "Senior", "Step 4": "Staff"},
    {"Track": "Support", "Step 1": "Adviser", "Step 2": "Senior", "Step 3": "Lead"},
    {"Track": "Management", "Branches from": "Senior (Engineering)", "Step 4": "Team lead", "Step 5": "Head"},
)
COMPETENCIES = ("Ownership", "Planning", "Code quality", "Care", "Hiring")
TITLES = {str(row["Track"]): [row[f"Step {n}"] for n in range(1, 6) if f"Step {n}" in row] for row in TRACKS}
NAMESAKES = (3, 9)
CYCLE = "2027-H1"
TITLE = "Level title"


def person_line(number: int) -> dict[str, Any]:
    """A row of People; two of them are called Sam Taylor, one in each team."""
    track = [*TITLES][number % 3]
    return {
        "Name": "Sam Taylor" if number in NAMESAKES else f"Person {chr(65 + number)}",
        "Track": track,
        "Level": TITLES[track][number % len(TITLES[track])],
        "Manager": None if number == 2 else "Sam Taylor (Data)" if number == 20 else "Person C",
        "Team": "Web" if number < 9 else "Data",
        "Email": f"p{number}@example.com" if number % 2 else None,
    }


@cache
def _typed() -> Snapshot:
    typist = Typist.at_new()
    typist.type_lines("tblLadder", TRACKS)
    typist.type_lines("tblMarks", [{"Competency": n, "What it is about": f"About {n}."} for n in COMPETENCIES])
    typist.type_lines("tblPeople", [person_line(number) for number in range(25)])
    return typist.snapshot


def typed_company() -> Typist:
    """As it is typed into the workbook that `new` makes; no command has run yet."""
    return Typist(_typed())


@cache
def _full() -> Snapshot:
    typist = typed_company()
    typist.build()
    typist.type_cells("tblMarks", typist.row_of("tblMarks", "Code quality"), {"T2": None, "T3": None})
    typist.type_cells("tblMarks", typist.row_of("tblMarks", "Hiring"), {"T1": None, "T2": None})
    typist.build()
    for track, table in (("T1", "tblMatrix_T1"), ("T2", "tblMatrix_T2"), ("T3", "tblMatrix_T3")):
        titles = {level.title: level.id for level in typist.data.levels_of(track)}
        for row, line in enumerate(typist.lines(table)):
            key = line["Competency ID"]
            typist.type_cells(table, row, {t: f"Does {key} as {level}." for t, level in titles.items()})
    data = typist.data
    typist.type_lines("tblAssessments", [*_ratings(data)])
    plans = [
        {"Cycle": CYCLE, "Employee ID": person.id, "Competency ID": "C1", "Agreed action": f"For {person.id}."}
        for n, person in enumerate(data.people[:6])
    ]
    typist.type_lines("tblPlans", plans)
    for row, own in enumerate(data.tracks):
        typist.type_cells("tblTracks", row, {"Purpose": f"Purpose of {own.id}.", "Job family": f"Family {own.id}"})
    for row, level in enumerate(data.levels):
        typist.type_cells("tblLevels", row, {"Summary": f"Summary of {level.id}."})
    for row, competency in enumerate(data.competencies):
        typist.type_cells("tblCompetencies", row, {"Development resources": f"Grows {competency.id}."})
    for table in ("tblPeople", "tblLadder", "tblMarks", "tblLevels", "tblTracks", "tblCompetencies"):
        keys = [
            line.get("Key") or line.get("Level ID") or line.get("Track ID") or line.get("Competency ID")
            for line in typist.lines(table)
        ]
        typist.add_column(table, "My words", [f"Mine of {key}." for key in keys])
    typist.build()
    return typist.snapshot


def _ratings(data: Dataset) -> list[dict[str, Any]]:
    return [
        {
            "Cycle": CYCLE,
            "Employee ID": p.id,
            "Competency ID": c.id,
            "Level ID": p.level,
            "Manager rating": 1 + (n + m) % 5,
        }
        for n, p in enumerate(data.people)
        for m, c in enumerate(data.competencies_of(p.track))
    ]


def full_company() -> Typist:
    """Built, every text written, everybody rated, plans, words on each tab that says more, columns of one's own."""
    return Typist(_full())


def strayed_words(typist: Typist) -> list[str]:
    """Words that stand with another thing than the one whose key they tell; missing ones are no concern of this."""
    data = typist.data
    strayed = [
        f"matrix of {matrix.track}: {cell.text!r} at {cell.competency}, {cell.level}"
        for matrix in data.matrices
        for cell in matrix.cells
        if cell.text.startswith("Does ") and cell.text != f"Does {cell.competency} as {cell.level}."
    ]
    tables = {
        "tblTracks": "Track ID",
        "tblLevels": "Level ID",
        "tblCompetencies": "Competency ID",
        "tblPlans": "Employee ID",
    }
    heads = {**tables, "tblPeople": "Key", "tblLadder": "Key", "tblMarks": "Key"}
    for table, head in heads.items():
        for line in typist.lines(table) if table in typist.snapshot.tables else ():
            words = [str(v) for k, v in line.items() if k != "Proposed" and str(v).startswith(_BEGINNINGS)]
            strayed += [
                f"{table}: {word!r} at {line.get(head)}"
                for word in words
                if word.rstrip(".").split()[-1] != line.get(head, word.rstrip(".").split()[-1])
            ]
    return strayed


_BEGINNINGS = ("Mine of ", "Purpose of ", "Summary of ", "Grows ", "For P", "Family T")


def lost_words(old: Typist, typist: Typist) -> list[str]:
    """Words of people that stood in the tables and are nowhere now."""

    def words(own: Typist) -> Counter[str]:
        texts = [
            str(c) for data in own.snapshot.tables.values() for row in data.rows for c in row if isinstance(c, str)
        ]
        return Counter(text for text in texts if text.startswith(("Does ", *_BEGINNINGS)))

    return sorted((words(old) - words(typist)).elements())


def ratings_by_name(typist: Typist) -> dict[str, list[tuple[Any, ...]]]:
    """Name of a person, with the team where there are two -> their ratings."""
    ratings: dict[str, list[tuple[Any, ...]]] = {}
    people = {person.id: f"{person.name} ({person.team})" for person in typist.data.people if person.id}
    for own in typist.data.ratings:
        if own.employee in people:
            ratings.setdefault(people[own.employee], []).append((own.competency, own.level, own.manager_rating))
    return ratings
