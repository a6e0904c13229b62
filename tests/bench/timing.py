"""How benchmarks are timed: processor time of interleaved runs, the median of at least five."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

RUNS = 5
_SMALL = 0.1
"""Below it a figure needs one more digit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what was done, our figure, what it is compared with, and the ratio aimed at."""

    work: str
    ours: float
    peer: str
    theirs: float
    goal: str

    def told(self) -> str:
        ratio = self.ours / self.theirs if self.theirs else float("nan")
        return f"{self.work:<44} {self.ours:9.4f} s  {self.peer:<34} {self.theirs:9.4f} s  {ratio:7.3f}  {self.goal}"

    def told_in_markdown(self) -> str:
        ratio = self.ours / self.theirs if self.theirs else float("nan")
        shown = f"{ratio:.{2 if ratio >= _SMALL else 3}f}"
        return f"| {self.work} | {_short(self.ours)} | {self.peer} | {_short(self.theirs)} | {shown} | {self.goal} |"


def _short(seconds: float) -> str:
    return f"{seconds * 1000:.{2 if seconds < _SMALL else 0}f} ms" if seconds < 1 else f"{seconds:.1f} s"


def medians(ways: Mapping[str, Callable[[], object]], runs: int = RUNS) -> dict[str, float]:
    """Name -> median seconds of processor time; the ways take turns, so that a slow moment hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            began = time.process_time()
            way()
            taken[name].append(time.process_time() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def interpreter(code: str, bytecode: str = "") -> Callable[[], object]:
    """A way that runs code in an interpreter of its own; use `child_medians` to time it.

    `bytecode` is a folder that modules compiled on the way are kept in, as they are where a package is installed.
    """
    own = {"PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""} if bytecode else {}
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **own})


def child_medians(ways: Mapping[str, Callable[[], object]], runs: int = RUNS) -> dict[str, float]:
    """As `medians`, for ways that work in child processes."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            way()
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {name: statistics.median(times) for name, times in taken.items()}


_MEASURED = """
import pathlib, runpy, sys
sys.argv = {words}
try:
    runpy.run_module("xl_addin", run_name="__main__")
finally:  # not ru_maxrss: a new process takes over what its parent had
    print(pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def measured(*words: str) -> tuple[float, float]:
    """Seconds of wall clock and the peak memory in megabytes of a command in a process of its own."""
    began = time.perf_counter()
    code = _MEASURED.format(words=["trackbook", *words])
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return time.perf_counter() - began, int(done.stdout.split()[-1]) / 1024


def peak_mb() -> float:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
