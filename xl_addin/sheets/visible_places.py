"""Where people see and type what a cell of the workbook says: the one way from a place to an address.

Where names are asked, much of what rules and commands speak of stands in tables that commands write, or in hidden
columns of keys. Nobody can go there: a place in them leads to the cell where people typed it, found by its key.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xl_addin.cells.fold import fold_text
from xl_addin.layout.describe import Table
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.model.ladder import LadderRow
from xl_addin.model.records import Level
from xl_addin.sheets import competencies, framework, key_tables, levels, matrix, people, tracks, weights
from xl_addin.sheets.names_beside_keys import name_columns

_TYPED_BESIDE: Mapping[str, frozenset[str]] = {
    tracks.TABLE.name: frozenset(("family", "kind", "purpose")),
    levels.TABLE.name: frozenset(("scope", "summary", "promotion", "months")),
    competencies.TABLE.name: frozenset(("critical", "resources")),
}
"""Table that commands write -> the fields of it that are typed there all the same, on the tabs "More about ..."."""


def visible_place(place: Place, data: Dataset) -> Place:
    """The place where people see and type what stands there; the same in a workbook that asks for IDs."""
    if not data.by_names or place.field in _TYPED_BESIDE.get(place.table, ()):
        return place
    if place.table.startswith(matrix.TABLE_PREFIX):
        return Place(place.table, place.row, "name") if place.field == "competency" else place
    move = _MOVES.get(place.table)
    return move(place, data) if move else _name_beside(place)


def _name_beside(place: Place) -> Place:
    """The name that stands in sight beside a key; any other cell itself."""
    table = key_tables().get(place.table)
    names = {own.key: own.name for own in name_columns(table)} if table else {}
    return Place(place.table, place.row, names.get(place.field, place.field))


def cell_address(place: Place, snapshot: Snapshot, tables: Mapping[str, Table], data: Dataset) -> str:
    """The cell as people name it, such as Levels!B7; the table's first header where it has no such row or column."""
    place = visible_place(place, data)
    standing = find_table(snapshot, place.table)
    if standing is None:
        return place.table
    column = find_columns(standing, tables[place.table]).get(place.field, 0)
    return f"{standing.sheet}!{standing.address(max(place.row, -1), column)}"


def _record(records: Sequence[Any], row: int) -> Any:
    """The record of a data row; None for the table as a whole, or a row that was not read."""
    return next((record for record in records if record.row == row), None)


def _of_track(place: Place, data: Dataset) -> Place:
    track = _record(data.tracks, place.row)
    return _track_cell(track.id if track else "", data)


def _track_cell(key: str, data: Dataset) -> Place:
    row = _ladder_row(key, data)
    return Place(framework.LADDER.name, row.row, "name") if row else Place(framework.LADDER.name)


def _ladder_row(key: str, data: Dataset) -> LadderRow | None:
    return next((row for row in data.ladder if key and row.key == key), None)


def _of_level(place: Place, data: Dataset) -> Place:
    level = _record(data.levels, place.row)
    row = _ladder_row(level.track, data) if level else None
    if level is None or row is None or place.field == "track":
        return _track_cell(level.track if level else "", data)
    return Place(framework.LADDER.name, row.row, f"step_{_step(level, row)}")


def _step(level: Level, row: LadderRow) -> int:
    """The step at which a level stands; its rank where the ladder has moved on and is not taken over yet."""
    steps = [step for step, title in row.titles.items() if fold_text(title) == fold_text(level.title)]
    return level.rank if level.rank and (not steps or level.rank in steps) else next(iter(steps), 1)


def _of_competency(place: Place, data: Dataset) -> Place:
    competency = _record(data.competencies, place.row)
    fields = ("theme", "definition", "values", "expected")
    return _mark_cell(competency.id if competency else "", place.field if place.field in fields else "name", data)


def _of_weight(place: Place, data: Dataset) -> Place:
    weight = _record(data.weights, place.row)
    return _mark_cell(weight.competency, weight.track or "name", data) if weight else Place(framework.MARKS.name)


def _mark_cell(key: str, field: str, data: Dataset) -> Place:
    row = next((row for row in data.competency_rows if key and row.key == key), None)
    return Place(framework.MARKS.name, row.row, field) if row else Place(framework.MARKS.name)


def _of_person(place: Place, _: Dataset) -> Place:
    fields = {**people.NAME_FIELDS, "id": "name", "key": "name", "": "name"}
    return Place(place.table, place.row, fields.get(place.field, place.field))


_MOVES: Mapping[str, Callable[[Place, Dataset], Place]] = {
    tracks.TABLE.name: _of_track,
    levels.TABLE.name: _of_level,
    competencies.TABLE.name: _of_competency,
    weights.TABLE.name: _of_weight,
    people.TABLE.name: _of_person,
}
