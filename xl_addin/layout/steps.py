"""Edits, once they have addresses. Each step says what it comes to, and carries itself out on any spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import FormulaCell, Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Link, Sheet, WorkbookDesign
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.record_rows import Content, RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.spreadsheet import Spreadsheet
from xl_addin.layout.structured_refs import specifier


class WorkbookStep:
    """One change to a workbook.

    `files_only`: an open workbook measures its rows and works out its formulas itself; lost tables and looks come back
    in files. `needs_file`: it changes what no program can be asked for, so an open workbook is closed for it.
    `names_columns`: formulas that name a column can be written only when this is done.
    """

    files_only: ClassVar[bool] = False
    needs_file: ClassVar[bool] = False
    names_columns: ClassVar[bool] = False

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        """What reading the workbook would show when this is done."""
        return snapshot

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        """Do it."""
        raise NotImplementedError

    def tab(self, tabs: Mapping[str, str]) -> str:
        """The tab it changes, found by the table's where it is about one; "" for the whole workbook."""
        return ""

    def touches(self, table: TableData) -> bool:
        """Whether cells or headers of the table may change."""
        return False


@dataclass(frozen=True)
class TableStep(WorkbookStep):
    """A step for one table."""

    table: str

    def tab(self, tabs: Mapping[str, str]) -> str:
        return tabs[self.table]

    def touches(self, table: TableData) -> bool:
        return table.name == self.table


@dataclass(frozen=True)
class SheetStep(WorkbookStep):
    """A step for cells of one tab, wherever its tables are."""

    sheet: str

    def tab(self, tabs: Mapping[str, str]) -> str:
        return self.sheet


@dataclass(frozen=True)
class Resize(TableStep):
    """The table gets this many data rows; `covers_below` what stands below it, where it has to be empty otherwise."""

    rows: int
    covers_below: bool = False

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        table = snapshot.tables[self.table].with_rows(self.rows)
        if self.covers_below:
            lines = snapshot.lines_below[table.name]
            rows = (tuple(lines.get(row, cells)) for row, cells in enumerate(table.rows, table.top + 1))
            table = replace(table, rows=tuple(rows))
        return snapshot.with_table(table)

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.resize(self.table, self.rows, over=self.covers_below)


@dataclass(frozen=True)
class Put(SheetStep):
    """Cells of one tab get these contents: (row, column), both counted from 1.

    In the columns `texts` stand IDs: a program that reads what it is given as if it were typed keeps them as they are.
    """

    cells: Mapping[Spot, Content]
    texts: frozenset[int] = frozenset()

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        cells = {spot: cell.text if isinstance(cell, Link) else cell for spot, cell in self.cells.items()}
        return snapshot.with_cells(self.sheet, cells)

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.put(self.sheet, self.cells, self.texts)

    def touches(self, table: TableData) -> bool:
        return table.sheet == self.sheet


@dataclass(frozen=True)
class Widen(TableStep):
    """The table gets columns in front of column number `position` that look like column `style_column`, both counted
    from 0.
    """

    names_columns = True
    headers: tuple[str, ...]
    style_column: int
    position: int

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        table = snapshot.tables[self.table].with_columns(self.position, self.headers)
        # what stands below does not move along: it is not known any more under which columns it stands
        below = {name: lines for name, lines in snapshot.lines_below.items() if name != table.name}
        return replace(snapshot, lines_below=below, tables={**snapshot.tables, self.table: table})

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.widen(self.table, self.headers, self.style_column, self.position)


@dataclass(frozen=True)
class Rename(TableStep):
    """Column number `index` of the table, counted from 0, gets a new header."""

    names_columns = True
    index: int
    header: str

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        table = snapshot.tables[self.table]
        headers = (*table.headers[: self.index], self.header, *table.headers[self.index + 1 :])
        tables = {**snapshot.tables, self.table: replace(table, headers=headers)}
        return replace(formulas_renamed(snapshot, table, table.headers[self.index], self.header), tables=tables)

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.rename(self.table, self.index, self.header)


def formulas_renamed(snapshot: Snapshot, table: TableData, old: str, new: str) -> Snapshot:
    """The workbook with formulas beside a table, on its tab, that name one of its columns as it is called now."""
    name, new_name = f",[{specifier(old)}]", f",[{specifier(new)}]"
    cells = {
        at: FormulaCell(cell.text.replace(name, new_name), cell.value)
        for at, cell in snapshot.formulas.get(table.sheet, {}).items()
        if name in cell.text and f"{table.name}[" in cell.text
    }
    if not cells:
        return snapshot
    own = {**snapshot.formulas[table.sheet], **cells}
    return replace(snapshot, formulas={**snapshot.formulas, table.sheet: own})


