"""A run in a process of its own that is killed at a moment of the clock or at a touch of the disk."""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.faults import Disk, failing

PATIENCE = 60.0
"""Seconds after which a run that nobody means to kill is taken for hanging."""
_GLANCE = 0.001


@dataclass
class Tally:
    """What came of all rounds; `when` counts the runs killed by how far they had come."""

    rounds: int = 0
    killed: int = 0
    when: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def told(self) -> str:
        when = ", ".join(f"{number} {state}" for state, number in sorted(self.when.items()))
        return f"{self.rounds} rounds, {self.killed} killed ({when}), {len(self.faults)} faults"


class Victim(ABC):
    """A command that is killed again and again. `within` is about how long, in seconds, a run of it takes now."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.tally = Tally()
        self.within = 0.0

    @abstractmethod
    def round(self, touch: int = 0, after: float | None = None) -> bool:
        """One run that is killed, one to the end, and all that must hold; whether it was killed.

        Args:
            touch: the touch of the disk it is killed at, before it happens; 0 for none.
            after: the seconds after which it is killed; None for never.
        """

    def killed(self, work: Callable[[], object], touch: int, after: float | None) -> bool:
        """Do the work in a process of its own; whether it was killed before its end."""
        self.tally.rounds += 1
        found = run_and_kill(work, self.folder, touch, after)
        self.tally.killed += found
        return found

    def completed(self, work: Callable[[], object]) -> None:
        """Do the work to its end; `within` follows how long that takes while the computer has more or less to do."""
        began = time.monotonic()
        work()
        self.within = max(1.2 * (time.monotonic() - began), 0.9 * self.within)

    def fault(self, what: str) -> None:
        self.tally.faults.append(f"round {self.tally.rounds}: {what}")


class _Deadly(Disk):
    """A disk whose n-th touch is the end of the process."""

    def fails(self, kind: str) -> bool:
        if super().fails(kind):
            os.kill(os.getpid(), signal.SIGKILL)
        return False


def run_and_kill(work: Callable[[], object], folder: Path, touch: int = 0, after: float | None = None) -> bool:
    """Do the work in a fork of this process; whether it was killed.

    Args:
        work: what is done; it has to succeed where it is not killed.
        folder: its touches of the disk are counted below this folder.
        touch: the touch it is killed at, before it happens; 0 for none.
        after: the seconds after which it is killed; None for never.
    """
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        code = 1
        try:
            with failing(_Deadly(folder, touch)):
                work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    until = time.monotonic() + (PATIENCE if after is None else after)
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > until:
            assert after is not None, "a run hangs"
            os.kill(child, signal.SIGKILL)
            ended = os.waitpid(child, 0)
            break
        time.sleep(_GLANCE)
    code = os.waitstatus_to_exitcode(ended[1])
    assert code in (0, -signal.SIGKILL), "a run that was not killed failed"
    return code == -signal.SIGKILL


def under_fire(victim: Victim, kills: int, say: Callable[[str], object] = print) -> None:
    """Rounds until so many runs were killed: in turn at every touch of the disk, twice as often at a random moment."""
    touch = 1
    while victim.tally.killed < kills:
        if victim.tally.rounds % 3:
            victim.round(after=victim.dice.uniform(0, victim.within))
        else:
            touch = touch + 1 if victim.round(touch=touch) else 1
        if victim.tally.rounds % 20 == 0:
            say(victim.tally.told())
    say(victim.tally.told())
