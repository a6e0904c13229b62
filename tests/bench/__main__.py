"""Run every benchmark and print one table: our figure, a peer's, the ratio, and what we aim at."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from tests.bench.frameworks import big_framework
from tests.bench.timing import Line, child_medians, interpreter, medians, peak_mb
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.package.reader import read
from xl_addin.rules.report import validate
from xl_addin.sheets import describe, rows


def validating() -> Iterator[Line]:
    """All rules over 10, 20 and 40 tracks: under a second, and linear in cells."""
    sizes = {count: big_framework(count, 12, 8) for count in (10, 20, 40)}
    taken = medians({str(count): lambda data=data: validate(data) for count, data in sizes.items()})  # type: ignore[misc]
    yield Line("validate 40 tracks x 12 x 8", taken["40"], "one second", 1.0, "under 1")
    yield Line("validate 40 tracks x 12 x 8", taken["40"], "four times 10 tracks", 4 * taken["10"], "about 1: linear")
    yield Line("validate 20 tracks x 12 x 8", taken["20"], "twice 10 tracks", 2 * taken["10"], "about 1: linear")


def clicking() -> Iterator[Line]:
    """What a command imports before it can start, against the imports most add-ins begin with."""
    taken = child_medians(
        {
            "empty": interpreter("pass"),
            "ours": interpreter("import xl_addin.__main__ as m; m.app()"),
            "naive": interpreter("import xlwings, pandas, openpyxl, pydantic"),
        }
    )
    ours, naive = taken["ours"] - taken["empty"], taken["naive"] - taken["empty"]
    yield Line("start of a command", ours, "xlwings + pandas + openpyxl", naive, "at most 0.3")


def reading() -> Iterator[Line]:
    """The sample company's workbook read, checked and safe, against openpyxl."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "sample.xlsx"
        data = sample()
        book.write_bytes(paint(describe(data), rows(data)))
        taken = medians({"ours": lambda: read(book), "openpyxl": lambda: openpyxl.load_workbook(book).close()})
        yield Line("read a full workbook, checked", taken["ours"], "openpyxl", taken["openpyxl"], "below 1")


def main() -> None:
    """Print the table."""
    print(f"{'work':<44} {'ours':>11}  {'compared with':<34} {'theirs':>11}  {'ratio':>7}  goal")
    for bench in (validating, clicking, reading):
        for line in bench():
            print(line.told(), flush=True)
    print(f"peak memory of this process: {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
