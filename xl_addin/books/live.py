"""A workbook as it stands open in Excel, driven through xlwings: what the person sees changes under their eyes.

One adapter for Windows, macOS and the web: only what xlwings offers in all of them is used, in blocks, and nothing
just written is read back.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xl_addin.books.folder import Folder
from xl_addin.books.live_backup import backup_path, keep
from xl_addin.books.live_cells import At, annotate, put, put_formulas
from xl_addin.books.live_quiet import quiet
from xl_addin.books.live_read import cells, read
from xl_addin.books.live_tables import check, rename, resize, widen
from xl_addin.books.live_tabs import insert
from xl_addin.books.port import Book
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.after import after
from xl_addin.layout.content import RowValues
from xl_addin.layout.describe import Table, Workbook
from xl_addin.layout.edits import Edit
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.resolve import resolve
from xl_addin.layout.steps import Annotate, Dress, Insert, Lay, Put, Rename, Resize, Show, Stamp, Step, Stretch, Widen
from xl_addin.model.errors import Stop

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Table as OpenTable

_FILES_ONLY = (Stretch, Show, Lay, Stamp, Dress)
"""An open workbook measures its rows and works out its formulas itself; lost tables and looks come back in files."""
_CHOOSES_CODE = (".conf", ".py")
"""Endings of tab names that other tools read settings or code from."""


class LiveBook:
    """One open workbook. `snapshot` is what was read already, where reading has to be waited for."""

    calculates = True

    def __init__(self, book: "xw.Book", scratch: Path, snapshot: Snapshot | None = None) -> None:
        self.book = book
        self._scratch = scratch
        self._given = snapshot
        self._snapshot = Snapshot()

    def read(self) -> Snapshot:
        self._snapshot = self._given or read(self.book)
        return self._snapshot

    def cells(self, sheet: str) -> dict[At, CellValue]:
        return cells(self.book.sheets[sheet])

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: Workbook) -> bool:
        own = [s for s in resolve(edits, self._snapshot, tables) if not isinstance(s, _FILES_ONLY)]
        steps = _columns_first(own, self._snapshot)
        check(self.book, steps, self._snapshot)
        touched = [table for name, table in self._snapshot.tables.items() if _touches(steps, name, table.sheet)]
        kept = backup_path(Path(self.book.fullname), self._scratch)
        if touched:
            keep(touched, kept)
        try:
            if steps:
                with quiet(self.book):
                    self._carry_out(steps, design)
        except Exception as error:
            todo = f"close it without saving; what you typed since the last save is in {kept.name}"
            raise Stop(self.book.name, f"was changed only in part ({type(error).__name__})", todo) from error
        return bool(steps)

    def _carry_out(self, steps: Sequence[Step], design: Workbook) -> None:
        state, formulas = self._snapshot, _Formulas(self.book, self._snapshot)
        for step in steps:
            if isinstance(step, Insert):
                insert(self.book, step, design, self._scratch)
            elif isinstance(step, Put):
                formulas.want(step.sheet, put(self.book.sheets[step.sheet], step))
            elif isinstance(step, Annotate):
                annotate(self.book.sheets[step.sheet], step)
            elif isinstance(step, Resize | Widen | Rename):
                held = state.tables[step.table]
                formulas.settle(held.sheet)
                _reshape(self.book.sheets[held.sheet].tables[held.name], step, held)
            state = after(state, [step])
        for sheet in state.sheets:
            formulas.settle(sheet)


class _Formulas:
    """Formulas wait until the tables have their shapes; see `_columns_first`."""

    def __init__(self, book: "xw.Book", snapshot: Snapshot) -> None:
        self._book = book
        self._standing = _formulas(snapshot)
        self._wanted: dict[str, dict[At, str]] = {}

    def want(self, sheet: str, formulas: Mapping[At, str | None]) -> None:
        """Formulas by cell, None for a cell that holds none any more; what stands there already is left alone."""
        wanted, standing = self._wanted.setdefault(sheet, {}), self._standing.get(sheet, {})
        for at, text in formulas.items():
            wanted.pop(at, None)
            if text is None:
                standing.pop(at, None)
            elif standing.get(at) != text:
                wanted[at] = text

    def settle(self, sheet: str) -> None:
        """Write those of a tab. From here on its cells may stand elsewhere, so nothing is known of them any more."""
        put_formulas(self._book.sheets[sheet], self._wanted.pop(sheet, {}))
        self._standing.pop(sheet, None)


class Excel(Folder):
    """Excel as the place where workbooks lie: the one in front is driven open, all others are files as ever.

    Args:
        book: the one in front, if any; it is known by `path`, else by its own full name.
        scratch: a folder that Excel may read, for what is there for a moment only.
        snapshot: what the book holds, where it has been read already.

    Attributes:
        made: the workbook made last, if any.
    """

    def __init__(
        self, book: "xw.Book | None", scratch: Path, snapshot: Snapshot | None = None, path: Path | None = None
    ) -> None:
        self._book = book
        self._path = path or (Path(book.fullname) if book is not None else None)
        self._scratch = scratch
        self._snapshot = snapshot
        self.made: Path | None = None

    @contextmanager
    def open(self, path: Path) -> Iterator[Book]:
        if self._book is not None and path == self._path:
            refuse_code(self._book)
            yield LiveBook(self._book, self._scratch, self._snapshot)
            return
        with super().open(path) as book:
            yield book

    def create(self, path: Path, design: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> None:
        super().create(path, design, rows)
        self.made = path


def refuse_code(book: "xw.Book") -> None:
    """A workbook that could choose what runs is left alone.

    Raises:
        Stop: one of its tabs has a name that other tools take for settings or code.
    """
    for sheet in book.sheets:
        if sheet.name.casefold().endswith(_CHOOSES_CODE):
            todo = "rename the tab, if you know what it is for, then try again"
            raise Stop(sheet.name, "is a tab whose name other tools take for settings or code", todo)


def _columns_first(steps: Sequence[Step], snapshot: Snapshot) -> list[Step]:
    """The steps, those of tabs whose tables get columns or headers first, then new tabs, then the rest.

    Tabs do not depend on one another's steps, but their formulas name columns, and Excel takes none that names a
    column which is not there yet.
    """
    home = {name: table.sheet for name, table in snapshot.tables.items()}
    reshaped = {home[step.table] for step in steps if isinstance(step, Widen | Rename)}

    def turn(step: Step) -> int:
        if isinstance(step, Insert):
            return 1
        if isinstance(step, Dress | Lay | Stamp):
            return 2
        sheet = home[step.table] if isinstance(step, Resize | Widen | Rename) else step.sheet
        return 0 if sheet in reshaped else 2

    return sorted(steps, key=turn)


def _touches(steps: Sequence[Step], table: str, sheet: str) -> bool:
    return any(
        (isinstance(s, Put) and s.sheet == sheet) or (isinstance(s, Resize | Widen | Rename) and s.table == table)
        for s in steps
    )


def _formulas(snapshot: Snapshot) -> dict[str, dict[At, str]]:
    """Tab -> cell -> formula, as they were read."""
    found: dict[str, dict[At, str]] = {}
    for table in snapshot.tables.values():
        own = found.setdefault(table.sheet, {})
        for r, row in enumerate(table.rows, table.top + 1):
            own.update({(r, c): cell.text for c, cell in enumerate(row, table.left) if isinstance(cell, FormulaCell)})
    return found


def _reshape(table: "OpenTable", step: Resize | Widen | Rename, held: TableData) -> None:
    if isinstance(step, Resize):
        resize(table, step.rows, held)
    elif isinstance(step, Widen):
        widen(table, step, held)
    else:
        rename(table, step, held)
