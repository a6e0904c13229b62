"""DOOR: the command line. It turns words into options, and an outcome into lines and an exit code; nothing else.

Exit codes: 0 clean, 1 findings or refused files, 2 cannot go on. Results go to stdout, messages to stderr.
"""

import datetime as dt
import inspect
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from xl_addin import __version__
from xl_addin.books.folder import Folder
from xl_addin.commands import all_commands, named, names
from xl_addin.commands.command import Command, Outcome
from xl_addin.commands.perform import fault, perform
from xl_addin.model.errors import Stop

CLEAN, FOUND, STOPPED = 0, 1, 2
_EPILOG = "Start with: trackbook demo out   (a whole sample company) or: trackbook new tracks.xlsx"


def app(words: Sequence[str] = ()) -> typer.Typer:
    """The command line, made from the commands folder; of the command alone that the first of `words` names, if any.

    A run then pays for its own command's imports and no others.
    """
    made = typer.Typer(
        name="trackbook",
        help="Career tracks HR can trust: build, validate and score them in an Excel workbook.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        epilog=_EPILOG,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_version_option)
    for own in [named(words[0])] if words and words[0] in names() else all_commands().values():
        made.command(own.name, help=own.help, short_help=own.help.partition("\n")[0], epilog=f"Example: {own.example}")(
            _door(own)
        )
    return made


def _version_option(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def _door(own: Command) -> Any:
    def run(**words: Any) -> None:
        raise typer.Exit(_run(own, words))

    parameters = [inspect.Parameter("workbook", _KEYWORD, annotation=_WORKBOOK)] if own.needs_workbook else []
    parameters += [_parameter(name, field) for name, field in own.options.model_fields.items()]
    parameters.append(inspect.Parameter("as_json", _KEYWORD, annotation=_JSON, default=False))
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_WORKBOOK = Annotated[Path, typer.Argument(help="The workbook, an .xlsx or .xlsm file.", show_default=False)]
_JSON = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    """A field as typer takes it: the first field without a default, or a plain `code`, is a word; others are flags."""
    kind: Any = field.annotation
    default: Any = field.get_default()
    if get_origin(kind) is tuple:
        kind, default = list[get_args(kind)[0]], []  # type: ignore[misc]
    positional = field.is_required() or bool((field.json_schema_extra or {}).get("positional"))  # type: ignore[union-attr]
    mark = typer.Argument if positional else typer.Option
    flags = (f"--{field.alias}",) if field.alias else ()
    annotation = Annotated[kind, mark(*flags, help=field.description, show_default=bool(default))]
    if field.is_required():
        return inspect.Parameter(name, _KEYWORD, annotation=annotation)
    return inspect.Parameter(name, _KEYWORD, annotation=annotation, default=default)


def _run(own: Command, words: dict[str, Any]) -> int:
    as_json = words.pop("as_json")
    path = words.pop("workbook", None)
    try:
        options = own.options.model_validate(words)
        now = dt.datetime.now(dt.UTC)
        outcome = perform(own, options, desk=Folder(), today=_today(), now=now, path=path, say=_note)
    except ValidationError as error:
        first = error.errors()[0]
        return _stop(as_json, Stop(str(first["loc"][0]), first["msg"], f"see: trackbook {own.name} --help"))
    except Stop as stop:
        return _stop(as_json, stop)
    except Exception as error:  # the last line of defence: one line, and no value of anybody's in it
        return _stop(as_json, fault(error))
    _show(outcome, as_json)
    return CLEAN if outcome.clean else FOUND


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _note(words: str) -> None:
    typer.echo(words, err=True)


def _stop(as_json: bool, stop: Stop) -> int:
    if as_json:
        typer.echo(
            json.dumps({"error": {"where": stop.where, "what": stop.what, "todo": stop.todo}}, ensure_ascii=False)
        )
    _note(str(stop))
    return STOPPED


def _show(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(dict(outcome.data), ensure_ascii=False, indent=2, default=str))
    else:
        _lines(outcome)
    _note(outcome.sentence)
    if outcome.next:
        _note(outcome.next)


def _lines(outcome: Outcome) -> None:
    if not outcome.lines:
        return
    from rich.console import Console  # --json and a command without lines do without
    from rich.table import Table

    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for _ in outcome.lines[0]:
        table.add_column(overflow="fold")
    for line in outcome.lines:
        table.add_row(*(_plain(cell) for cell in line))
    console.print(table)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def main() -> None:
    """Run the command line. A broken pipe or Ctrl-C ends it quietly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of an older code page cannot show every name
            stream.reconfigure(errors="backslashreplace")
    try:
        app(sys.argv[1:])()
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(CLEAN)


if __name__ == "__main__":
    main()
