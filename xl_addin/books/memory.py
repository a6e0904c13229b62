"""A workbook in memory, for tests: the same steps on plain lists, so that every command runs without a file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from xl_addin.layout.describe import Link, Table, Workbook
from xl_addin.layout.edits import Edit, RowValues
from xl_addin.layout.formula import own_row
from xl_addin.layout.grid import CellValue, FormulaCell, Snapshot, TableData
from xl_addin.layout.place import place
from xl_addin.layout.resolve import cell_content, resolve
from xl_addin.layout.steps import Content, Insert, Moved, Put, Rename, Resize, Step, Stretch, Widen
from xl_addin.model.errors import Stop
from xl_addin.package.formula import shift


class MemoryBook:
    """Tables as lists of cells."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def read(self) -> Snapshot:
        return self.snapshot

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: Workbook) -> bool:
        steps = resolve(edits, self.snapshot, tables)
        for step in steps:
            self.snapshot = _after(self.snapshot, step)
        return bool(steps)


class Shelf:
    """Workbooks by path, in memory."""

    def __init__(self) -> None:
        self.books: dict[Path, MemoryBook] = {}
        self.texts: dict[Path, str] = {}

    @contextmanager
    def open(self, path: Path) -> Iterator[MemoryBook]:
        if path not in self.books:
            raise Stop(path.name, "there is no such file", "check the name")
        yield self.books[path]

    def create(self, path: Path, design: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> None:
        if path in self.books:
            raise Stop(path.name, "is there already", "choose another name")
        self.books[path] = MemoryBook(snapshot_of(design, rows))

    def write_text(self, path: Path, text: str) -> None:
        self.texts[path] = text


def snapshot_of(design: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> Snapshot:
    """A described workbook with its rows, as reading it back would show it."""
    tables = {}
    for sheet in design.sheets:
        placed = place(sheet, {t.name: len(rows.get(t.name, ())) for t in sheet.tables})
        for table in sheet.tables:
            top, left, count = placed.tables[table.name]
            given = rows.get(table.name, ())
            cells = tuple(_row(table, given[n] if n < len(given) else {}) for n in range(count))
            headers = tuple(c.header for c in table.columns)
            tables[table.name] = TableData(table.name, sheet.name, top, left, headers, cells)
    return Snapshot(tuple(s.name for s in design.sheets), tables, dict(design.properties))


def _row(table: Table, values: RowValues) -> tuple[CellValue, ...]:
    cells: list[CellValue] = []
    for column in table.columns:
        if column.formula:
            cells.append(FormulaCell(own_row(column.formula, table.name), values.get(column.field)))
        else:
            cells.append(_plain(cell_content(values.get(column.field))))
    return tuple(cells)


def _plain(content: Content) -> CellValue:
    if isinstance(content, Moved):
        return FormulaCell(shift(content.formula.text, content.rows), content.formula.value)
    return content.text if isinstance(content, Link) else content


def _after(snapshot: Snapshot, step: Step) -> Snapshot:
    if isinstance(step, Insert):
        added = snapshot_of(Workbook(step.sheets, {}), step.rows)
        at = snapshot.sheets.index(step.after) + 1
        sheets = (*snapshot.sheets[:at], *added.sheets, *snapshot.sheets[at:])
        return replace(snapshot, sheets=sheets, tables={**snapshot.tables, **added.tables})
    if isinstance(step, Stretch):
        return snapshot
    if isinstance(step, Put):
        return replace(snapshot, tables={n: _put(t, step) for n, t in snapshot.tables.items()})
    table = snapshot.tables[step.table]
    return replace(snapshot, tables={**snapshot.tables, step.table: _changed(table, step)})


def _put(table: TableData, step: Put) -> TableData:
    if table.sheet != step.sheet:
        return table
    rows = [list(row) for row in table.rows]
    for (row, column), content in step.cells.items():
        r, c = row - table.top - 1, column - table.left
        if 0 <= r < len(rows) and 0 <= c < len(table.headers):
            rows[r][c] = _plain(content)
    return replace(table, rows=tuple(tuple(row) for row in rows))


def _changed(table: TableData, step: Resize | Widen | Rename) -> TableData:
    if isinstance(step, Resize):
        blank: tuple[CellValue, ...] = (None,) * len(table.headers)
        more = (blank,) * max(0, step.rows - len(table.rows))
        return replace(table, rows=table.rows[: step.rows] + more)
    if isinstance(step, Widen):
        more_cells: tuple[CellValue, ...] = (None,) * len(step.headers)
        at = step.at
        return replace(
            table,
            headers=table.headers[:at] + step.headers + table.headers[at:],
            rows=tuple(row[:at] + more_cells + row[at:] for row in table.rows),
        )
    headers = list(table.headers)
    headers[step.index] = step.header
    return replace(table, headers=tuple(headers))
