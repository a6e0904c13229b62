"""What keeps Framework from being taken over as it stands, and columns of matrices that may be those of levels."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.cells.fold import fold_text
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.sheets import framework, matrix
from xl_addin.sheets.matrix_heads import matrix_heads
from xl_addin.sheets.new_ids import Doubt

_TABLES = (framework.LADDER, framework.MARKS, framework.MORE_WAYS)


def framework_faults(snapshot: Snapshot, data: Dataset) -> list[Doubt]:
    """What cannot be made out on Framework: with it, names would seem to be gone, or the same."""
    return [*_lost_tables(snapshot), *_misfits(data), *_nameless(data), *_doubles(data)]


def _lost_tables(snapshot: Snapshot) -> Iterator[Doubt]:
    lost_tables = [table.name for table in _TABLES if find_table(snapshot, table.name) is None]
    put_back = "run build, which puts it back with what it said last"
    if len(lost_tables) == len(_TABLES):
        problem = "the tab is gone, so the tracks, levels and competencies count as they were"
        yield Doubt(Place(framework.NAME), problem, put_back)
    elif lost_tables:
        problem = f"{join_words(_WHAT[name] for name in lost_tables)} is gone"
        yield _fault(Place(framework.NAME), problem, f"undo that; or delete the whole tab and {put_back}")


_WHAT = {
    framework.LADDER.name: "the table of tracks",
    framework.MARKS.name: "the table of what people are good at",
    framework.MORE_WAYS.name: "the table of more ways to move",
}


def _misfits(data: Dataset) -> Iterator[Doubt]:
    """Columns that are gone, but for steps nobody uses, and names that cannot be read."""
    names = {table.name: table for table in _TABLES}
    used_steps = {f"step_{level.rank}" for level in data.levels}
    for misfit in data.misfits:
        table, name = names.get(misfit.place.table), misfit.place.field
        if table and misfit.kind in ("missing", "absent") and (not name.startswith("step_") or name in used_steps):
            header = table.field_of[name].header if name in table.field_of else name
            yield _fault(Place(table.name, -1), f'no column is called "{header}" any more', "put the head back")
        elif table and misfit.kind in _UNREAD and (table is framework.LADDER or name == "name"):
            yield _fault(misfit.place, "cannot be read", "type the name anew")


_UNREAD = ("error", "length", "formula", "type", "merged", "day", "ident")
"""The kinds of misfits that leave a name blank that is not."""


def _nameless(data: Dataset) -> Iterator[Doubt]:
    """Rows that say something and have no name."""
    unreadable = {(misfit.place.table, misfit.place.row) for misfit in data.misfits if misfit.kind in _UNREAD}
    rows = [("track", framework.LADDER.name, row.row) for row in data.ladder if not row.name and row.titles]
    rows += [
        ("competency", framework.MARKS.name, row.row)
        for row in data.competency_rows
        if not row.name and (row.definition or row.theme)
    ]
    for noun, table, row in rows:
        if (table, row) not in unreadable:
            yield _fault(Place(table, row, "name"), f"the {noun} has no name", "type it, or clear the row")


def _doubles(data: Dataset) -> Iterator[Doubt]:
    """Names that stand twice where one of them could not be told from the other."""
    names = [("two tracks are", Place(framework.LADDER.name, row.row, "name"), row.name) for row in data.ladder]
    names += [
        ("two competencies are", Place(framework.MARKS.name, row.row, "name"), row.name) for row in data.competency_rows
    ]
    for row in data.ladder:
        places = ((Place(framework.LADDER.name, row.row, f"step_{step}"), text) for step, text in row.titles.items())
        names += [(f"two levels of {row.name} are", place, title) for place, title in places]
    first: set[tuple[str, str]] = set()
    for noun, place, name in names:
        if name and (noun, fold_text(name)) in first:
            yield _fault(place, f'{noun} called "{name}"', "give one of them another name")
        first.add((noun, fold_text(name)))


def _fault(place: Place, problem: str, todo: str) -> Doubt:
    return Doubt(place, f"{problem}, so nothing of the tab is taken over", todo)


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
