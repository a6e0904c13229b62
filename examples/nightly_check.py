"""What a scheduler runs each night: check a copy of the workbook, and exit with 1 when somebody has to look at it.

Exit codes are those of the command line: 0 clean, 1 findings, 2 the workbook cannot be read.

python examples/nightly_check.py tracks.xlsx "tracks checked.xlsx"
"""

import sys
from pathlib import Path

import xl_addin


def main(workbook: str, copy: str) -> int:
    """Write the copy, with its findings listed and marked, over last night's; the exit code."""
    try:
        book = xl_addin.open(workbook)
        Path(copy).unlink(missing_ok=True)
        checked = book.validate(to=copy)
    except xl_addin.Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    print(checked)
    return checked.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
