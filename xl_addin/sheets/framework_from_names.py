"""Framework taken over: what its names, marks and lines say, as the tables of tracks, levels, competencies and weights.

What people typed about a track, a level or a competency in those tables goes along with its key.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.fold import fold_text
from xl_addin.cells.table import TableData
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.reconcile import Reconciliation
from xl_addin.ladder.upgrade import level_texts
from xl_addin.ladder.views import FrameworkSheets, framework_records, lookup_of
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Edit, RenameColumn, Replace, SetCells
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.model.ladder import COMPETENCY, TRACK, KeyEntry, LadderRow
from xl_addin.model.records import Competency, Level, Weight
from xl_addin.sheets import competencies, framework, levels, matrix, tracks, weights
from xl_addin.sheets.by_names import number_rows, round_weights
from xl_addin.sheets.kept_words import replace_with_words
from xl_addin.sheets.marking import Marking
from xl_addin.sheets.matrix_heads import gone_heads, head_renames, matrix_heads
from xl_addin.sheets.new_ids import Doubt
from xl_addin.sheets.reading import Reading

_WAY_ENDS = (("from_track", "from_level"), ("to_track", "to_level"))


@dataclass(frozen=True)
class FrameworkUpdate:
    """The edits that take Framework over, what could not be made out, its names, its rows with names of today.

    `tables` are the matrices of tracks that are back, `weights` those that the marks come to.
    """

    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lookup: NameLookup = field(default_factory=lambda: NameLookup((), {}, {}))
    ladder: tuple[LadderRow, ...] = ()
    tables: tuple[Table, ...] = ()
    weights: tuple[Weight, ...] = ()


def update_framework(
    snapshot: Snapshot, reading: Reading, reconciliation: Reconciliation, ledger: Sequence[KeyEntry]
) -> FrameworkUpdate:
    """What Framework says, for tables that may still say what it said before; every name has its key."""
    data = reading.data
    marking = Marking(snapshot, data, reconciliation)
    sheets = FrameworkSheets(
        ladder=data.ladder,
        ways=data.ways,
        competencies=tuple(_competencies(data, reconciliation)),
        marks=marking.marks,
        texts=level_texts(data.levels),
        track_details=data.track,
    )
    lookup = lookup_of(sheets, reconciliation.keys, ledger)
    records = framework_records(sheets, reconciliation.keys, ledger)
    new_data = replace(
        data,
        tracks=number_rows(records.tracks),
        levels=number_rows(records.levels),
        competencies=number_rows(records.competencies),
        weights=round_weights(records.weights),
    )
    labels, doubts = _labels(data, lookup)
    ladder = tuple(
        row.model_copy(update={"branch": labels.get((framework.LADDER.name, row.row, "branch"), row.branch)})
        for row in data.ladder
    )
    edits = [
        *_rename_heads(snapshot, data, new_data, ledger),
        *_key_cells(data, reconciliation),
        *_set_cells(labels),
        *marking.edits,
        *_tables(snapshot, reading, new_data),
    ]
    new_tables = (
        matrix.matrix_table(thing.id, (), by_names=True) for thing in records.tracks if thing.id not in data.track
    )
    doubts = [*doubts, *marking.doubts]
    return FrameworkUpdate(tuple(edits), tuple(doubts), lookup, ladder, tuple(new_tables), new_data.weights)


def _competencies(data: Dataset, reconciliation: Reconciliation) -> Iterator[Competency]:
    """What stands on Framework, with what is said of the competency besides."""
    keys = reconciliation.keys[COMPETENCY]
    for row in data.competency_rows:
        if key := keys.get((row.row, 0)):
            typed_fields = {name: getattr(row, name) for name in ("name", "theme", "definition", "values", "expected")}
            yield data.competency.get(key, Competency(id=key)).model_copy(update={**typed_fields, "tracks": ()})


def _tables(snapshot: Snapshot, reading: Reading, data: Dataset) -> Iterator[Edit]:
    """The tables of keys; nobody's words beside a row get lost."""
    new_rows = {thing.TABLE.name: thing.rows(data)[thing.TABLE.name] for thing in (tracks, levels, competencies)}
    new_rows[tracks.TABLE.name] = [_as_counted(row, snapshot, data) for row in new_rows[tracks.TABLE.name]]
    yield from replace_with_words(snapshot, data, [(reading.tables[name], rows) for name, rows in new_rows.items()])
    if find_table(snapshot, weights.TABLE.name):
        yield Replace(weights.TABLE.name, weights.rows(data)[weights.TABLE.name], None)


