"""Single entries: every row that was read, with what does not fit in it, and how to speak about both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record, Ref, facts_of
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK
from xl_addin.model.memo import memo, memo_listing
from xl_addin.model.records import Employee, MatrixRow, Rating, Weight
from xl_addin.rules.text_analysis import quote

_SHORT = 40
"""Characters of a cell that a message shows whole."""


@dataclass(frozen=True)
class TableRow:
    """One row of a table, `row` -1 for the table as a whole; `misfits` are the cells of it that do not fit."""

    table: str
    row: int
    name: str
    record: Record | None = None
    misfits: tuple[Misfit, ...] = field(default=())


def tab_of(table: str, data: Dataset) -> str:
    """The tab a table stands on; where it stands on none, "Levels" for tblLevels, "Matrix ENG" for tblMatrix_ENG."""
    return data.tabs.get(table) or table.removeprefix("tbl").replace("_", " ")


@memo_listing
def table_rows(data: Dataset) -> Iterator[TableRow]:
    """Every row that was read, table by table, then what does not fit and belongs to no row we know."""
    misfits: dict[tuple[str, int], list[Misfit]] = {}
    for misfit in data.misfits:
        misfits.setdefault((misfit.place.table, misfit.place.row), []).append(misfit)
    for table, records in _tables(data):
        for record in records:
            row_misfits = tuple(misfits.pop((table, record.row), ()))
            yield TableRow(table, record.row, _name(record, table, data) if row_misfits else "", record, row_misfits)
    for (table, row), rest in misfits.items():
        yield TableRow(table, row, _row_name(data, table, row), None, tuple(rest))


def merged_places(data: Dataset) -> frozenset[Place]:
    """Cells that a merge has taken in; they are blank, but no rule on blanks has to say so too."""
    return memo(data, __name__, lambda: frozenset(m.place for m in data.misfits if m.kind == "merged"))


def known_tables(data: Dataset) -> set[str]:
    """The tables in which entries stand, and every track's matrix."""
    return {table for table, records in _tables(data) if records} | {matrix.table for matrix in data.matrices}


def _tables(data: Dataset) -> Iterator[tuple[str, Sequence[Record]]]:
    yield "tblLadder", data.ladder
    yield "tblMarks", data.competency_rows
    yield "tblTracks", data.tracks
    yield "tblLevels", data.levels
    yield "tblCompetencies", data.competencies
    for matrix in data.matrices:
        yield matrix.table, matrix.rows
    yield "tblWeights", data.weights
    yield "tblPeople", data.people
    yield "tblAssessments", data.ratings


def _name(record: Record, table: str, data: Dataset) -> str:
    """What a person calls the row, as a sentence goes on after "of": "Ownership in Competencies"."""
    if isinstance(record, Rating):
        return f"{person_name(data, record.employee)} on {competency_name(data, record.competency)} in Assessments"
    if isinstance(record, Weight):
        return f"{competency_name(data, record.competency)} in Weights"
    if isinstance(record, Employee | MatrixRow):
        name = record.name
    else:
        name = getattr(record, "name", "") or getattr(record, "title", "")
    label = name or getattr(record, "id", "")
    return f"{label} in {tab_of(table, data)}" if label else _row_name(data, table, record.row)


def _row_name(data: Dataset, table: str, row: int) -> str:
    """A row by the number that stands beside it; the tab where it is about no row."""
    return f"row {data.sheet_row(table, row)} of {tab_of(table, data)}" if row >= 0 else tab_of(table, data)


def person_name(data: Dataset, person: str) -> str:
    """A person's name, or the id where nobody has it."""
    record = data.person.get(person)
    return (record and record.name) or label_of(data, PERSON, person) or "somebody"


def competency_name(data: Dataset, competency: str) -> str:
    """A competency's name, or the id where there is none of it."""
    record = data.competency.get(competency)
    return (record and record.name) or label_of(data, COMPETENCY, competency) or "a competency"


def level_name(data: Dataset, level: str) -> str:
    """A level's title, or the id where there is none of it."""
    record = data.level.get(level)
    return (record and record.title) or label_of(data, LEVEL, level) or "a level"


def track_name(data: Dataset, track: str) -> str:
    """A track's name, or the id where there is none of it."""
    record = data.track.get(track)
    return (record and record.name) or label_of(data, TRACK, track) or "a track"


def misfit_text(misfit: Misfit) -> str:
    """What stands in the cell, quoted as it stands, a long text cut; an error cell shows its code."""
    text = str(getattr(misfit.value, "code", misfit.value))
    return f'"{text}"' if len(text) <= _SHORT and text.isprintable() else quote(text)


def refers_to(entry: TableRow, misfit: Misfit, data: Dataset) -> str:
    """The tab a reference should be found on; "" when that is not known."""
    fact = facts_of(type(entry.record)).get(misfit.place.field) if entry.record else None
    if not fact or not isinstance(fact.limit, Ref):
        return ""
    # where names are asked, people make tracks, levels and competencies on one tab
    is_made_by_name = data.by_names and fact.limit.table != "tblPeople"
    return tab_of("tblLadder" if is_made_by_name else fact.limit.table, data)
