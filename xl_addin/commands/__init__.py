"""WHAT A PERSON CAN ASK FOR: one file is one command, one button, one script. The folder is the list."""

import importlib
from difflib import get_close_matches
from functools import cache

from xl_addin.commands.command import Command
from xl_addin.model.errors import DesignError, Stop
from xl_addin.model.shelf import module_names

_NOT_COMMANDS = (
    "command",
    "guidance",
    "hidden_tabs",
    "name_lines",
    "perform",
    "rows_below",
    "what_if",
    "workbook_reader",
)


@cache
def command_names() -> tuple[str, ...]:
    """The names of all commands, in the order of the alphabet; none of them is imported."""
    return tuple(name for name in module_names(__path__) if name not in _NOT_COMMANDS)


@cache
def find_command(name: str) -> Command:
    """One command; the others stay unread, so that a run pays for its own imports alone.

    Raises:
        Stop: there is none of this name.
        DesignError: its file declares no command of its name, or several.
    """
    if name not in command_names():
        near = get_close_matches(name.casefold(), command_names(), n=1)
        todo = f"did you mean {near[0]}?" if near else f"choose one of: {', '.join(command_names())}"
        raise Stop(name or "command", "is not a command", todo)
    module = importlib.import_module(f"{__name__}.{name}")
    commands = [value for value in vars(module).values() if isinstance(value, Command) and value.name == name]
    if len(commands) != 1:
        raise DesignError(f"commands/{name}.py declares {len(commands)} commands instead of one")
    return commands[0]


@cache
def all_commands() -> dict[str, Command]:
    """Every command by name, in the order of the alphabet."""
    return {name: find_command(name) for name in command_names()}
