"""A workbook of IDs brought over to names: what that takes, and that nothing it says is another thing afterwards.

Every ID stays as a key, out of sight; nobody's words, ratings, plans, columns or looks change. It is worked out to the
end and looked at before anything is written: where levels would lead elsewhere, or a person would stand elsewhere,
nothing is.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xl_addin.cells.fold import fold_header
from xl_addin.ladder.upgrade import UpgradedFramework
from xl_addin.layout.describe import Column, Formula, Sheet, Table, WorkbookDesign
from xl_addin.layout.edits import AddColumns, AddSheets, Edit, RenameColumn, Replace, SetCells, ShowTabs
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.reshape import ReshapeTab
from xl_addin.layout.resolve import resolve
from xl_addin.layout.simulate import simulate
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.layout.tab_visibility import standing_tab
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.sheets import (
    competencies,
    describe,
    freshness,
    key_tables,
    levels,
    matrix,
    people,
    person,
    rows,
    tracks,
    weights,
)
from xl_addin.sheets.by_names import NAME_TABLES, bring_over
from xl_addin.sheets.move_checks import check_move, check_people
from xl_addin.sheets.named_rows import settle_rows
from xl_addin.sheets.names_beside_keys import name_columns
from xl_addin.sheets.reading import Reading, read_dataset

_KEY_TABLES = (tracks.TABLE, levels.TABLE, competencies.TABLE, weights.TABLE)
"""The tables that commands write from Framework from now on."""
_PLACES = {(people.TABLE.name, "key"): "id", (levels.TABLE.name, "track_name"): "track"}
"""A new column -> the one it comes to stand behind, where that is not the one before it: beside those out of sight."""
_FULL, _ROUNDING = 100, 0.5
_COLUMN_RENAMED = "Your column {old} of {table} is called {new} now."


@dataclass(frozen=True)
class MoveToNames:
    """What it takes, the workbook as it is then described, the rows it then holds, and what else readers should know.

    `tabs` are the new tabs.
    """

    edits: tuple[Edit, ...]
    design: WorkbookDesign
    data: Dataset
    tabs: tuple[str, ...]
    notes: tuple[str, ...]


def plan_move(snapshot: Snapshot, reading: Reading, today: dt.date) -> MoveToNames:
    """The edits that bring a workbook over.

    Raises:
        Stop: an ID is missing or stands twice, or something would not be the same afterwards.
    """
    old = reading.data
    check_people(old, snapshot)
    data_by_names, upgrade = bring_over(old)
    data = replace(data_by_names, matrices=tuple(_matrices(old, data_by_names, upgrade)))
    shape = _Shape(snapshot, reading, data, upgrade)
    edits = [*shape.edits, *_visibility(shape.design, snapshot)]
    new_snapshot, new_reading = _simulate(edits, snapshot, reading, today)
    names_in_rows = settle_rows(new_snapshot, new_reading.data, new_reading.data).edits
    if names_in_rows:
        edits += names_in_rows
        new_snapshot, new_reading = _simulate(edits, snapshot, reading, today)
    check_move(new_snapshot, new_reading, data, snapshot, reading)
    edits += freshness.carry_runs(snapshot, old, new_snapshot, new_reading.data)
    notes = (*upgrade.notes, *shape.notes, *_weight_notes(old))
    return MoveToNames(tuple(edits), shape.design, new_reading.data, shape.new_tabs, notes)


def _weight_notes(data: Dataset) -> Iterator[str]:
    """Weights follow from marks and total 100; where they did not, it is said."""
    totals: dict[str, float] = {}
    for (track, _), weight in data.weight.items():
        totals[track] = totals.get(track, 0) + weight
    names = [
        data.track[track].name for track, total in totals.items() if track in data.track and abs(total - 100) > 0.5
    ]
    if names:
        yield f"The weights of {join_words(names)} total 100 now, in the same proportions."


def _simulate(edits: Sequence[Edit], snapshot: Snapshot, reading: Reading, today: dt.date) -> tuple[Snapshot, Reading]:
    new_snapshot = simulate(snapshot, resolve(edits, snapshot, reading.tables))
    return new_snapshot, read_dataset(new_snapshot, today)


def _matrices(data: Dataset, data_by_names: Dataset, upgrade: UpgradedFramework) -> Iterator[Matrix]:
    """The matrices, each with the levels of its own row; a row that is split off takes its columns along."""
    track_of = {level.id: level.track for level in data_by_names.levels}
    for track_matrix in data.matrices:
        split_tracks = [key for key, whole in upgrade.split_tracks.items() if whole == track_matrix.track]
        for track in (track_matrix.track, *split_tracks):
            ids = tuple(level for level in track_matrix.levels if track_of.get(level) == track)
            old_cells = (cell for cell in track_matrix.cells if track_of.get(cell.level) == track)
            cells = tuple(cell.model_copy(update={"track": track}) for cell in old_cells)
            yield Matrix(track, matrix.table_name(track), track_matrix.rows, ids, cells)


class _Shape:
    """The edits that give the workbook the tabs and columns of one that asks for names, and its rows."""

    def __init__(self, snapshot: Snapshot, reading: Reading, data: Dataset, upgrade: UpgradedFramework) -> None:
        self._snapshot, self._reading, self._data, self._old = snapshot, reading, data, reading.data
        self._upgrade = upgrade
        self._rows = rows(data)
        self.notes: list[str] = []
        self.design = _with_tabs_of(snapshot, describe(data))
        self._old_design = _with_tabs_of(snapshot, describe(self._old))
        self._headers = {name: list(table.headers) for name, table in snapshot.tables.items()}
        self.new_tabs = tuple(sheet.name for sheet in self._new_sheets())
        tables = [name for name in self._tables() if find_table(snapshot, name)]
        matrices = [track_matrix.table for track_matrix in self._old.matrices]
        self.edits: list[Edit] = [
            *(edit for name in (*tables, *matrices) for edit in self._renames(name)),
            *(edit for name in tables for edit in self._new_columns(name)),
            *self._people(),
            *(Replace(t.name, self._rows[t.name]) for t in _KEY_TABLES if find_table(snapshot, t.name)),
            *self._sheets(),
            *(self._reshape(name) for name in (*tables, *matrices)),
        ]

    def _tables(self) -> Iterator[str]:
        """The tables that look otherwise where names are asked, matrices aside.

        Whom the tab Person shows stays chosen by key: beside the choice there is no room in workbooks that are there.
        """
        for name, (_, table) in self._old_design.tables.items():
            if name not in self.design.tables or name.startswith(matrix.TABLE_PREFIX) or name == person.PICK.name:
                continue
            if self.design.tables[name][1].columns != table.columns:
                yield name

    # --- columns

    def _renames(self, name: str) -> list[Edit]:
        """Headers of ours as they are described, and those of a person's own that would pass for ours out of the way.

        Titles that change places take a detour.
        """
        table, data = self._reading.tables[name], find_table(self._snapshot, name)
        new = self.design.tables[name][1]
        if data is None:
            return []
        places = find_columns(data, table)
        new_headers = {
            data.headers[n]: new.field_of[field].header for field, n in places.items() if field in new.field_of
        }
        ours = {fold_header(header) for header in (*(c.header for c in new.columns), *new_headers)}
        renames = {old: header for old, header in new_headers.items() if old != header}
        for number, header in enumerate(data.headers):
            if number not in places.values() and fold_header(header) in {fold_header(c.header) for c in new.columns}:
                renames[header] = _free_header(header, {*ours, *map(fold_header, data.headers)})
                self.notes.append(_COLUMN_RENAMED.format(old=header, table=data.sheet, new=renames[header]))
        present = {fold_header(header) for header in data.headers}
        detours = {old: f"{text} *" for old, text in renames.items() if fold_header(text) in present}
        return [
            *(RenameColumn(name, old, detours.get(old, text)) for old, text in renames.items()),
            *(RenameColumn(name, detour, renames[old]) for old, detour in detours.items()),
        ]

    def _new_columns(self, name: str) -> list[Edit]:
        """Columns that only a workbook that asks for names has."""
        old, new = self._reading.tables[name], self.design.tables[name][1]
        edits: list[Edit] = []
        previous = ""
        keys = {own.name: own.key for own in name_columns(old)} if name in key_tables() else {}
        for column in new.columns:
            if column.field not in old.field_of:
                behind = _PLACES.get((name, column.field)) or keys.get(column.field, previous)
                similar_fields = (own.field for own in old.columns if own.role == column.role and own.width)
                style = "id" if not column.width else next(similar_fields, old.columns[0].field)
                edits.append(AddColumns(name, (column,), style, behind))
            previous = column.field
        return edits

    def _people(self) -> list[Edit]:
        """Names in place of IDs, the keys beside them, and in every row the formulas that look them up."""
        data = find_table(self._snapshot, people.TABLE.name)
        if data is None:
            return []
        formulas = {
            field: own_row(people.named_table().field_of[field].formula, people.TABLE.name)
            for field in people.NAME_FIELDS
        }
        cells: dict[tuple[int, str], object] = {
            (row, field): Formula(formula, "") for row in range(len(data.rows)) for field, formula in formulas.items()
        }
        for employee, row in zip(self._data.people, self._rows[people.TABLE.name], strict=True):
            cells |= {(employee.row, field): row[field] for field in ("name", "key", *people.NAME_FIELDS.values())}
            cells |= {(employee.row, field): Formula(text, row[field]) for field, text in formulas.items()}
        return [SetCells(people.TABLE.name, cells)]

    # --- tabs

    def _new_sheets(self) -> Iterator[Sheet]:
        new_matrices = {matrix.table_name(track) for track in self._upgrade.split_tracks}
        for sheet in self.design.sheets:
            if {table.name for table in sheet.tables} & (NAME_TABLES | new_matrices):
                yield sheet

    def _sheets(self) -> Iterator[AddSheets]:
        """The new tabs, each behind the one it follows."""
        previous = ""
        for sheet in self.design.sheets:
            if sheet.name in self.new_tabs:
                table_rows: dict[str, Sequence[RowValues]] = {t.name: self._rows.get(t.name, ()) for t in sheet.tables}
                yield AddSheets((sheet,), table_rows, previous)
                previous = sheet.name
            elif sheet.name in self._snapshot.sheets:
                previous = sheet.name

    def _reshape(self, name: str) -> ReshapeTab:
        """The tab as it looked and as it is to look, both under the headers that it has by then."""
        old_table, new_table = self._old_design.tables[name][1], self.design.tables[name][1]
        headers = {column.field: column.header for column in new_table.columns}
        old_columns = tuple(_with_header(c, headers.get(c.field, c.header)) for c in old_table.columns)
        hidden_columns = tuple(replace(c, width=0) for c in old_columns if self._is_moved(c, new_table))
        return ReshapeTab(
            name,
            _with_columns(self._old_design, name, old_columns),
            _with_columns(self.design, name, (*new_table.columns, *hidden_columns)),
        )

    def _is_moved(self, column: Column, new_table: Table) -> bool:
        """Whether a level's column has its like in the tab of a row that is split off: here it is hidden."""
        return column.field not in new_table.field_of and column.field in self._data.level