@dataclass(frozen=True)
class Insert(WorkbookStep):
    """New tabs, with the rows of their tables, after an existing tab; before all others where `previous_sheet` is
    "".
    """

    sheets: tuple[Sheet, ...]
    rows: Mapping[str, Sequence[RowValues]]
    previous_sheet: str

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        new = snapshot_of(WorkbookDesign(self.sheets, {}), self.rows)
        place = snapshot.sheets.index(self.previous_sheet) + 1 if self.previous_sheet else 0
        return replace(
            snapshot,
            sheets=(*snapshot.sheets[:place], *new.sheets, *snapshot.sheets[place:]),
            tables={**snapshot.tables, **new.tables},
            formulas={**snapshot.formulas, **new.formulas},
            hidden_tabs=snapshot.hidden_tabs | new.hidden_tabs,
        )

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.insert(self.sheets, self.rows, self.previous_sheet)


@dataclass(frozen=True)
class Reveal(SheetStep):
    """A tab is shown, or hidden where `is_visible` is False."""

    is_visible: bool = True

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        rest = snapshot.hidden_tabs - {self.sheet}
        return replace(snapshot, hidden_tabs=rest if self.is_visible else rest | {self.sheet})

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.reveal(self.sheet, visible=self.is_visible)


@dataclass(frozen=True)
class Stretch(SheetStep):
    """Rows of one tab, counted from 1, are made as tall (in points) as their text needs."""

    files_only = True
    heights: Mapping[int, float]

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.stretch(self.sheet, self.heights)


@dataclass(frozen=True)
class Annotate(SheetStep):
    """Cells of one tab, (row, column) counted from 1, get these notes by `author`, or lose theirs (None)."""

    notes: Mapping[Spot, str | None]
    author: str

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        notes = {**snapshot.notes.get(self.sheet, {}), **self.notes}
        kept = {spot: text for spot, text in notes.items() if text is not None}
        return replace(snapshot, notes={**snapshot.notes, self.sheet: kept})

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.annotate(self.sheet, self.notes, self.author)


@dataclass(frozen=True)
class Show(SheetStep):
    """Formula cells of one tab show these results until a program works them out anew; the formulas stay."""

    files_only = True
    results: Mapping[Spot, Plain]

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        outside = {**snapshot.formulas.get(self.sheet, {})}
        outside.update({at: FormulaCell(outside[at].text, v) for at, v in self.results.items() if at in outside})
        cells = {}
        for table in snapshot.tables.values():
            for spot, value in self.results.items() if table.sheet == self.sheet else ():
                if isinstance(cell := table.cell(*spot), FormulaCell):
                    cells[spot] = FormulaCell(cell.text, value)
        return replace(snapshot.with_cells(self.sheet, cells), formulas={**snapshot.formulas, self.sheet: outside})

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.show(self.sheet, self.results)


@dataclass(frozen=True)
class Lay(WorkbookStep):
    """A table is laid over cells that stand there already; `formulas` has one for each column, "" for none."""

    files_only = True
    table: TableData
    formulas: tuple[str, ...]

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        return snapshot.with_table(self.table)

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.lay(self.table, self.formulas)


@dataclass(frozen=True)
class Stamp(WorkbookStep):
    """The workbook carries these custom properties."""

    files_only = True
    properties: Mapping[str, str]

    def simulate(self, snapshot: Snapshot) -> Snapshot:
        return replace(snapshot, properties={**snapshot.properties, **self.properties})

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.stamp(self.properties)


@dataclass(frozen=True)
class Dress(TableStep):
    """Columns of a table that have no look of their own yet get the one that is described."""

    files_only = True
    headers: tuple[str, ...]

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.dress(self.table, self.headers)


@dataclass(frozen=True)
class Reshape(TableStep):
    """The tab of a table looks as `new` describes it wherever it looks as `old` does."""

    files_only = True
    needs_file = True
    old: WorkbookDesign
    new: WorkbookDesign

    def carry_out(self, spreadsheet: Spreadsheet) -> None:
        spreadsheet.reshape(self.table, self.old, self.new)
