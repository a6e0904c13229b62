"""Ended in the middle, hundreds of times: python -m tests.kills collect 200

Each round somebody sends a form, collect --apply is killed at a random moment or at its n-th touch of the disk, and is
run again. Nothing may be torn, lost or doubled; what the journal holds is whole. Prints what it found.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.campaign import CYCLE, NOW, Campaign, campaign
from xl_addin.books.closed import ClosedBook
from xl_addin.exchange.journal import journal_path, opened

PEOPLE = ("E001", "E002", "E003", "E004")
TOUCHES = ("fsync", "open", "replace", "unlink", "link")
"""What of `os` stands for a touch of the disk; the journal's own writes are met by random moments."""


@dataclass
class Tally:
    """What happened over all rounds."""

    rounds: int = 0
    killed: int = 0
    in_journal: int = 0
    written: int = 0
    faults: list[str] = field(default_factory=list)

    def told(self) -> str:
        return (
            f"{self.rounds} rounds, {self.killed} killed ({self.in_journal} with answers in the journal only, "
            f"{self.written} with the workbook written), {len(self.faults)} faults"
        )


@dataclass
class Killing:
    """A campaign under fire, and beside it what a plain dictionary says must stand in the workbook."""

    sent: Campaign
    dice: random.Random
    said: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    number: int = 0

    def round(self, *, touch: int = 0, after: float | None = None) -> bool:
        """One form, one run that is killed, one to the end, and all that must hold; whether it was killed.

        Args:
            touch: the touch of the disk it is killed at, before it happens; 0 for none.
            after: the seconds after which it is killed; None for never.
        """
        self.tally.rounds += 1
        self.number += 1
        self._send()
        before = self.sent.master.read_bytes()

        def work() -> None:
            if touch:
                _count_down(touch)
            self.sent.collect()

        killed = _killed(work, after)
        self.tally.killed += killed
        self._check_what_is_left(before)
        self.sent.collect()
        self._check_everything()
        return killed

    def _send(self) -> None:
        person = self.dice.choice(PEOPLE)
        answers: dict[tuple[str, str], Any] = {}
        for row in _rows(self.sent, person):
            if self.dice.random() < 0.7:
                rating, words = self.dice.randint(1, 5), f"Round {self.number}. =1+1"
                answers |= {(row, "self_rating"): rating, (row, "evidence"): words}
                self.said[tuple(row.split("|")[1:])] = rating, words  # type: ignore[index]
        self.sent.send_back(person, answers, f"{person} {self.number}.xlsx", NOW + timedelta(hours=self.number))

    def _check_what_is_left(self, before: bytes) -> None:
        """At once after the killing: both files whole, and each receipt there with all its answers."""
        ClosedBook(self.sent.master).read()
        self.tally.written += self.sent.master.read_bytes() != before
        base = sqlite3.connect(journal_path(self.sent.master))
        if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            self._fault("the journal is torn")
        base.close()
        with opened(journal_path(self.sent.master), make=False) as journal:
            for receipt in journal.receipts():
                if receipt.file.endswith(f" {self.number}.xlsx"):
                    self.tally.in_journal += self.sent.master.read_bytes() == before
                if not journal.answers(receipt.seq):
                    self._fault(f"receipt {receipt.seq} is without its answers")

    def _check_everything(self) -> None:
        found = {key: (own, words) for key, (own, _, words) in self.sent.said.items()}
        if found != self.said:
            self._fault(f"{len(self.said.items() - found.items())} answers lost or wrong, {len(found)} there")
        rated = [r for r in self.sent.data.ratings if r.cycle == CYCLE]
        if len(rated) != len(found):
            self._fault("a row is doubled")
        with opened(journal_path(self.sent.master), make=False) as journal:
            if len(journal.receipts()) != self.number or journal.applied != journal.last:
                self._fault(f"{len(journal.receipts())} receipts for {self.number} files")
        left = [p.name for p in self.sent.master.parent.iterdir() if p.name.startswith(".") or "sqlite-" in p.name]
        if left:
            self._fault(f"left behind: {left}")

    def _fault(self, what: str) -> None:
        self.tally.faults.append(f"round {self.number}: {what}")


def _count_down(number: int) -> None:
    """From here on, this process is killed at its `number`-th touch of the disk."""
    left = [number]
    for name in TOUCHES:
        setattr(os, name, _counting(getattr(os, name), left))


def _counting(real: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def counted(*words: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **more)

    return counted


def _rows(sent: Campaign, person: str) -> list[str]:
    with opened(journal_path(sent.master), make=False) as journal:
        form = journal.form(CYCLE, "employee", person)
        assert form is not None
        return sorted(key for key in journal.keys_of(form.shape) if key.startswith("r|"))


def _killed(work: Callable[[], Any], after: float | None) -> bool:
    """Do it in a process of its own, which may be killed after some seconds; whether it was."""
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        with suppress(BaseException):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            work()
        os._exit(0)
    until = time.monotonic() + (60 if after is None else after)
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            ended = os.waitpid(child, 0)
            break
        time.sleep(0.001)
    return os.waitstatus_to_exitcode(ended[1]) == -signal.SIGKILL


def collect(rounds: int, seed: int = 0, folder: Path | None = None, say: Callable[[str], None] = print) -> Tally:
    """Kill collecting `rounds` times: in turn at every touch of the disk, and twice as often at a random moment."""
    with tempfile.TemporaryDirectory() as own:
        killing = Killing(campaign(folder or Path(own)), random.Random(seed))
        killing.round()
        began = time.monotonic()
        killing.sent.collect()
        within = 2.5 * (time.monotonic() - began)  # a run that has something to write takes longer than this one
        touch = 1
        while killing.tally.killed < rounds:
            if killing.number % 3:
                killing.round(after=killing.dice.uniform(0, within))
            else:
                touch = touch + 1 if killing.round(touch=touch) else 1
            if killing.tally.rounds % 20 == 0:
                say(killing.tally.told())
        return killing.tally


def main() -> int:
    """`python -m tests.kills collect N`."""
    ways = {"collect": collect}
    tally = ways[sys.argv[1]](int(sys.argv[2]), seed=int.from_bytes(os.urandom(4), "big"))
    print(tally.told())
    print("\n".join(tally.faults))
    return bool(tally.faults)


if __name__ == "__main__":
    raise SystemExit(main())
