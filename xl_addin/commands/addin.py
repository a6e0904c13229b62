"""The ribbon add-in: build it, install it, look after it."""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command

if TYPE_CHECKING:
    from xl_addin.addin.ribbon import Button


class Action(StrEnum):
    """What to do with the add-in."""

    BUILD = "build"
    INSTALL = "install"
    UNINSTALL = "uninstall"
    STATUS = "status"


class AddIn(Options):
    """What to do, and where."""

    action: Action = Field(description="build writes the file, install puts it into Excel; uninstall, status.")
    to: Path = Field(Path(), description="The folder that build writes to; made when absent.")


@command("Start", "", AddIn, needs_workbook=False, button=False, example="trackbook addin install")
def addin(job: Job, options: AddIn) -> Outcome:
    """Put the "Career Tracks" tab into Excel's ribbon, on Windows and macOS.

    `install` copies the add-in into Excel's start-up folder and writes down which Python it runs: the one this command
    runs in. `status` tells what is there and whether it fits, `uninstall` removes all of it. `build` only writes the
    file; the same version always gives the same bytes.
    """
    # asked for here, not at the top: no other command needs the builder, which takes a while to import
    from xl_addin.addin import install, pack
    from xl_addin.addin.places import Machine

    machine = Machine.this(os.environ)
    match options.action:
        case Action.UNINSTALL:
            return _files("Removed", install.uninstall(machine), "Start Excel again: the tab is gone.")
        case Action.INSTALL:
            installed = install.install(machine, pack.addin(buttons()))
            return _files("Installed", installed, "Start Excel: the tab Career Tracks is there.")
        case Action.BUILD:
            built = install.build(options.to, pack.addin(buttons()))
            return _files("Built", [built], "To put it into Excel, run: trackbook addin install")
        case Action.STATUS:
            found = install.status(machine, pack.addin(buttons()))
            return _status([(state.what, state.found, state.well) for state in found])


def buttons() -> "list[Button]":
    """The ribbon's buttons: every command that makes sense there."""
    from xl_addin.addin.ribbon import Button

    # the list of commands holds this one too
    from xl_addin.commands import all_commands

    return [
        Button(own.name, own.group, own.icon, own.help, always=not own.needs_workbook)
        for own in all_commands().values()
        if own.button
    ]


def _files(done: str, paths: Sequence[Path], hint: str) -> Outcome:
    names = [str(path) for path in paths]
    if not names:
        return Outcome("The add-in is not installed.", data={"files": []})
    return Outcome(f"{done}.", data={"files": names}, lines=[(name,) for name in names], next=hint)


def _status(found: Sequence[tuple[str, str, bool]]) -> Outcome:
    clean = all(well for _, _, well in found)
    return Outcome(
        "The add-in is installed and fits." if clean else "The add-in is not installed, or does not fit.",
        data={what.lower(): {"found": told, "well": well} for what, told, well in found},
        lines=[(what, told, "" if well else "!") for what, told, well in found],
        clean=clean,
        next="" if clean else "To put it into Excel, close Excel and run: trackbook addin install",
    )
