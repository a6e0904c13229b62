"""The shape of a command, what it gets and what it gives back."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from xl_addin.layout.grid import Snapshot

if TYPE_CHECKING:  # a list of commands, such as --help, needs none of these
    from xl_addin.books.port import Desk
    from xl_addin.layout.describe import Workbook
    from xl_addin.layout.edits import Edit, RowValues
    from xl_addin.sheets.reading import Reading

Group = Literal["Start", "Design", "Evaluate", "People", "Reports"]
Say = Callable[[str], None]


class Options(BaseModel):
    """A command's options; a field's description is its help text, on the command line as in Excel's dialogs.

    A field whose name Python keeps for itself, such as `from`, goes by another name and has that one as its alias.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


@dataclass(frozen=True)
class Job:
    """What a command works with. Nothing below the doors reads the clock or prints: both come from here.

    `now` is the moment of the run in UTC, `today` the day where the person is.
    """

    desk: "Desk"
    today: dt.date
    now: dt.datetime
    say: Say = lambda _: None
    path: Path | None = None
    snapshot: Snapshot = field(default_factory=Snapshot)
    reading: "Reading | None" = None

    @property
    def read(self) -> "Reading":
        """The workbook as understood.

        Raises:
            TypeError: the command declared that it needs no workbook.
        """
        if self.reading is None:
            raise TypeError("this command reads no workbook")
        return self.reading


@dataclass(frozen=True)
class NewText:
    """A text file to make: where, and what it says."""

    path: Path
    text: str


@dataclass(frozen=True)
class NewBook:
    """A workbook to make: where, what it looks like, and the rows of its tables."""

    path: Path
    design: "Workbook"
    rows: "Mapping[str, Sequence[RowValues]]"


@dataclass(frozen=True)
class Outcome:
    """What a command found and wants: the edits to make, the machine-readable result, one sentence, the next step.

    `clean` False gives exit code 1. `design` is the workbook the edits lead to, where new tabs are added; `texts`
    and `books` are files to make beside it. `after` is done once the edits are in the workbook and it is still held.
    """

    sentence: str
    data: Mapping[str, Any] = field(default_factory=dict)
    edits: "Sequence[Edit]" = ()
    design: "Workbook | None" = None
    clean: bool = True
    next: str = ""
    lines: Sequence[Sequence[str]] = ()
    texts: Sequence[NewText] = ()
    books: Sequence[NewBook] = ()
    after: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Command:
    """One command: one ribbon button, one Lite script, one sub-command. Its docstring is its help everywhere."""

    name: str
    group: Group
    icon: str
    options: type[Options]
    needs_workbook: bool
    run: Callable[[Job, Any], Outcome]
    help: str
    example: str
    button: bool = True


def command(
    group: Group,
    icon: str,
    options: type[Options] = Options,
    *,
    needs_workbook: bool = True,
    button: bool = True,
    example: str = "",
) -> Callable[[Callable[[Job, Any], Outcome]], Command]:
    """Declare the command of a file; decorate its `run`. Its name is the file's.

    Args:
        group: the ribbon group the button stands in.
        icon: an imageMso name, Excel's own for built-in pictures.
        options: what it can be told.
        needs_workbook: whether it is given a workbook to read and change.
        button: whether it makes sense to press it in Excel.
        example: a command line that shows its use.
    """

    def declare(run: Callable[[Job, Any], Outcome]) -> Command:
        name = run.__module__.rpartition(".")[2].strip("_")
        if not run.__doc__:
            raise TypeError(f"the command {name} has no docstring")
        return Command(name, group, icon, options, needs_workbook, run, run.__doc__.strip(), example, button)

    return declare
