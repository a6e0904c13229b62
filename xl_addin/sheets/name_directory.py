"""Who is called what: the rows of a table that others name, found by ID or by the name people know them by."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from xl_addin.cells.fold import fold_text
from xl_addin.model.dataset import Dataset
from xl_addin.model.ids import comparable

KINDS: Mapping[str, tuple[str, str]] = {
    "tblTracks": ("track", "tracks"),
    "tblLevels": ("level", "levels"),
    "tblCompetencies": ("competency", "competencies"),
    "tblPeople": ("person", "people"),
}
"""Table -> what one of its rows is called, and several."""


def comparable_name(name: str) -> str:
    """A name as it is compared: case, width and blanks aside."""
    return fold_text(name).replace(" ", "")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row: its ID, what it is called, and the track of a level."""

    row: int
    id: str
    names: tuple[str, ...]
    track: str = ""


@dataclass(frozen=True)
class Directory:
    """The rows of one table that have an ID."""

    entries: tuple[NamedRow, ...]

    @cached_property
    def first(self) -> dict[str, NamedRow]:
        """ID -> its row; of two rows of one ID, the first."""
        return {entry.id: entry for entry in reversed(self.entries)}

    @cached_property
    def _by_id(self) -> dict[str, list[NamedRow]]:
        return _group_entries((comparable_name(entry.id), entry) for entry in self.entries)

    @cached_property
    def _by_name(self) -> dict[str, list[NamedRow]]:
        return _group_entries((comparable_name(name), entry) for entry in self.entries for name in entry.names if name)

    @cached_property
    def _bearers(self) -> Counter[str]:
        return Counter(comparable(entry.id) for entry in self.entries)

    def bearers(self, ident: str) -> int:
        """How many rows have an ID, as Excel compares IDs: of more than one it tells nobody which is meant."""
        return self._bearers[comparable(ident)]

    def matches(self, text: str) -> tuple[NamedRow, ...]:
        """What an ID or a name as somebody typed it may mean: nothing, the one, or several of like names."""
        if text in self.first:
            return (self.first[text],)
        key = comparable_name(text)
        return tuple(self._by_id.get(key) or self._by_name.get(key) or ())


def _group_entries(pairs: Iterable[tuple[str, NamedRow]]) -> dict[str, list[NamedRow]]:
    groups: dict[str, list[NamedRow]] = {}
    for key, entry in pairs:
        groups.setdefault(key, []).append(entry)
    return groups


def framework(data: Dataset) -> dict[str, tuple[NamedRow, ...]]:
    """Table -> every track, level and competency in it, rows without an ID too."""
    return {
        "tblTracks": tuple(NamedRow(record.row, record.id, (record.name,)) for record in data.tracks),
        "tblLevels": tuple(NamedRow(record.row, record.id, (record.title,), record.track) for record in data.levels),
        "tblCompetencies": tuple(NamedRow(record.row, record.id, (record.name,)) for record in data.competencies),
    }


def named_rows(data: Dataset) -> dict[str, tuple[NamedRow, ...]]:
    """Table -> everything in it that may be named, people too."""
    return {
        **framework(data),
        "tblPeople": tuple(NamedRow(person.row, person.id, (person.name,)) for person in data.people),
    }
