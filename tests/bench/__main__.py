"""Run every benchmark and print one table: our figure, a peer's, the ratio, and what we aim at.

With --markdown, the two tables for README.md and help/trust.md, to be pasted between their speed marks.
"""

import argparse
import datetime as dt
import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl

from tests.bench.clicking import clicking
from tests.bench.collecting import collecting, company, reading_forms
from tests.bench.forms import exporting, writing
from tests.bench.frameworks import big_framework, invented_statements
from tests.bench.large import large
from tests.bench.scoring import scoring
from tests.bench.timing import RUNS, Line, medians, peak_mb
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.package.read.reader import read_workbook
from xl_addin.rules.validation import run_rules
from xl_addin.sheets import describe, rows


def validating() -> Iterator[Line]:
    """All rules over 10, 20 and 40 tracks: under a second, and linear in cells."""
    sizes = {count: big_framework(count, 12, 8) for count in (10, 20, 40)}
    ways = {str(count): lambda data=data: run_rules(replace(data)) for count, data in sizes.items()}
    # each run meets new words, as each workbook does
    unheard = iter([big_framework(40, 12, 8, invented_statements(seed=seed)) for seed in range(RUNS)])
    taken = medians({**ways, "invented": lambda: run_rules(next(unheard))})
    yield Line("validate 40 tracks x 12 x 8", taken["40"], "one second", 1.0, "under 1")
    yield Line("validate 40 x 12 x 8, 20,000 invented words", taken["invented"], "one second", 1.0, "under 1")
    yield Line("validate 40 tracks x 12 x 8", taken["40"], "four times 10 tracks", 4 * taken["10"], "about 1: linear")
    yield Line("validate 20 tracks x 12 x 8", taken["20"], "twice 10 tracks", 2 * taken["10"], "about 1: linear")


def reading() -> Iterator[Line]:
    """The sample company's workbook read, checked and safe, against openpyxl."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "sample.xlsx"
        data = sample()
        book.write_bytes(paint(describe(data), rows(data)))
        taken = medians({"ours": lambda: read_workbook(book), "openpyxl": lambda: openpyxl.load_workbook(book).close()})
        yield Line("read a full workbook, checked", taken["ours"], "openpyxl", taken["openpyxl"], "below 1")


_ALL = (validating, clicking, reading, large, scoring, writing, exporting, reading_forms, collecting, company)
BENCHES: Mapping[str, Callable[[], Iterator[Line]]] = {bench.__name__: bench for bench in _ALL}
IN_README = (
    ("validate 40 tracks", "one second"),
    ("start of a command", "xlwings"),
    ("read a full workbook", "openpyxl"),
    ("score 50,000 x 12 x 2", "one second"),
    ("write one form", "openpyxl"),
    ("read one form", "openpyxl"),
    ("export 5,000 forms", "openpyxl"),
    ("collect 5,000 forms", "openpyxl"),
)
"""How the lines that README.md shows begin: their work, and what it is compared with."""


def in_readme(line: Line) -> bool:
    """Whether a line is one of the few that README.md shows."""
    whole = line.work != "score 50,000 x 12 x 2, from records"
    return whole and any(line.work.startswith(work) and line.peer.startswith(peer) for work, peer in IN_README)


def markdown(lines: Sequence[Line], day: dt.date) -> Iterator[str]:
    """The lines as a Markdown table with the day and the machine they are of."""
    machine = f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    yield f"Processor time, median of at least {RUNS} runs, on {day}; {machine}."
    yield from ("", "| Work | Ours | Compared with | Theirs | Ratio | Goal |", "| --- | --: | --- | --: | --: | --- |")
    yield from (line.told_in_markdown() for line in lines)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("--markdown", action="store_true", help="print tables to paste instead")
    asked.add_argument("only", nargs="*", choices=[[], *BENCHES], help="some of them; without a word, all")
    words = asked.parse_args()
    benches = [BENCHES[name] for name in words.only or BENCHES]
    if words.markdown:
        lines = [line for bench in benches for line in bench()]
        for part in ([line for line in lines if in_readme(line)], lines):
            print(*markdown(part, dt.datetime.now().astimezone().date()), "", sep="\n")
        return
    print(f"{'work':<44} {'ours':>11}  {'compared with':<34} {'theirs':>11}  {'ratio':>7}  goal")
    for bench in benches:
        for line in bench():
            print(line.told(), flush=True)
    print(f"peak memory of this process: {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
