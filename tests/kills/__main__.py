"""Ended in the middle, hundreds of times: python -m tests.kills collect|export|both N

Each round, a run of the command is killed at a random moment or at its n-th touch of the disk, and run again. Nothing
may be torn, lost, doubled or left behind. Goes on until N runs were killed; prints what it found, exit 1 on a fault.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
from functools import partial
from pathlib import Path

from tests.kills.collecting import Collecting
from tests.kills.exporting import Exporting
from tests.kills.killing import under_fire

WAYS = {"collect": Collecting, "export": Exporting}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=[*WAYS, "both"])
    parser.add_argument("kills", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    given = parser.parse_args()
    faults = []
    for name in WAYS if given.command == "both" else [given.command]:
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            victim = WAYS[name](Path(folder), given.seed)
            under_fire(victim, given.kills, partial(print, f"{name}:", flush=True))
        faults += [f"{name}, seed {given.seed}, {fault}" for fault in victim.tally.faults]
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    raise SystemExit(main())
