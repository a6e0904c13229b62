"""A workbook as a closed file, read and changed through `package`: nothing that is not ours is touched."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from xl_addin.layout.describe import Link, Table, Workbook
from xl_addin.layout.edits import Edit, RowValues
from xl_addin.layout.grid import CellValue, ErrorCell, FormulaCell, Plain, Snapshot, TableData, quoted
from xl_addin.layout.resolve import resolve
from xl_addin.layout.steps import Content, Insert, Moved, Put, Rename, Resize, Step, Stretch, Widen
from xl_addin.package import editor, lock, reader, save, values
from xl_addin.package.cells import FormulaCell as PackedFormula
from xl_addin.package.formula import shift
from xl_addin.package.limits import MASTER


class ClosedBook:
    """One .xlsx or .xlsm file. The fingerprint taken at reading is compared again before writing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._print = ""
        self._snapshot = Snapshot()

    def read(self) -> Snapshot:
        self._print = save.fingerprint(self.path)
        self._snapshot = snapshot_of(reader.read(self.path, MASTER))
        return self._snapshot

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: Workbook) -> bool:
        steps = resolve(edits, self._snapshot, tables)
        if not steps:
            return False
        edited = editor.Editor.open(self.path)
        for step in steps:
            _carry_out(step, edited, design)
        if any(isinstance(step, Insert) for step in steps):
            _mend_names(edited, design)
        data = edited.to_bytes()
        if data == self.path.read_bytes():
            return False  # the same again: no new backup for nothing
        save.replace(self.path, data, expect=self._print)
        return True


class Folder:
    """Closed files in folders."""

    @contextmanager
    def open(self, path: Path) -> Iterator[ClosedBook]:
        lock.open_elsewhere(path)
        with lock.Lock(path):
            yield ClosedBook(path)

    def create(self, path: Path, design: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> None:
        save.create(path, _painted(design, rows))

    def write_text(self, path: Path, text: str) -> None:
        save.create(path, text.encode(), overwrite=True)


def snapshot_of(contents: values.Contents) -> Snapshot:
    """The tables of a file, in the layout's shape."""
    return Snapshot(
        tuple(contents.sheets),
        {name: _table(table, contents) for name, table in contents.tables.items()},
        dict(contents.properties),
        contents.date1904,
    )


def _table(table: values.TableRef, contents: values.Contents) -> TableData:
    cells = contents.sheets[table.sheet].cells
    columns = range(table.left, table.right + 1)
    last = table.bottom - table.totals_rows
    top = table.top + table.header_rows - 1  # above the first data row, even where the header row is switched off
    rows = tuple(tuple(_value(cells.get((row, column))) for column in columns) for row in range(top + 1, last + 1))
    return TableData(table.name, table.sheet, top, table.left, table.headers, rows)


def _value(cell: values.Cell | None) -> CellValue:
    if cell is None:
        return None
    value = ErrorCell(cell.value.code) if isinstance(cell.value, values.CellError) else cell.value
    return value if cell.formula is None else FormulaCell(cell.formula, value)


def _carry_out(step: Step, edited: editor.Editor, design: Workbook) -> None:
    if isinstance(step, Resize):
        edited.resize_table(step.table, step.rows)
    elif isinstance(step, Put):
        edited.set_cells(step.sheet, {at: _content(content, edited.date1904) for at, content in step.cells.items()})
        links = {at: f"{quoted(c.sheet)}!{c.cell}" for at, c in step.cells.items() if isinstance(c, Link)}
        if links:
            edited.set_links(step.sheet, links)
    elif isinstance(step, Stretch):
        edited.set_heights(step.sheet, step.heights)
    elif isinstance(step, Widen):
        edited.add_table_columns(step.table, step.headers, step.like, step.at)
    elif isinstance(step, Rename):
        edited.rename_table_column(step.table, step.index, step.header)
    elif isinstance(step, Insert):
        names = [sheet.name for sheet in step.sheets]
        edited.graft(_painted(design, step.rows, names), names, after=step.after)


def _painted(design: Workbook, rows: Mapping[str, Sequence[RowValues]], only: Sequence[str] = ()) -> bytes:
    # asked for here, not at the top: most commands paint nothing, and the painter takes a tenth of a second to import
    from xl_addin.books.paint import paint

    return paint(design, rows, only)


def _mend_names(edited: editor.Editor, design: Workbook) -> None:
    """A name of a tab that was deleted leads nowhere: Excel leaves #REF! in it. Now that the tab is back, so is it."""
    held = edited.names
    for name, formula in editor.Editor.from_bytes(_painted(design, {})).names.items():
        if "#REF!" in held.get(name, "#REF!"):
            edited.set_name(name, formula)


def _content(content: Content, date1904: bool) -> values.CellValue | PackedFormula:
    if isinstance(content, Link):
        return content.text
    if isinstance(content, Moved):
        moved = shift(content.formula.text, content.rows)
        return PackedFormula(moved, _plain(content.formula.value, date1904))
    if isinstance(content, FormulaCell):
        return PackedFormula(content.text, _plain(content.value, date1904))
    return _plain(content, date1904)


def _plain(value: Plain, date1904: bool) -> values.CellValue:
    if isinstance(value, ErrorCell):
        return values.CellError(value.code)
    if isinstance(value, dt.date):
        # the number Excel keeps for a day; the cell's own format shows it as one
        return value.toordinal() - (_FIRST_DAY_1904 if date1904 else _FIRST_DAY)
    return value


_FIRST_DAY = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY_1904 = dt.date(1904, 1, 1).toordinal()
