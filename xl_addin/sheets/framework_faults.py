"""What keeps Framework from being taken over as it stands, and columns of matrices that may be those of levels."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.sheets import framework, matrix
from xl_addin.sheets.matrix_heads import matrix_heads
from xl_addin.sheets.new_ids import Doubt

_TABLES = (framework.LADDER, framework.MARKS, framework.WAYS)


def framework_faults(snapshot: Snapshot, data: Dataset) -> list[Doubt]:
    """Tables and columns of Framework that are gone: without them names would seem to be gone that were not meant."""
    return list(_faults(snapshot, data))


def _faults(snapshot: Snapshot, data: Dataset) -> Iterator[Doubt]:
    lost = [table.name for table in _TABLES if find_table(snapshot, table.name) is None]
    if len(lost) == len(_TABLES):
        problem = "the tab is gone, so the tracks, levels and competencies count as they were"
        yield Doubt(Place(framework.NAME), problem, "run build, which puts it back with what it said last")
    elif lost:
        problem = f"{join_words(_WHAT[name] for name in lost)} is gone, so nothing of the tab is taken over"
        todo = "undo that; or delete the whole tab and run build, which puts it back with what it said last"
        yield Doubt(Place(framework.NAME), problem, todo)
    names = {table.name: table for table in _TABLES}
    used_steps = {f"step_{level.rank}" for level in data.levels}
    for misfit in data.misfits:
        table, name = names.get(misfit.place.table), misfit.place.field
        if table and misfit.kind in ("missing", "absent") and (not name.startswith("step_") or name in used_steps):
            problem = (
                f'no column is called "{table.field_of[name].header}" any more, so nothing of the tab is taken over'
            )
            yield Doubt(Place(table.name, -1), problem, "put the head back")


_WHAT = {
    framework.LADDER.name: "the table of tracks",
    framework.MARKS.name: "the table of what people are good at",
    framework.WAYS.name: "the table of more ways to move",
}


@dataclass(frozen=True)
class UnclearColumns:
    """Columns of one matrix and levels without a column, where it cannot be told which is whose."""

    doubt: Doubt
    levels: tuple[str, ...]


def unclear_columns(snapshot: Snapshot, data: Dataset) -> tuple[UnclearColumns, ...]:
    """The same for every matrix: build adds no second column for these levels, so that no text is lost from sight."""
    return tuple(_unclear(snapshot, data))


def _unclear(snapshot: Snapshot, data: Dataset) -> Iterator[UnclearColumns]:
    for track in data.tracks:
        table = find_table(snapshot, matrix.table_name(track.id))
        heads = matrix_heads(snapshot, table, data.levels_of(track.id)) if table else None
        if table and heads and heads.unclear_levels:
            columns = join_words(f'"{head}"' for head in heads.unclear_heads)
            titles = join_words(f'"{level.title}"' for level in heads.unclear_levels)
            problem = f"{columns}: no level is called so, and {titles} {_HAVE[len(heads.unclear_levels) > 1]} no column"
            place = Place(table.name, -1, heads.unclear_heads[0])
            todo = "type the title of the level as the head of its column"
            yield UnclearColumns(Doubt(place, problem, todo), tuple(level.id for level in heads.unclear_levels))


_HAVE = {False: "has", True: "have"}
