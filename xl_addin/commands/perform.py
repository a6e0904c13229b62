"""The corridor: read, parse, run, write, once each. Every door goes through here and decides nothing itself."""

import datetime as dt
import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from xl_addin.books.storage import Storage
from xl_addin.commands.command import Command, Job, Options, Outcome, Say
from xl_addin.commands.hidden_tabs import explain_hidden, explain_stop, hidden_of_ours
from xl_addin.commands.name_lines import NameOptions, report_names
from xl_addin.commands.rows_below import report_rows_below
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.edits import AddSheets, Edit, Refresh, ShowTabs
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.refresh import results_by_tab
from xl_addin.layout.resolve import resolve
from xl_addin.layout.simulate import simulate
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.tab_visibility import tabs_to_show
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import DesignError, Stop
from xl_addin.sheets import MARKER, answers, describe, freshness, levels, rows
from xl_addin.sheets.earlier_formulas import renew_formulas
from xl_addin.sheets.name_alignment import align_names
from xl_addin.sheets.named_rows import name_rows
from xl_addin.sheets.reading import Reading, read_dataset
from xl_addin.sheets.repair import Repair, repair, with_framework, with_names
from xl_addin.sheets.stored_results import beside_results
from xl_addin.sheets.table_recovery import Recovery, plan_recovery

_OURS = ("tblCompetencies", "tblLevels", "tblTracks")


def perform(
    command: Command,
    options: Options,
    *,
    storage: Storage,
    today: dt.date,
    run_time: dt.datetime | None = None,
    path: Path | None = None,
    say: Say = lambda _: None,
) -> Outcome:
    """Run one command.

    Args:
        command: what to do.
        options: how, already checked.
        storage: where workbooks are.
        today: the day it is; nothing below reads the clock.
        run_time: the moment it is, in UTC; the start of `today` where the door does not say.
        path: the workbook, for commands that need one.
        say: takes progress messages.

    Raises:
        Stop: it cannot go on; nothing was changed.
    """
    moment = run_time or dt.datetime.combine(today, dt.time(), dt.UTC)
    if not command.needs_workbook:
        return command.run_job(Job(storage, today, moment, say, path), options)
    if path is None:
        raise Stop(command.name, "needs a workbook", f"try: trackbook {command.name} WORKBOOK.xlsx")
    path = _itself(path)
    with storage.open(path) as book:
        snapshot = book.read_snapshot()
        reading = read_dataset(snapshot, today)
        losses = plan_recovery(snapshot, reading, book.cells, today)
        if losses.entries and (book.calculates or not command.lays_tables):
            raise _without_tables(path, losses, is_open=book.calculates)
        _check_ours(snapshot, path, losses)
        whole = Repair(snapshot, reading)
        if command.lays_tables and not book.calculates:
            whole = repair(snapshot, reading, losses, today)
        before, standing, reading = whole.snapshot, whole.snapshot, whole.reading
        alignment = None
        if reading.data.by_names:
            whole = with_framework(whole, today) if command.lays_tables else whole
            standing, reading = whole.snapshot, whole.reading
            alignment = align_names(standing, reading, options.answers if isinstance(options, NameOptions) else ())
            whole, alignment = with_names(whole, alignment, today)
            standing, reading = whole.snapshot, whole.reading
        job = Job(storage, today, moment, say, path, standing, reading, whole.restored_tables, alignment)
        design = describe(reading.data)
        try:
            outcome = command.run_job(job, options)
        except Stop as stop:
            raise explain_stop(stop, hidden_of_ours(design, standing)) from stop
        if alignment:
            outcome = report_names(outcome, alignment, job, brief=command.lists_misfits)
        brief, is_open = command.lists_misfits, book.calculates
        outcome = report_rows_below(outcome, whole.joined_rows, job, brief=brief, is_open=is_open)
        reading = replace(reading, tables={**outcome.tables, **reading.tables})
        storage.check_new_files([new.path for new in outcome.books], [text.path for text in outcome.texts])
        design, then = outcome.design or design, standing
        if whole.edits or outcome.edits:
            own_edits, then = _with_lookups(outcome.edits, before, standing, reading, today, design, is_open=is_open)
            book.write((*whole.edits, *own_edits), reading.tables, design)
        outcome.finish()
        for text in outcome.texts:
            storage.write_text(text.path, text.text)
        for new_book in outcome.books:
            storage.create(new_book.path, new_book.design, new_book.rows)
    return explain_hidden(outcome, hidden_of_ours(design, then))


def _itself(path: Path) -> Path:
    """The workbook a link leads to: its lock, backup and journal lie beside it, whatever link it is called by."""
    with suppress(OSError):  # such as a name too long: whoever opens it will tell
        if path.is_symlink():
            return Path(os.path.realpath(path))
    return path


