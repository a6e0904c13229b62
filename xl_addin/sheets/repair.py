"""A workbook made whole before a command works with it: lost tables laid again, rows below tables taken in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Edit, TakeIn
from xl_addin.layout.resolve import resolve
from xl_addin.layout.rows_below import RowsBelow
from xl_addin.layout.simulate import simulate
from xl_addin.layout.snapshot import Snapshot
from xl_addin.sheets.framework_recovery import restore_framework
from xl_addin.sheets.name_alignment import NameAlignment
from xl_addin.sheets.named_rows import settle_rows
from xl_addin.sheets.reading import Reading, read_dataset
from xl_addin.sheets.table_recovery import Recovery


@dataclass(frozen=True)
class Repair:
    """A workbook as it stands once it is whole, and what that takes.

    Attributes:
        snapshot: its tables.
        reading: what it says.
        edits: what leads there.
        restored_tables: the tables laid again, by name.
        joined_rows: the rows that came into their tables, with the tables as they were.
    """

    snapshot: Snapshot
    reading: Reading
    edits: tuple[Edit, ...] = ()
    restored_tables: tuple[str, ...] = ()
    joined_rows: tuple[RowsBelow, ...] = ()


def repair(snapshot: Snapshot, reading: Reading, recovery: Recovery, today: dt.date) -> Repair:
    """The workbook with the tables that it has lost, and with the rows directly below a table in it.

    A track that comes in so may have a matrix with rows below it: it is looked at again until nothing comes in.
    """
    state = Repair(snapshot, reading)
    if recovery.edits:
        new_snapshot = simulate(snapshot, resolve(recovery.edits, snapshot, recovery.descriptions))
        state = Repair(
            new_snapshot,
            read_dataset(new_snapshot, today),
            recovery.edits,
            tuple(table.name for table in recovery.tables),
        )
    while fitting := {
        name: rows_below for name, rows_below in state.reading.parse_result.rows_below.items() if rows_below.fits
    }:
        edits = [_take_in(name, rows_below, state.snapshot) for name, rows_below in fitting.items()]
        new_snapshot = simulate(state.snapshot, resolve(edits, state.snapshot, state.reading.tables))
        state = replace(
            state,
            snapshot=new_snapshot,
            reading=read_dataset(new_snapshot, today),
            edits=(*state.edits, *edits),
            joined_rows=(*state.joined_rows, *(replace(rows_below, distant=()) for rows_below in fitting.values())),
        )
    return state


def with_framework(state: Repair, today: dt.date) -> Repair:
    """The workbook with the tab Framework, where it was deleted.

    Raises:
        Stop: it cannot be made again of what is left.
    """
    return carry_out(state, list(restore_framework(state.snapshot, state.reading.data)), today)


def with_names(state: Repair, alignment: NameAlignment, today: dt.date) -> tuple[Repair, NameAlignment]:
    """The workbook with every name taken over, for a command to work with, and what is then not clear.

    Rows of ratings, plans and moves come last: they name what People and Framework say by then. Nothing is written
    where nothing changes.
    """
    earlier = state.reading.data
    state = carry_out(state, alignment.edits, today, alignment.tables)
    rows = settle_rows(state.snapshot, _with_absences(state.reading, alignment).data, earlier)
    state = carry_out(state, rows.edits, today, alignment.tables)
    doubts = alignment.doubts if alignment.is_waiting else (*alignment.doubts, *rows.doubts)
    return replace(state, reading=_with_absences(state.reading, alignment)), replace(alignment, doubts=doubts)


def carry_out(state: Repair, edits: Sequence[Edit], today: dt.date, new_tables: Sequence[Table] = ()) -> Repair:
    """The workbook with these edits made, and what it then says; `new_tables` are those that nothing has read yet.

    Raises:
        Stop: an edit needs a table that the workbook does not have.
    """
    tables = {**{table.name: table for table in new_tables}, **state.reading.tables}
    steps = resolve(edits, state.snapshot, tables)
    if not steps:
        return state
    snapshot = simulate(state.snapshot, steps)
    reading = read_dataset(snapshot, today, state.reading)
    return replace(state, snapshot=snapshot, reading=reading, edits=(*state.edits, *edits))


def _with_absences(reading: Reading, alignment: NameAlignment) -> Reading:
    """The reading without the faults of references to what is gone, or has no key until a question is answered."""
    absent = alignment.absent_keys
    misfits = tuple(own for own in reading.data.misfits if own.kind != "reference" or own.value not in absent)
    # also where the tables of these were deleted: build puts them back filled
    known_data = replace(
        reading.data,
        ledger=alignment.ledger,
        name_questions=alignment.questions,
        weights=reading.data.weights or alignment.weights,
        misfits=misfits,
    )
    return replace(reading, data=known_data)


def _take_in(table: str, rows_below: RowsBelow, snapshot: Snapshot) -> TakeIn:
    lines, first = snapshot.lines_below[rows_below.table.name], rows_below.adjacent[0]
    return TakeIn(table, {row: lines[row] for row in range(first, first + len(rows_below.adjacent) + rows_below.spare)})
