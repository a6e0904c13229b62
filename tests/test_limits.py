"""What our commands write, our commands read: one constant, and a check before the file is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import cli
from xl_addin.books import closed_file
from xl_addin.books.closed_file import ClosedBook
from xl_addin.cells.area import SHEET_ROWS
from xl_addin.cells.table import TableData
from xl_addin.layout import table_state
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.edits import AddSheets, Append, Edit, Replace
from xl_addin.layout.resolve import resolve
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Stop
from xl_addin.model.limits import TABLE_ROWS
from xl_addin.package.safe import preflight
from xl_addin.package.safe.file_limits import FORM, MASTER
from xl_addin.sheets import describe, matrix, static_tables
from xl_addin.sheets.assessments import TABLE as RATINGS
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.scores import TABLE as SCORES

FEW = 150


def ratings(count: int) -> list[dict[str, Any]]:
    return [{"cycle": "2026-H1", "employee": f"E{n}", "competency": "C", "level": "L"} for n in range(count)]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "w.xlsx"
    cli("new", path)
    return path


def write(path: Path, edits: Sequence[Edit]) -> bool:
    opened = ClosedBook(path)
    reading = read_dataset(opened.read_snapshot(), dt.date(2026, 6, 1))
    return opened.write(edits, reading.tables, describe(reading.data))


def test_what_a_table_may_grow_to_is_what_is_read() -> None:
    assert MASTER.table_rows == TABLE_ROWS == vars(table_state)["TABLE_ROWS"]
    assert FORM.cells < MASTER.cells, "what comes back from people keeps the tighter limits"
    for table in (*static_tables(), matrix.matrix_table("T", [])):
        assert TABLE_ROWS * len(table.columns) <= MASTER.cells, table.name
        assert (TABLE_ROWS + 1_000) * (len(table.columns) + 30) <= MASTER.area, table.name
    assert MASTER.rows >= 3 * TABLE_ROWS


@pytest.mark.parametrize("kind", ["appended", "replaced"])
def test_a_table_grows_to_the_last_row_that_is_read_and_no_further(
    book: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(table_state, "TABLE_ROWS", FEW)
    monkeypatch.setattr(closed_file, "MASTER", replace(MASTER, table_rows=FEW))

    def edits(count: int) -> list[Edit]:
        if kind == "appended":
            return [Append(RATINGS.name, ratings(count))]
        return [Replace(SCORES.name, [{"cycle": "2026-H1", "employee": f"E{n}"} for n in range(count)])]

    before = book.read_bytes()
    with pytest.raises(Stop, match=rf": the table tbl\w+ would need {FEW + 1} rows, more than the {FEW} it may have: "):
        write(book, edits(FEW + 1))
    assert book.read_bytes() == before
    assert write(book, edits(FEW))
    name = RATINGS.name if kind == "appended" else SCORES.name
    assert len(ClosedBook(book).read_snapshot().tables[name].rows) == FEW
    for command in ("validate", "score", "build", "roadmap"):
        assert "has a table of" not in cli(command, book).err


def test_new_tabs_keep_to_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_state, "TABLE_ROWS", FEW)
    sheet = next(sheet for sheet in describe(read_dataset(Snapshot()).data).sheets if RATINGS in sheet.tables)
    with pytest.raises(Stop, match=r"^Assessments: the table tblAssessments would need 151 rows"):
        resolve([AddSheets((sheet,), {RATINGS.name: ratings(FEW + 1)}, "")], Snapshot(), {})


def test_near_the_end_of_the_sheet_the_sheet_counts() -> None:
    low = TableData(RATINGS.name, "Assessments", SHEET_ROWS - 10, 2, tuple(c.header for c in RATINGS.columns), ())
    table_state.check_table_size(low, 10)
    with pytest.raises(Stop, match="would need 11 rows, more than the 10 it may have"):
        table_state.check_table_size(low, 11)


@pytest.mark.parametrize(
    ("limit", "what"),
    [
        ({"cells": 2_000}, "has more than 2,000 cells"),
        ({"rows": 300}, "has more than 300 rows"),
        ({"texts": 2_000}, "has more text than is taken from one file"),
        ({"size": 10_000}, "is larger than 0 MB"),
    ],
)
def test_a_workbook_that_could_not_be_read_again_is_not_written(
    book: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, int], what: str
) -> None:
    opened = ClosedBook(book)
    reading = read_dataset(opened.read_snapshot())
    before = book.read_bytes()
    monkeypatch.setattr(closed_file, "MASTER", replace(MASTER, unpacked_size=16 * 1_000_000, **limit))
    monkeypatch.setattr(preflight, "archive_checked", _only_at_the_end(preflight.archive_checked, opened))
    monkeypatch.setattr(closed_file, "read_bytes", lambda path, _: path.read_bytes())
    with pytest.raises(Stop, match=rf"w\.xlsx: was not changed, as it could not be read again: it then {what}"):
        opened.write([Append(RATINGS.name, ratings(20))], reading.tables, WorkbookDesign((), {}))
    assert book.read_bytes() == before
    assert sorted(path.name for path in book.parent.iterdir()) == ["w.xlsx"]


def _only_at_the_end(check: Any, opened: ClosedBook) -> Any:
    """The workbook is in order until it has been changed: limits are so low that it would not be read either."""

    def checked(data: bytes, where: str, limits: Any) -> Any:
        return check(data, where, MASTER if data == opened.path.read_bytes() else limits)

    return checked
