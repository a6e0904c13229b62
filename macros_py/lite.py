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
from macros_py.options import convert_option
from macros_py.ribbon import TITLE, bring_forward, message
from xl_addin.books.live_book import ExcelStorage
from xl_addin.books.live_read import read_snapshot_async
from xl_addin.commands import all_commands
from xl_addin.commands.command import Command, Outcome, misfit
from xl_addin.commands.perform import describe_fault, perform
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Stop

if TYPE_CHECKING:
    import xlwings as xw

DATA = Path("/data")

Script = Callable[..., Coroutine[Any, Any, None]]


def script_of(command: Command) -> Script:
    """A command as a script: the workbook first, then what it can be told, as arguments that Lite shows in a form."""
    fields = command.options.model_fields

    async def script(book: "xw.Book", *words: Any) -> None:
        # what is left empty in the form is not told
        words_by_option = {name: word for name, word in zip(fields, words, strict=False) if word not in ("", None)}
        book.app.alert(await _run_and_report(command, book, words_by_option), TITLE)

    arguments = [_argument("book", xlwings().Book, inspect.Parameter.empty)]
    arguments += [_argument(name, *_form_field(field)) for name, field in fields.items()]
    script.__name__ = script.__qualname__ = command.name
    script.__doc__ = command.help
    script.__annotations__ = {argument.name: argument.annotation for argument in arguments}
    script.__signature__ = inspect.Signature(arguments)  # type: ignore[attr-defined]
    return script


def _argument(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind, default=default)


def _form_field(field: FieldInfo) -> tuple[Any, Any]:
    """Yes or no, a whole number or a choice as such; all else, lists and days too, as words."""
    kind = field.annotation
    if kind in (bool, int) or get_origin(kind) is Literal:
        return kind, field.get_default()
    return str, ""


async def _run_and_report(command: Command, book: "xw.Book", words: Mapping[str, Any]) -> str:
    try:
        snapshot = await read_snapshot_async(book) if command.needs_workbook else Snapshot()
        outcome = _run_command(command, book, words, snapshot)
    except ValidationError as error:
        option, problem = misfit(error)
        return str(Stop(f"{command.name}, {option}", problem, "put it right in the form, then run again"))
    except Stop as stop:
        return str(stop)
    except Exception as error:  # the last line of defence: one line, and no value of anybody's in it
        return str(describe_fault(error))
    bring_forward(book, outcome, snapshot)
    return message(outcome)


def _run_command(command: Command, book: "xw.Book", words: Mapping[str, Any], snapshot: Snapshot) -> Outcome:
    fields, path, moment = command.options.model_fields, DATA / book.name, dt.datetime.now(dt.UTC)
    option_values = {
        fields[name].alias or name: convert_option(word, fields[name], DATA) for name, word in words.items()
    }
    return perform(
        command,
        command.options.model_validate(option_values),
        storage=ExcelStorage(book, DATA, snapshot, path),
        today=moment.astimezone().date(),
        run_time=moment,
        path=path,
    )


_scripts = {entry.name: xlwings().script(script_of(entry)) for entry in all_commands().values() if entry.button}
_functions = {name: entry for name, entry in vars(functions).items() if name.startswith("tb_")}
globals().update(_scripts | _functions)
__all__ = [*_scripts, *_functions]
