"""A workbook made whole before a command works with it: lost tables laid again, rows below tables taken in."""

import datetime as dt
from dataclasses import dataclass

from xl_addin.layout.after import after
from xl_addin.layout.below import Beneath
from xl_addin.layout.edits import Edit, TakeIn
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.resolve import resolve
from xl_addin.sheets.lost import Lost
from xl_addin.sheets.reading import Reading, read


@dataclass(frozen=True)
class Whole:
    """A workbook as it stands once it is whole, and what that takes.

    Attributes:
        standing: its tables.
        reading: what it says.
        edits: what leads there.
        laid: the tables laid again, by name.
        taken: the rows that came into their tables, with the tables as they were.
    """

    standing: Snapshot
    reading: Reading
    edits: tuple[Edit, ...] = ()
    laid: tuple[str, ...] = ()
    taken: tuple[Beneath, ...] = ()


def mended(snapshot: Snapshot, reading: Reading, lost: Lost, today: dt.date) -> Whole:
    """The workbook with the tables that it has lost and with the rows that stand below a table in it."""
    standing, edits = snapshot, lost.edits
    if edits:
        standing = after(snapshot, resolve(edits, snapshot, lost.described))
        reading = read(standing, today)
    taken = tuple(own for own in reading.parsed.below.values() if own.alone)
    takes = [_take_in(own, standing) for own in taken]
    if takes:
        standing = after(standing, resolve(takes, standing, reading.tables))
        reading = read(standing, today)
    return Whole(standing, reading, (*edits, *takes), tuple(table.name for table in lost.tables), taken)


def _take_in(beneath: Beneath, snapshot: Snapshot) -> TakeIn:
    lines = snapshot.below[beneath.table.name]
    return TakeIn(beneath.table.name, {row: line for row, line in lines.items() if row <= beneath.rows[-1]})
