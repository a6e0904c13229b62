"""One clock for the tests: Python's day, the closed file's and LibreOffice's.

Formulas ask LibreOffice for TODAY(), commands ask Python or are told. So that both live on one day, and no midnight
comes between a command and the check of what it wrote, every run begins on the morning of the day it was started:
here, in the command lines that tests start, and in LibreOffice where libfaketime is installed.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import time_machine

from tests.shifted.sitecustomize import AHEAD

TODAY = dt.datetime.now().astimezone().date()
"""The day on which this run began, here."""

_FAKERS = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")
_MORNING = dt.time(6)
_FOLDER = str(Path(__file__).parents[1] / "shifted")


def begin_morning() -> None:
    """Set the clock of this process, and of every Python it starts, to the morning of TODAY; time goes on."""
    morning = dt.datetime.combine(TODAY, _MORNING).astimezone(dt.UTC)
    ahead = round((morning - dt.datetime.now(dt.UTC)).total_seconds())
    os.environ[AHEAD] = str(int(os.environ.get(AHEAD, 0)) + ahead)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join([_FOLDER, *(path for path in paths if path not in ("", _FOLDER))])
    time_machine.travel(morning.timestamp(), tick=True).start()  # seconds: a moment in UTC would bring its zone along


def environment_on(day: dt.date) -> dict[str, str]:
    """The environment of a program that is to live on a day; ours as it is where libfaketime is not installed."""
    library = _library()
    # what was set for ourselves goes: the shared memory it names holds another beginning of time
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FAKETIME")}
    if not library:
        return dict(os.environ)
    return {
        **plain,
        "LD_PRELOAD": library,
        "FAKETIME": f"@{day.isoformat()} {_MORNING.isoformat()}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # waiting and timing out go on as they do
    }


def _library() -> str:
    return next((str(path) for pattern in _FAKERS for path in Path("/").glob(pattern.lstrip("/"))), "")
