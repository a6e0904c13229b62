"""DOOR: a button of the ribbon. It says which command and which workbook; what comes of it is said in Excel."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from macros_py.excel import xlwings
from macros_py.options import TAB, choice_from_menu, has_options, read_options, tab
from macros_py.request import Request, folder, take_request
from xl_addin.books.live_book import ExcelStorage, LiveBook, refuse_code
from xl_addin.books.live_quiet import tell
from xl_addin.books.live_read import is_visible, read_snapshot
from xl_addin.commands import all_commands, find_command
from xl_addin.commands.command import Command, Options, Outcome, misfit
from xl_addin.commands.perform import describe_fault, is_our_workbook, perform
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.errors import Stop

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "Trackbook"
FINDINGS = ("tblToFix", "tblFindings")
"""The tables that list what Validate found, the shortest list first."""
_LINES = 25
"""Lines of a result that fit into a message."""


def press(command: str = "", workbook: str = "") -> None:
    """Do what a button asks for, and say in one message how it went.

    Args:
        command: the command's name, and behind a blank what was chosen from its menu; without it, what the add-in
            wrote down counts.
        workbook: the full name of the open workbook it is meant for.
    """
    apps = xlwings().apps
    app = apps.active
    try:
        request = Request(command, workbook) if command else take_request()
        # several Excels may run, and the one in front need not be the one where the button is
        app = next((candidate for candidate in apps if _book(candidate, request.workbook)), app)
        name, _, choice = request.command.partition(" ")
        text = _run_and_report(app, find_command(name), request.workbook, choice)
    except Stop as stop:
        text = str(stop)
    except Exception as error:  # the last line of defence: one line, and no value of anybody's in it
        text = str(describe_fault(error))
    tell(app, False)
    app.alert(text, TITLE)


def _run_and_report(app: "xw.App", command: Command, workbook: str, choice: str) -> str:
    """Carry a command out; what to say in the end."""
    book = _book(app, workbook)
    if not command.button or (command.needs_workbook and book is None):
        raise Stop(command.name, "has no open workbook to work on", "open it in Excel, then press the button again")
    tell(app, f"{TITLE}: {command.name} ...")
    snapshot = Snapshot()
    if book is not None and command.needs_workbook:
        refuse_code(book)
        snapshot = read_snapshot(book)
    storage = ExcelStorage(book, folder(), snapshot)
    try:
        outcome = _run_command(app, command, book, storage, snapshot, choice)
    except Stop:
        if book is not None and _new_tab(book, snapshot, command):
            book.sheets[TAB].activate()
        raise
    has_new_tab = book is not None and _new_tab(book, snapshot, command)
    bring_forward(book, outcome, snapshot)
    if storage.new_workbook:
        app.books.open(str(storage.new_workbook))
    return message(outcome) + (f"\n\nWhat it can be told stands on the new tab {TAB}." if has_new_tab else "")


def _book(app: "xw.App", fullname: str) -> "xw.Book | None":
    return next((book for book in app.books if fullname and book.fullname == fullname), None)


def _run_command(
    app: "xw.App",
    command: Command,
    book: "xw.Book | None",
    storage: ExcelStorage,
    snapshot: Snapshot,
    choice: str,
) -> Outcome:
    path = Path(book.fullname) if book else None
    home = path.parent if path and path.parent.is_dir() else Path.home() / "Documents"
    moment = dt.datetime.now(dt.UTC)
    return perform(
        command,
        _options(command, {**read_options(snapshot, command, home), **choice_from_menu(command, choice)}),
        storage=storage,
        today=moment.astimezone().date(),
        run_time=moment,
        path=path,
        say=lambda words: tell(app, f"{TITLE}: {words}"),
    )


def _options(command: Command, words: Mapping[str, object]) -> Options:
    try:
        return command.options.model_validate(words)
    except ValidationError as error:
        option, problem = misfit(error)
        raise Stop(
            f"{command.name}, {option}", problem, f"put it right on the tab {TAB}, then press the button again"
        ) from error


def _new_tab(book: "xw.Book", snapshot: Snapshot, command: Command) -> bool:
    """Make the tab of options, where the command has some and the workbook, one of ours, does not have it yet."""
    edit = tab(snapshot, [target for target in all_commands().values() if _has_options_there(target)])
    if edit is None or not _has_options_there(command) or not is_our_workbook(snapshot):
        return False
    target = LiveBook(book, folder(), snapshot)
    target.read_snapshot()
    return target.write([edit], {}, WorkbookDesign(edit.sheets, {}))


def _has_options_there(command: Command) -> bool:
    """Whether a command is told things on the tab of options; one with a menu is told there."""
    return command.button and command.needs_workbook and not command.menu and has_options(command)


def bring_forward(book: "xw.Book | None", outcome: Outcome, snapshot: Snapshot) -> None:
    """Go to the list of what was found, where there is any, whatever its tab is called; or to the one tab shown."""
    lists = [data.sheet for name in FINDINGS if (data := find_table(snapshot, name))]
    tabs = lists[:1] if outcome.data.get("findings") else outcome.data.get("shown", [])
    if book is not None and len(tabs) == 1 and is_visible(book.sheets[tabs[0]]):
        book.sheets[tabs[0]].activate()


def message(outcome: Outcome) -> str:
    """The sentence; and where nothing was written into the workbook, the lines that were to be looked at."""
    lines = [] if outcome.edits else [" ".join(line) for line in outcome.lines]
    rest_line = [f"... and {len(lines) - _LINES} more"] if len(lines) > _LINES else []
    return "\n".join([outcome.sentence, *([""] if lines else []), *lines[:_LINES], *rest_line])
