"""DOOR: xlwings Lite, where Excel runs Python in a pane of its own, on the web too. A workbook's `main.py` holds

    from macros_py.lite import *

and has a script for each command and the worksheet functions. What a command can be told are the script's arguments,
which Lite shows as a form. There are no folders: files are written to /data, where Lite offers them.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from macros_py import functions
from macros_py.excel import xlwings
from macros_py.options import as_told
from macros_py.ribbon import TITLE, bring_forward, message
from xl_addin.books.live import Excel
from xl_addin.books.live_read import read_later
from xl_addin.commands import all_commands
from xl_addin.commands.command import Command, Outcome, misfit
from xl_addin.commands.perform import fault, perform
from xl_addin.layout.grid import Snapshot
from xl_addin.model.errors import Stop

if TYPE_CHECKING:
    import xlwings as xw

DATA = Path("/data")

Script = Callable[..., Coroutine[Any, Any, None]]


def script_of(own: Command) -> Script:
    """A command as a script: the workbook first, then what it can be told, as arguments that Lite shows in a form."""
    fields = own.options.model_fields

    async def script(book: "xw.Book", *words: Any) -> None:
        # what is left empty in the form is not told
        told = {name: word for name, word in zip(fields, words, strict=False) if word not in ("", None)}
        book.app.alert(await _said(own, book, told), TITLE)

    arguments = [_argument("book", xlwings().Book, inspect.Parameter.empty)]
    arguments += [_argument(name, *_shown(field)) for name, field in fields.items()]
    script.__name__ = script.__qualname__ = own.name
    script.__doc__ = own.help
    script.__annotations__ = {argument.name: argument.annotation for argument in arguments}
    script.__signature__ = inspect.Signature(arguments)  # type: ignore[attr-defined]
    return script


def _argument(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=default)


def _shown(field: FieldInfo) -> tuple[Any, Any]:
    """Yes or no, a whole number or a choice as such; all else, lists and days too, as words."""
    kind = field.annotation
    if kind in (bool, int) or get_origin(kind) is Literal:
        return kind, field.get_default()
    return str, ""


async def _said(own: Command, book: "xw.Book", words: Mapping[str, Any]) -> str:
    try:
        snapshot = await read_later(book) if own.needs_workbook else Snapshot()
        outcome = _run(own, book, words, snapshot)
    except ValidationError as error:
        option, what = misfit(error)
        return str(Stop(f"{own.name}, {option}", what, "put it right in the form, then run again"))
    except Stop as stop:
        return str(stop)
    except Exception as error:  # the last line of defence: one line, and no value of anybody's in it
        return str(fault(error))
    bring_forward(book, outcome)
    return message(outcome)


def _run(own: Command, book: "xw.Book", words: Mapping[str, Any], snapshot: Snapshot) -> Outcome:
    fields, path, now = own.options.model_fields, DATA / book.name, dt.datetime.now(dt.UTC)
    told = {fields[name].alias or name: as_told(word, fields[name], DATA) for name, word in words.items()}
    return perform(
        own,
        own.options.model_validate(told),
        desk=Excel(book, DATA, snapshot, path),
        today=now.astimezone().date(),
        now=now,
        path=path,
    )


_scripts = {own.name: xlwings().script(script_of(own)) for own in all_commands().values() if own.button}
_functions = {name: own for name, own in vars(functions).items() if name.startswith("tb_")}
globals().update(_scripts | _functions)
__all__ = [*_scripts, *_functions]
