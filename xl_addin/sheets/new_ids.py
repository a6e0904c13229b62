"""IDs for tracks, levels and competencies that have a name and none: short ones, or those they had before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xl_addin.cells.cell import CellValue, FormulaCell, Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.layout.parse import Parsed, columns_in
from xl_addin.layout.values import as_text
from xl_addin.matrix.short_ids import short_id
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.ids import A_DAY, TYPE_AGAIN
from xl_addin.sheets import matrix
from xl_addin.sheets.directory import KINDS, Named, folded, framework

_LETTER = {"tblTracks": "T", "tblLevels": "L", "tblCompetencies": "C"}
_NAME = {"tblTracks": "name", "tblLevels": "title", "tblCompetencies": "name"}


@dataclass(frozen=True, slots=True)
class IdCell:
    """A cell where an ID, or the name that stood in its place, is to be written; `typed` is what stands there."""

    place: Place
    typed: str
    content: Plain


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be made out: where, what is wrong, what to do."""

    place: Place
    what: str
    todo: str


@dataclass(frozen=True)
class Known:
    """A workbook as read: its data set, its tables as they stand, and the column of each of their fields."""

    data: Dataset
    held: Mapping[str, TableData]
    at: Mapping[str, Mapping[str, int]]
    tables: Mapping[str, Table]
    snapshot: Snapshot
    parsed: Parsed

    @cached_property
    def misfits(self) -> dict[Place, Misfit]:
        return {misfit.place: misfit for misfit in self.data.misfits}

    @cached_property
    def _rows(self) -> dict[str, dict[int, Mapping[str, Any]]]:
        """Table -> row -> what was read of it, filled as tables are asked about."""
        return {}

    def raw(self, place: Place) -> CellValue:
        """What stands in the cell; None where there is none."""
        held, column = self.held.get(place.table), self.at.get(place.table, {}).get(place.field)
        inside = held is not None and column is not None and 0 <= place.row < len(held.rows)
        return held.rows[place.row][column] if inside and held and column is not None else None

    def values(self, place: Place) -> Mapping[str, Any]:
        """What was read of the row."""
        if place.table not in self._rows:
            self._rows[place.table] = {row.at: row.values for row in self.parsed.rows.get(place.table, ())}
        return self._rows[place.table].get(place.row, {})


def _shown(cell: CellValue) -> Plain:
    return cell.value if isinstance(cell, FormulaCell) else cell


def new_ids(known: Known) -> tuple[list[IdCell], list[Doubt]]:
    """The IDs to write, and the rows for which none can be made."""
    cells: list[IdCell] = []
    doubts: list[Doubt] = []
    for table, entries in framework(known.data).items():
        lacking = [entry for entry in entries if not entry.id]
        if not lacking or table not in known.held:
            continue
        if "id" not in known.at[table]:
            title = known.tables[table].field_of["id"].header
            doubts.append(Doubt(Place(table), f'has no column "{title}" any more', "put the header back, then build"))
            continue
        maker = _Maker(known, table, [entry.id for entry in entries if entry.id])
        for entry in lacking:
            maker.make(entry)
        cells += maker.cells
        doubts += maker.doubts
    return cells, doubts


class _Maker:
    """Makes the IDs of one table, one after the other."""

    def __init__(self, known: Known, table: str, taken: Sequence[str]) -> None:
        self.known, self.table, self.taken = known, table, list(taken)
        self.earlier = _earlier(known, table)
        self.names = {folded(name) for entry in framework(known.data)[table] for name in entry.names if name}
        self.cells: list[IdCell] = []
        self.doubts: list[Doubt] = []

    def make(self, entry: Named) -> None:
        """Note the ID of a row, or why it has none."""
        place, name = Place(self.table, entry.row, "id"), entry.names[0]
        misfit = self.known.misfits.get(place)
        typed = as_text(misfit.value) if misfit and misfit.kind == "ident" else ""
        if misfit and misfit.kind == "day":
            self.doubts.append(Doubt(place, f"looks like {A_DAY}", TYPE_AGAIN))
        elif misfit and misfit.kind not in ("ident", "required"):
            self.doubts.append(Doubt(place, "holds no ID that can be read", "type the ID itself"))
        elif not typed and not name:
            self.doubts.append(Doubt(place, "the row has neither an ID nor a name", "type a name, or clear the row"))
        elif not typed and (lost := self._lost(name)):
            one = KINDS[self.table][0]
            what = f'has no ID, and the workbook speaks of "{lost}", which is no {one} any more'
            self.doubts.append(Doubt(place, what, f"type {lost} if it is this {one}, else an ID of its own"))
        else:
            self._note(place, typed, name)

    def _note(self, place: Place, typed: str, name: str) -> None:
        free = [own for own in self.earlier.get(folded(name), []) if own not in self.taken]
        new = free[0] if len(free) == 1 and not typed else ""
        new = new or short_id(typed or name, self.taken, _LETTER[self.table], typed=bool(typed))
        self.taken.append(new)
        self.cells.append(IdCell(place, typed or name, new))
        if not name:  # the only name it had is what was typed in place of the ID
            self.cells.append(IdCell(Place(self.table, place.row, _NAME[self.table]), "", typed))

    def _lost(self, name: str) -> str:
        """An ID of a track that had one when Weights were made and has none now, unless it is the one we would make.

        A word that is the name of a track, and of which there is no Matrix tab, is that name and was no ID.
        """
        if self.table != "tblTracks":
            return ""
        data = self.known.data
        tracks = dict.fromkeys((*(own.track for own in data.weights), *(own.track for own in data.reflections)))
        gone = [track for track in tracks if track and track not in self.taken and not self._is_name(track)]
        return "" if short_id(name, self.taken, "T") in gone else next(iter(gone), "")

    def _is_name(self, word: str) -> bool:
        return folded(word) in self.names and table_in(self.known.snapshot, matrix.table_name(word)) is None


def _earlier(known: Known, table: str) -> dict[str, list[str]]:
    """Folded name -> the IDs that the Matrix tabs have for it: a deleted ID comes back as it was."""
    found: dict[str, list[str]] = {}
    for name, held in known.snapshot.tables.items():
        if not name.casefold().startswith(matrix.PREFIX.casefold()):
            continue
        if table == "tblLevels":
            pairs = [(_title(header), matrix.level_of(header) or "") for header in held.headers]
        elif table == "tblCompetencies":
            pairs = _competencies(held)
        else:
            continue
        for own, ident in pairs:
            if own and ident and ident not in found.setdefault(folded(own), []):
                found[folded(own)].append(ident)
    return found


def _title(header: str) -> str:
    return header.rpartition("(")[0].strip()


def _competencies(held: TableData) -> list[tuple[str, str]]:
    at = columns_in(held, matrix.table_of("", ()))
    if not {"name", "competency"} <= set(at):
        return []
    cells = ((_shown(row[at["name"]]), _shown(row[at["competency"]])) for row in held.rows)
    return [(as_text(name), as_text(ident)) for name, ident in cells if name is not None and ident is not None]
