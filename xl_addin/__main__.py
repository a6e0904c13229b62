"""DOOR: the command line. It turns words into options, and an outcome into lines and an exit code; nothing else.

Exit codes: 0 clean, 1 findings or refused files, 2 cannot go on. Results go to stdout, messages to stderr.
"""

import datetime as dt
import inspect
import io
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, get_origin

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from xl_addin import __version__
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.commands import all_commands, find_command
from xl_addin.commands.command import Command, Outcome, misfit, option_choices, option_type, positional
from xl_addin.commands.perform import describe_fault, perform
from xl_addin.model.errors import Stop, one_line

CLEAN, HAS_FINDINGS, FAILURE = 0, 1, 2
MOST_LINES = 200
"""The most lines a terminal is shown; a pipe, a file and --json get them all."""
_CODES = "Exit code: 0 clean, 1 findings or refused files, 2 cannot go on: the workbook stays as it was."
_EPILOG = f"""\b
See it work:   trackbook demo out
Start afresh:  trackbook new tracks.xlsx --starter engineering
From then on:  build, validate, export, collect, score; roadmap for the roll-out
One command:   trackbook validate --help

{_CODES}"""


def app(words: Sequence[str] = ()) -> typer.Typer:
    """The command line, made from the commands folder; of the command alone that the first of `words` names, if any.

    A run then pays for its own command's imports and no others.

    Raises:
        Stop: there is no command of this name.
    """
    cli = typer.Typer(
        name="trackbook",
        help="Career tracks HR can trust: build, validate and score them in an Excel workbook.",
        add_completion=False,
        pretty_exceptions_enable=False,
        epilog=_EPILOG,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    cli.callback()(_anything)
    for command in [find_command(words[0])] if words and not words[0].startswith("-") else all_commands().values():
        epilog = f"Example: {command.example}\n\n{_CODES}"
        cli.command(command.name, help=command.help, short_help=command.help.partition("\n")[0], epilog=epilog)(
            _door(command)
        )
    return cli


def _version(show_version: bool) -> None:
    if show_version:
        typer.echo(__version__)
        raise typer.Exit


def _anything(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_version)
    ] = False,
) -> None: ...


def _door(command: Command) -> Any:
    def call(**words: Any) -> None:
        raise typer.Exit(_run_command(command, words))

    parameters = [inspect.Parameter("workbook", _KEYWORD, annotation=_WORKBOOK)] if command.needs_workbook else []
    parameters += [_parameter(name, field) for name, field in command.options.model_fields.items()]
    parameters.append(inspect.Parameter("as_json", _KEYWORD, annotation=_JSON, default=False))
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters}
    return call


_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_WORKBOOK = Annotated[
    Path,
    typer.Argument(
        metavar="WORKBOOK",
        help='The workbook, an .xlsx or .xlsm file; a name with blanks in "quotes".',
        show_default=False,
    ),
]
_JSON = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
_METAVAR = {Path: "PATH", dt.date: "DATE", int: "NUMBER"}


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    """A field as typer takes it: as words, which the options read; yes or no as a flag.

    The first field without a default, or one marked as positional, stands without a flag.
    """
    is_list = get_origin(field.annotation) is tuple
    default: Any = field.get_default()
    attributes: Any = {"metavar": _metavar(field), "help": field.description, "show_default": bool(default)}
    mark = typer.Argument(**attributes) if positional(field) else typer.Option(*_flags(name, field), **attributes)
    if field.annotation is bool:
        return inspect.Parameter(name, _KEYWORD, annotation=Annotated[bool, mark], default=default)
    kind: Any = list[str] if is_list else str
    if field.is_required():
        return inspect.Parameter(name, _KEYWORD, annotation=Annotated[kind, mark])
    words = list(default) if is_list else None if default is None else str(default)
    return inspect.Parameter(name, _KEYWORD, annotation=Annotated[kind | None, mark], default=words)


