"""Every Python that finds this folder on its path lives as many seconds ahead as AHEAD says.

Python imports a module of this name by itself at its start, so the tests' own processes, pytest's workers and the
command lines that tests start all share one clock. LibreOffice's is set by `tests.support.clock`.
"""

import os
import time

AHEAD = "TRACKBOOK_SECONDS_AHEAD"

if __name__ == "sitecustomize" and AHEAD in os.environ:  # imported by Python itself, not by a test
    import time_machine

    # seconds, not a moment in UTC: time_machine would move the process to the time zone of a moment
    time_machine.travel(time.time() + int(os.environ[AHEAD]), tick=True).start()
