"""A good form and a good workbook damaged in every way chance knows, and read here: an answer or one line, in time."""

from __future__ import annotations

import random
import signal
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.corpus.isolated import SECONDS
from tests.support.campaign import TODAY, campaign, run
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.returned_file import read_returned
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.exchange.returned_form import read_form
from xl_addin.model.errors import Stop
from xl_addin.package.safe.archive import Archive
from xl_addin.sheets.reading import read_dataset

VALIDATED = "workbook validated"
Reads = Callable[[bytes], Any]
"""Reads the bytes of a file and gives what they say; raises Stop where they cannot be taken."""


class HangError(Exception):
    """Reading took longer than it may."""


@dataclass
class Tally:
    """What came of all damaged copies: of those read, how many say something else than the good one."""

    files: int = 0
    read: int = 0
    other: int = 0
    refused: int = 0
    hangs: list[str] = field(default_factory=list)
    tracebacks: Counter[str] = field(default_factory=Counter)

    def told(self) -> str:
        return (
            f"{self.files:,} files: {self.refused:,} refused, {self.read:,} read ({self.other:,} of them say something "
            f"else), {self.tracebacks.total()} tracebacks, {len(self.hangs)} hangs"
        )

    @property
    def faults(self) -> list[str]:
        return [*self.hangs, *self.tracebacks]


@dataclass(frozen=True)
class Good:
    """A good file, how its like is read from bytes to meaning, and how many tenths of all damage it gets."""

    data: bytes
    reads: Reads
    share: int


@contextmanager
def goods() -> Iterator[dict[str, Good]]:
    """A form filled in, read as collecting reads it, and its workbook, read as commands do, and validated."""
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        sent = campaign(Path(folder))
        torn = sent.back / "torn.xlsx"
        with open_journal(journal_path(sent.master), make=False) as journal:

            def form(data: bytes) -> Any:
                torn.write_bytes(data)
                found = read_form(torn.name, read_returned(torn, torn.name), journal, {})
                return found.answers, found.refused_cells, found.strange

            def workbook(data: bytes) -> Any:
                torn.write_bytes(data)
                return read_dataset(ClosedBook(torn).read_snapshot(), TODAY).data

            def validated(data: bytes) -> Any:
                torn.write_bytes(data)
                return run("validate", torn).data

            master = sent.master.read_bytes()
            yield {
                "form read": Good(sent.send_back_one_row("E001").read_bytes(), form, 6),
                "workbook read": Good(master, workbook, 3),
                VALIDATED: Good(master, validated, 1),
            }


def prefixes(good: bytes, step: int = 1) -> Iterator[tuple[str, bytes]]:
    """The beginnings of a file, all but the whole."""
    for length in range(0, len(good), step):
        yield f"the first {length} bytes", good[:length]


def flips(good: bytes, number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Copies of a file with one bit turned over: in turn anywhere in it, and in one of its parts, packed again.

    Check sums find the first kind; the second is for the readers of the parts.
    """
    dice = random.Random(seed)
    archive = Archive(good)
    parts = {name: archive.read_part(name) for name in archive.names()}
    names = [name for name, data in parts.items() if data]
    for count in range(number):
        if count % 2:
            name = dice.choice(names)
            at, data = _flipped(parts[name], dice)
            archive = Archive(good)
            archive.replace(name, data)
            yield f"flip {at} of {name}, seed {seed}", archive.to_bytes()
        else:
            at, data = _flipped(good, dice)
            yield f"flip {at}, seed {seed}", data


def _flipped(data: bytes, dice: random.Random) -> tuple[int, bytes]:
    at = dice.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return at, bytes(changed)


def tried(good: Good, damaged: Iterable[tuple[str, bytes]]) -> Tally:
    """Read every copy in this process, each in its time."""
    tally, wanted = Tally(), good.reads(good.data)
    with _alarm():
        for what, data in damaged:
            tally.files += 1
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                found = good.reads(data)
            except Stop:
                tally.refused += 1
            except HangError:
                tally.hangs.append(f"hang: {what}")
            except Exception as error:
                at = traceback.extract_tb(error.__traceback__)[-1]
                tally.tracebacks[f"{type(error).__name__} at {at.filename}:{at.lineno}: {what}"] += 1
            else:
                tally.read += 1
                tally.other += found != wanted
    return tally


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGVTALRM, ring)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def cut_off(step: int = 1) -> int:
    """Print what came of every `step`-th prefix; 1 when anything breaks."""
    with goods() as found:
        ways = {name: good for name, good in found.items() if name != VALIDATED}  # it begins by reading
        return _told({name: tried(good, prefixes(good.data, step)) for name, good in ways.items()})


def turned_over(number: int, seed: int) -> int:
    """Print what came of so many flips; 1 when anything breaks."""
    with goods() as found:
        return _told(
            {name: tried(good, flips(good.data, number * good.share // 10, seed)) for name, good in found.items()}
        )


def _told(tallies: Mapping[str, Tally]) -> int:
    for name, tally in tallies.items():
        print(f"{name + ':':<20}{tally.told()}")
    faults = [f"{name}: {fault}" for name, tally in tallies.items() for fault in tally.faults]
    print("\n".join(faults))
    return bool(faults)