def _with_lookups(
    edits: Sequence[Edit],
    before: Snapshot,
    standing: Snapshot,
    reading: Reading,
    today: dt.date,
    design: WorkbookDesign,
    *,
    is_open: bool,
) -> tuple[tuple[Edit, ...], Snapshot]:
    """A command's edits and what goes with them, and the workbook as it then stands.

    Tabs are shown that get their first data since `before`, when the names in it were not taken over yet. What formulas
    look up follows, then in a file what every formula shows,
    for which the workbook is read again as it will stand: phones, previews and Excel's Protected View show stored
    results without working them out; an open workbook works them out itself.
    """
    stands = simulate(standing, resolve(edits, standing, reading.tables))
    if tabs := tabs_to_show(design, before, stands):
        edits = (*edits, ShowTabs(dict.fromkeys(tabs, True)))
        stands = replace(stands, hidden_tabs=stands.hidden_tabs.difference(tabs))
    new_reading = read_dataset(stands, today, reading)
    if new_reading.data.by_names and (
        name_edits := name_rows(stands, _with_ledger(new_reading.data, reading.data), standing)
    ):
        edits = (*edits, *name_edits)
        stands = simulate(stands, resolve(name_edits, stands, new_reading.tables))
        new_reading = read_dataset(stands, today, new_reading)
    looked_up = (*_looked_up(new_reading.data, standing), *renew_formulas(stands, new_reading.tables))
    if is_open:
        return (*edits, *looked_up), stands
    stands = simulate(stands, resolve(looked_up, stands, reading.tables))
    data = beside_results(read_dataset(stands, today, new_reading).data, stands)
    visible_rows = rows(data)
    refresh = Refresh(visible_rows, results_by_tab(describe(data), stands, visible_rows))
    return (*_fill_new_tabs(edits, visible_rows), *looked_up, refresh), stands


def _with_ledger(data: Dataset, earlier: Dataset) -> Dataset:
    """The data set with the list of keys, also where the tab that holds it was deleted."""
    return data if data.ledger else replace(data, ledger=earlier.ledger)


def _fill_new_tabs(edits: Sequence[Edit], visible_rows: Mapping[str, Sequence[RowValues]]) -> Iterator[Edit]:
    """The edits, where a tab that is added tells what stands in the workbook by then, with what does stand there."""
    for edit in edits:
        if isinstance(edit, AddSheets) and freshness.INPUTS.name in edit.rows:
            edit = replace(
                edit,
                rows={
                    **edit.rows,
                    **{table.name: visible_rows[table.name] for table in (freshness.RUNS, freshness.INPUTS)},
                },
            )
        yield edit


def _looked_up(data: Dataset, standing: Snapshot) -> tuple[Edit, ...]:
    """What each level asks for, and how pasted answers are read.

    Into the tables that the workbook has; a tab that is only being added brings its rows along.
    """
    asks = (levels.update_asks(data),) if find_table(standing, levels.TABLE.name) else ()
    return *asks, *answers.refresh_answers(data, standing)


def _without_tables(path: Path, losses: Recovery, *, is_open: bool) -> Stop:
    """What every command says of a workbook that has lost tables people fill in."""
    is_single = len(losses.tables) == 1
    problem = (
        f"has lost the table of its tab {losses.tables[0].sheet}"
        if is_single
        else f"has lost its {len(losses.tables)} tables"
    )
    argument = f'"{path}"' if " " in str(path) else path
    first = "save and close it, then run" if is_open else "run"
    todo = (
        f"{first}: trackbook build {argument}, which lays {'it' if is_single else 'them'} again over "
        "the headers still there"
    )
    return Stop(path.name, problem if is_single else f"{problem}, as it happens when another program saves it", todo)


def is_our_workbook(snapshot: Snapshot) -> bool:
    """Whether a workbook is one of ours: stamped so, or with tables of ours."""
    table_names = {name.casefold() for name in snapshot.tables}
    return MARKER in snapshot.properties or any(name.casefold() in table_names for name in _OURS)


def _check_ours(snapshot: Snapshot, path: Path, losses: Recovery) -> None:
    if not losses.tables and not is_our_workbook(snapshot):
        raise Stop(
            path.name,
            "is a workbook, but not a Trackbook one",
            "copy your texts into one that you make with: trackbook new FILE.xlsx",
        )


def describe_fault(error: Exception) -> Stop:
    """What nobody foresaw as one line: of the disk, of memory, or of ours, then never with the values it met.

    Where the code disagrees with itself, it says how: that holds nobody's values, and is for whoever changes it.
    """
    if isinstance(error, OSError) and error.filename:
        file = Path(os.fsdecode(error.filename)).name
        return Stop(file, f"cannot be used ({error.strerror})", "check its name, the disk and your rights there")
    if isinstance(error, MemoryError):
        return Stop("trackbook", "needs more memory than there is", "close other programs, then run it again")
    if isinstance(error, DesignError):
        return Stop("trackbook", f"cannot be loaded ({error})", "nothing was saved; put it right in the code")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "xl_addin" in frame.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return Stop(
        "trackbook",
        f"met a fault of its own ({type(error).__name__} at {place})",
        "nothing was saved; please report it",
    )
