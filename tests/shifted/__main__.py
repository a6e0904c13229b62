"""Run the suite, or a part of it, as if it were another moment in another place.

    python -m tests.shifted "2028-02-29 23:59:30" Pacific/Kiritimati tests/test_live.py -n 2

Years, leap days and time zones are where results that depend on the day go wrong. The moment is a local one of the
zone: just before midnight in one place it is another day elsewhere. The run lives on that day, from its morning on (see
`tests.support.clock`); LibreOffice follows where libfaketime is installed.
"""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.shifted.sitecustomize import AHEAD

HERE = Path(__file__).parent


def main(moment: str, zone: str, *words: str) -> int:
    """Pytest's exit code. `moment` is an ISO date with or without a time, `zone` a name such as Asia/Tokyo."""
    there = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
    ahead = round((there - dt.datetime.now(dt.UTC)).total_seconds())
    path = os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH"))))
    clock = {"PYTHONPATH": path, "TZ": zone, AHEAD: str(ahead)}
    return subprocess.run([sys.executable, "-m", "pytest", *words], env={**os.environ, **clock}, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
