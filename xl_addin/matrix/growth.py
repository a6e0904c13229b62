"""What a framework has more than before: the plan that expand shows and then carries out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from xl_addin.matrix.draft import Draft
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record, facts_of
from xl_addin.model.records import Competency, Level, Track

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Change:
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
    changes: tuple[Change, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    texts: tuple[CellText, ...]


def growth(before: Dataset, after: Dataset, drafts: Sequence[Draft]) -> Growth:
    """The difference of two data sets of which the second grew out of the first. Columns and rows are (track, id)."""
    columns, rows = [], []
    for matrix in after.matrices:
        held = before.matrix.get(matrix.track)
        old_rows = {row.competency for row in held.rows} if held else set()
        columns += [(matrix.track, level) for level in matrix.levels if not held or level not in held.levels]
        rows += [(matrix.track, row.competency) for row in matrix.rows if row.competency not in old_rows]
    return Growth(
        added(after.tracks),
        added(after.levels),
        added(after.competencies),
        (
            *changed("tblLevels", before.levels, after.levels),
            *changed("tblCompetencies", before.competencies, after.competencies),
        ),
        tuple(columns),
        tuple(rows),
        tuple(_texts(before, after, drafts)),
    )


def added(records: Sequence[R]) -> tuple[R, ...]:
    """The records that stand in no row yet."""
    return tuple(record for record in records if record.row < 0)


def changed(table: str, before: Sequence[Record], after: Sequence[Record]) -> Iterator[Change]:
    """Field by field, what records that stand in the workbook say now and did not say before."""
    old = {record.row: record for record in before}
    for record in after:
        if record.row >= 0 and record != old[record.row]:
            for name in facts_of(type(record)):
                was, now = getattr(old[record.row], name), getattr(record, name)
                if was != now:
                    yield Change(table, record.row, str(getattr(record, "id", "")), name, was, now)


def _texts(before: Dataset, after: Dataset, drafts: Sequence[Draft]) -> Iterator[CellText]:
    sources = {(d.track, d.competency, d.level): d.sources for d in drafts}
    for matrix in after.matrices:
        held = before.matrix.get(matrix.track)
        old = held.text if held else {}
        for (competency, level), cell in matrix.text.items():
            was = old.get((competency, level))
            if cell.text != (was.text if was else ""):
                came = sources.get((matrix.track, competency, level), ())
                yield CellText(matrix.track, level, competency, cell.text, came)
