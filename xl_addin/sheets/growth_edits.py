"""Growth of a framework in the workbook: the edits it takes, and the plan as people and programs read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Append, Edit, SetCells
from xl_addin.layout.field_values import is_blank
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import cell_content
from xl_addin.layout.snapshot import Snapshot
from xl_addin.matrix.growth import FieldChange, Growth
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.facts import Record, facts_of
from xl_addin.model.ladder import NOWHERE
from xl_addin.model.records import Competency, Level
from xl_addin.model.statements import inherits
from xl_addin.sheets import rows

CellKey = tuple[str, str, str]
_RECORD: Mapping[str, type[Record]] = {"tblLevels": Level, "tblCompetencies": Competency}


def record_edits(plan: Growth, new_data: Dataset, snapshot: Snapshot, tables: Mapping[str, Table]) -> list[Edit]:
    """New rows of Tracks, Levels and Competencies, and the few cells of old rows that change with them.

    Raises:
        Stop: a cell that has to change holds a formula or something that could not be read.
    """
    edits: list[Edit] = []
    rows_by_table = rows(new_data)
    for name, records in (
        ("Tracks", new_data.tracks),
        ("Levels", new_data.levels),
        ("Competencies", new_data.competencies),
    ):
        table = f"tbl{name}"
        new = [row for row, record in zip(rows_by_table[table], records, strict=True) if record.row < 0]
        edits += [Append(table, new)] if new else []
        table_changes = [change for change in plan.changes if change.table == table]
        for change in table_changes:
            _guard(change, _table_data(snapshot, table), tables[table])
        edits += [SetCells(table, {(c.row, c.field): c.new for c in table_changes})] if table_changes else []
    return edits


def occupied_cells(data: Dataset, snapshot: Snapshot, tables: Mapping[str, Table]) -> set[CellKey]:
    """(track, competency, level) of cells that read as empty but are not: a formula, an error, a text too long."""
    cells: set[CellKey] = set()
    for matrix in data.matrices:
        table = _table_data(snapshot, matrix.table)
        if table is None:
            continue
        columns = find_columns(table, tables[matrix.table])
        for cell in matrix.cells:
            raw = _raw(table, cell.row, columns.get(cell.level))
            if raw is not None and raw != "" and not cell.text.strip():
                cells.add((matrix.track, cell.competency, cell.level))
    return cells


def _table_data(snapshot: Snapshot, name: str) -> TableData | None:
    return next((table for key, table in snapshot.tables.items() if key.casefold() == name.casefold()), None)


def _raw(table: TableData, row: int, column: int | None) -> CellValue:
    return table.rows[row][column] if column is not None and 0 <= row < len(table.rows) else None


def _guard(change: FieldChange, data: TableData | None, table: Table) -> None:
    """Stop rather than write over what a person put into the cell and we did not understand."""
    column = find_columns(data, table).get(change.field) if data else None
    if data is None or column is None:
        title = facts_of(_RECORD[change.table])[change.field].title
        raise Stop(f"{change.table}", f"has no column {title} any more", "put it back, then run expand again")
    raw = _raw(data, change.row, column)
    unread = not is_blank(raw) and cell_content(change.old) is None
    if isinstance(raw, FormulaCell) or unread:
        problem = "is a formula" if isinstance(raw, FormulaCell) else "could not be read"
        place = f"{data.sheet}!{data.address(change.row, column)}"
        raise Stop(place, f"{problem}, and expand has to change it", "type a value there, then run expand again")


def plan_as_dict(plan: Growth) -> dict[str, Any]:
    """The plan for programs."""
    return {
        "tracks": [{"id": t.id, "name": t.name} for t in plan.tracks],
        "levels": [
            {"id": v.id, "title": v.title, "track": v.track, "rank": v.rank, "next": list(v.next)} for v in plan.levels
        ],
        "competencies": [{"id": c.id, "name": c.name, "tracks": list(c.tracks)} for c in plan.competencies],
        "changes": [{**asdict(c), "field": facts_of(_RECORD[c.table])[c.field].title} for c in plan.changes],
        "columns": [{"track": track, "level": level} for track, level in plan.columns],
        "rows": [{"track": track, "competency": competency} for track, competency in plan.rows],
        "texts": [asdict(text) for text in plan.texts],
    }


def plan_lines(plan: Growth, data: Dataset) -> Iterator[tuple[str, str, str]]:
    """The plan for people: where, what, and what it will say; `data` has the names of all."""
    words = _Words(data)
    yield from words.additions(plan)
    for change in plan.changes:
        title = facts_of(_RECORD[change.table])[change.field].title
        old, new = (words.content(change.field, value) for value in (change.old, change.new))
        name = (words.level if change.table == "tblLevels" else words.competency)(change.id)
        yield words.tab(change.table), name, f"{words.title(title)}: {old or 'blank'} → {new}"
    yield from ((words.matrix(track), words.level(level), "new column") for track, level in plan.columns)
    yield from ((words.matrix(track), words.competency(competency), "new row") for track, competency in plan.rows)
    for text in plan.texts:
        origin = inherits(text.text) if data.by_names else None
        place = f"{words.competency(text.competency)} at {words.level(text.level)}"
        yield words.matrix(text.track), place, f"as {words.level(origin)}" if origin else text.text


@dataclass(frozen=True)
class _Words:
    """What people call the things of a plan: their names where names are asked, else their IDs."""

    data: Dataset

    def tab(self, table: str) -> str:
        return "Framework" if self.data.by_names else table.removeprefix("tbl")

    def title(self, title: str) -> str:
        return "Step" if self.data.by_names and title == facts_of(Level)["rank"].title else title

    def track(self, key: str) -> str:
        return self.data.track[key].name if self.data.by_names and key in self.data.track else key

    def level(self, key: str) -> str:
        return self.data.level[key].title if self.data.by_names and key in self.data.level else key

    def competency(self, key: str) -> str:
        return self.data.competency[key].name if self.data.by_names and key in self.data.competency else key

    def matrix(self, track: str) -> str:
        return f"Matrix {self.track(track)}"

    def content(self, field: str, value: Any) -> Any:
        """What a field comes to say; nothing in place of the sign that it says nothing."""
        if not self.data.by_names or not isinstance(value, tuple):
            return cell_content(value)
        name = self.track if field == "tracks" else self.level
        return ", ".join(name(key) for key in value if key != NOWHERE)

    def additions(self, plan: Growth) -> Iterator[tuple[str, str, str]]:
        if self.data.by_names:
            yield from ((self.tab(""), track.name, "new track") for track in plan.tracks)
            yield from (
                (self.tab(""), level.title, f"new level on {self.track(level.track)}, step {level.rank}")
                for level in plan.levels
            )
            yield from ((self.tab(""), competency.name, "new competency") for competency in plan.competencies)
            return
        yield from (("Tracks", track.id, f"new: {track.name}") for track in plan.tracks)
        yield from (("Levels", v.id, f"new: {v.title}, rank {v.rank}") for v in plan.levels)
        yield from (("Competencies", c.id, f"new: {c.name}") for c in plan.competencies)


def new_weights(old_data: Dataset, new_data: Dataset) -> Sequence[dict[str, Any]]:
    """Weights the plan gives; a blank one is for a person to share out."""
    old = {(w.track, w.competency) for w in old_data.weights}
    new = [w for w in new_data.weights if (w.track, w.competency) not in old]
    return [{"track": w.track, "competency": w.competency, "weight": w.weight} for w in new]
