"""The disk fails at the n-th touch, for every n: python -m tests.faults [COMMAND ...]

Each run of build, score, export, collect --apply and addin install meets one failure: full, forbidden or broken, once
or from then on for that kind of touch. It must end with one line or do its work; each file of ours must be as before or
as it should become; the next run, undisturbed, must end as if nothing had happened. Prints one line a command.
"""

from __future__ import annotations

import argparse
import errno
import functools
import itertools
import secrets
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from tests.support.campaign import DUE, NOW, TODAY, campaign, run
from tests.support.faults import Disk, failing
from tests.support.typing_person import Person
from xl_addin.addin import addin_file
from xl_addin.addin.install_places import Machine
from xl_addin.books import inbox, returned_file
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.isolated_reader import Ask
from xl_addin.commands import all_commands
from xl_addin.commands.perform import perform
from xl_addin.model.errors import Refused, Stop
from xl_addin.package.safe import lock, save

KINDS = tuple(itertools.product((errno.ENOSPC, errno.EACCES, errno.EIO), (False, True)))
"""How a touch may fail: full, forbidden, broken; once, or from then on."""

State = dict[str, str | bytes]
"""Everything below a folder: path -> bytes, of a journal its rows."""


@dataclass(frozen=True)
class Case:
    """A command: what must lie in its folder before it, and how it is run there."""

    prepare: Callable[[Path], None]
    work: Callable[[Path], object]


def _new_framework(folder: Path) -> None:
    own = all_commands()["new"]
    options = own.options.model_validate({"file": folder / "tracks.xlsx", "starter": ("people",)})
    perform(own, options, storage=FolderStorage(), today=TODAY, run_time=NOW)
    with Person(folder / "tracks.xlsx") as person:
        person.add("tblCompetencies", {"Competency ID": "NEW", "Competency": "Candour", "Definition": "Says it."})


def _people(folder: Path) -> None:
    shutil.copyfile(campaign(folder / "other").master, folder / "tracks.xlsx")
    shutil.rmtree(folder / "other")


def _one_returned(folder: Path) -> None:
    campaign(folder).send_back_one_row("E001", words="=1+1", saved=NOW)


def _install(folder: Path) -> None:
    own = all_commands()["addin"]
    perform(own, own.options.model_validate({"action": "install"}), storage=FolderStorage(), today=TODAY, run_time=NOW)


CASES = {
    "build": Case(_new_framework, lambda folder: run("build", folder / "tracks.xlsx")),
    "score": Case(_people, lambda folder: run("score", folder / "tracks.xlsx")),
    "export": Case(
        _people,
        lambda folder: run("export", folder / "tracks.xlsx", to=folder / "out" / "new", due=DUE, only=("E001", "E002")),
    ),
    "collect": Case(
        _one_returned, lambda folder: run("collect", folder / "tracks.xlsx", source=folder / "back", apply=True)
    ),
    "addin": Case(lambda folder: None, _install),
}


@dataclass
class Tally:
    """What came of all failures of one command."""

    touches: int = 0
    failures: int = 0
    stopped: int = 0
    completed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def told(self) -> str:
        return (
            f"{self.touches} touches of the disk, {self.failures} failures: {self.stopped} stopped with one line, "
            f"{self.completed} completed all the same; {len(self.faults)} faults"
        )


