"""The shape of a command, what it gets and what it gives back."""

import datetime as dt
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import DesignError

if TYPE_CHECKING:  # a list of commands, such as --help, needs none of these
    from xl_addin.books.storage import Storage
    from xl_addin.layout.describe import Table, WorkbookDesign
    from xl_addin.layout.edits import Edit
    from xl_addin.layout.record_rows import RowValues
    from xl_addin.sheets.name_alignment import NameAlignment
    from xl_addin.sheets.reading import Reading

RibbonGroup = Literal["Start", "Design", "Evaluate", "People", "More"]
Say = Callable[[str], None]


class Options(BaseModel):
    """A command's options; a field's description is its help text, on the command line as in Excel's dialogs.

    A field whose name Python keeps for itself, such as `from`, goes by another name and has that one as its alias.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def option_type(field: FieldInfo) -> Any:
    """The type of one value of an option: of `X | None` and of a list of X the X."""
    members = [member for member in get_args(field.annotation) if member not in (type(None), Ellipsis)]
    return members[0] if members and get_origin(field.annotation) is not Literal else field.annotation


def positional(field: FieldInfo) -> bool:
    """Whether an option is typed without its name: one that is needed, or is marked so."""
    extra = field.json_schema_extra
    return field.is_required() or bool(isinstance(extra, dict) and extra.get("positional"))


def typed_only(field: FieldInfo) -> bool:
    """Whether an option is for the command line alone, as a workbook has a place of its own to say the same."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("typed_only"))


def option_choices(field: FieldInfo) -> tuple[str, ...]:
    """The words an option may be, where it is one of a few."""
    kind = option_type(field)
    enum_words = kind if isinstance(kind, type) and issubclass(kind, Enum) else ()
    return tuple(str(word) for word in (get_args(kind) if get_origin(kind) is Literal else enum_words) if word)


_MISFITS = {
    "date": "is no day such as 2027-02-15",
    "enum": "is none of {expected}",
    "literal_error": "is none of {expected}",
    "int": "is no whole number",
    "bool": "is neither yes nor no",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "missing": "is needed",
    "string_type": "is no text",
    "path_type": "is no name of a file",
    "tuple_type": "is no list",
}
"""How pydantic's kinds of errors begin -> what is wrong, in a reader's words."""
_DAY_MISFITS = {"greater_than_equal": "is before {ge}", "less_than_equal": "is after {le}"}
"""The same where the limit is a day."""


def misfit(error: ValidationError) -> tuple[str, str]:
    """The first option that does not fit, and what is wrong with it."""
    first = error.errors(include_url=False)[0]
    context = first.get("ctx", {})
    # pydantic tells a day's limit as text, a number's as a number
    kinds = _DAY_MISFITS if isinstance(context.get("ge", context.get("le")), str) else _MISFITS
    phrase = next((words for kind, words in kinds.items() if first["type"].startswith(kind)), "")
    return str(first["loc"][0]), phrase.format(**context) or first["msg"]


@dataclass(frozen=True)
class Job:
    """What a command works with. Nothing below the doors reads the clock or prints: both come from here.

    `moment` is the moment of the run in UTC, `today` the day where the person is. `laid_tables` are tables that were
    lost and are laid again in this run; `alignment` what the names in it are, where names are asked.
    """

    storage: "Storage"
    today: dt.date
    moment: dt.datetime
    say: Say = lambda _: None
    path: Path | None = None
    snapshot: Snapshot = field(default_factory=Snapshot)
    reading: "Reading | None" = None
    laid_tables: tuple[str, ...] = ()
    alignment: "NameAlignment | None" = None

    @property
    def name(self) -> str:
        """What the workbook is called."""
        return self.path.name if self.path else "the workbook"

    @property
    def argument(self) -> str:
        """The workbook as it is typed after a command: with its folder, and in quotes where there is a blank."""
        text = str(self.path or "WORKBOOK")
        return f'"{text}"' if " " in text else text

    @property
    def workbook(self) -> "Reading":
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
    design: "WorkbookDesign"
    rows: "Mapping[str, Sequence[RowValues]]"


@dataclass(frozen=True)
class Outcome:
    """What a command found and wants: the edits to make, the machine-readable result, one sentence, the next step.

    `clean` False gives exit code 1. `design` is the workbook the edits lead to, where new tabs are added; `tables` are
    tables that can be told only when the edits are known; `texts` and `books` are files to make beside it. `finish` is
    done once the edits are in the workbook and it is still held.
    """

    sentence: str
    data: Mapping[str, Any] = field(default_factory=dict)
    edits: "Sequence[Edit]" = ()
    design: "WorkbookDesign | None" = None
    tables: "Mapping[str, Table]" = field(default_factory=dict)
    clean: bool = True
    next: str = ""
    lines: Sequence[Sequence[str]] = ()
    texts: Sequence[NewText] = ()
    books: Sequence[NewBook] = ()
    finish: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Command:
    """One command: one ribbon button, one Lite script, one sub-command. Its docstring is its help everywhere."""

    name: str
    group: RibbonGroup
    icon: str
    options: type[Options]
    needs_workbook: bool
    run_job: Callable[[Job, Any], Outcome]
    help: str
    example: str
    button: bool = True
    lays_tables: bool = False
    lists_misfits: bool = False
    label: str = ""
    menu: Callable[[], Sequence[str]] | None = None


def command(
    group: RibbonGroup,
    icon: str,
    options: type[Options] = Options,
    *,
    needs_workbook: bool = True,
    button: bool = True,
    example: str = "",
    lays_tables: bool = False,
    lists_misfits: bool = False,
    label: str = "",
    menu: Callable[[], Sequence[str]] | None = None,
) -> Callable[[Callable[[Job, Any], Outcome]], Command]:
    """Declare the command of a file; decorate the function that runs it. Its name is the file's.

    Args:
        group: the ribbon group the button stands in.
        icon: an imageMso name, Excel's own for built-in pictures.
        options: what it can be told.
        needs_workbook: whether it is given a workbook to read and change.
        button: whether it makes sense to press it in Excel.
        lays_tables: whether tables that another program has dropped are laid again first, and those that it did not
            grow take in the rows below them; others stop or say so.
        lists_misfits: whether its lines name everything in the workbook that cannot be read.
        example: a command line that shows its use.
        label: what its button says; "" for its name.
        menu: the words its first option may be, each an entry of a menu that the button opens; None for none.
    """

    def declare(function: Callable[[Job, Any], Outcome]) -> Command:
        name = function.__module__.rpartition(".")[2].strip("_")
        if not function.__doc__:
            raise DesignError(f"the command {name} has no docstring")
        text = inspect.cleandoc(function.__doc__)
        return Command(
            name, group, icon, options, needs_workbook, function, text, example,
            button=button, lays_tables=lays_tables, lists_misfits=lists_misfits, label=label, menu=menu,
        )  # fmt: skip

    return declare
