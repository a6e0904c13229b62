"""Edits and steps carry themselves out: a new kind is two classes, and every spreadsheet can do what steps ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from xl_addin.books.closed_file import ClosedBook, EditedFile
from xl_addin.books.live_book import ChangedBook
from xl_addin.books.memory import MemoryBook
from xl_addin.books.paint import paint
from xl_addin.books.storage import Book
from xl_addin.cells.cell import ErrorCell, FormulaCell, formula_of, result_of
from xl_addin.layout import steps
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import Edit
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.spreadsheet import Spreadsheet
from xl_addin.layout.steps import SheetStep, WorkbookStep
from xl_addin.layout.table_state import Change
from xl_addin.model.records import Track
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read_dataset


@dataclass(frozen=True)
class Clear(Edit):
    """The first cell of a table is emptied."""

    table: str

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        data = change.table(self.table).data
        return [Wipe(data.sheet, data.top + 1, data.left)]


@dataclass(frozen=True)
class Wipe(SheetStep):
    """A cell of a tab is emptied."""

    row: int
    column: int

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        return snapshot.with_cells(self.sheet, {(self.row, self.column): None})

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.put(self.sheet, {(self.row, self.column): None}, frozenset())


@pytest.mark.parametrize("where", ["file", "memory"])
def test_a_kind_of_edit_is_a_class_and_its_kind_of_step(where: str, tmp_path: Path) -> None:
    data = replace(read_dataset(Snapshot()).data, tracks=(Track(id="T1", name="Craft"),))
    design, filled = describe(data), rows(data)
    book: Book = MemoryBook(snapshot_of(design, filled))
    if where == "file":
        path = tmp_path / "a.xlsx"
        path.write_bytes(paint(design, filled))
        book = ClosedBook(path)
    assert book.read_snapshot().tables["tblTracks"].rows[0][0] == "T1"
    tables = {name: table for name, (_, table) in design.tables.items()}
    assert book.write([Clear("tblTracks")], tables, design)
    assert book.read_snapshot().tables["tblTracks"].rows[0][0] is None


KINDS = [
    kind
    for kind in vars(steps).values()
    if isinstance(kind, type) and issubclass(kind, WorkbookStep) and kind.carry_out is not WorkbookStep.carry_out
]


def _operations(kind: type) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")}


def test_each_operation_belongs_to_a_step() -> None:
    assert {kind.__name__.lower() for kind in KINDS} == _operations(Spreadsheet)


def test_a_closed_file_can_do_all_that_steps_ask() -> None:
    assert _operations(Spreadsheet) <= _operations(EditedFile)


def test_an_open_workbook_can_do_all_but_what_is_for_files() -> None:
    own = _operations(Spreadsheet) & _operations(ChangedBook)
    assert own == {kind.__name__.lower() for kind in KINDS if not kind.files_only}


def test_what_a_cell_shows_and_the_formula_it_holds() -> None:
    cell = FormulaCell("1/0", ErrorCell("#DIV/0!"))
    assert (formula_of(cell), result_of(cell)) == ("1/0", ErrorCell("#DIV/0!"))
    assert (formula_of("=1/0"), result_of("=1/0")) == (None, "=1/0")
