"""What commands can be told in Excel: the Options tab, a row for each option, read when a button is pressed.

A dialog would be another one on each system and in each Excel; a tab works everywhere, shows what there is to tell,
and still knows it next time. It is made when a command that has options is first used.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_origin

from pydantic.fields import FieldInfo

from xl_addin.cells.serial import day_of_serial
from xl_addin.commands.command import Command, Options, option_choices, option_type, typed_only
from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.edits import AddSheets
from xl_addin.layout.parse import parse
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Stop
from xl_addin.model.facts import Anything, Fact, Record, Text

TAB = "Options"


class Option(Record):
    """One thing a command can be told."""

    command: Annotated[str, Fact("Command", "The button it belongs to.", Text(40), required=True)] = ""
    option: Annotated[str, Fact("Option", "What it is called.", Text(40), required=True)] = ""
    value: Annotated[Any, Fact("Value", "Yours to fill in. Blank: the default counts.", Anything())] = None
    takes: Annotated[str, Fact("Takes", "What may stand in Value.", Text(200))] = ""
    meaning: Annotated[str, Fact("What it does", "What it does.", Text(600))] = ""


TABLE = table(
    "tblOptions",
    Option,
    [
        column(Option, "command", 14, "label"),
        column(Option, "option", 20, "label"),
        column(Option, "value", 34, "input_long"),
        column(Option, "takes", 30, "computed"),
        column(Option, "meaning", 70, "computed"),
    ],
    key=["command", "option"],
    spare=0,
    freeze=2,
)


def read_options(snapshot: Snapshot, command: Command, home: Path) -> dict[str, Any]:
    """What the Options tab tells a command; where it says nothing, the defaults count.

    Files and folders named without their place are taken to be beside the workbook, in `home`.
    """
    rows: Sequence[Option] = parse(snapshot, [TABLE]).records(TABLE)
    cell_values = {row.option: row.value for row in rows if row.command == command.name and row.value is not None}
    option_values: dict[str, Any] = {}
    for name, field in _fields(command.options):
        value = cell_values.get(name, _default(field))
        if value is not None:
            option_values[name] = convert_option(value, field, home)
    return option_values


def choice_from_menu(command: Command, choice: str) -> dict[str, Any]:
    """What an entry of a button's menu tells the command; nothing where none was chosen.

    Raises:
        Stop: the command has no such entry.
    """
    if not choice:
        return {}
    if command.menu is None or choice not in command.menu():
        raise Stop(command.name, "has no such entry in its menu", "choose one of those that are there")
    name, field = _fields(command.options)[0]
    return {name: convert_option(choice, field, Path())}


def tab(snapshot: Snapshot, commands: Sequence[Command]) -> AddSheets | None:
    """The tab to add, with every option of every command; None where the workbook has it."""
    if TABLE.name in snapshot.tables or TAB in snapshot.sheets:
        return None
    sheet = Sheet(
        name=TAB,
        title=TAB,
        purpose="What the buttons are told. Fill in Value, then press the button again; blank means the default.",
        group="results",
        blocks=(TABLE,),
    )
    return AddSheets(
        (sheet,), {TABLE.name: [row for command in commands for row in _rows(command)]}, snapshot.sheets[-1]
    )


def _rows(command: Command) -> list[RowValues]:
    return [
        {
            "command": command.name,
            "option": name,
            "takes": _takes(field),
            "meaning": (field.description or "").rstrip(".") + ".",
        }
        for name, field in _fields(command.options)
    ]


def has_options(command: Command) -> bool:
    """Whether a command can be told anything on the tab."""
    return bool(_fields(command.options))


def _fields(options: type[Options]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in options.model_fields.items() if not typed_only(field)]


def _takes(field: FieldInfo) -> str:
    kind = option_type(field)
    default = field.get_default()
    list_words = "several, separated by semicolons" if get_origin(field.annotation) is tuple else ""
    if kind is bool:
        words = "Yes or No"
    else:
        words = " or ".join(option_choices(field)) or {
            dt.date: "a day",
            int: "a whole number",
            Path: "a file or folder",
        }.get(kind, "words")
    usual = "" if default in (None, "", ()) or field.is_required() else f"; else {_word(default)}"
    return (list_words or words) + usual


def _word(default: Any) -> str:
    return {True: "Yes", False: "No"}[default] if isinstance(default, bool) else str(default)


def _default(field: FieldInfo) -> Any:
    """Only files and folders need theirs looked at: they get their place beside the workbook."""
    extra = field.json_schema_extra
    default_path = extra.get("beside") if isinstance(extra, dict) else None
    default = None if field.is_required() else field.get_default()
    return default if isinstance(default, Path) else default_path


def convert_option(value: Any, field: FieldInfo, home: Path) -> Any:
    """What a cell or a form says, as the option takes it; a file or folder without its place is one in `home`."""
    if get_origin(field.annotation) is tuple:
        return tuple(part.strip() for part in str(value).split(";") if part.strip())
    kind = option_type(field)
    if kind is Path:
        return home / str(value)
    if kind is dt.date and isinstance(value, int | float):
        return day_of_serial(value)
    return str(value) if kind is str else value
