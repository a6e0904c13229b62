"""Files by the thousand: python -m tests.corpus DIR [--jobs N], or --foreign, --prefixes, --flips N [--seed N]

DIR: every file below the folder, whatever it is, through validate, score and collect (where it lies alone in the
folder of returned forms), each in a process of its own that may use 10 s of processor time and 300 MB of addresses.
--foreign: the same with a folder of what LibreOffice ships, saved by it in each of its formats.
"read" counts files read from beginning to end, also where they are then refused because they are not ours.
--prefixes: a good form and a good workbook, cut off after every number of bytes. --flips N: N copies of them with one
bit turned over, half of them in the file, half in one of its unpacked parts. Exit 1 when anything breaks.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.corpus.folder import COMMANDS, Tally, tried
from tests.corpus.foreign import saved_by_office
from tests.corpus.isolated import MEMORY, SECONDS

_MAKE = "import sys, pathlib; from tests.support.campaign import campaign; campaign(pathlib.Path(sys.argv[1]))"


def folder(where: Path, commands: Sequence[str], jobs: int) -> int:
    with tempfile.TemporaryDirectory(prefix="corpus-") as made:
        campaign, scratch = Path(made) / "campaign", Path(made) / "scratch"
        # elsewhere, so that this process stays as lean as the command line is
        subprocess.run([sys.executable, "-c", _MAKE, str(campaign)], check=True)
        tallies = tried(where, commands, campaign, scratch, jobs)
    print(_told(tallies))
    faults = [f"{command} {fault}" for command, tally in tallies.items() for fault in tally.faults]
    print("\n".join(faults))
    return bool(faults)


def _told(tallies: Mapping[str, Tally]) -> str:
    """The table: what came of each command, then why files were refused, by how many each of the commands refused."""
    heads = ("files", "read", "refused", "tracebacks", "hangs", "changed", "peak MB")
    lines = [f"Each process: at most {SECONDS} s of processor time and {MEMORY >> 20} MB of addresses.", ""]
    lines += [f"{'':<9}" + "".join(f"{head:>12}" for head in heads)]
    for command, own in tallies.items():
        broken = (len(own.tracebacks), len(own.hangs), len(own.changed))
        figures = (own.files, own.read, own.refused.total(), *broken, own.peak >> 20)
        lines.append(f"{command:<9}" + "".join(f"{figure:>12,}" for figure in figures))
    every = sum((own.refused for own in tallies.values()), Counter[str]())
    lines += ["", "".join(f"{command:>9}" for command in tallies) + "  refused because the file"]
    lines += [
        "".join(f"{own.refused[why]:>9,}" for own in tallies.values()) + f"  {why}" for why, _ in every.most_common()
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__.partition("\n")[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("dir", nargs="?", type=Path)
    what.add_argument("--foreign", action="store_true")
    what.add_argument("--prefixes", action="store_true")
    what.add_argument("--flips", type=int, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=COMMANDS)
    parser.add_argument("--step", type=int, default=1, help="only every n-th prefix")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.dir:
        return folder(given.dir, given.commands, given.jobs)
    if given.foreign:
        with tempfile.TemporaryDirectory(prefix="corpus-") as made:
            saved_by_office(Path(made))
            return folder(Path(made), given.commands, given.jobs)
    from tests.corpus import damaged  # not at the top: it imports what a process under a limit of memory can do without

    return damaged.cut_off(given.step) if given.prefixes else damaged.turned_over(given.flips, given.seed)


if __name__ == "__main__":
    raise SystemExit(main())
