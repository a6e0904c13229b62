"""A workbook whose tables another program has dropped: which of them can be laid again, and what that takes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.layout.after import after
from xl_addin.layout.describe import Formula, Sheet, Table
from xl_addin.layout.edits import Edit, LayTables, SetCells
from xl_addin.layout.formula import own_row
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.lost import computed_cells, lost_tables
from xl_addin.layout.parse import columns_in, is_filled_in
from xl_addin.layout.resolve import resolve
from xl_addin.sheets import describe, matrix, static_tables, team
from xl_addin.sheets.reading import Reading, read

Look = Callable[[str], Mapping[Spot, CellValue]]
"""The cells of a tab."""


@dataclass(frozen=True)
class Lost:
    """What a workbook has lost and can have again: the tables, and the edits that lay them, as `described`.

    `entries` says that people fill in one of them: without it, something they wrote is out of sight.
    """

    tables: tuple[TableData, ...] = ()
    edits: tuple[Edit, ...] = ()
    entries: bool = False
    described: Mapping[str, Table] = field(default_factory=dict)


def lost_of(snapshot: Snapshot, reading: Reading, look: Look, today: dt.date) -> Lost:
    """The tables that can be laid again; most workbooks have lost none, and no cell of theirs is looked at."""
    present = {name.casefold() for name in snapshot.tables}
    fixed = (*(table.name for table in static_tables()), team.TABLE_NAME)
    if all(name.casefold() in present for name in fixed) and not _matrix_tabs(snapshot, reading):
        return Lost()
    design = describe(reading.data)
    fixed_tabs = [sheet for sheet in design.sheets if sheet.group != "matrices"]
    laid = _found(fixed_tabs, snapshot, look)
    whole = _with(snapshot, laid)
    laid += _found(_matrix_tabs(whole, read(whole, today)), whole, look)
    if not laid:
        return Lost()
    whole = _with(snapshot, laid)
    reading = read(whole, today)
    tables = {table.name: reading.tables[table.name] for table in laid}
    formulas = {name: _formulas(table, data) for (name, table), data in zip(tables.items(), laid, strict=True)}
    stamps = {name: value for name, value in design.properties.items() if isinstance(value, str)}
    edit = LayTables(tuple(laid), formulas, stamps)
    return Lost(edit.tables, (edit, *_recomputed(laid, tables)), any(map(is_filled_in, tables.values())), tables)


def _matrix_tabs(snapshot: Snapshot, reading: Reading) -> list[Sheet]:
    """The Matrix tabs that stand there without their table."""
    data = reading.data
    present = {name.casefold() for name in snapshot.tables}
    tabs = (matrix.sheet_of(track, data.levels_of(track.id)) for track in data.tracks if track.id)
    return [tab for tab in tabs if tab.name in snapshot.sheets and tab.tables[0].name.casefold() not in present]


def _found(tabs: Sequence[Sheet], snapshot: Snapshot, look: Look) -> list[TableData]:
    """What can be laid again on the tabs of these names; where no table is left at all, on renamed tabs too."""
    present = {name.casefold() for name in snapshot.tables}
    found: list[TableData] = []
    names = {tab.name for tab in tabs}
    # where no tab has a name of ours either the workbook is somebody else's: its cells are not read a second time
    ours = not present and not names.isdisjoint(snapshot.sheets)
    strange = [name for name in snapshot.sheets if name not in names] if ours else []
    for tab in tabs:
        if tab.name in snapshot.sheets and any(table.name.casefold() not in present for table in tab.tables):
            found += lost_tables(tab, look(tab.name), present)
        for name in strange if tab.name not in snapshot.sheets else ():
            laid = lost_tables(replace(tab, name=name), look(name), present)
            if laid and len(laid) == len(tab.tables):
                found += laid
                strange.remove(name)
                break
    return found


def _with(snapshot: Snapshot, laid: Sequence[TableData]) -> Snapshot:
    edit = LayTables(tuple(laid), {table.name: ("",) * len(table.headers) for table in laid}, {})
    return after(snapshot, resolve([edit], snapshot, {}))


def _formulas(table: Table, data: TableData) -> tuple[str, ...]:
    """For each column of the table as it stands, the formula it is worked out by, or ""."""
    known = {fold_header(column.header): column.formula for column in table.columns}
    return tuple(own_row(known.get(fold_header(header), ""), table.name) for header in data.headers)


def _recomputed(laid: Iterable[TableData], tables: Mapping[str, Table]) -> Iterator[Edit]:
    """Formulas that the other program has dropped or spelled its own way."""
    for data in laid:
        table = tables[data.name]
        cells = computed_cells(table, data, columns_in(data, table))
        if cells:
            texts = {column.field: own_row(column.formula, table.name) for column in table.columns}
            yield SetCells(data.name, {(row, name): Formula(texts[name], None) for row, name in cells})
