"""The corridor: read, parse, run, write, once each. Every door goes through here and decides nothing itself."""

import datetime as dt
import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from xl_addin.books.port import Desk
from xl_addin.commands.command import Command, Job, Options, Outcome, Say
from xl_addin.commands.rows_below import report_rows_below
from xl_addin.layout.after import after
from xl_addin.layout.content import RowValues
from xl_addin.layout.edits import AddSheets, Edit, Refresh
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.layout.refresh import results_of
from xl_addin.layout.resolve import resolve
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.sheets import MARKER, answers, describe, levels, rows, runs
from xl_addin.sheets.former import renewed
from xl_addin.sheets.lost import Lost, lost_of
from xl_addin.sheets.reading import Reading, read
from xl_addin.sheets.repair import Repair, repair
from xl_addin.sheets.standing import beside_results

_OURS = ("tblCompetencies", "tblLevels", "tblTracks")


def perform(
    command: Command,
    options: Options,
    *,
    desk: Desk,
    today: dt.date,
    now: dt.datetime | None = None,
    path: Path | None = None,
    say: Say = lambda _: None,
) -> Outcome:
    """Run one command.

    Args:
        command: what to do.
        options: how, already checked.
        desk: where workbooks are.
        today: the day it is; nothing below reads the clock.
        now: the moment it is, in UTC; the start of `today` where the door does not say.
        path: the workbook, for commands that need one.
        say: takes progress messages.

    Raises:
        Stop: it cannot go on; nothing was changed.
    """
    moment = now or dt.datetime.combine(today, dt.time(), dt.UTC)
    if not command.needs_workbook:
        return command.run(Job(desk, today, moment, say, path), options)
    if path is None:
        raise Stop(command.name, "needs a workbook", f"try: trackbook {command.name} WORKBOOK.xlsx")
    path = _itself(path)
    with desk.open(path) as book:
        snapshot = book.read()
        reading = read(snapshot, today)
        lost = lost_of(snapshot, reading, book.cells, today)
        if lost.entries and (book.calculates or not command.lays_tables):
            raise _without_tables(path, lost, is_open=book.calculates)
        _check_ours(snapshot, path, lost)
        whole = Repair(snapshot, reading)
        if command.lays_tables and not book.calculates:
            whole = repair(snapshot, reading, lost, today)
        standing, reading = whole.snapshot, whole.reading
        job = Job(desk, today, moment, say, path, standing, reading, whole.laid)
        outcome = command.run(job, options)
        brief, is_open = command.lists_misfits, book.calculates
        outcome = report_rows_below(outcome, whole.joined, job, brief=brief, is_open=is_open)
        reading = replace(reading, tables={**outcome.tables, **reading.tables})
        edits = (*whole.edits, *outcome.edits)
        if edits:
            edits = (*whole.edits, *_followed(outcome.edits, standing, reading, today, is_open=book.calculates))
            book.write(edits, reading.tables, outcome.design or describe(reading.data))
        outcome.after()
        for text in outcome.texts:
            desk.write_text(text.path, text.text)
        for made in outcome.books:
            desk.create(made.path, made.design, made.rows)
    return outcome


def _itself(path: Path) -> Path:
    """The workbook a link leads to: its lock, backup and journal lie beside it, whatever link it is called by."""
    with suppress(OSError):  # such as a name too long: whoever opens it will tell
        if path.is_symlink():
            return Path(os.path.realpath(path))
    return path


def _followed(
    edits: Sequence[Edit], standing: Snapshot, reading: Reading, today: dt.date, *, is_open: bool
) -> tuple[Edit, ...]:
    """A command's edits and what goes with them: what formulas look up, then in a file what every formula shows.

    The workbook is read again as it will then stand. Phones, previews and Excel's Protected View show stored results
    without working them out; an open workbook works them out itself.
    """
    stands = after(standing, resolve(edits, standing, reading.tables))
    known = read(stands, today, reading)
    looked_up = (*_looked_up(known.data, standing), *renewed(stands, known.tables))
    if is_open:
        return *edits, *looked_up
    stands = after(stands, resolve(looked_up, stands, reading.tables))
    data = beside_results(read(stands, today, known).data, stands)
    shown = rows(data)
    return *_brought(edits, shown), *looked_up, Refresh(shown, results_of(describe(data), stands, shown))


def _brought(edits: Sequence[Edit], shown: Mapping[str, Sequence[RowValues]]) -> Iterator[Edit]:
    """The edits, where a tab that is added tells what stands in the workbook by then, with what does stand there."""
    for edit in edits:
        if isinstance(edit, AddSheets) and runs.INPUTS.name in edit.rows:
            edit = replace(edit, rows={**edit.rows, **{own.name: shown[own.name] for own in (runs.RUNS, runs.INPUTS)}})
        yield edit


def _looked_up(data: Dataset, standing: Snapshot) -> tuple[Edit, ...]:
    """What each level asks for, and how pasted answers are read.

    Into the tables that the workbook has; a tab that is only being added brings its rows along.
    """
    asks = (levels.asks(data),) if table_in(standing, levels.TABLE.name) else ()
    return *asks, *answers.fresh(data, standing)


def _without_tables(path: Path, lost: Lost, *, is_open: bool) -> Stop:
    """What every command says of a workbook that has lost tables people fill in."""
    one = len(lost.tables) == 1
    what = f"has lost the table of its tab {lost.tables[0].sheet}" if one else f"has lost its {len(lost.tables)} tables"
    typed = f'"{path}"' if " " in str(path) else path
    first = "save and close it, then run" if is_open else "run"
    todo = f"{first}: trackbook build {typed}, which lays {'it' if one else 'them'} again over the headers still there"
    return Stop(path.name, what if one else f"{what}, as it happens when another program saves it", todo)


def _check_ours(snapshot: Snapshot, path: Path, lost: Lost) -> None:
    held = {name.casefold() for name in snapshot.tables}
    if lost.tables:
        return
    if MARKER not in snapshot.properties and not any(name.casefold() in held for name in _OURS):
        raise Stop(
            path.name,
            "is a workbook, but not a Trackbook one",
            "copy your texts into one that you make with: trackbook new FILE.xlsx",
        )


def fault(error: Exception) -> Stop:
    """What nobody foresaw as one line: of the disk, of memory, or of ours, then never with the values it met."""
    if isinstance(error, OSError) and error.filename:
        where = Path(os.fsdecode(error.filename)).name
        return Stop(where, f"cannot be used ({error.strerror})", "check its name, the disk and your rights there")
    if isinstance(error, MemoryError):
        return Stop("trackbook", "needs more memory than there is", "close other programs, then run it again")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "xl_addin" in frame.filename]
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return Stop(
        "trackbook", f"met a fault of its own ({type(error).__name__} at {at})", "nothing was saved; please report it"
    )
