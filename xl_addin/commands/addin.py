"""The ribbon add-in: build it, install it, look after it."""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command

if TYPE_CHECKING:
    from xl_addin.addin.ribbon_xml import Button


class AddInAction(StrEnum):
    """What to do with the add-in."""

    BUILD = "build"
    INSTALL = "install"
    UNINSTALL = "uninstall"
    STATUS = "status"


class AddInOptions(Options):
    """What to do, and where."""

    action: AddInAction = Field(description="build writes the file, install puts it into Excel; uninstall, status.")
    to: Path = Field(Path(), description="The folder that build writes to; made when absent.")


@command("Start", "", AddInOptions, needs_workbook=False, button=False, example="trackbook addin install")
def addin(job: Job, options: AddInOptions) -> Outcome:
    """Put the "Career Tracks" tab into Excel's ribbon, on Windows and macOS.

    `install` copies the add-in into Excel's start-up folder and writes down which Python it runs: the one this command
    runs in. `status` tells what is there and whether it fits, `uninstall` removes all of it. `build` only writes the
    file; the same version always gives the same bytes.
    """
    # asked for here, not at the top: no other command needs the builder, which takes a while to import
    from xl_addin.addin import addin_file, install
    from xl_addin.addin.install_places import Machine

    machine = Machine.current(os.environ)
    match options.action:
        case AddInAction.UNINSTALL:
            return _files("Removed", install.uninstall(machine), "Start Excel again: the tab is gone.")
        case AddInAction.INSTALL:
            paths = install.install(machine, addin_file.addin_bytes(buttons()))
            return _files("Installed", paths, "Start Excel: the tab Career Tracks is there.")
        case AddInAction.BUILD:
            path = install.write_addin(options.to, addin_file.addin_bytes(buttons()))
            return _files("Built", [path], "To put it into Excel, run: trackbook addin install")
        case AddInAction.STATUS:
            states = install.install_status(machine, addin_file.addin_bytes(buttons()))
            return _status([(state.subject, state.finding, state.well) for state in states])


def buttons() -> "list[Button]":
    """The ribbon's buttons: every command that makes sense there."""
    from xl_addin.addin.ribbon_xml import Button

    # the list of commands holds this one too
    from xl_addin.commands import all_commands

    return [
        Button(
            ribbon_command.name,
            ribbon_command.group,
            ribbon_command.icon,
            ribbon_command.help,
            always=not ribbon_command.needs_workbook,
            label=ribbon_command.label,
            entries=tuple(ribbon_command.menu()) if ribbon_command.menu else (),
        )
        for ribbon_command in all_commands().values()
        if ribbon_command.button
    ]


def _files(outcome_word: str, paths: Sequence[Path], hint: str) -> Outcome:
    names = [str(path) for path in paths]
    if not names:
        return Outcome("The add-in is not installed.", data={"files": []})
    return Outcome(f"{outcome_word}.", data={"files": names}, lines=[(name,) for name in names], next=hint)


def _status(states: Sequence[tuple[str, str, bool]]) -> Outcome:
    clean = all(well for _, _, well in states)
    return Outcome(
        "The add-in is installed and fits." if clean else "The add-in is not installed, or does not fit.",
        data={part.lower(): {"found": finding, "well": well} for part, finding, well in states},
        lines=[(part, finding, "" if well else "!") for part, finding, well in states],
        clean=clean,
        next="" if clean else "To put it into Excel, close Excel and run: trackbook addin install",
    )
