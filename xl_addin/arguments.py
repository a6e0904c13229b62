"""What callers of the Python door hand over, looked at before anything runs, and what goes wrong as one line."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from xl_addin.commands.command import Command, misfit, option_type
from xl_addin.commands.perform import describe_fault
from xl_addin.model.errors import Stop


@contextmanager
def in_one_line(method: str) -> Iterator[None]:
    """Whatever goes wrong as one line, as the command line shows it, and without the values it met."""
    try:
        yield
    except ValidationError as error:
        option, what = misfit(error)
        raise Stop(option, what, see_help(f"Workbook.{method}")) from None
    except Stop:
        raise
    except Exception as error:
        raise describe_fault(error) from None


def see_help(place: str) -> str:
    """Where a caller reads on."""
    return f"see: help(xl_addin.{place})"


def file_path(option: str, value: Any, place: str) -> Path:
    """The path of a file.

    Raises:
        Stop: it is none, such as a number, bytes, or a text with what no name of a file holds.
    """
    try:
        path = Path(value)
    except TypeError:
        path = Path("\0")
    if "\0" in str(path):
        raise Stop(option, "is no name of a file", see_help(place))
    return path


def option_words(command: Command, words: Mapping[str, Any], method: str) -> dict[str, Any]:
    """A command's options as it takes them, with their paths looked at. Raises as `file_path` does."""
    fields = command.options.model_fields
    paths = {name for name, value in words.items() if value is not None and option_type(fields[name]) is Path}
    return {
        name: file_path(name, value, f"Workbook.{method}") if name in paths else value for name, value in words.items()
    }


def day_of(today: Any) -> dt.date | None:
    """The day of `today`: of a moment, such as pandas has them too, its day; None for the day it is.

    Raises:
        Stop: it is none of these.
    """
    if isinstance(today, dt.datetime):
        return today.date()
    if today is None or isinstance(today, dt.date):
        return today
    raise Stop("today", "is no datetime.date", see_help("open"))


def progress(say: Any) -> Callable[[str], None]:
    """What takes progress messages.

    Raises:
        Stop: it cannot be called.
    """
    if callable(say):
        return say  # type: ignore[no-any-return]
    raise Stop("say", "cannot be called", "give a function that takes a text, such as print")
