"""IDs for tracks, levels and competencies that have a name and none: short ones, or those they had before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xl_addin.cells.cell import CellValue, FormulaCell, Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.field_values import as_text
from xl_addin.layout.parse import ParsedTables, find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.matrix.short_ids import short_id
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.ids import A_DAY, TYPE_AGAIN
from xl_addin.sheets import matrix
from xl_addin.sheets.name_directory import KINDS, NamedRow, comparable_name, framework

_LETTER = {"tblTracks": "T", "tblLevels": "L", "tblCompetencies": "C"}
_NAME = {"tblTracks": "name", "tblLevels": "title", "tblCompetencies": "name"}


@dataclass(frozen=True, slots=True)
class IdCell:
    """A cell where an ID, or the name that stood in its place, is to be written; `old_text` is what stands there."""

    place: Place
    old_text: str
    content: Plain


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be made out: where, what is wrong, what to do."""

    place: Place
    problem: str
    todo: str


@dataclass(frozen=True)
class WorkbookSource:
    """A workbook as read: its data set, its tables as they stand, and the column of each of their fields."""

    data: Dataset
    table_data: Mapping[str, TableData]
    columns: Mapping[str, Mapping[str, int]]
    tables: Mapping[str, Table]
    snapshot: Snapshot
    parse_result: ParsedTables

    @cached_property
    def misfits(self) -> dict[Place, Misfit]:
        return {misfit.place: misfit for misfit in self.data.misfits}

    @cached_property
    def _rows(self) -> dict[str, dict[int, Mapping[str, Any]]]:
        """Table -> row -> what was read of it, filled as tables are asked about."""
        return {}

    def raw(self, place: Place) -> CellValue:
        """What stands in the cell; None where there is none."""
        table, column = self.table_data.get(place.table), self.columns.get(place.table, {}).get(place.field)
        inside = table is not None and column is not None and 0 <= place.row < len(table.rows)
        return table.rows[place.row][column] if inside and table and column is not None else None

    def values(self, place: Place) -> Mapping[str, Any]:
        """What was read of the row."""
        if place.table not in self._rows:
            self._rows[place.table] = {row.position: row.values for row in self.parse_result.rows.get(place.table, ())}
        return self._rows[place.table].get(place.row, {})


def _plain_value(cell: CellValue) -> Plain:
    return cell.value if isinstance(cell, FormulaCell) else cell


def new_ids(source: WorkbookSource) -> tuple[list[IdCell], list[Doubt]]:
    """The IDs to write, and the rows for which none can be made."""
    cells: list[IdCell] = []
    doubts: list[Doubt] = []
    for table, entries in framework(source.data).items():
        lacking = [entry for entry in entries if not entry.id]
        if not lacking or table not in source.table_data:
            continue
        if "id" not in source.columns[table]:
            title = source.tables[table].field_of["id"].header
            doubts.append(Doubt(Place(table), f'has no column "{title}" any more', "put the header back, then build"))
            continue
        maker = _Maker(source, table, [entry.id for entry in entries if entry.id])
        for entry in lacking:
            maker.make(entry)
        cells += maker.cells
        doubts += maker.doubts
    return cells, doubts


class _Maker:
    """Makes the IDs of one table, one after the other."""

    def __init__(self, source: WorkbookSource, table: str, ids_in_use: Sequence[str]) -> None:
        self.known, self.table, self.taken = source, table, list(ids_in_use)
        self.earlier = _earlier_ids(source, table)
        self.names = {comparable_name(name) for entry in framework(source.data)[table] for name in entry.names if name}
        self.cells: list[IdCell] = []
        self.doubts: list[Doubt] = []

    def make(self, entry: NamedRow) -> None:
        """Note the ID of a row, or why it has none."""
        place, name = Place(self.table, entry.row, "id"), entry.names[0]
        misfit = self.known.misfits.get(place)
        old_text = as_text(misfit.value) if misfit and misfit.kind == "ident" else ""
        if misfit and misfit.kind == "day":
            self.doubts.append(Doubt(place, f"looks like {A_DAY}", TYPE_AGAIN))
        elif misfit and misfit.kind not in ("ident", "required"):
            self.doubts.append(Doubt(place, "holds no ID that can be read", "type the ID itself"))
        elif not old_text and not name:
            self.doubts.append(Doubt(place, "the row has neither an ID nor a name", "type a name, or clear the row"))
        elif not old_text and (lost_id := self._lost_id(name)):
            singular = KINDS[self.table][0]
            problem = f'has no ID, and the workbook speaks of "{lost_id}", which is no {singular} any more'
            self.doubts.append(Doubt(place, problem, f"type {lost_id} if it is this {singular}, else an ID of its own"))
        else:
            self._note(place, old_text, name)

    def _note(self, place: Place, old_text: str, name: str) -> None:
        free_ids = [ident for ident in self.earlier.get(comparable_name(name), []) if ident not in self.taken]
        new = free_ids[0] if len(free_ids) == 1 and not old_text else ""
        new = new or short_id(old_text or name, self.taken, _LETTER[self.table], keep_short=bool(old_text))
        self.taken.append(new)
        self.cells.append(IdCell(place, old_text or name, new))
        if not name:  # the only name it had is what was typed in place of the ID
            self.cells.append(IdCell(Place(self.table, place.row, _NAME[self.table]), "", old_text))

    def _lost_id(self, name: str) -> str:
        """An ID of a track that had one when Weights were made and has none now, unless it is the one we would make.

        A word that is the name of a track, and of which there is no Matrix tab, is that name and was no ID.
        """
        if self.table != "tblTracks":
            return ""
        data = self.known.data
        tracks = dict.fromkeys(
            (*(record.track for record in data.weights), *(record.track for record in data.reflections))
        )
        lost_tracks = [track for track in tracks if track and track not in self.taken and not self._is_name(track)]
        return "" if short_id(name, self.taken, "T") in lost_tracks else next(iter(lost_tracks), "")

    def _is_name(self, word: str) -> bool:
        return comparable_name(word) in self.names and find_table(self.known.snapshot, matrix.table_name(word)) is None


def _earlier_ids(source: WorkbookSource, table: str) -> dict[str, list[str]]:
    """Folded name -> the IDs that the Matrix tabs have for it: a deleted ID comes back as it was."""
    ids_by_name: dict[str, list[str]] = {}
    for name, data in source.snapshot.tables.items():
        if not name.casefold().startswith(matrix.TABLE_PREFIX.casefold()):
            continue
        if table == "tblLevels":
            pairs = [(_title(header), matrix.level_of(header) or "") for header in data.headers]
        elif table == "tblCompetencies":
            pairs = _competencies(data)
        else:
            continue
        for label, ident in pairs:
            if label and ident and ident not in ids_by_name.setdefault(comparable_name(label), []):
                ids_by_name[comparable_name(label)].append(ident)
    return ids_by_name


def _title(header: str) -> str:
    return header.rpartition("(")[0].strip()


def _competencies(data: TableData) -> list[tuple[str, str]]:
    columns = find_columns(data, matrix.matrix_table("", ()))
    if not {"name", "competency"} <= set(columns):
        return []
    cells = ((_plain_value(row[columns["name"]]), _plain_value(row[columns["competency"]])) for row in data.rows)
    return [(as_text(name), as_text(ident)) for name, ident in cells if name is not None and ident is not None]
