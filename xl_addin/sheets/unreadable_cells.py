"""Cells of a table that say something nobody can read: where, what, what to do. No command writes over them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.field_values import describe_limit, is_blank
from xl_addin.layout.parse import find_columns
from xl_addin.model.finding import Misfit
from xl_addin.sheets.reading import Reading

_UNREADABLE = ("type", "choice", "ident", "day", "length", "formula", "error", "text", "merged")
"""Kinds of misfits whose cell, or the merge it is part of, says something that was not read."""


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """One cell: its data row, its address with the tab, what is wrong, what to do. `text` is for build to type anew."""

    row: int
    address: str
    problem: str
    todo: str
    text: bool = False

    @property
    def line(self) -> tuple[str, str]:
        return self.address, f"{self.problem}: {self.todo}"

    @property
    def data(self) -> Mapping[str, str]:
        """The same for a program."""
        return {"cell": self.address, "what": self.problem, "todo": self.todo}


def unreadable_cells(reading: Reading, table: str, fill_fields: Collection[str] = ()) -> tuple[UnreadableCell, ...]:
    """The cells of the table that read as blank and are not, row by row; none where the workbook lacks the table.

    `fill_fields` are fields a command fills in: there a formula that shows nothing counts too.
    """
    if table not in reading.parse_result.sources:
        return ()
    description, data, _ = reading.parse_result.sources[table]
    columns = find_columns(data, description)
    places = {
        (misfit.place.row, columns[misfit.place.field]): misfit
        for misfit in reading.data.misfits
        if misfit.place.table == table and misfit.kind in _UNREADABLE and misfit.place.field in columns
    }
    rows = [row.position for row in reading.parse_result.rows.get(table, ())]
    fills = [column for column in description.columns if column.field in fill_fields and column.field in columns]
    cells = [
        *(_cell(data, row, column, misfit) for (row, column), misfit in places.items()),
        *(
            cell
            for fill in fills
            for cell in _showing_nothing(data, rows, columns[fill.field], describe_limit(fill.fact))
        ),
    ]
    return tuple(sorted(cells, key=lambda cell: cell.row))


def _cell(data: TableData, row: int, column: int, misfit: Misfit) -> UnreadableCell:
    address = f"{data.sheet}!{data.address(row, column)}"
    if misfit.kind == "merged":
        return UnreadableCell(row, address, f"is merged into {misfit.value}", "unmerge the cells")
    if misfit.kind == "text":
        todo = "type it again, or run build, which types text anew"
        return UnreadableCell(row, address, "is text that no formula reads", todo, text=True)
    return UnreadableCell(row, address, "cannot be read", f"write {misfit.asks}, or clear it")


def _showing_nothing(data: TableData, rows: Sequence[int], column: int, entry_words: str) -> Iterator[UnreadableCell]:
    """Formulas of a person's own that show nothing at present: the cell is theirs all the same."""
    for row in rows:
        cell = data.rows[row][column]
        if isinstance(cell, FormulaCell) and is_blank(cell):
            address = f"{data.sheet}!{data.address(row, column)}"
            yield UnreadableCell(
                row, address, "holds a formula that shows nothing", f"write {entry_words}, or clear it"
            )
