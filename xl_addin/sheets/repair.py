"""A workbook made whole before a command works with it: lost tables laid again, rows below tables taken in."""

import datetime as dt
from dataclasses import dataclass, replace

from xl_addin.layout.after import after
from xl_addin.layout.below import RowsBelow
from xl_addin.layout.edits import Edit, TakeIn
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.resolve import resolve
from xl_addin.sheets.lost import Lost
from xl_addin.sheets.reading import Reading, read


@dataclass(frozen=True)
class Repair:
    """A workbook as it stands once it is whole, and what that takes.

    Attributes:
        snapshot: its tables.
        reading: what it says.
        edits: what leads there.
        laid: the tables laid again, by name.
        joined: the rows that came into their tables, with the tables as they were.
    """

    snapshot: Snapshot
    reading: Reading
    edits: tuple[Edit, ...] = ()
    laid: tuple[str, ...] = ()
    joined: tuple[RowsBelow, ...] = ()


def repair(snapshot: Snapshot, reading: Reading, lost: Lost, today: dt.date) -> Repair:
    """The workbook with the tables that it has lost, and with the rows directly below a table in it.

    A track that comes in so may have a matrix with rows below it: it is looked at again until nothing comes in.
    """
    whole = Repair(snapshot, reading)
    if lost.edits:
        standing = after(snapshot, resolve(lost.edits, snapshot, lost.described))
        whole = Repair(standing, read(standing, today), lost.edits, tuple(table.name for table in lost.tables))
    while fitting := {name: below for name, below in whole.reading.parsed.rows_below.items() if below.fits}:
        edits = [_take_in(name, below, whole.snapshot) for name, below in fitting.items()]
        standing = after(whole.snapshot, resolve(edits, whole.snapshot, whole.reading.tables))
        whole = replace(
            whole,
            snapshot=standing,
            reading=read(standing, today),
            edits=(*whole.edits, *edits),
            joined=(*whole.joined, *(replace(below, distant=()) for below in fitting.values())),
        )
    return whole


def _take_in(table: str, below: RowsBelow, snapshot: Snapshot) -> TakeIn:
    lines, first = snapshot.below[below.table.name], below.adjacent[0]
    return TakeIn(table, {row: lines[row] for row in range(first, first + len(below.adjacent) + below.spare)})
