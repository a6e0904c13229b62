"""Names where IDs are asked: what build writes so that everything is tied together, and what it cannot make out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from xl_addin.cells.cell import FormulaCell, Plain
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import SetCells
from xl_addin.layout.field_values import as_text
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ref
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.ids import A_DAY, TYPE_AGAIN
from xl_addin.sheets.name_directory import KINDS, Directory, NamedRow, comparable_name, named_rows
from xl_addin.sheets.new_ids import Doubt, IdCell, WorkbookSource, new_ids
from xl_addin.sheets.reading import Reading

_MOST_IDS = 8
"""How many IDs are offered where a name is not understood."""


@dataclass(frozen=True)
class CellFixes:
    """The cells where an ID is to stand in place of a name or a blank, and what could not be made out."""

    cells: tuple[IdCell, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def edits(self) -> list[SetCells]:
        """The cells, table by table."""
        tables: dict[str, dict[tuple[int, str], Plain]] = {}
        for cell in self.cells:
            tables.setdefault(cell.place.table, {})[cell.place.row, cell.place.field] = cell.content
        return [SetCells(table, cells) for table, cells in tables.items()]


def resolve_names(reading: Reading, snapshot: Snapshot) -> CellFixes:
    """What a workbook needs so that names typed where IDs are asked mean what they say.

    A name counts where it is the name of one thing only, whose ID no other row has; capitals, width and blanks aside.
    IDs are made for tracks, levels and competencies that have a name and no ID; people's IDs come from the HR system
    and are never made.
    """
    source = source_of(reading, snapshot)
    cells, doubts = new_ids(source)
    doubts += _days(source, {doubt.place for doubt in doubts})
    references = _references(reading.data.misfits)
    if not references:
        return CellFixes(tuple(cells), tuple(doubts))
    entries = _with_new_ids(named_rows(reading.data), cells)
    directories = {table: Directory(tuple(entry for entry in rows if entry.id)) for table, rows in entries.items()}
    resolver = _Resolver(source, directories, _names_without_id(entries), cells)
    # tracks first: they tell levels of one title apart
    for place, misfits in sorted(references.items(), key=lambda pair: pair[0].field != "track"):
        resolver.resolve(place, misfits)
    return CellFixes(tuple(cells), (*doubts, *resolver.doubts))


def _days(source: WorkbookSource, listed_places: Collection[Place]) -> Iterator[Doubt]:
    """Every ID that Excel made a day of, where people fill in."""
    for misfit in source.data.misfits:
        if (
            misfit.kind == "day"
            and misfit.place not in listed_places
            and (_is_typed(source, misfit.place) or misfit.place.table == "tblSettings")
        ):
            yield Doubt(misfit.place, f"looks like {A_DAY}", TYPE_AGAIN)


def _is_typed(source: WorkbookSource, place: Place) -> bool:
    """Whether people type in the column, row by row; what Person shows is chosen there, and ties nothing together."""
    table = source.tables[place.table]
    column = table.field_of.get(place.field)
    return column is not None and table.spare > 0 and column.role.startswith("input")


def source_of(reading: Reading, snapshot: Snapshot) -> WorkbookSource:
    """A workbook as read, and what stands in its cells."""
    tables = {table: find_table(snapshot, table) for table in reading.tables}
    table_data = {table: data for table, data in tables.items() if data is not None}
    columns = {table: find_columns(data, reading.tables[table]) for table, data in table_data.items()}
    return WorkbookSource(reading.data, table_data, columns, reading.tables, snapshot, reading.parse_result)


def _with_new_ids(
    entries: Mapping[str, tuple[NamedRow, ...]], cells: Iterable[IdCell]
) -> dict[str, tuple[NamedRow, ...]]:
    """Everything with the IDs it has now; what was typed in place of a new one is a name for it too."""
    new = {(cell.place.table, cell.place.row): cell for cell in cells if cell.place.field == "id"}
    entries_by_table = {}
    for table, rows in entries.items():
        pairs = [(entry, new.get((table, entry.row))) for entry in rows]
        entries_by_table[table] = tuple(
            replace(e, id=as_text(c.content), names=(*e.names, c.old_text)) if c else e for e, c in pairs
        )
    return entries_by_table


def _names_without_id(entries: Mapping[str, tuple[NamedRow, ...]]) -> dict[str, frozenset[str]]:
    """Table -> the names of rows that have no ID yet, as they are compared."""
    return {
        table: frozenset(comparable_name(name) for entry in rows if not entry.id for name in entry.names if name)
        for table, rows in entries.items()
    }


def _references(misfits: Iterable[Misfit]) -> dict[Place, list[Misfit]]:
    """Every cell that names what is not there."""
    places: dict[Place, list[Misfit]] = {}
    for misfit in misfits:
        if misfit.kind == "reference":
            places.setdefault(misfit.place, []).append(misfit)
    return places


@dataclass
class _Resolver:
    """Turns names into IDs, cell by cell."""

    source: WorkbookSource
    directories: Mapping[str, Directory]
    nameless: Mapping[str, frozenset[str]]
    """Table -> names that stand there in a row without an ID."""
    cells: list[IdCell]
    tracks: dict[tuple[str, int], str] = field(default_factory=dict)
    """(table, row) -> the track its own cell is about to name."""
    groups: dict[tuple[Place | str, ...], list[Doubt]] = field(default_factory=dict)
    """What was typed and where -> the doubts about it: one name may stand in very many ratings."""

    @property
    def doubts(self) -> Iterator[Doubt]:
        """What could not be made out: cell by cell, or by the first cell where many rows say the same."""
        for first, *rest in self.groups.values():
            suffix = f" (and so in {quantity(len(rest), 'row')} more)" if rest else ""
            yield replace(first, problem=f"{first.problem}{suffix}")

    def resolve(self, place: Place, misfits: list[Misfit]) -> None:
        """Note the ID that is to stand in a cell, or why it cannot be told."""
        column = self.source.tables[place.table].field_of.get(place.field)
        limit = column.fact.limit if column else None
        if not isinstance(limit, Ref) or limit.table not in self.directories:
            return
        raw = self.source.raw(place)
        directory, track = self.directories[limit.table], self._track(place) if limit.table == "tblLevels" else ""
        if isinstance(raw, FormulaCell):
            self._doubt(place, limit, str(misfits[0].value), directory, ())
            return
        whole_matches = self._matching_ids(directory, as_text(raw), track)
        if len(whole_matches) == 1:
            if _is_one(directory, as_text(raw), whole_matches):
                self._write(place, limit, raw, whole_matches)
            else:
                self._doubt(place, limit, as_text(raw), directory, whole_matches)
            return
        parts = self._parts(place)
        ids = [self._matching_ids(directory, part, track) for part in parts]
        clear = [_is_one(directory, part, matches) for part, matches in zip(parts, ids, strict=True)]
        resolved_parts = [
            matches[0] if is_clear else part for part, matches, is_clear in zip(parts, ids, clear, strict=True)
        ]
        if resolved_parts != list(parts):
            self._write(place, limit, raw, resolved_parts)
        for part, matches, is_clear in zip(parts, ids, clear, strict=True):
            if not is_clear:
                self._doubt(place, limit, part, directory, matches)

    def _matching_ids(self, directory: Directory, text: str, track: str) -> tuple[str, ...]:
        """The IDs that a text may mean; of several, those of the track alone where there are any."""
        matches = directory.matches(text)
        near_ids = [entry.id for entry in matches if track and self._track_of(entry) == track]
        return tuple(dict.fromkeys(near_ids or (entry.id for entry in matches)))

    def _track_of(self, entry: NamedRow) -> str:
        return self.tracks.get(("tblLevels", entry.row), entry.track)

    def _parts(self, place: Place) -> tuple[str, ...]:
        value = self.source.values(place).get(place.field)
        return value if isinstance(value, tuple) else (str(value),)

    def _track(self, place: Place) -> str:
        """The track of the row, as its own cell says or is about to."""
        track = self.tracks.get((place.table, place.row))
        return track or str(self.source.values(place).get("track", ""))

    def _write(self, place: Place, limit: Ref, raw: Plain, ids: Iterable[str]) -> None:
        parts = tuple(ids)
        content = "; ".join(parts)
        if content != raw:
            old_text = "a name" if limit.table == "tblPeople" else as_text(raw)
            self.cells.append(IdCell(place, old_text, content))
        if place.field == "track":
            self.tracks[place.table, place.row] = parts[0]

    def _doubt(self, place: Place, limit: Ref, text: str, directory: Directory, ids: tuple[str, ...]) -> None:
        if not _is_typed(self.source, place):
            return  # what build itself writes
        doubt = Doubt(place, *self._reason(limit.table, text, directory, ids))
        # the framework and People have a row for each: every cell is listed there
        alone = place.table in KINDS
        self.groups.setdefault((place, text) if alone else (place.table, place.field, text), []).append(doubt)

    def _reason(self, table: str, text: str, directory: Directory, ids: tuple[str, ...]) -> tuple[str, str]:
        """What is wrong with a text that names rows of a table by their IDs, or none of them; what to do."""
        singular, plural = KINDS[table]
        private = table == "tblPeople"
        subject = "what stands here" if private else f'"{text}"'
        if len(ids) > 1:
            choice = "the right Employee ID" if private else "; ".join(ids[:_MOST_IDS])
            return f"{subject} is the name of {len(ids)} {plural}", f"type one: {choice}"
        if ids:
            rows = quantity(directory.bearers(ids[0]), "row")
            return f"{subject} is the name of a {singular} whose ID stands in {rows}", "give each row an ID of its own"
        if comparable_name(text) in self.nameless.get(table, ()):
            return (
                f"{subject} is the name of a {singular} that has no ID yet",
                f"type the ID in the row of the {singular}",
            )
        if private:
            return "names nobody in People", "type the Employee ID of somebody who is there"
        choices = "; ".join(islice(directory.first, _MOST_IDS))
        todo = f"type one of: {choices}" if choices else f"add the {singular} first"
        return f"{subject} is neither the ID nor the name of a {singular}", todo


def _is_one(directory: Directory, text: str, ids: tuple[str, ...]) -> bool:
    """Whether a text leads to one row: its very ID, or a name whose ID no other row has."""
    return len(ids) == 1 and (text == ids[0] or directory.bearers(ids[0]) == 1)


def tracks_left_out(data: Dataset) -> list[Doubt]:
    """Tracks that get no Matrix tab, or one without rows."""
    doubts = []
    ladder_rows = {row.key: row.row for row in data.ladder}
    add_levels = "type its levels in its row" if data.by_names else "add its levels in Levels"
    add_some = "mark in its column what counts there" if data.by_names else "add some in Competencies"
    for track in data.tracks:
        place, name = Place("tblTracks", track.row, "id"), track.name or track.id
        if data.by_names and track.id in ladder_rows:
            place = Place("tblLadder", ladder_rows[track.id], "name")
        if track.id and not data.levels_of(track.id):
            doubts.append(Doubt(place, f"{name} has no levels, so it gets no Matrix tab", add_levels))
        elif track.id and not data.competencies_of(track.id):
            problem = f"no competency applies to {name}, so its Matrix tab has no rows"
            doubts.append(Doubt(place, problem, add_some))
    return doubts


def cell_address(place: Place, snapshot: Snapshot, tables: Mapping[str, Table]) -> str:
    """The cell as people name it, such as Levels!B7; the table's first header where it has no such row or column."""
    data = find_table(snapshot, place.table)
    if data is None:
        return place.table
    column = find_columns(data, tables[place.table]).get(place.field, 0)
    return f"{data.sheet}!{data.address(max(place.row, -1), column)}"
