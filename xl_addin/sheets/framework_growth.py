"""What a framework gains, written on the tab Framework; the tables of keys follow from there, as when people type.

Nothing else on the tab changes: rows, words and columns of people stay where they are.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.fold import fold_text
from xl_addin.ladder.ladder_growth import LadderGrowth, grow_ladder
from xl_addin.ladder.ledger import entry_of
from xl_addin.ladder.marks import has_even_shares
from xl_addin.ladder.new_keys import KeyMaker
from xl_addin.ladder.sightings import sheet_names
from xl_addin.ladder.upgrade import moves_of
from xl_addin.layout.edits import Append, Edit, RenameColumn, Replace, SetCells
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import live_values, plain, plain_rows
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.facts import facts_of
from xl_addin.model.finding import Place
from xl_addin.model.ladder import COMPETENCY, COUNTER, LEVEL, MARK, NOWHERE, TRACK, KeyEntry
from xl_addin.sheets import competencies, framework, keys_store, levels, tracks
from xl_addin.sheets.by_names import competency_row
from xl_addin.sheets.name_alignment import NameAlignment, align_names, competency_records
from xl_addin.sheets.named_cells import MarkCells, mark_cells, mark_of
from xl_addin.sheets.reading import Reading
from xl_addin.sheets.repair import Repair, carry_out, with_names
from xl_addin.sheets.visible_places import cell_address

CellShare = str | float
_ON_FRAMEWORK = frozenset(
    ("id", "name", "title", "track", "rank", "next", "lateral", "theme", "definition", "values", "expected", "tracks")
)
"""What stands on Framework itself; all else that is said of a thing has its place on the tabs More about them."""


@dataclass(frozen=True)
class GrownFramework:
    """The workbook once Framework says what was added and every table has followed, and how its names were read."""

    workbook: Repair
    alignment: NameAlignment


def grow_framework(
    snapshot: Snapshot, reading: Reading, new_data: Dataset, today: dt.date, models: Mapping[str, str]
) -> GrownFramework:
    """Framework with what a data set has more than it.

    Args:
        snapshot: the workbook as it stands, its names taken over.
        reading: what it says.
        new_data: the same with additions, whose records have no row yet.
        today: the day it is.
        models: key of a new track -> that of the track whose marks it takes over.

    Raises:
        Stop: Framework has no place for it, a cell that has to change holds a formula, or it cannot be drawn.
    """
    growth = grow_ladder(reading.data, new_data)
    edits = [*_ladder_edits(growth, new_data, snapshot, reading), *_mark_edits(snapshot, reading, new_data, models)]
    state = carry_out(Repair(snapshot, reading), edits, today)
    ledger = _ledger(state.reading.data, reading.data.ledger, new_data)
    if find_table(snapshot, keys_store.TABLE.name):
        state = carry_out(state, [Replace(keys_store.TABLE.name, plain_rows(ledger), None)], today)
    state = replace(state, reading=replace(state.reading, data=replace(state.reading.data, ledger=ledger)))
    alignment = align_names(state.snapshot, state.reading)
    state, alignment = with_names(state, alignment, today)
    _check_framework(state.reading.data, new_data, is_waiting=alignment.is_waiting)
    return GrownFramework(carry_out(state, list(_detail_edits(state.reading.data, new_data)), today), alignment)


def _ladder_edits(growth: LadderGrowth, new_data: Dataset, snapshot: Snapshot, reading: Reading) -> Iterator[Edit]:
    ladder, ways = framework.LADDER, framework.MORE_WAYS
    _check_columns({name for _, name in growth.cells}, snapshot)
    blank_cells = {(row, column.field): "" for row in growth.false_ways for column in ways.columns}
    for table, cells in ((ladder.name, growth.cells), (ways.name, blank_cells)):
        for row, name in cells:
            _check_cell(Place(table, row, name), snapshot, reading)
        if cells:
            yield SetCells(table, {place: text or None for place, text in cells.items()})
    if growth.rows:
        _check_columns({f"step_{step}" for row in growth.rows for step in row.titles}, snapshot)
        rows = [{**plain(row), **live_values(ladder, row, new_data)} for row in growth.rows]
        yield Append(ladder.name, rows)
    if growth.ways:
        yield Append(ways.name, plain_rows(growth.ways))


def _check_columns(fields: set[str], snapshot: Snapshot) -> None:
    table = framework.LADDER
    data = find_table(snapshot, table.name)
    places = find_columns(data, table) if data else {}
    for name in sorted(fields - places.keys()):
        header = table.field_of[name].header
        raise Stop(
            framework.NAME, f'no column is called "{header}" any more', "put the head back, then run expand again"
        )


def _check_cell(place: Place, snapshot: Snapshot, reading: Reading) -> None:
    """Stop rather than write over a formula of a person."""
    data = find_table(snapshot, place.table)
    column = find_columns(data, reading.tables[place.table]).get(place.field) if data else None
    if data and column is not None and isinstance(data.rows[place.row][column], FormulaCell):
        address = cell_address(place, snapshot, reading.tables, reading.data)
        raise Stop(address, "is a formula, and expand has to change it", "type the words there, then run expand again")


def _mark_edits(snapshot: Snapshot, reading: Reading, new_data: Dataset, models: Mapping[str, str]) -> Iterator[Edit]:
    """Rows of new competencies with their marks; columns of new tracks with theirs, and their heads."""
    data, table = reading.data, framework.MARKS.name
    if len(new_data.tracks) == len(data.tracks) and len(new_data.competencies) == len(data.competencies):
        return
    marks = mark_cells(snapshot, [*data.track])
    headers = marks.data.headers if marks.data else ()
    fields, new_heads = _mark_columns(marks, data, new_data)
    rows = {row.key: row.row for row in data.competency_rows if row.key}
    cells: dict[tuple[int, str], CellShare] = {}
    new_rows = []
    shares = {track: _shares(track, marks, data, new_data, models.get(track, "")) for track in new_heads}
    for competency in new_data.competencies:
        own_tracks = [track for track in new_data.track if not competency.tracks or track in competency.tracks]
        own_cells = {headers[fields[track]]: shares.get(track, {}).get(competency.id, MARK) for track in own_tracks}
        if competency.id in rows:
            new_cells = {headers[fields[track]] for track in own_tracks if track in new_heads}
            cells.update({(rows[competency.id], head): own_cells[head] for head in new_cells})
        elif competency.id not in data.competency:
            new_rows.append({**plain(competency_row(competency, -1)), **own_cells})
    if cells:
        yield SetCells(table, cells)
    if new_rows:
        yield Append(table, new_rows)
    for track, head in new_heads.items():
        yield RenameColumn(table, head, track)


def _mark_columns(marks: MarkCells, data: Dataset, new_data: Dataset) -> tuple[dict[str, int], dict[str, str]]:
    """Track -> its column of marks, and the heads that columns of new tracks have until now."""
    columns = {head: column for column, head in marks.heads.items() if not framework.is_spare(head)}
    spare = [(column, head) for column, head in marks.heads.items() if framework.is_spare(head)]
    new_tracks = [track for track in new_data.tracks if track.id not in data.track]
    if len(new_tracks) > len(spare):
        todo = "insert a column beside the last one, named Mark and a number, then run expand again"
        raise Stop(framework.NAME, f"no column of marks is left for {new_tracks[len(spare)].name}", todo)
    if lacking := [track for track in data.tracks if track.id not in columns]:
        raise Stop(framework.NAME, f"{lacking[0].name} has no column of marks", "run build, which says what to do")
    pairs = list(zip(new_tracks, spare, strict=False))
    columns |= {track.id: column for track, (column, _) in pairs}
    return columns, {track.id: head for track, (_, head) in pairs}


def _shares(track: str, marks: MarkCells, data: Dataset, new_data: Dataset, model: str) -> dict[str, CellShare]:
    """Competency -> its mark on a new track: as on the track it was copied from, else by the weights it brings."""
    if model:
        column = next((column for column, head in marks.heads.items() if head == model), None)
        rows = [(row.row, row.key) for row in data.competency_rows if row.key and column is not None]
        own_marks = (mark_of(marks.cell(row, column or 0), key, track) for row, key in rows)
        return {thing.competency: MARK if thing.share is None else thing.share for thing in own_marks if thing}
    weights = {w.competency: w.weight for w in new_data.weights if w.track == track and w.weight is not None}
    return {} if has_even_shares(weights) else {**weights}


def _ledger(data: Dataset, ledger: tuple[KeyEntry, ...], new_data: Dataset) -> tuple[KeyEntry, ...]:
    """The list of keys with the lines of what was added, and the rows and steps of today."""
    names = sheet_names(data.ladder, competency_records(data))
    track_keys = {row.row: row.key for row in data.ladder if row.key}
    level_keys = {(level.track, fold_text(level.title)): level.id for level in new_data.levels}
    lines = {(entry.kind, entry.key): entry for entry in ledger if entry.state != COUNTER}
    counters = [entry for entry in ledger if entry.state == COUNTER]
    for kind, sightings in ((TRACK, names.tracks), (COMPETENCY, names.competencies)):
        new = (entry_of(kind, thing.key_cell, thing) for thing in sightings if thing.key_cell)
        lines.update({(kind, entry.key): entry for entry in new})
    for thing in names.levels:
        track = track_keys.get(thing.row, "")
        if key := level_keys.get((track, thing.fold)):
            lines[LEVEL, key] = entry_of(LEVEL, key, thing, track)
    return (*lines.values(), *KeyMaker((*lines.values(), *counters)).counters())


def _detail_edits(data: Dataset, new_data: Dataset) -> Iterator[Edit]:
    """What new tracks, levels and competencies say besides, where people type it: on the tabs More about them."""
    for table, records, new_records in (
        (tracks.TABLE, data.track, new_data.tracks),
        (levels.TABLE, data.level, new_data.levels),
        (competencies.TABLE, data.competency, new_data.competencies),
    ):
        cells = {
            (records[thing.id].row, name): getattr(thing, name)
            for thing in new_records
            if thing.row < 0
            for name in facts_of(type(thing)).keys() - _ON_FRAMEWORK
            if getattr(thing, name) != getattr(records[thing.id], name)
        }
        if cells:
            yield SetCells(table.name, cells)


def _check_framework(data: Dataset, new_data: Dataset, *, is_waiting: bool) -> None:
    """Stop where the tables that followed do not say what was added: what was shown is what has to come."""
    titles = [{v.id: (v.track, fold_text(v.title), v.rank) for v in thing.levels} for thing in (data, new_data)]
    names = [{track.id: fold_text(track.name) for track in thing.tracks} for thing in (data, new_data)]
    places = [
        {c.id: frozenset(c.tracks or thing.track) - {NOWHERE} for c in thing.competencies} for thing in (data, new_data)
    ]
    moves = [moves_of(thing.levels) for thing in (data, new_data)]
    if is_waiting or any(old != new for old, new in (titles, names, places, moves)):
        raise Stop(framework.NAME, "what was asked for cannot be drawn there", "tell us; nothing was changed")
