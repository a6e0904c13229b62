"""Rows of ratings, plans and moves by name: each gets its keys, and every name beside a key is the one of today.

A name that is today's or was the last one of the key beside it means that key, so that rows follow a rename. Another
name is somebody's choice: the key follows it. A name of nothing has no key, so that no row counts under another name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.fold import fold_text
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Edit, SetCells
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ref
from xl_addin.model.finding import Place
from xl_addin.model.ids import is_id
from xl_addin.model.labels import keys_called, labels_of, last_name
from xl_addin.model.ladder import LEVEL, PERSON
from xl_addin.sheets import key_tables, kpis
from xl_addin.sheets.named_cells import typed_text
from xl_addin.sheets.names_beside_keys import NameColumn, name_columns, named_view
from xl_addin.sheets.new_ids import Doubt

_NOTHING = "\0"
"""What a text is a name of when it names nothing."""


@dataclass(frozen=True)
class SettledRows:
    """The edits that give rows their keys and names, and the names that name nothing."""

    edits: tuple[Edit, ...]
    doubts: tuple[Doubt, ...]


def settle_rows(snapshot: Snapshot, data: Dataset, earlier: Dataset) -> SettledRows:
    """What rows by name lack before a command works with them.

    Args:
        snapshot: the workbook as it stands.
        data: what it says, with the names that are taken over.
        earlier: what it said when the last command had run, for the names from then.
    """
    meaning = _Meaning(data, earlier)
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    for table in key_tables().values():
        standing = find_table(snapshot, table.name)
        if standing is not None:
            rows = _Rows(table, standing, meaning)
            edits += rows.edits()
            doubts += rows.doubts()
    return SettledRows((*edits, *_keys_of_measures(snapshot, data)), tuple(doubts))


def name_rows(snapshot: Snapshot, data: Dataset, earlier: Snapshot) -> list[Edit]:
    """The names beside keys in tables that a command has changed since `earlier`."""
    meaning = _Meaning(data, data)
    edits: list[Edit] = []
    for table in key_tables().values():
        standing = find_table(snapshot, table.name)
        if standing is not None and standing is not find_table(earlier, table.name):
            edits += _Rows(table, standing, meaning).edits()
    return edits


@dataclass
class _Meaning:
    """What names mean beside the keys that stand there, each pair worked out once."""

    data: Dataset
    earlier: Dataset
    meanings: dict[tuple[NameColumn, str, str, str, bool], tuple[str, str]] = field(default_factory=dict)

    def settle(self, column: NameColumn, text: str, key: str, track: str, *, is_log: bool) -> tuple[str, str]:
        """Key and name that come to stand in a row; `is_log` where words may name what was never there."""
        pair = (column, text, key, track, is_log)
        if pair not in self.meanings:
            self.meanings[pair] = self._settle(*pair)
        return self.meanings[pair]

    def _settle(self, column: NameColumn, text: str, key: str, track: str, is_log: bool) -> tuple[str, str]:
        kind = column.head.kind
        label = labels_of(self.data, kind).get(key, "") or last_name(self.data, kind, key)
        if not column.is_typed or not text:
            return key, label or (text if column.is_typed else "")
        if key and self._is_called(kind, key, text, label):
            return key, label or text
        keys = keys_called(self.data, kind, text)
        if kind == LEVEL and len(keys) > 1 and track:
            keys = tuple(own_key for own_key in keys if self.data.level[own_key].track == track) or keys
        if len(keys) == 1:
            return keys[0], labels_of(self.data, kind)[keys[0]]
        if is_log and not keys and is_id(text, in_list=False):
            return text, text
        return _NOTHING, text

    def _is_called(self, kind: str, key: str, text: str, label: str) -> bool:
        """Whether a text is what its key is called, or was when the last command ran."""
        last = last_name(self.earlier, kind, key)
        names = (label, last, labels_of(self.earlier, kind).get(key, ""), "" if label else key)
        folded_text = fold_text(text)
        return any(name and fold_text(name) == folded_text for name in names) or (
            kind == PERSON and bool(last) and folded_text.startswith(fold_text(f"{last} ("))
        )


class _Rows:
    """The rows of one table, with the keys and names that they are to have."""

    def __init__(self, table: Table, standing: TableData, meaning: _Meaning) -> None:
        self.table, self.standing, self._meaning = table, standing, meaning
        view = named_view(table)
        places = find_columns(standing, view)
        self.columns = [column for column in name_columns(table) if {column.key, column.name} <= places.keys()]
        self.places: Mapping[str, int] = places
        is_typed = any(column.is_typed for column in self.columns)
        self._typed_places = [places[c.field] for c in view.columns if is_typed and c.is_entry and c.field in places]
        self.unknown: dict[tuple[NameColumn, str], list[int]] = {}
        self.cells: dict[tuple[int, str], Any] = {}
        for row, cells in enumerate(standing.rows):
            self._settle(row, cells)

    def _settle(self, row: int, cells: Sequence[CellValue]) -> None:
        track = ""
        if self._is_emptied(cells):
            keys = [column.key for column in self.columns if cells[self.places[column.key]] is not None]
            self.cells |= {(row, key): "" for key in keys}
            return
        for column in self.columns:
            name_cell, key_cell = cells[self.places[column.name]], cells[self.places[column.key]]
            if name_cell is None and key_cell is None:
                continue
            text, key = typed_text(name_cell), typed_text(key_cell)
            is_log = not isinstance(self.table.field_of[column.key].fact.limit, Ref)
            new_key, new_text = self._meaning.settle(column, text, key, track, is_log=is_log)
            if new_key == _NOTHING:
                self.unknown.setdefault((column, text), []).append(row)
                new_key = ""
            if column.is_typed and new_key != key:
                self.cells[row, column.key] = new_key
            if new_text != text or isinstance(name_cell, FormulaCell):
                self.cells[row, column.name] = new_text
            if column.head.kind == PERSON and (person := self._meaning.data.person.get(new_key)):
                track = person.track

    def _is_emptied(self, cells: Sequence[CellValue]) -> bool:
        """Whether people have cleared all that they see of a row, so that only its keys are left."""
        return bool(self._typed_places) and all(cells[place] in (None, "") for place in self._typed_places)

    def edits(self) -> list[Edit]:
        """What is to be written, if anything."""
        return [SetCells(self.table.name, self.cells)] if self.cells else []

    def doubts(self) -> Iterator[Doubt]:
        """The names that name nothing, each at the first of its rows."""
        for (column, text), rows in self.unknown.items():
            place = Place(self.table.name, rows[0], column.name)
            rest = f" (and so in {quantity(len(rows) - 1, 'row')} more)" if len(rows) > 1 else ""
            count = len(keys_called(self._meaning.data, column.head.kind, text))
            yield Doubt(place, f"{_fault(column, text, count)}{rest}", _way_out(column, count))


def _fault(column: NameColumn, text: str, count: int) -> str:
    if column.head.kind == PERSON:
        return f"{count} people have this name" if count else "names nobody in People"
    thing = column.head.title.lower() if column.head.kind != LEVEL else "level"
    return f'"{text}" is a {thing} of {count} tracks' if count else f'"{text}" is no {thing} of Framework'


def _way_out(column: NameColumn, count: int) -> str:
    if not count:
        return f"choose {'somebody' if column.head.kind == PERSON else 'one'} from the list"
    if column.head.kind == PERSON:
        return "add the team, as in: Sam Taylor (Web)"
    return "add the track, as in: Team lead (Engineering)"


def typed_name(snapshot: Snapshot, place: Place) -> str:
    """The name that stands at a place in a column of names; "" where none does."""
    standing = find_table(snapshot, place.table)
    places = find_columns(standing, named_view(key_tables()[place.table])) if standing else {}
    return typed_text(standing.rows[place.row][places[place.field]]) if standing and place.field in places else ""


def _keys_of_measures(snapshot: Snapshot, data: Dataset) -> list[Edit]:
    """Keys for the measures that people added by name."""
    standing = find_table(snapshot, kpis.TABLE.name)
    new = [kpi.row for kpi in data.kpis if kpi.measure and not kpi.id]
    if standing is None or not new or "id" not in find_columns(standing, kpis.TABLE):
        return []
    taken_keys = {fold_text(kpi.id) for kpi in data.kpis}
    free = (
        f"M{number}" for number in range(1, len(taken_keys) + len(new) + 1) if fold_text(f"M{number}") not in taken_keys
    )
    return [SetCells(kpis.TABLE.name, {(row, "id"): key for row, key in zip(new, free, strict=False)})]
