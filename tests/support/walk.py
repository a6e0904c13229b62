"""Every command in every state: what it says, what it leads to, and whether that is so.

`python -m tests.support.walk` prints the table, `--write` puts it where the test expects it: read every new line for
truth before it is kept.
"""

from __future__ import annotations

import atexit
import functools
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from tests.support.campaign import fill
from tests.support.walk_states import STATES, TODAY, state
from xl_addin.__main__ import app
from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.books.returned_file import read_returned
from xl_addin.commands import find_command
from xl_addin.commands.command import Command
from xl_addin.commands.perform import perform
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Refused, Stop

TABLE = Path(__file__).parents[1] / "walk.md"
BOOK = "a.xlsx"
LINES = (
    "build", "validate", "score", "score --what-if weight:Ownership=90", "roadmap", "delta", "expand --draft all",
    "expand --draft all --apply", "expand --add-track 'QA: Testing' --apply",
    "expand --add-level 'SE9: Chief' --tracks ENG --apply", "expand --add-competency 'SEC: Security' --apply",
    "expand --long list.csv", "export", "export --per manager", "collect",
    "collect --from back", "collect --from back --apply", "collect --from returned --apply", "explain",
    "explain q1", "explain X99", "new b.xlsx",
    "new a.xlsx", "new b.xlsx --starter sales", "show", "show Scores", "show all", "show Nowhere", "tidy", "names",
)  # fmt: skip
"""The command lines walked in every state; the workbook is added where one is needed."""
FIRST = (
    "build", "validate", "score", "roadmap", "delta", "expand --draft all --apply", "export", "export --per manager",
)  # fmt: skip
"""What may have been done before: the commands that change something."""
THEN = (
    "build", "validate", "score", "roadmap", "delta", "export", "collect", "collect --from back",
    "collect --from returned", "collect --from returned --apply",
)  # fmt: skip
"""What is done then."""


@dataclass(frozen=True)
class Place:
    """A workbook in memory with its journal on the disk, as one command leaves it to the next."""

    snapshot: Snapshot
    journal: bytes = b""
    files: tuple[tuple[Path, bytes], ...] = ()


@dataclass(frozen=True)
class Visit:
    """One command in one state: what it said, and what it left behind."""

    line: str
    exit: int
    sentence: str
    next: str
    lines: tuple[tuple[str, ...], ...]
    data: dict[str, Any] = field(compare=False)
    before: Place = field(compare=False)
    after: Place = field(compare=False)

    @property
    def changed(self) -> bool:
        """Whether the workbook holds anything else than before."""
        return self.before.snapshot != self.after.snapshot


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="walk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def parsed(line: str) -> tuple[Command, dict[str, Any]]:
    """A command line as the real command line reads it: the command, and its options as words.

    Raises:
        typer.TyperException: it cannot be read.
    """
    name, *words = shlex.split(line)
    group: Any = typer.main.get_command(app([name]))
    own = find_command(name)
    return own, dict(group.commands[name].make_context(name, list(words)).params)


_memo: dict[tuple[int, bytes, int, str], Visit] = {}


def visit(place: Place, line: str) -> Visit:
    """What a command line does in a place; worked out once."""
    key = (id(place.snapshot), place.journal, len(place.files), line)  # the visit keeps its place, so ids stay apart
    if key not in _memo:
        _memo[key] = _visit(place, line)
    return _memo[key]


def _visit(place: Place, line: str) -> Visit:
    """Run a command line on a copy of the place."""
    folder = _folder()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    book, shelf = folder / BOOK, MemoryStorage()
    shelf.books[book] = MemoryBook(place.snapshot)
    shelf.files = dict(place.files)
    if place.journal:
        journal_path(book).write_bytes(place.journal)
    if "--from returned" in line:
        shelf.forms[folder / "returned"] = _returned(book, shelf.files)
    own, words = parsed(_with_book(line))
    words = {name: _inside(value, folder) for name, value in words.items() if name != "as_json"}
    path = words.pop("workbook", None)
    try:
        options = own.options.model_validate(words)
        outcome = perform(own, options, storage=shelf, today=TODAY, path=path)
        lines = tuple(tuple(_relative(cell) for cell in row) for row in outcome.lines)
        exit_code, sentence, after = 0 if outcome.clean else 1, outcome.sentence, outcome.next
        data = dict(outcome.data)
    except Stop as stop:
        exit_code, sentence, after, lines, data = 2, str(stop), "", (), {}
    journal = journal_path(book).read_bytes() if journal_path(book).exists() else b""
    left = Place(shelf.books[book].snapshot, journal, tuple(shelf.files.items()))
    return Visit(line, exit_code, _relative(sentence), _relative(after), lines, data, place, left)


