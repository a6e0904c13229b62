"""Every file of a folder through `validate`, `score` and `collect`, each in a process of its own."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.corpus.isolated import BROKE, Order, Ran, run_all
from xl_addin.__main__ import main

COMMANDS = ("validate", "score", "collect")
STRANGER = "no workbook or form of ours"
"""The reason of a refusal that only a file read from beginning to end can get."""
_READ = re.compile(
    r"but not a Trackbook one|is not a Trackbook form|belongs to another workbook|is a form for|shows an"
)


@dataclass
class Tally:
    """What came of one command on all files."""

    files: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    peak: int = 0

    @property
    def faults(self) -> list[str]:
        return self.tracebacks + self.hangs + self.changed

    def add(self, file: str, ran: Ran, untouched: bool) -> None:
        self.files += 1
        self.peak = max(self.peak, ran.peak)
        reason = _refusal(ran)
        if ran.code is None:
            self.hangs.append(f"{file}: hangs")
        elif ran.code not in (0, 1, 2) or reason is None:
            self.tracebacks.append(f"{file}: exit {ran.code}: {ran.err.strip()[-400:]}")
        elif reason and not untouched:
            self.changed.append(f"{file}: was refused, and yet a file was changed")
        elif not reason or _READ.search(reason):
            self.read += 1
        if reason and ran.code in (1, 2):
            self.refused[STRANGER if _READ.search(reason) else _general(reason)] += 1


def _refusal(ran: Ran) -> str | None:
    """Why the file was not taken; "" when it was, None when there is neither an answer nor a line that says why."""
    if ran.code == BROKE or "fault of its own" in ran.err or "Traceback" in ran.err:
        return None
    try:
        told: dict[str, Any] = json.loads(ran.out)
    except ValueError:
        return None
    if "error" in told:
        one_line = ran.err.count("\n") == 1 and ran.code == 2
        return str(told["error"]["what"]) if one_line else None
    return str(told["refused"][0]["what"]) if told.get("refused") else ""


def _general(reason: str) -> str:
    """The reason without what is this file's own: quoted names, what stands in brackets, figures."""
    return re.sub(r"\d[\d,.]*", "#", re.sub(r" ?\([^)]*\)| '[^']*'", "", reason))


@dataclass(frozen=True)
class Trial:
    """One command on one file, with a folder of its own to do it in."""

    command: str
    file: Path
    folder: Path
    held: dict[Path, bytes]

    def untouched(self) -> bool:
        return all(path.read_bytes() == data for path, data in self.held.items())


def trials(folder: Path, commands: Sequence[str], campaign: Path, scratch: Path) -> Iterator[tuple[Trial, Order]]:
    """Every file with every one of the commands; `campaign` is a folder with a master whose forms went out."""
    for number, file in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        for command in commands:
            own = scratch / f"{number}-{command}"
            (own / "in").mkdir(parents=True)
            copy = own / "in" / file.name
            shutil.copyfile(file, copy)
            held = {copy: copy.read_bytes()}
            words: tuple[str, ...] = (str(copy),)
            if command == "collect":
                for beside in ("tracks.xlsx", "tracks.journal.sqlite"):
                    shutil.copyfile(campaign / beside, own / beside)
                    held[own / beside] = (own / beside).read_bytes()
                words = (str(own / "tracks.xlsx"), "--from", str(own / "in"), "--apply")
            yield Trial(command, file, own, held), Order((command, *words, "--json"), own)


def tried(folder: Path, commands: Sequence[str], campaign: Path, scratch: Path, jobs: int) -> dict[str, Tally]:
    """The tally of each command over all files of a folder."""
    for name in (
        "xl_addin.commands.perform",
        "xl_addin.books.closed_file",
        "xl_addin.books.inbox",
    ):  # what every process would import for itself
        importlib.import_module(name)
    tallies = {command: Tally() for command in commands}
    under_way: dict[int, Trial] = {}

    def orders() -> Iterator[Order]:
        for trial, order in trials(folder, commands, campaign, scratch):
            under_way[id(order)] = trial
            yield order

    for order, ran in run_all(orders(), main, jobs):
        trial = under_way.pop(id(order))
        tallies[trial.command].add(os.fspath(trial.file.relative_to(folder)), ran, trial.untouched())
        shutil.rmtree(trial.folder)
    return tallies
