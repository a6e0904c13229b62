"""What may be changed in a workbook, in the layout's words. Every command's wish is one of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue, Plain
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Column, Formula, Sheet, Table
from xl_addin.layout.notes import note_steps
from xl_addin.layout.record_rows import RowValues, cell_content
from xl_addin.layout.refresh import result_steps
from xl_addin.layout.rows import append_rows, replace_rows, take_rows
from xl_addin.layout.simulate import simulate
from xl_addin.layout.steps import Dress, Insert, Lay, Put, Rename, Reveal, Stamp, Widen, WorkbookStep, formulas_renamed
from xl_addin.layout.table_state import Change, TableState, check_table_size


class Edit:
    """One wish. It knows the steps that fulfil it."""

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        """The steps, in order; none for what stands there already.

        Raises:
            Stop: it needs a table that the workbook does not have, or there is no room.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class TableEdit(Edit):
    """A change to one table of the workbook."""

    table: str

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        state = change.table(self.table)
        self.apply(state, change.tables[self.table])
        # so that later edits know of columns that are new or called something else
        change.tables[self.table] = self.described(change.tables[self.table])
        return state.take_steps(change.tables[self.table])

    def apply(self, state: TableState, table: Table) -> None:
        """Change the table."""
        raise NotImplementedError

    def described(self, table: Table) -> Table:
        """The table as it is to be described from then on."""
        return table


@dataclass(frozen=True)
class Replace(TableEdit):
    """A results table gets exactly these rows.

    Columns a person added stay with the row of the same key. A row that is gone but carries words a
    person typed stays at the end, with the fields in `retired_values` set; none where `retired_values` is None.
    """

    rows: Sequence[RowValues]
    retired_values: RowValues | None = field(default_factory=dict)

    def apply(self, state: TableState, table: Table) -> None:
        replace_rows(self.rows, self.retired_values, state, table)


@dataclass(frozen=True)
class Append(TableEdit):
    """An input table gets these rows after its last used one; empty spare rows are used first."""

    rows: Sequence[RowValues]

    def apply(self, state: TableState, table: Table) -> None:
        append_rows(self.rows, state, table)


@dataclass(frozen=True)
class TakeIn(TableEdit):
    """A table grows over the rows below it: row of the tab -> the cells under its columns.

    The columns it works out get their formulas; every other cell stays as it is.
    """

    lines: Mapping[int, Sequence[CellValue]]

    def apply(self, state: TableState, table: Table) -> None:
        take_rows(self.lines, state, table)


@dataclass(frozen=True)
class SetCells(TableEdit):
    """Single cells of a table: (data row, field) -> value."""

    cells: Mapping[tuple[int, str], Any]

    def apply(self, state: TableState, table: Table) -> None:
        at = state.columns(table)
        wanted = {(row, at[name]): cell_content(value) for (row, name), value in self.cells.items() if name in at}
        state.set_cells(wanted, table)


@dataclass(frozen=True)
class SetCellsByHead(TableEdit):
    """Single cells of columns that are known by their heads, as they stand by then: (data row, head) -> value."""

    cells: Mapping[tuple[int, str], Any]

    def apply(self, state: TableState, table: Table) -> None:
        at = {fold_header(header): place for place, header in enumerate(state.headers)}
        places = ((row, at.get(fold_header(head)), value) for (row, head), value in self.cells.items())
        state.set_cells({(row, at): cell_content(value) for row, at, value in places if at is not None}, table)


@dataclass(frozen=True)
class AddColumns(TableEdit):
    """A table gets these columns behind that of field `previous_field`, else at its right edge, looking like that of
    `style_field`.
    """

    columns: tuple[Column, ...]
    style_field: str
    previous_field: str = ""

    def apply(self, state: TableState, table: Table) -> None:
        at, last = state.columns(table), len(state.headers) - 1
        place = at.get(self.previous_field, last) + 1
        headers = tuple(column.header for column in self.columns)
        state.steps.append(Widen(state.data.name, headers, at.get(self.style_field, last), place))
        state.headers[place:place] = headers
        for row in state.rows:
            row[place:place] = [None] * len(headers)

    def described(self, table: Table) -> Table:
        new = (column for column in self.columns if column.field not in table.field_of)
        return replace(table, columns=(*table.columns, *new))