def _flags(name: str, field: FieldInfo) -> tuple[str, ...]:
    """What the option is called where its name alone does not say: a yes-or-no that is off needs no way to say no."""
    plain = field.alias or (name.replace("_", "-") if field.annotation is bool and not field.get_default() else "")
    return (f"--{plain}",) if plain else ()


def _metavar(field: FieldInfo) -> str | None:
    kind = option_type(field)
    return None if kind is bool else "|".join(option_choices(field)) or _METAVAR.get(kind, "TEXT")


def _run_command(command: Command, words: dict[str, Any]) -> int:
    as_json = words.pop("as_json")
    path = words.pop("workbook", None)
    try:
        options = command.options.model_validate(words)
        moment = dt.datetime.now(dt.UTC)
        outcome = perform(
            command,
            options,
            storage=FolderStorage(),
            today=moment.astimezone().date(),
            run_time=moment,
            path=path,
            say=_note,
        )
    except ValidationError as error:
        name, problem = misfit(error)
        field = command.options.model_fields.get(name)
        option = name if field and positional(field) else f"--{name.replace('_', '-')}"
        return _stop(as_json, Stop(option, problem, f"see: trackbook {command.name} --help"))
    except Stop as stop:
        return _stop(as_json, stop)
    except Exception as error:  # the last line of defence: one line, and no value of anybody's in it
        return _stop(as_json, describe_fault(error))
    _show(outcome, as_json)
    return CLEAN if outcome.clean else HAS_FINDINGS


def _note(words: str) -> None:
    typer.echo(one_line(words), err=True)


def _stop(as_json: bool, stop: Stop) -> int:
    if as_json:
        typer.echo(
            json.dumps({"error": {"where": stop.place, "what": stop.problem, "todo": stop.todo}}, ensure_ascii=False)
        )
    _note(str(stop))
    return FAILURE


def _show(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(dict(outcome.data), ensure_ascii=False, indent=2, default=str))
    else:
        _lines(outcome.lines)
    _note(outcome.sentence)
    if outcome.next:
        _note(outcome.next)


def _lines(lines: Sequence[Sequence[str]]) -> None:
    """The lines: on a terminal folded into its width, and no more than a person reads; else padded, all of them."""
    rows = [[_harmless(cell) for cell in line] for line in lines]
    if not rows:
        return
    if not sys.stdout.isatty():
        typer.echo("\n".join(_pad_lines(rows)))
        return
    from rich.console import Console  # nobody else pays for its import
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for row in rows[:MOST_LINES]:
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    for column in table.columns:
        column.overflow = "fold"
    Console(highlight=False).print(table)
    if len(rows) > MOST_LINES:
        typer.echo(f"and {len(rows) - MOST_LINES:,} more: add > FILE.txt for all of them, or --json for a program")


def _harmless(text: str) -> str:
    """Words from a workbook must not command the terminal."""
    return "\n".join(map(one_line, text.split("\n")))


def _pad_lines(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Lines with their columns one below the other; lines with more cells or fewer are a list of their own."""
    for _, alike in groupby(rows, len):
        lines = list(alike)
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        for row in lines:
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(" ")


def run_line(words: Sequence[str]) -> int:
    """Run one command line, given without the program's name; without words, show what there is.

    Returns:
        The exit code.
    """
    try:
        return int(app(words)(list(words) or ["--help"], prog_name="trackbook", standalone_mode=False))
    except Stop as stop:
        return _stop("--json" in words, stop)
    except typer.TyperException as usage_error:
        command_path = getattr(getattr(usage_error, "ctx", None), "command_path", "trackbook")
        message = usage_error.format_message().rstrip(".")
        return _stop(
            "--json" in words, Stop(command_path, message[:1].lower() + message[1:], f"see: {command_path} --help")
        )


def main() -> None:
    """Run the command line. A broken pipe or Ctrl-C ends it quietly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of an older code page cannot show every name
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(run_line(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(FAILURE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(CLEAN)


if __name__ == "__main__":
    main()
