"""A workbook as it stands open in Excel, driven through xlwings: what the person sees changes under their eyes.

One adapter for Windows, macOS and the web: only what xlwings offers in all of them is used, in blocks, and nothing
just written is read back.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.live_backup import safety_copy_path, write_safety_copy
from xl_addin.books.live_cells import annotate, put_formulas, write_contents
from xl_addin.books.live_quiet import quiet
from xl_addin.books.live_read import read_snapshot, sheet_values
from xl_addin.books.live_tables import Room, rename_header, resize_open_table, widen
from xl_addin.books.live_tabs import insert_tabs
from xl_addin.books.storage import Book
from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.layout.describe import Sheet, Table, WorkbookDesign
from xl_addin.layout.edits import Edit
from xl_addin.layout.record_rows import Content, RowValues
from xl_addin.layout.resolve import resolve
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.spreadsheet import Spreadsheet
from xl_addin.layout.steps import WorkbookStep
from xl_addin.model.errors import Stop

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table as OpenTable

_CHOOSES_CODE = (".conf", ".py")
"""Endings of tab names that other tools read settings or code from."""


class LiveBook:
    """One open workbook. `snapshot` is what was read already, where reading has to be waited for."""

    calculates = True

    def __init__(self, book: "xw.Book", scratch: Path, snapshot: Snapshot | None = None) -> None:
        self.book = book
        self._scratch = scratch
        self._prior_snapshot = snapshot
        self._snapshot = Snapshot()

    def read_snapshot(self) -> Snapshot:
        self._snapshot = self._prior_snapshot or read_snapshot(self.book)
        return self._snapshot

    def cells(self, sheet: str) -> dict[Spot, CellValue]:
        return sheet_values(self.book.sheets[sheet])

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: WorkbookDesign) -> bool:
        if any(step.needs_file for step in resolve(edits, self._snapshot, tables)):
            return self._write_as_file(edits, tables, design)
        all_steps = [step for step in resolve(edits, self._snapshot, tables) if not step.files_only]
        steps = _columns_first(all_steps, self._snapshot)
        follow(steps, Room(self.book, self._snapshot))
        touched_tables = [
            table for table in self._snapshot.tables.values() if any(step.touches(table) for step in steps)
        ]
        copy_path = safety_copy_path(Path(self.book.fullname), self._scratch)
        if touched_tables:
            write_safety_copy(touched_tables, copy_path)
        try:
            if steps:
                with quiet(self.book):
                    changed = ChangedBook(self.book, self._snapshot, design, self._scratch)
                    follow(steps, changed)
                    changed.finish()
        except Exception as error:
            todo = f"close it without saving; what you typed since the last save is in {copy_path.name}"
            raise Stop(self.book.name, f"was changed only in part ({type(error).__name__})", todo) from error
        return bool(steps)

    def _write_as_file(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: WorkbookDesign) -> bool:
        """Save and close the workbook, change it as a file, with a backup beside it, and open it again.

        Raises:
            Stop: it cannot be closed here, has no file of its own, or cannot be changed.
        """
        from xl_addin.books.closed_file import ClosedBook  # only such a change needs what writes files

        path = Path(self.book.fullname)
        if self.book.app.engine.type != "desktop" or not path.is_file():
            todo = "save it on this computer, close it, then run the same command on the file"
            raise Stop(self.book.name, "can be changed this far only as a file", todo)
        app = self.book.app
        self.book.save()
        self.book.close()
        try:
            closed_book = ClosedBook(path)
            closed_book.read_snapshot()
            return closed_book.write(edits, tables, design)
        finally:
            # whoever else holds the workbook goes on with it
            self.book.impl = app.books.open(str(path)).impl


def follow(steps: Sequence[WorkbookStep], spreadsheet: "Room | ChangedBook") -> None:
    """Carry the steps out, each with a snapshot of what the workbook holds by then."""
    for step in steps:
        step.carry_out(spreadsheet)
        spreadsheet.snapshot = step.simulate(spreadsheet.snapshot)


class ChangedBook(Spreadsheet):
    """An open workbook that is being changed; `snapshot` says what it holds and has to follow the steps."""

    def __init__(self, book: "xw.Book", snapshot: Snapshot, design: WorkbookDesign, scratch: Path) -> None:
        self.snapshot = snapshot
        self._book = book
        self._design = design
        self._scratch = scratch
        self._formulas = _Formulas(book, snapshot)

    def put(self, sheet: str, cells: Mapping[Spot, Content], texts: frozenset[int]) -> None:
        self._formulas.want(sheet, write_contents(self._book.sheets[sheet], cells, texts))

    def annotate(self, sheet: str, notes: Mapping[Spot, str | None], author: str) -> None:
        annotate(self._book.sheets[sheet], notes)

    def insert(self, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[RowValues]], after: str) -> None:
        insert_tabs(self._book, sheets, rows, after, self._design, self._scratch)

    def reveal(self, sheet: str, *, visible: bool) -> None:
        with suppress(NotImplementedError):  # an Excel on the web that leaves this to people
            self._book.sheets[sheet].visible = visible

    def resize(self, table: str, rows: int, *, over: bool) -> None:
        resize_open_table(self._settled(table), rows, self.snapshot.tables[table])

    def widen(self, table: str, headers: Sequence[str], like: int, at: int) -> None:
        widen(self._settled(table), headers, like, at, self.snapshot.tables[table])

    def rename(self, table: str, index: int, header: str) -> None:
        rename_header(self._settled(table), index, header, self.snapshot.tables[table])

    def _settled(self, table: str) -> "OpenTable":
        """The table in Excel, with the formulas of its tab written: its cells may be about to move."""
        data = self.snapshot.tables[table]
        self._formulas.settle(data.sheet)
        return self._book.sheets[data.sheet].tables[data.name]

    def finish(self) -> None:
        """Write the formulas that waited for the tables to have their shapes."""
        for sheet in self.snapshot.sheets:
            self._formulas.settle(sheet)


class _Formulas:
    """Formulas wait until the tables have their shapes; see `_columns_first`."""

    def __init__(self, book: "xw.Book", snapshot: Snapshot) -> None:
        self._book = book
        self._standing = _formulas(snapshot)
        self._pending: dict[str, dict[Spot, str]] = {}

    def want(self, sheet: str, formulas: Mapping[Spot, str | None]) -> None:
        """Formulas by cell, None for a cell that holds none any more; what stands there already is left alone."""
        pending, standing = self._pending.setdefault(sheet, {}), self._standing.get(sheet, {})
        for position, text in formulas.items():
            pending.pop(position, None)
            if text is None:
                standing.pop(position, None)
            elif standing.get(position) != text:
                pending[position] = text

    def settle(self, sheet: str) -> None:
        """Write those of a tab. From here on its cells may stand elsewhere, so nothing is known of them any more."""
        put_formulas(self._book.sheets[sheet], self._pending.pop(sheet, {}))
        self._standing.pop(sheet, None)


class ExcelStorage(FolderStorage):
    """Excel as the place where workbooks lie: the one in front is driven open, all others are files as ever.

    Args:
        book: the one in front, if any; it is known by `path`, else by its own full name.
        scratch: a folder that Excel may read, for what is there for a moment only.
        snapshot: what the book holds, where it has been read already.

    Attributes:
        new_workbook: the workbook made last, if any.
    """

    def __init__(
        self, book: "xw.Book | None", scratch: Path, snapshot: Snapshot | None = None, path: Path | None = None
    ) -> None:
        self._book = book
        self._path = path or (Path(book.fullname) if book is not None else None)
        self._scratch = scratch
        self._snapshot = snapshot
        self.new_workbook: Path | None = None

    @contextmanager
    def open(self, path: Path) -> Iterator[Book]:
        if self._book is not None and path == self._path:
            refuse_code(self._book)
            yield LiveBook(self._book, self._scratch, self._snapshot)
            return
        with super().open(path) as book:
            yield book

    def create(self, path: Path, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> None:
        super().create(path, design, rows)
        self.new_workbook = path


def refuse_code(book: "xw.Book") -> None:
    """A workbook that could choose what runs is left alone.

    Raises:
        Stop: one of its tabs has a name that other tools take for settings or code.
    """
    for sheet in book.sheets:
        if sheet.name.casefold().endswith(_CHOOSES_CODE):
            todo = "rename the tab, if you know what it is for, then try again"
            raise Stop(sheet.name, "is a tab whose name other tools take for settings or code", todo)


def _columns_first(steps: Sequence[WorkbookStep], snapshot: Snapshot) -> list[WorkbookStep]:
    """The steps, those of tabs whose tables get columns or headers first, then new tabs, then the rest.

    Tabs do not depend on one another's steps, but their formulas name columns, and Excel takes none that names a
    column which is not there yet.
    """
    tabs = {name: table.sheet for name, table in snapshot.tables.items()}
    reshaped_sheets = {step.tab(tabs) for step in steps if step.names_columns}

    def turn(step: WorkbookStep) -> int:
        tab = step.tab(tabs)
        return 1 if not tab else 0 if tab in reshaped_sheets else 2

    return sorted(steps, key=turn)


def _formulas(snapshot: Snapshot) -> dict[str, dict[Spot, str]]:
    """Tab -> cell -> formula, as they were read."""
    formulas: dict[str, dict[Spot, str]] = {}
    for table in snapshot.tables.values():
        sheet_formulas = formulas.setdefault(table.sheet, {})
        for r, row in enumerate(table.rows, table.top + 1):
            sheet_formulas.update(
                {(r, c): cell.text for c, cell in enumerate(row, table.left) if isinstance(cell, FormulaCell)}
            )
    return formulas