@dataclass(frozen=True)
class RenameColumn(TableEdit):
    """A column's header changes; nothing below it does."""

    old: str
    new: str

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        steps = super().steps(change)
        # formulas beside the table follow, and later edits look for them
        change.snapshot = formulas_renamed(change.snapshot, change.table(self.table).data, self.old, self.new)
        return steps

    def apply(self, state: TableState, table: Table) -> None:
        index = [fold_header(header) for header in state.headers].index(fold_header(self.old))
        state.steps.append(Rename(state.data.name, index, self.new))
        state.headers[index] = self.new

    def described(self, table: Table) -> Table:
        old = fold_header(self.old)
        columns = (
            replace(c, fact=replace(c.fact, title=self.new)) if fold_header(c.header) == old else c
            for c in table.columns
        )
        return replace(table, columns=tuple(columns))


@dataclass(frozen=True)
class SetFormulas(Edit):
    """Cells of a tab outside its tables get these formulas: (row, column), from 1 -> formula."""

    sheet: str
    cells: Mapping[Spot, Formula]

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        return [Put(self.sheet, {spot: cell_content(formula) for spot, formula in self.cells.items()})]


@dataclass(frozen=True)
class DressColumns(Edit):
    """Columns of a table that nobody gave a look, here by their fields, look as the table's description has them."""

    table: str
    fields: tuple[str, ...]

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        known = change.tables[self.table].field_of
        return [Dress(self.table, tuple(known[name].header for name in self.fields if name in known))]


@dataclass(frozen=True)
class AddSheets(Edit):
    """New tabs, each table filled with the given rows, placed after the tab `previous_sheet`; "" before all others."""

    sheets: tuple[Sheet, ...]
    rows: Mapping[str, Sequence[RowValues]]
    previous_sheet: str

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        for sheet in self.sheets:
            for table in sheet.tables:
                check_table_size(TableData(table.name, sheet.name, 1, 1, (), ()), len(self.rows.get(table.name, ())))
        return [Insert(self.sheets, self.rows, self.previous_sheet)]


@dataclass(frozen=True)
class ShowTabs(Edit):
    """Tabs are shown or hidden: name -> whether it is to be seen."""

    tabs: Mapping[str, bool]

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        hidden_tabs = change.snapshot.hidden_tabs
        return [
            Reveal(tab, is_visible)
            for tab, is_visible in self.tabs.items()
            # a tab that is only being added is not in the workbook yet: it may come hidden
            if tab not in change.snapshot.sheets or is_visible == (tab in hidden_tabs)
        ]


@dataclass(frozen=True)
class SetNotes(Edit):
    """The workbook's cells carry these notes of ours and no others: (sheet, row, column), from 1 -> text.

    A cell that carries a note by anybody else keeps it and gets none.
    """

    notes: Mapping[tuple[str, int, int], str]

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        wanted: dict[str, dict[Spot, str]] = {}
        for (sheet, row, column), text in self.notes.items():
            wanted.setdefault(sheet, {})[row, column] = text
        return note_steps(wanted, change.snapshot)


@dataclass(frozen=True)
class Refresh(Edit):
    """Formulas of ours show what the data set gives for them; nothing else changes.

    `rows` are the rows of tables, `results` those of formulas outside tables: sheet -> formula -> result. A cell
    whose formula is not ours any more is left alone.
    """

    rows: Mapping[str, Sequence[RowValues]]
    results: Mapping[str, Mapping[str, Plain]]

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        return result_steps(self.rows, self.results, change)


@dataclass(frozen=True)
class LayTables(Edit):
    """Tables are laid over cells that stand there already; the workbook carries these custom properties.

    `formulas` are the formulas of their worked-out columns: table -> for each column its formula or "".
    """

    tables: tuple[TableData, ...]
    formulas: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, str]

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        steps = [*(Lay(table, self.formulas[table.name]) for table in self.tables), Stamp(self.properties)]
        change.snapshot = simulate(change.snapshot, steps)
        return steps
