"""What a framework has more than before: the plan that expand shows and then carries out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from xl_addin.matrix.draft import Draft
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record, facts_of
from xl_addin.model.records import Competency, Level, Track

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record that gets another value: a rank that moves up, a next level, a competency's tracks."""

    table: str
    row: int
    id: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class CellText:
    """A text for an empty cell; `sources` are the levels whose statements it comes from."""

    track: str
    level: str
    competency: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Growth:
    """Everything that is added, and the few fields of old records that change with it."""

    tracks: tuple[Track, ...]
    levels: tuple[Level, ...]
    competencies: tuple[Competency, ...]
    changes: tuple[FieldChange, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    texts: tuple[CellText, ...]


def growth(old_data: Dataset, new_data: Dataset, drafts: Sequence[Draft]) -> Growth:
    """The difference of two data sets of which the second grew out of the first. Columns and rows are (track, id)."""
    columns, rows = [], []
    for matrix in new_data.matrices:
        old_matrix = old_data.matrix.get(matrix.track)
        old_rows = {row.competency for row in old_matrix.rows} if old_matrix else set()
        columns += [
            (matrix.track, level) for level in matrix.levels if not old_matrix or level not in old_matrix.levels
        ]
        rows += [(matrix.track, row.competency) for row in matrix.rows if row.competency not in old_rows]
    return Growth(
        new_records(new_data.tracks),
        new_records(new_data.levels),
        new_records(new_data.competencies),
        (
            *field_changes("tblLevels", old_data.levels, new_data.levels),
            *field_changes("tblCompetencies", old_data.competencies, new_data.competencies),
        ),
        tuple(columns),
        tuple(rows),
        tuple(_texts(old_data, new_data, drafts)),
    )


def with_records(data: Dataset, new_data: Dataset) -> Dataset:
    """A data set whose tracks, levels and competencies are those of another, which tell what is new by their rows."""
    return replace(data, tracks=new_data.tracks, levels=new_data.levels, competencies=new_data.competencies)


def new_records(records: Sequence[R]) -> tuple[R, ...]:
    """The records that stand in no row yet."""
    return tuple(record for record in records if record.row < 0)


def field_changes(
    table: str, old_records: Sequence[Record], current_records: Sequence[Record]
) -> Iterator[FieldChange]:
    """Field by field, what records that stand in the workbook say now and did not say before."""
    old = {record.row: record for record in old_records}
    for record in current_records:
        if record.row >= 0 and record != old[record.row]:
            for name in facts_of(type(record)):
                old_value, new_value = getattr(old[record.row], name), getattr(record, name)
                if old_value != new_value:
                    yield FieldChange(table, record.row, str(getattr(record, "id", "")), name, old_value, new_value)


def _texts(old_data: Dataset, new_data: Dataset, drafts: Sequence[Draft]) -> Iterator[CellText]:
    sources = {(d.track, d.competency, d.level): d.sources for d in drafts}
    for matrix in new_data.matrices:
        old_matrix = old_data.matrix.get(matrix.track)
        old = old_matrix.text if old_matrix else {}
        for (competency, level), cell in matrix.text.items():
            was = old.get((competency, level))
            if cell.text != (was.text if was else ""):
                came = sources.get((matrix.track, competency, level), ())
                yield CellText(matrix.track, level, competency, cell.text, came)
