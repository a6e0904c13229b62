"""A workbook of IDs brought over to names: what that takes, and that nothing it says is another thing afterwards.

Every ID stays as a key, out of sight; nobody's words, ratings, plans, columns or looks change. It is worked out to the
end and looked at before anything is written: where levels would lead elsewhere, or a person would stand elsewhere,
nothing is.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xl_addin.cells.fold import fold_header
from xl_addin.ladder.upgrade import UpgradedFramework, moves_of
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
from xl_addin.model.errors import Stop
from xl_addin.model.records import Employee
from xl_addin.sheets import competencies, describe, freshness, levels, matrix, people, rows, tracks, weights
from xl_addin.sheets.by_names import NAME_TABLES, bring_over
from xl_addin.sheets.name_alignment import align_names
from xl_addin.sheets.name_resolution import cell_address
from xl_addin.sheets.reading import Reading, read_dataset

_KEY_TABLES = (tracks.TABLE, levels.TABLE, competencies.TABLE, weights.TABLE)
"""The tables that commands write from Framework from now on."""
_PLACES = {(people.TABLE.name, "key"): "id", (levels.TABLE.name, "track_name"): "track"}
"""A new column -> the one it comes to stand behind, where that is not the one before it: beside those out of sight."""
_WHY = {
    "track": "Tracks has no such track",
    "level": "it is no level of the track beside it",
    "manager": "there is no such person, or two of one name in one team",
}
"""Of people: the field of a key -> why its name may not lead back to it."""
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
    _check_people(old, snapshot)
    named, upgraded = bring_over(old)
    data = replace(named, matrices=tuple(_matrices(old, named, upgraded)))
    shape = _Shape(snapshot, reading, data, upgraded)
    edits = [*shape.edits, *_visibility(shape.design, snapshot)]
    new_snapshot, new_reading = _simulate(edits, snapshot, reading, today)
    _check_result(new_snapshot, new_reading, data, snapshot, reading)
    edits += freshness.carry_runs(snapshot, old, new_snapshot, new_reading.data)
    notes = (*upgraded.notes, *shape.notes, *_weight_notes(old))
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


def _check_people(data: Dataset, snapshot: Snapshot) -> None:
    ids = [person.id.casefold() for person in data.people]
    for person in data.people:
        place = _person_cell(person.row, "id", snapshot)
        if not person.id:
            raise Stop(place, "this person has no Employee ID", "run build, which gives one, then names again")
        if ids.count(person.id.casefold()) > 1:
            raise Stop(place, "this Employee ID stands in more than one row", "give each person an ID of their own")


def _person_cell(row: int, field: str, snapshot: Snapshot) -> str:
    data = find_table(snapshot, people.TABLE.name)
    column = find_columns(data, people.TABLE).get(field, 0) if data else 0
    return f"{data.sheet}!{data.address(row, column)}" if data else people.NAME


def _matrices(data: Dataset, named: Dataset, upgraded: UpgradedFramework) -> Iterator[Matrix]:
    """The matrices, each with the levels of its own row; a row that is split off takes its columns along."""
    track_of = {level.id: level.track for level in named.levels}
    for own in data.matrices:
        for track in (own.track, *(key for key, whole in upgraded.split_tracks.items() if whole == own.track)):
            ids = tuple(level for level in own.levels if track_of.get(level) == track)
            cells = tuple(
                cell.model_copy(update={"track": track}) for cell in own.cells if track_of.get(cell.level) == track
            )
            yield Matrix(track, matrix.table_name(track), own.rows, ids, cells)


class _Shape:
    """The edits that give the workbook the tabs and columns of one that asks for names, and its rows."""

    def __init__(self, snapshot: Snapshot, reading: Reading, data: Dataset, upgraded: UpgradedFramework) -> None:
        self._snapshot, self._reading, self._data, self._old = snapshot, reading, data, reading.data
        self._upgraded = upgraded
        self._rows = rows(data)
        self.notes: list[str] = []
        self.design = _with_tabs_of(snapshot, describe(data))
        self._old_design = _with_tabs_of(snapshot, describe(self._old))
        self._headers = {name: list(table.headers) for name, table in snapshot.tables.items()}
        self.new_tabs = tuple(sheet.name for sheet in self._new_sheets())
        tables = [t.name for t in (people.TABLE, *_KEY_TABLES) if find_table(snapshot, t.name)]
        matrices = [own.table for own in self._old.matrices]
        self.edits: list[Edit] = [
            *(edit for name in (*tables, *matrices) for edit in self._renames(name)),
            *(edit for name in tables for edit in self._new_columns(name)),
            *self._people(),
            *(Replace(t.name, self._rows[t.name]) for t in _KEY_TABLES if find_table(snapshot, t.name)),
            *self._sheets(),
            *(self._reshape(name) for name in (*tables, *matrices)),
        ]

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
        wanted = {data.headers[n]: new.field_of[field].header for field, n in places.items() if field in new.field_of}
        ours = {fold_header(header) for header in (*(c.header for c in new.columns), *wanted)}
        renames = {old: header for old, header in wanted.items() if old != header}
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
        for column in new.columns:
            if column.field not in old.field_of:
                behind = _PLACES.get((name, column.field), previous)
                style = "id" if not column.width else "name" if "name" in old.field_of else "title"
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
        for person, row in zip(self._data.people, self._rows[people.TABLE.name], strict=True):
            cells |= {(person.row, field): row[field] for field in ("name", "key", *people.NAME_FIELDS.values())}
            cells |= {(person.row, field): Formula(text, row[field]) for field, text in formulas.items()}
        return [SetCells(people.TABLE.name, cells)]

    # --- tabs

    def _new_sheets(self) -> Iterator[Sheet]:
        new_matrices = {matrix.table_name(track) for track in self._upgraded.split_tracks}
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
        moved = tuple(replace(c, width=0) for c in old_columns if self._is_moved(c, new_table))
        return ReshapeTab(
            name,
            _with_columns(self._old_design, name, old_columns),
            _with_columns(self.design, name, (*new_table.columns, *moved)),
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


def _check_result(
    new_snapshot: Snapshot, new_reading: Reading, plan: Dataset, snapshot: Snapshot, reading: Reading
) -> None:
    """Stop where a level would lead elsewhere, a person stand elsewhere, or a name be no name of anything."""
    new, old = new_reading.data, reading.data
    persons = new.person
    for person in plan.people:
        row = persons.get(person.id, Employee())
        for field, why in _WHY.items():
            key = getattr(person, field)
            if getattr(row, field) != key:
                place = _person_cell(person.row, field, snapshot)
                raise Stop(place, f"{key} cannot be written by name: {why}", "put it right, then run names again")
    alignment = align_names(new_snapshot, new_reading)
    for doubt in alignment.doubts:
        # where it stands today: in the new shape other columns may come before it
        keys = {name: field for field, name in people.NAME_FIELDS.items()}
        is_person = doubt.place.table == people.TABLE.name
        place = (
            _person_cell(doubt.place.row, keys.get(doubt.place.field, doubt.place.field), snapshot)
            if is_person
            else cell_address(doubt.place, new_snapshot, new_reading.tables)
        )
        raise Stop(place, doubt.problem, "put it right, then run names again")
    is_same = moves_of(new.levels) == moves_of(old.levels) and set(new.level) == set(old.level)
    if alignment.questions or not is_same or len(new.people) != len(old.people):
        raise Stop("Levels", "what leads where would not be the same by names", "tell us; nothing was changed")
