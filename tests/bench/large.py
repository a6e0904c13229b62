"""A table of 100,000 rows and 12 columns: read, and written into a workbook, against other libraries and the limit."""

import io
import random
from collections.abc import Iterator
from xml.parsers import expat

import python_calamine
import xlsxwriter

from tests.bench.timing import Line, medians
from xl_addin.package.edit.editor import Editor
from xl_addin.package.read import reader
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_limits import MASTER

ROWS, TEXTS, NUMBERS = 100_000, 6, 6
Row = tuple[str | float, ...]


def large() -> Iterator[Line]:
    """Reading what a spreadsheet program saved, checked and safe; and appending it to a table of one row."""
    dice = random.Random(0)
    words = [f"words a person wrote, number {n}" for n in range(20_000)]
    rows: list[Row] = [
        (*(dice.choice(words) for _ in range(TEXTS)), *(dice.randint(1, 50) / 10 for _ in range(NUMBERS)))
        for _ in range(ROWS)
    ]
    full, empty = _painted(rows), _painted(rows[:1])
    taken = medians(
        {
            "read": lambda: reader.read_workbook_bytes(full, limits=MASTER),
            "calamine": lambda: _calamine(full),
            "limit": lambda: _inflate_and_parse(full),
            "write": lambda: _appended(empty, rows),
            "XlsxWriter": lambda: _painted(rows),
        }
    )
    work = f"read {ROWS:,} x {TEXTS + NUMBERS}, checked"
    yield Line(work, taken["read"], "calamine, unchecked", taken["calamine"], "at most 2")
    yield Line(work, taken["read"], "inflate + expat, nothing kept", taken["limit"], "")
    work = f"write {ROWS:,} x {TEXTS + NUMBERS} into a table"
    yield Line(work, taken["write"], "XlsxWriter: a new workbook", taken["XlsxWriter"], "at most 0.33")


def _painted(rows: list[Row]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("S")
    page.add_table(0, 0, len(rows), TEXTS + NUMBERS - 1, {"name": "tblLarge", "data": rows})
    book.close()
    return out.getvalue()


def _appended(data: bytes, rows: list[Row]) -> bytes:
    edited = Editor.from_bytes(data)
    edited.resize_table("tblLarge", len(rows))
    edited.set_cells("S", {(r, c): value for r, row in enumerate(rows, 2) for c, value in enumerate(row, 1)})
    return edited.to_bytes()


def _calamine(data: bytes) -> None:
    python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("S").to_python()


def _inflate_and_parse(data: bytes) -> None:
    archive = Archive(data)
    for name in archive.names():
        made = expat.ParserCreate()
        for piece in archive.chunks(name):
            made.Parse(piece, False)
        made.Parse(b"", True)
