"""DOOR: a button of the ribbon. It says which command and which workbook; what comes of it is said in Excel."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from macros_py.excel import xlwings
from macros_py.options import TAB, tab, told
from macros_py.request import Request, folder, taken
from xl_addin.books.live import Excel, LiveBook, refuse_code
from xl_addin.books.live_quiet import tell
from xl_addin.books.live_read import read
from xl_addin.commands import all_commands, named
from xl_addin.commands.command import Command, Options, Outcome, misfit
from xl_addin.commands.perform import fault, perform
from xl_addin.layout.describe import Workbook
from xl_addin.layout.grid import Snapshot
from xl_addin.model.errors import Stop

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "Trackbook"
FINDINGS = "Findings"
_LINES = 25
"""Lines of a result that fit into a message."""


def press(command: str = "", workbook: str = "") -> None:
    """Do what a button asks for, and say in one message how it went.

    Args:
        command: the command's name; without it, what the add-in wrote down counts.
        workbook: the full name of the open workbook it is meant for.
    """
    apps = xlwings().apps
    app = apps.active
    try:
        request = Request(command, workbook) if command else taken()
        # several Excels may run, and the one in front need not be the one where the button is
        app = next((own for own in apps if _book(own, request.workbook)), app)
        said = _done(app, named(request.command), request.workbook)
    except Stop as stop:
        said = str(stop)
    except Exception as error:  # the last line of defence: one line, and no value of anybody's in it
        said = str(fault(error))
    tell(app, False)
    app.alert(said, TITLE)


def _done(app: "xw.App", command: Command, workbook: str) -> str:
    """Carry a command out; what to say in the end."""
    book = _book(app, workbook)
    if not command.button or (command.needs_workbook and book is None):
        raise Stop(command.name, "has no open workbook to work on", "open it in Excel, then press the button again")
    tell(app, f"{TITLE}: {command.name} ...")
    snapshot = Snapshot()
    if book is not None and command.needs_workbook:
        refuse_code(book)
        snapshot = read(book)
    desk = Excel(book, folder(), snapshot)
    try:
        outcome = _run(app, command, book, desk, snapshot)
    except Stop:
        if book is not None and _new_tab(book, snapshot, command):
            book.sheets[TAB].activate()
        raise
    asked = book is not None and _new_tab(book, snapshot, command)
    bring_forward(book, outcome)
    if desk.made:
        app.books.open(str(desk.made))
    return message(outcome) + (f"\n\nWhat it can be told stands on the new tab {TAB}." if asked else "")


def _book(app: "xw.App", fullname: str) -> "xw.Book | None":
    return next((book for book in app.books if fullname and book.fullname == fullname), None)


def _run(app: "xw.App", command: Command, book: "xw.Book | None", desk: Excel, snapshot: Snapshot) -> Outcome:
    path = Path(book.fullname) if book else None
    home = path.parent if path and path.parent.is_dir() else Path.home() / "Documents"
    now = dt.datetime.now(dt.UTC)
    return perform(
        command,
        _options(command, told(snapshot, command, home)),
        desk=desk,
        today=now.astimezone().date(),
        now=now,
        path=path,
        say=lambda words: tell(app, f"{TITLE}: {words}"),
    )


def _options(command: Command, words: Mapping[str, object]) -> Options:
    try:
        return command.options.model_validate(words)
    except ValidationError as error:
        option, what = misfit(error)
        raise Stop(
            f"{command.name}, {option}", what, f"put it right on the tab {TAB}, then press the button again"
        ) from error


def _new_tab(book: "xw.Book", snapshot: Snapshot, command: Command) -> bool:
    """Make the tab of options, where the command has some and the workbook does not have the tab yet."""
    edit = tab(snapshot, [own for own in all_commands().values() if own.button and own.needs_workbook])
    if edit is None or not command.needs_workbook or not command.options.model_fields:
        return False
    own = LiveBook(book, folder(), snapshot)
    own.read()
    return own.write([edit], {}, Workbook(edit.sheets, {}))


def bring_forward(book: "xw.Book | None", outcome: Outcome) -> None:
    """Show the findings, where there are any."""
    if book is not None and outcome.data.get("findings"):
        book.sheets[FINDINGS].activate()


def message(outcome: Outcome) -> str:
    """The sentence; and where nothing was written into the workbook, the lines that were to be looked at."""
    shown = [] if outcome.edits else [" ".join(line) for line in outcome.lines]
    more = [f"... and {len(shown) - _LINES} more"] if len(shown) > _LINES else []
    return "\n".join([outcome.sentence, *([""] if shown else []), *shown[:_LINES], *more])
