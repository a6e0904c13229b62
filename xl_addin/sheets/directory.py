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


def folded(name: str) -> str:
    """A name as it is compared: case, width and blanks aside."""
    return fold_text(name).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Named:
    """One row: its ID, what it is called, and the track of a level."""

    row: int
    id: str
    names: tuple[str, ...]
    track: str = ""


@dataclass(frozen=True)
class Directory:
    """The rows of one table that have an ID."""

    entries: tuple[Named, ...]

    @cached_property
    def first(self) -> dict[str, Named]:
        """ID -> its row; of two rows of one ID, the first."""
        return {entry.id: entry for entry in reversed(self.entries)}

    @cached_property
    def _by_id(self) -> dict[str, list[Named]]:
        return _grouped((folded(entry.id), entry) for entry in self.entries)

    @cached_property
    def _by_name(self) -> dict[str, list[Named]]:
        return _grouped((folded(name), entry) for entry in self.entries for name in entry.names if name)

    @cached_property
    def _bearers(self) -> Counter[str]:
        return Counter(comparable(entry.id) for entry in self.entries)

    def bearers(self, ident: str) -> int:
        """How many rows have an ID, as Excel compares IDs: of more than one it tells nobody which is meant."""
        return self._bearers[comparable(ident)]

    def meant(self, text: str) -> tuple[Named, ...]:
        """What an ID or a name as somebody typed it may mean: nothing, the one, or several of like names."""
        if text in self.first:
            return (self.first[text],)
        key = folded(text)
        return tuple(self._by_id.get(key) or self._by_name.get(key) or ())


def _grouped(pairs: Iterable[tuple[str, Named]]) -> dict[str, list[Named]]:
    groups: dict[str, list[Named]] = {}
    for key, entry in pairs:
        groups.setdefault(key, []).append(entry)
    return groups


def framework(data: Dataset) -> dict[str, tuple[Named, ...]]:
    """Table -> every track, level and competency in it, rows without an ID too."""
    return {
        "tblTracks": tuple(Named(own.row, own.id, (own.name,)) for own in data.tracks),
        "tblLevels": tuple(Named(own.row, own.id, (own.title,), own.track) for own in data.levels),
        "tblCompetencies": tuple(Named(own.row, own.id, (own.name,)) for own in data.competencies),
    }


def listed(data: Dataset) -> dict[str, tuple[Named, ...]]:
    """Table -> everything in it that may be named, people too."""
    return {**framework(data), "tblPeople": tuple(Named(own.row, own.id, (own.name,)) for own in data.people)}
