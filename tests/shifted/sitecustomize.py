"""Every Python that finds this folder on its path lives as many seconds ahead as AHEAD says.

Python imports a module of this name by itself at its start, so the tests' own processes, pytest's workers and the
command lines that tests start all share one clock. LibreOffice's is set by `tests.support.clock`.
"""

import datetime as dt
import os

AHEAD = "TRACKBOOK_SECONDS_AHEAD"

if __name__ == "sitecustomize" and AHEAD in os.environ:  # imported by Python itself, not by a test
    import time_machine

    _then = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=int(os.environ[AHEAD]))
    time_machine.travel(_then, tick=True).start()
