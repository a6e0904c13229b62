"""The corridor: read, parse, run, write, once each. Every door goes through here and decides nothing itself."""

import datetime as dt
from pathlib import Path

from xl_addin.books.port import Desk
from xl_addin.commands.command import Command, Job, Options, Outcome, Say
from xl_addin.layout.grid import Snapshot
from xl_addin.model.errors import Stop
from xl_addin.sheets import MARKER, describe
from xl_addin.sheets.reading import read

_OURS = ("tblCompetencies", "tblLevels", "tblTracks")


def perform(
    command: Command,
    options: Options,
    *,
    desk: Desk,
    today: dt.date,
    path: Path | None = None,
    say: Say = lambda _: None,
) -> Outcome:
    """Run one command.

    Args:
        command: what to do.
        options: how, already checked.
        desk: where workbooks are.
        today: the day it is; nothing below reads the clock.
        path: the workbook, for commands that need one.
        say: takes progress messages.

    Raises:
        Stop: it cannot go on; nothing was changed.
    """
    if not command.needs_workbook:
        return command.run(Job(desk, today, say, path), options)
    if path is None:
        raise Stop(command.name, "needs a workbook", f"try: trackbook {command.name} WORKBOOK.xlsx")
    with desk.open(path) as book:
        snapshot = book.read()
        _check_ours(snapshot, path)
        reading = read(snapshot, today)
        outcome = command.run(Job(desk, today, say, path, snapshot, reading), options)
        if outcome.edits:
            book.write(outcome.edits, reading.tables, outcome.design or describe(reading.data))
        for text in outcome.texts:
            desk.write_text(text.path, text.text)
        for made in outcome.books:
            desk.create(made.path, made.design, made.rows)
    return outcome


def _check_ours(snapshot: Snapshot, path: Path) -> None:
    held = {name.casefold() for name in snapshot.tables}
    if MARKER not in snapshot.properties and not any(name.casefold() in held for name in _OURS):
        raise Stop(
            path.name,
            "is a workbook, but not a Trackbook one",
            "make one with: trackbook new FILE.xlsx, then copy your texts into it",
        )
