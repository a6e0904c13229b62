"""What people typed where names are asked: the rows of People by names, and the marks beside competencies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.cell import CellValue, result_of
from xl_addin.cells.fold import fold_text
from xl_addin.cells.table import TableData
from xl_addin.layout.field_values import as_text
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.ids import comparable
from xl_addin.model.ladder import MARK, Mark
from xl_addin.model.records import Employee
from xl_addin.sheets import framework, people

_MARK_WORDS = frozenset(fold_text(word) for word in (MARK, "•", "x", "✓", "✔", "yes"))
"""What counts as the mark, however it is typed."""


@dataclass(frozen=True)
class MarkCells:
    """The columns of marks as they stand: column number -> head, and the cells below."""

    data: TableData | None
    heads: Mapping[int, str]

    def cell(self, row: int, column: int) -> CellValue:
        """What stands beside a competency in one of the columns; None in one that is not there yet."""
        return self.data.rows[row][column] if self.data and column < self.width else None

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.data.headers) if self.data else 0


def mark_cells(snapshot: Snapshot, tracks: Sequence[str]) -> MarkCells:
    """The columns of marks: those called by the key of a track that is or was there, and those that are free."""
    data = find_table(snapshot, framework.MARKS.name)
    if data is None:
        return MarkCells(None, {})
    known = {comparable(track): track for track in tracks}
    ours = set(find_columns(data, framework.MARKS).values())
    heads = {
        number: known.get(comparable(header), header)
        for number, header in enumerate(data.headers)
        if number not in ours and (comparable(header) in known or framework.is_spare(header))
    }
    return MarkCells(data, heads)


def mark_of(cell: CellValue, competency: str, track: str) -> Mark | None:
    """A cell as a mark; None where it is blank or says nothing a mark can be."""
    value = result_of(cell)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Mark(competency=competency, track=track, share=value) if value >= 0 else None
    return Mark(competency=competency, track=track) if fold_text(as_text(value)) in _MARK_WORDS else None


def is_mark_word(cell: CellValue) -> bool:
    """Whether a cell is blank or can be read as a mark."""
    value = result_of(cell)
    return value is None or not str(value).strip() or mark_of(cell, "", "") is not None


def typed_text(cell: CellValue) -> str:
    """The words in a cell, one blank between them; "" where none can be read."""
    value = result_of(cell)
    return " ".join(as_text(value).split()) if isinstance(value, str | int | float) else ""


def named_people(snapshot: Snapshot, data: Dataset, names: Mapping[str, str]) -> tuple[Employee, ...]:
    """The rows of People as they are typed, names in place of keys, and each one's own key as far as it stands there.

    Whose name cannot be read, or is blank though the row says more, is still called as in `names`: by key, as it was.
    """
    return tuple(_named_people(snapshot, data, names))


def _named_people(snapshot: Snapshot, data: Dataset, old_names: Mapping[str, str]) -> Iterator[Employee]:
    table = find_table(snapshot, people.TABLE.name)
    if table is None:
        return
    columns = find_columns(table, people.named_table())

    def text(row: int, field: str) -> str:
        return typed_text(table.rows[row][columns[field]] if field in columns else None)

    for person in data.people:
        names = {field: text(person.row, name) for field, name in people.NAME_FIELDS.items()}
        # HR's own number, typed for somebody new, becomes the key
        key = text(person.row, "key") or text(person.row, "id")
        name = " ".join(person.name.split()) or (old_names.get(key, "") if any(names.values()) else "")
        yield person.model_copy(update={**names, "name": name, "id": key})
