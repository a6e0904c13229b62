"""WHAT A PERSON CAN ASK FOR: one file is one command, one button, one script. The folder is the list."""

import importlib
import pkgutil
from functools import cache

from xl_addin.commands.command import Command


@cache
def all_commands() -> dict[str, Command]:
    """Every command by name, in the order of the alphabet.

    Raises:
        TypeError: a file declares two commands.
    """
    found: dict[str, Command] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if info.name in ("command", "perform"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        own = [value for value in vars(module).values() if isinstance(value, Command) and value.name == info.name]
        if len(own) != 1:
            raise TypeError(f"commands/{info.name}.py declares {len(own)} commands instead of one")
        found[info.name] = own[0]
    return found