def _returned(book: Path, files: Mapping[Path, bytes]) -> dict[str, ReturnedWorkbook | Refused]:
    """The forms that went out, as they come back: the first with one answer, the second untouched, the rest missing."""
    if not journal_path(book).exists():
        return {}
    back = book.parent / "returned"
    back.mkdir()
    with open_journal(journal_path(book), make=False) as journal:
        sent = [form for cycle in journal.cycles() for form in journal.forms(cycle)][:2]
        rows = [min(key for key in journal.sent_keys(form.shape) if key.startswith("r|")) for form in sent]
    found: dict[str, ReturnedWorkbook | Refused] = {}
    for number, (form, row) in enumerate(zip(sent, rows, strict=True)):
        path = back / form.file
        path.write_bytes(next(data for name, data in files.items() if name.name == form.file))
        if not number:
            rating = "self_rating" if form.kind == "employee" else "manager_rating"
            fill(path, path, {(row, rating): 4})
        found[form.file] = read_returned(path, form.file)
    return found


def _with_book(line: str) -> str:
    name, *rest = line.split(" ", 1)
    has = not find_command(name).needs_workbook or BOOK in rest
    return line if has or (rest and BOOK in rest[0]) else " ".join([name, BOOK, *rest])


def _inside(value: Any, folder: Path) -> Any:
    """A path of the walk in its own folder: whatever a line names lies there."""
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, str) and (value.endswith((".xlsx", ".csv")) or value in ("back", "forms", "returned")):
        return folder / value
    return value


def _relative(text: str) -> str:
    return str(text).replace(f"{_folder()}/", "")


@functools.cache
def visited(name: str, first: str, line: str) -> Visit:
    """A command in a state, `first` run before it where it is not ""."""
    return visit(visited(name, "", first).after if first else Place(state(name)), line)


def commands_in(words: str) -> Iterator[str]:
    """The command line a next step ends with; there is at most one."""
    _, found, line = words.rpartition("trackbook ")
    if found:
        yield line


def every_visit() -> Iterator[tuple[str, Visit]]:
    """All of the walk: each command in each state, then in two states after each that changes something."""
    for name in STATES:
        for line in LINES:
            yield name, visited(name, "", line)
    for name in ("no ratings", "full"):
        for first in FIRST:
            for line in THEN:
                yield f"{name}, after {first}", visited(name, first, line)


def table() -> str:
    """The walk as a table. After another command only what then sounds different is shown."""
    rows = ["| State | Command | Exit | It says | Next |", "| --- | --- | --: | --- | --- |"]
    for name, own in every_visit():
        start, _, first = name.partition(", after ")
        if first and _told(own) == _told(visited(start, "", own.line)):
            continue
        cells = (name, own.line, str(own.exit), own.sentence, own.next)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return _HEAD + "\n".join(rows) + "\n"


def _told(own: Visit) -> tuple[int, str, str]:
    return own.exit, own.sentence, own.next


_HEAD = """# Every command in every state

What each command says, its exit code and the step it proposes, in memory. `tests/test_walk.py` holds every line;
`python -m tests.support.walk --write` makes the table anew, to be read line by line. Of commands after other commands,
only those stand here that say something else than before.

"""


def main() -> None:
    """Print the table, or write it."""
    if "--write" in sys.argv[1:]:
        TABLE.write_text(table(), encoding="utf-8")
    else:
        sys.stdout.write(table())


if __name__ == "__main__":
    main()