def _free_header(header: str, headers: set[str]) -> str:
    number, text = 2, f"{header} 2"
    while fold_header(text) in headers:
        number += 1
        text = f"{header} {number}"
    return text


def _with_header(column: Column, header: str) -> Column:
    return replace(column, fact=replace(column.fact, title=header))


def _with_columns(design: WorkbookDesign, name: str, columns: tuple[Column, ...]) -> WorkbookDesign:
    sheets = []
    for sheet in design.sheets:
        blocks = tuple(
            replace(block, columns=columns) if isinstance(block, Table) and block.name == name else block
            for block in sheet.blocks
        )
        sheets.append(replace(sheet, blocks=blocks) if blocks != sheet.blocks else sheet)
    return replace(design, sheets=tuple(sheets))


def _with_tabs_of(snapshot: Snapshot, design: WorkbookDesign) -> WorkbookDesign:
    """The description with the names that tabs have in this workbook."""
    sheets = tuple(replace(sheet, name=standing_tab(sheet, snapshot) or sheet.name) for sheet in design.sheets)
    return replace(design, sheets=sheets)


def _visibility(design: WorkbookDesign, snapshot: Snapshot) -> list[Edit]:
    """Tabs that nobody fills any more are hidden, as in a new workbook."""
    names = {table.name for table in _KEY_TABLES}
    tabs = [
        sheet.name
        for sheet in design.sheets
        if names & {table.name for table in sheet.tables} and sheet.name in snapshot.sheets
    ]
    new = [tab for tab in tabs if tab not in snapshot.hidden_tabs]
    return [ShowTabs(dict.fromkeys(new, False))] if new else []