def _as_counted(row: RowValues, snapshot: Snapshot, data: Dataset) -> RowValues:
    """A track's row; what is counted of its matrix stays while it is not clear which columns are those of levels."""
    table = find_table(snapshot, matrix.table_name(row["id"]))
    state = find_table(snapshot, tracks.TABLE.name)
    if not (table and state and matrix_heads(snapshot, table, data.levels_of(row["id"])).unclear_levels):
        return row
    places = find_columns(state, tracks.TABLE)
    lines = (line for line in state.rows if "id" in places and line[places["id"]] == row["id"])
    cells = {name: line[places[name]] for line in lines for name in ("written", "cells") if name in places}
    return {**row, **{name: cell for name, cell in cells.items() if isinstance(cell, FormulaCell)}}


def _rename_heads(snapshot: Snapshot, data: Dataset, new_data: Dataset, ledger: Sequence[KeyEntry]) -> Iterator[Edit]:
    """Level columns of the matrices under the titles of today; of levels that are gone they say so.

    Titles that change places take a detour.
    """
    names = {entry.key: entry.name for entry in ledger}
    for track in new_data.tracks:
        table = find_table(snapshot, matrix.table_name(track.id))
        if table is None:
            continue
        renames = head_renames(
            table,
            _keys_of_heads(snapshot, table, track.id, data, ledger),
            {level: new_data.level[level].title for level in (thing.id for thing in new_data.levels_of(track.id))},
            names,
        )
        standing = {fold_text(head) for head in table.headers}
        detours = {old: f"{new} *" for old, new in renames.items() if fold_text(new) in standing}
        for old, new in renames.items():
            yield RenameColumn(table.name, old, detours.get(old, new))
        for old, detour in detours.items():
            yield RenameColumn(table.name, detour, renames[old])


def _keys_of_heads(
    snapshot: Snapshot, table: TableData, track: str, data: Dataset, ledger: Sequence[KeyEntry]
) -> dict[str, str]:
    """Head -> the level whose column it is, or was while its track or the level itself was on Framework."""
    levels = data.levels_of(track)
    if track not in data.track:  # it is back: its levels are only in the list of keys
        levels = tuple(Level(id=e.key, title=e.name, track=track) for e in ledger if e.parent == track)
    heads = {head: level.id for head, level in matrix_heads(snapshot, table, levels).levels.items()}
    return {**gone_heads(table, track, ledger, heads.values()), **heads}


def _key_cells(data: Dataset, reconciliation: Reconciliation) -> Iterator[SetCells]:
    for table, rows, kind in (
        (framework.LADDER.name, [(row.row, row.key) for row in data.ladder], TRACK),
        (framework.MARKS.name, [(row.row, row.key) for row in data.competency_rows], COMPETENCY),
    ):
        keys = reconciliation.keys[kind]
        new = {(row, "key"): keys.get((row, 0), "") for row, key in rows if key != keys.get((row, 0), "")}
        if new:
            yield SetCells(table, new)


def _labels(data: Dataset, lookup: NameLookup) -> tuple[dict[tuple[str, int, str], str], list[Doubt]]:
    """(table, row, field) -> the name of today where a cell has another; and the names of nothing."""
    labels: dict[tuple[str, int, str], str] = {}
    doubts = []
    table = framework.LADDER.name
    for row in data.ladder:
        if not row.branch:
            continue
        if level := lookup.level(row.branch):
            _note(labels, (table, row.row, "branch"), row.branch, lookup.label(level))
        else:
            problem = f'"{row.branch}" is no level of Framework, so the track branches from nothing'
            doubts.append(Doubt(Place(table, row.row, "branch"), problem, "choose a level of another track"))
    for way in data.ways:
        for track_field, level_field in _WAY_ENDS:
            track_name, title = getattr(way, track_field), getattr(way, level_field)
            track = lookup.track(track_name)
            level = lookup.level_in(track, title) if track else ""
            for name, key, label, own_field in (
                (track_name, track, lookup.track_names.get(track, ""), track_field),
                (title, level, lookup.titles.get(level, ""), level_field),
            ):
                place = (framework.MORE_WAYS.name, way.row, own_field)
                if key:
                    _note(labels, place, name, label)
                elif name and (own_field == track_field or track):
                    noun = "track" if own_field == track_field else "level of that track"
                    problem = f'"{name}" is no {noun}, so the line says nothing'
                    doubts.append(Doubt(Place(*place), problem, "write a name that stands in the table of tracks"))
    return labels, doubts


def _note(labels: dict[tuple[str, int, str], str], place: tuple[str, int, str], text: str, label: str) -> None:
    if label and label != text:
        labels[place] = label


def _set_cells(labels: Mapping[tuple[str, int, str], str]) -> Iterator[SetCells]:
    for table in dict.fromkeys(table for table, _, _ in labels):
        yield SetCells(table, {(row, name): text for (thing, row, name), text in labels.items() if thing == table})
