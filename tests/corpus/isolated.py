"""One command on one file in a process of its own, held to its time and its memory."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

SECONDS = 10
"""Processor time of one process: what else the computer does has no part in it."""
PATIENCE = 60.0
"""Seconds on the clock after which a process that waits for something is given up."""
MEMORY = 300 << 20
"""Bytes of addresses (RLIMIT_AS): more than the memory a process really holds, so never too kind."""
BROKE = 70
"""The exit code of a process that ended with an exception."""
_GLANCE = 0.002


@dataclass(frozen=True)
class Ran:
    """How a process ended: its exit code (negative: a signal, None: it had to be ended), its words, its memory.

    `peak` is in bytes, of the largest process among it and those it started.
    """

    code: int | None
    out: str
    err: str
    peak: int


@dataclass
class Order:
    """A command line to run, and the folder its words go to."""

    words: tuple[str, ...]
    folder: Path
    _until: float = field(default=0.0, init=False)

    def start(self, door: Callable[[], object]) -> int:
        """Start it in a fork of this process, which has imported all that any command needs; gives its id."""
        sys.stdout.flush()
        self._until = time.monotonic() + PATIENCE
        child = os.fork()
        if child == 0:
            self._be_the_child(door)
        return child

    def late(self) -> bool:
        return time.monotonic() > self._until

    def ended(self, status: int | None, used: resource.struct_rusage) -> Ran:
        code = None if status is None else os.waitstatus_to_exitcode(status)
        out, err = (
            (self.folder / name).read_text(encoding="utf-8", errors="backslashreplace") for name in ("out", "err")
        )
        return Ran(None if code == -signal.SIGXCPU else code, out, err, used.ru_maxrss << 10)

    def _be_the_child(self, door: Callable[[], object]) -> NoReturn:
        code = BROKE
        try:
            os.setsid()  # so that what it starts can be ended with it
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for handle, name in ((1, "out"), (2, "err")):
                os.dup2(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), handle)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # SIGXCPU, and SIGKILL a second later
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            sys.argv = ["trackbook", *self.words]
            door()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def run_all(orders: Iterable[Order], door: Callable[[], object], jobs: int) -> Iterator[tuple[Order, Ran]]:
    """Every order with how it ended, `jobs` of them at a time."""
    waiting, running = iter(orders), dict[int, Order]()
    while True:
        while len(running) < jobs and (order := next(waiting, None)) is not None:
            running[order.start(door)] = order
        if not running:
            return
        for child, order in list(running.items()):
            done, status, used = os.wait4(child, os.WNOHANG)
            if not done and order.late():
                os.killpg(child, signal.SIGKILL)
                _, _, used = os.wait4(child, 0)
                del running[child]
                yield order, order.ended(None, used)
            elif done:
                _end_what_it_left(child)
                del running[child]
                yield order, order.ended(status, used)
        time.sleep(_GLANCE)


def _end_what_it_left(child: int) -> None:
    """A process that was killed leaves those it started behind."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
