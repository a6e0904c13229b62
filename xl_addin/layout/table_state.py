"""A table while it is being changed: its cells as they stand after the steps so far, and its rows by their keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.cells.area import SHEET_ROWS, Spot
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Column, Link, Table
from xl_addin.layout.field_values import is_blank
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import Content, RowValues, cell_content
from xl_addin.layout.row_heights import by_header, row_height
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import Put, Resize, Stretch, WorkbookStep
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.errors import Stop
from xl_addin.model.limits import TABLE_ROWS

_FRESH = ErrorCell("")
"""What a cell of a row just added holds: a spreadsheet may go on with the formula above it."""


@dataclass
class TableState:
    """A table as it will stand after the steps so far."""

    data: TableData
    headers: list[str]
    rows: list[list[Content]]
    steps: list[WorkbookStep] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """Rows of the tab whose cells have changed since the steps were last taken."""

    def locate(self, row: int, column: int) -> Spot:
        return self.data.top + 1 + row, self.data.left + column

    def columns(self, table: Table) -> dict[str, int]:
        """Field -> column number, as the table stands now."""
        return find_columns(TableData("", "", 1, 1, tuple(self.headers), ()), table)

    def set_cells(self, cells: Mapping[Spot, Content], table: Table) -> None:
        """Cells by data row and column, both counted from 0, get these contents where they hold others."""
        new_cells: dict[Spot, Content] = {}
        for (row, column), content in cells.items():
            if not _says_same(self.rows[row][column], content):
                self.rows[row][column] = content
                new_cells[self.locate(row, column)] = content
        if new_cells:
            at = self.columns(table)
            ids = frozenset(self.locate(0, at[c.field])[1] for c in table.columns if c.keeps_text and c.field in at)
            self.steps.append(Put(self.data.sheet, new_cells, ids))
            self.touched.update(row for row, _ in new_cells)

    def resize(self, rows: int) -> None:
        if rows == len(self.rows):
            return
        if rows > len(self.rows):
            check_table_size(self.data, rows)
        self.steps.append(Resize(self.data.name, rows))
        del self.rows[rows:]
        self.rows += [[_FRESH] * len(self.headers) for _ in range(rows - len(self.rows))]

    def grow_over(self, lines: Mapping[int, Sequence[CellValue]]) -> None:
        """The table reaches down over the rows of these numbers on its tab; a blank cell may get a formula there."""
        rows = max(lines) - self.data.top
        check_table_size(self.data, rows)
        self.steps.append(Resize(self.data.name, rows, covers_below=True))
        for n in range(len(self.rows), rows):
            cells = lines.get(self.data.top + 1 + n, (None,) * len(self.headers))
            self.rows.append([_FRESH if cell is None else cell for cell in cells])

    def take_steps(self, table: Table) -> list[WorkbookStep]:
        """The steps since they were last taken, then the heights of the rows whose cells they change."""
        steps, rows = [*self.steps], sorted(self.touched)
        if rows:
            columns = by_header(table.columns, self.headers)
            steps.append(Stretch(self.data.sheet, {row: self._height(row, columns, table) for row in rows}))
        self.steps.clear()
        self.touched.clear()
        return steps

    def _height(self, row: int, columns: Sequence[Column | None], table: Table) -> float:
        pairs = zip(columns, self.rows[row - self.data.top - 1], strict=True)
        known = [(column, content) for column, content in pairs if column is not None]
        return row_height([column for column, _ in known], [content for _, content in known], table.row_height)


@dataclass
class Change:
    """A workbook while edits are worked out: as it was read, its tables as described, and those being changed."""

    snapshot: Snapshot
    tables: dict[str, Table]
    held: dict[str, TableState] = field(default_factory=dict)

    def table(self, name: str) -> TableState:
        """A table as it will stand after the edits so far.

        Raises:
            Stop: the workbook does not have it.
        """
        if name not in self.held:
            self.held[name] = open_table(name, self.snapshot)
        return self.held[name]


def check_table_size(data: TableData, rows: int) -> None:
    """Stop before anything is written where a table would grow beyond what is read again, or off its sheet.

    Raises:
        Stop: it would.
    """
    limit = min(TABLE_ROWS, SHEET_ROWS - data.top)
    if rows > limit:
        problem = f"the table {data.name} would need {rows:,} rows, more than the {limit:,} it may have"
        raise Stop(data.sheet, problem, "delete rows of it that are no longer needed, then run the command again")


def find_table(snapshot: Snapshot, name: str) -> TableData | None:
    """The table of this name as it was read, case aside."""
    return next(
        (data for table_name, data in snapshot.tables.items() if table_name.casefold() == name.casefold()), None
    )


def open_table(table: str, snapshot: Snapshot) -> TableState:
    """The table, ready to be changed.

    Raises:
        Stop: the workbook does not have it.
    """
    data = find_table(snapshot, table)
    if data is None:
        raise Stop(table, "the workbook no longer has this table", "run build to put its tab back")
    return TableState(data, list(data.headers), [list(row) for row in data.rows])


def row_cells(number: int, values: RowValues, table: Table, positions: Mapping[str, int]) -> dict[Spot, Content]:
    """(row, column) -> content for each field of a row; a computed column's cell holds its formula."""
    cells: dict[Spot, Content] = {}
    for column in table.columns:
        if column.field not in positions:
            continue
        value = values.get(column.field)
        if column.formula:
            # nothing is a result too: a formula without one is shown as never worked out
            cells[number, positions[column.field]] = FormulaCell(
                own_row(column.formula, table.name), "" if value is None else value
            )
        elif column.field in values:
            cells[number, positions[column.field]] = cell_content(value)
    return cells


def key_of_values(values: RowValues, table: Table) -> tuple[str, ...]:
    """What identifies a row, case and kind of number aside."""
    return tuple(_plain(cell_content(values.get(name))) for name in table.key)


def key_of_cells(row: Sequence[Content], table: Table, positions: Mapping[str, int]) -> tuple[str, ...]:
    """As `key_of_values`, for a row as it stands."""
    return tuple(_plain(row[positions[name]]) if name in positions else "" for name in table.key)


def _plain(content: Content) -> str:
    if isinstance(content, Link):
        content = content.text
    if isinstance(content, FormulaCell):
        content = content.value
    if isinstance(content, float) and content.is_integer():
        content = int(content)
    return "" if content is None else str(content).strip().casefold()


def is_blank_content(content: Content) -> bool:
    """Whether a cell with this content says nothing."""
    return not isinstance(content, Link) and is_blank(content)


def _says_same(old: Content, new: Content) -> bool:
    """Whether the cell already says this. A link's text stands in the cell, its target beside it: write it anew."""
    if isinstance(new, Link) or isinstance(old, Link):
        return False
    if isinstance(old, bool) != isinstance(new, bool):
        return False
    return old == new or (is_blank_content(old) and is_blank_content(new))
