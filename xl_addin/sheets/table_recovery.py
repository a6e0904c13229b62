"""A workbook whose tables another program has dropped: which of them can be laid again, and what that takes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Formula, Sheet, Table
from xl_addin.layout.edits import Edit, LayTables, SetCells
from xl_addin.layout.lost_tables import computed_cells, lost_tables
from xl_addin.layout.parse import find_columns, is_filled_in
from xl_addin.layout.resolve import resolve
from xl_addin.layout.simulate import simulate
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.sheets import describe, matrix, static_tables, team
from xl_addin.sheets.reading import Reading, read_dataset

Look = Callable[[str], Mapping[Spot, CellValue]]
"""The cells of a tab."""


@dataclass(frozen=True)
class Recovery:
    """What a workbook has lost and can have again: the tables, and the edits that lay them, as `descriptions`.

    `entries` says that people fill in one of them: without it, something they wrote is out of sight.
    """

    tables: tuple[TableData, ...] = ()
    edits: tuple[Edit, ...] = ()
    entries: bool = False
    descriptions: Mapping[str, Table] = field(default_factory=dict)


def plan_recovery(snapshot: Snapshot, reading: Reading, look: Look, today: dt.date) -> Recovery:
    """The tables that can be laid again; most workbooks have lost none, and no cell of theirs is looked at."""
    present = {name.casefold() for name in snapshot.tables}
    fixed_names = (*(table.name for table in static_tables() if not table.is_optional), team.TABLE_NAME)
    if all(name.casefold() in present for name in fixed_names) and not _matrix_tabs(snapshot, reading):
        return Recovery()
    design = describe(reading.data)
    fixed_tabs = [sheet for sheet in design.sheets if sheet.group != "matrices"]
    new_tables = _find_tables(fixed_tabs, snapshot, look)
    full_snapshot = _with_tables(snapshot, new_tables)
    new_tables += _find_tables(_matrix_tabs(full_snapshot, read_dataset(full_snapshot, today)), full_snapshot, look)
    if not new_tables:
        return Recovery()
    full_snapshot = _with_tables(snapshot, new_tables)
    reading = read_dataset(full_snapshot, today)
    tables = {table.name: reading.tables[table.name] for table in new_tables}
    formulas = {name: _formulas(table, data) for (name, table), data in zip(tables.items(), new_tables, strict=True)}
    stamps = {name: value for name, value in design.properties.items() if isinstance(value, str)}
    edit = LayTables(tuple(new_tables), formulas, stamps)
    return Recovery(
        edit.tables, (edit, *_restore_formulas(new_tables, tables)), any(map(is_filled_in, tables.values())), tables
    )


def _matrix_tabs(snapshot: Snapshot, reading: Reading) -> list[Sheet]:
    """The Matrix tabs that stand there without their table."""
    data = reading.data
    present = {name.casefold() for name in snapshot.tables}
    tabs = (
        matrix.sheet_of(track, data.levels_of(track.id), by_names=data.by_names) for track in data.tracks if track.id
    )
    return [tab for tab in tabs if tab.name in snapshot.sheets and tab.tables[0].name.casefold() not in present]


def _find_tables(tabs: Sequence[Sheet], snapshot: Snapshot, look: Look) -> list[TableData]:
    """What can be laid again on the tabs of these names; where no table is left at all, on renamed tabs too."""
    present = {name.casefold() for name in snapshot.tables}
    tables: list[TableData] = []
    names = {tab.name for tab in tabs}
    # where no tab has a name of ours either the workbook is somebody else's: its cells are not read a second time
    ours = not present and not names.isdisjoint(snapshot.sheets)
    other_tabs = [name for name in snapshot.sheets if name not in names] if ours else []
    for tab in tabs:
        if tab.name in snapshot.sheets and any(table.name.casefold() not in present for table in tab.tables):
            tables += lost_tables(tab, look(tab.name), present)
        for name in other_tabs if tab.name not in snapshot.sheets else ():
            candidates = lost_tables(replace(tab, name=name), look(name), present)
            if candidates and len(candidates) == len(tab.tables):
                tables += candidates
                other_tabs.remove(name)
                break
    return tables


def _with_tables(snapshot: Snapshot, tables: Sequence[TableData]) -> Snapshot:
    edit = LayTables(tuple(tables), {table.name: ("",) * len(table.headers) for table in tables}, {})
    return simulate(snapshot, resolve([edit], snapshot, {}))


def _formulas(table: Table, data: TableData) -> tuple[str, ...]:
    """For each column of the table as it stands, the formula it is worked out by, or ""."""
    formulas = {fold_header(column.header): column.formula for column in table.columns}
    return tuple(own_row(formulas.get(fold_header(header), ""), table.name) for header in data.headers)


def _restore_formulas(new_tables: Iterable[TableData], tables: Mapping[str, Table]) -> Iterator[Edit]:
    """Formulas that the other program has dropped or spelled its own way."""
    for data in new_tables:
        table = tables[data.name]
        cells = computed_cells(table, data, find_columns(data, table))
        if cells:
            texts = {column.field: own_row(column.formula, table.name) for column in table.columns}
            yield SetCells(data.name, {(row, name): Formula(texts[name], None) for row, name in cells})
