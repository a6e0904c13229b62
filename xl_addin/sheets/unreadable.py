"""Cells of a table that say something nobody can read: where, what, what to do. No command writes over them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.parse import columns_in
from xl_addin.layout.values import asks, is_blank
from xl_addin.model.finding import Misfit
from xl_addin.sheets.reading import Reading

_UNREADABLE = ("type", "choice", "ident", "day", "length", "formula", "error", "text", "merged")
"""Kinds of misfits whose cell, or the merge it is part of, says something that was not read."""


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """One cell: its data row, its address with the tab, what is wrong, what to do. `text` is for build to type anew."""

    row: int
    address: str
    what: str
    todo: str
    text: bool = False

    @property
    def line(self) -> tuple[str, str]:
        return self.address, f"{self.what}: {self.todo}"

    @property
    def data(self) -> Mapping[str, str]:
        """The same for a program."""
        return {"cell": self.address, "what": self.what, "todo": self.todo}


def unreadable_cells(reading: Reading, table: str, filled: Collection[str] = ()) -> tuple[UnreadableCell, ...]:
    """The cells of the table that read as blank and are not, row by row; none where the workbook lacks the table.

    `filled` are fields a command fills in: there a formula that shows nothing counts too.
    """
    if table not in reading.parsed.sources:
        return ()
    described, data, _ = reading.parsed.sources[table]
    columns = columns_in(data, described)
    places = {
        (misfit.place.row, columns[misfit.place.field]): misfit
        for misfit in reading.data.misfits
        if misfit.place.table == table and misfit.kind in _UNREADABLE and misfit.place.field in columns
    }
    rows = [row.at for row in reading.parsed.rows.get(table, ())]
    fills = [column for column in described.columns if column.field in filled and column.field in columns]
    cells = [
        *(_cell(data, row, column, misfit) for (row, column), misfit in places.items()),
        *(cell for own in fills for cell in _showing_nothing(data, rows, columns[own.field], asks(own.fact))),
    ]
    return tuple(sorted(cells, key=lambda cell: cell.row))


def _cell(data: TableData, row: int, column: int, misfit: Misfit) -> UnreadableCell:
    where = f"{data.sheet}!{data.address(row, column)}"
    if misfit.kind == "merged":
        return UnreadableCell(row, where, f"is merged into {misfit.value}", "unmerge the cells")
    if misfit.kind == "text":
        again = "type it again, or run build, which types text anew"
        return UnreadableCell(row, where, "is text that no formula reads", again, text=True)
    return UnreadableCell(row, where, "cannot be read", f"write {misfit.asks}, or clear it")


def _showing_nothing(data: TableData, rows: Sequence[int], column: int, wanted: str) -> Iterator[UnreadableCell]:
    """Formulas of a person's own that show nothing at present: the cell is theirs all the same."""
    for row in rows:
        cell = data.rows[row][column]
        if isinstance(cell, FormulaCell) and is_blank(cell):
            where = f"{data.sheet}!{data.address(row, column)}"
            yield UnreadableCell(row, where, "holds a formula that shows nothing", f"write {wanted}, or clear it")