class Trial:
    """One command, tried again and again from the same beginning."""

    def __init__(self, case: Case, folder: Path) -> None:
        self._case = case
        self._folder = folder / "work"
        self._start = folder / "start"
        self._start.mkdir()
        case.prepare(self._start)
        self._before = self._put(state(self._start))
        counted = Disk(self._folder)
        with failing(counted):
            case.work(self._folder)
        self.touches = counted.touches
        self.wanted = state(self._folder)
        assert self.wanted != self._before, "a command that writes nothing shows nothing"
        self._then = functools.cache(self._finished)

    def fail(self, at: int, code: int, lasting: bool, tally: Tally) -> None:
        """One run that meets one failure, and the run after it."""
        self._renew()
        disk = Disk(self._folder, at, code, lasting)
        name = f"touch {at}, {errno.errorcode[code]}{' from then on' if lasting else ''}"
        try:
            with failing(disk):
                self._case.work(self._folder)
            tally.completed += 1
        except Stop as stop:
            tally.stopped += 1
            if "\n" in str(stop) or not (stop.place and stop.problem and stop.todo):
                tally.faults.append(f"{name} ({disk.failed}): says {stop}")
        except Exception as error:
            tally.faults.append(f"{name} ({disk.failed}): {error!r}")
        tally.failures += 1
        tally.kinds[disk.failed] += 1
        tally.faults += [f"{name} ({disk.failed}): {fault}" for fault in self._faults()]

    def _faults(self) -> Iterator[str]:
        pending = save.pending_path(self._folder / "tracks.xlsx")
        if pending.exists():  # told in the line; what is in it is whole
            if pending.read_bytes() != self.wanted["tracks.xlsx"]:
                yield "what waits beside the workbook is not what it should become"
            pending.unlink()
        left = state(self._folder)
        for path, content in left.items():
            ours = path.endswith((".xlsx", ".xlam", ".conf")) and ".backup." not in path
            if ours and content not in (self._before.get(path), self.wanted.get(path)):
                yield f"{path} is neither as before nor as it should become"
        then = self._then(tuple(sorted(left.items())))
        if isinstance(then, str):
            yield f"the next run: {then}"
        elif different := {path for path, _ in then.items() ^ self.wanted.items()}:
            yield f"after the next run other than without a failure: {sorted(different)}"

    def _finished(self, left: tuple[tuple[str, str | bytes], ...]) -> State | str:
        """How an undisturbed run ends that begins with what was left; the same beginning has the same end."""
        try:
            self._case.work(self._folder)
        except Exception as error:
            return repr(error)
        return state(self._folder)

    def _renew(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._start, self._folder)

    def _put(self, before: State) -> State:
        self._renew()
        return before


def state(folder: Path) -> State:
    """What is in a folder, hidden and temporary files too."""
    found: State = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = _rows(path) if path.suffix == ".sqlite" else path.read_bytes()
    return found


def _rows(journal: Path) -> str:
    """A journal as SQL; its bytes tell of every transaction that was ever begun."""
    with closing(sqlite3.connect(journal)) as base:
        return "\n".join(base.iterdump())


@contextmanager
def _one_process(folder: Path) -> Iterator[None]:
    """All runs happen here: none waits, the runs before are over, returned files are read in this process."""

    def read_here(asks: Iterable[Ask]) -> Iterator[tuple[Ask, object]]:
        for ask in asks:
            try:
                yield ask, returned_file.read_returned(ask.path, ask.label, ask.password)
            except Refused as refused:
                yield ask, refused

    home = folder / "work"
    machine = Machine("win32", home, {"APPDATA": str(home / "Roaming")}, str(home / "python.exe"), "cp1252")
    with ExitStack() as stack:
        for place, name, instead in (
            (save, "_PAUSE", 0),
            (returned_file, "_PAUSE", 0),
            (lock, "_alive", lambda pid: False),
            (lock, "_WRITTEN_WITHIN", 0),
            (inbox, "read_isolated", read_here),
            (secrets, "token_hex", lambda size: "ab" * size),
            (addin_file, "addin_bytes", lambda buttons: b"an add-in"),
            (Machine, "current", lambda environment: machine),
        ):
            stack.enter_context(mock.patch.object(place, name, instead))
        yield


def fail_everywhere(name: str, kinds: Callable[[int], Iterable[tuple[int, bool]]]) -> Tally:
    """One command with a failure at every touch, of each of the kinds given for it."""
    with tempfile.TemporaryDirectory(prefix="faults-") as temporary:
        folder = Path(temporary)
        with _one_process(folder):
            trial = Trial(CASES[name], folder)
            tally = Tally(trial.touches)
            for at in range(1, trial.touches + 1):
                for code, lasting in kinds(at):
                    trial.fail(at, code, lasting, tally)
            return tally


def main() -> int:
    """Every command, every touch, every kind of failure; 1 when anything is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("commands", nargs="*", choices=[*CASES, []])  # none given counts as a choice: []
    faults = []
    for name in parser.parse_args().commands or CASES:
        tally = fail_everywhere(name, lambda at: KINDS)
        print(f"{name}: {tally.told()}")
        sys.stdout.flush()
        faults += [f"{name}: {fault}" for fault in tally.faults]
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    raise SystemExit(main())
