"""One clock for the tests: Python's day, the closed file's and LibreOffice's.

Formulas ask LibreOffice for TODAY(), commands are told the day. A test that compares the two tells the commands
`TODAY`, the day on which the run began; where libfaketime is installed, LibreOffice lives on that very day too, from
its morning on, so that midnight can pass while the tests run.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

TODAY = dt.datetime.now().astimezone().date()
"""The day on which this run began, here."""

_FAKERS = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")
_MORNING = "06:00:00"


def environment_on(day: dt.date) -> dict[str, str]:
    """The environment of a program that is to live on a day; ours as it is where libfaketime is not installed."""
    library = _library()
    # what was set for ourselves goes: the shared memory it names holds another beginning of time
    own = {name: value for name, value in os.environ.items() if not name.startswith("FAKETIME")}
    if not library:
        return dict(os.environ)
    return {
        **own,
        "LD_PRELOAD": library,
        "FAKETIME": f"@{day.isoformat()} {_MORNING}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # waiting and timing out go on as they do
    }


def _library() -> str:
    return next((str(path) for pattern in _FAKERS for path in Path("/").glob(pattern.lstrip("/"))), "")
