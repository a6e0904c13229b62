"""The matrices in long form: one row for each statement, for pivot tables, statistics and other tools."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.statements import statements

HEADERS = ("Track ID", "Level ID", "Level title", "Competency ID", "Competency", "Statement number", "Statement")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of one cell; N/A and inherits(...) stand as they are written."""

    track: str
    level: str
    title: str
    competency: str
    name: str
    number: int
    statement: str


def long_form(data: Dataset) -> tuple[StatementRow, ...]:
    """Every statement, track by track, competency by competency, lowest level first; empty cells have no row."""
    return tuple(row for track in data.tracks if track.id in data.matrix for row in _of_track(data, track.id))


def _of_track(data: Dataset, track: str) -> Iterator[StatementRow]:
    matrix = data.matrix[track]
    track_levels = [level.id for level in data.levels_of(track) if level.id in matrix.levels]
    # a column whose level is not in the list any more comes last, under its id
    levels = [*track_levels, *(level for level in matrix.levels if level not in track_levels)]
    titles = {level: data.level[level].title if level in data.level else level for level in levels}
    for competency in dict.fromkeys(row.competency for row in matrix.rows):
        record = data.competency.get(competency)
        for level in levels:
            cell = matrix.text.get((competency, level))
            for number, statement in enumerate(statements(cell.text) if cell else (), 1):
                yield StatementRow(
                    track, level, titles[level], competency, record.name if record else "", number, statement
                )
