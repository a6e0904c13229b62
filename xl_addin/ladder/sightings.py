"""What stands on the sheets, as witnesses: every name with its place, its key cell and the rest of its row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from xl_addin.cells.fold import fold_text
from xl_addin.model.facts import Record
from xl_addin.model.ladder import STEPS, LadderRow, content_cells
from xl_addin.model.records import Competency, Employee

R = TypeVar("R", bound=Record)
TRACK_CELL, LEVEL_CELL, TEAM_CELL, MANAGER_CELL = range(4)
"""Which of the cells of a person is which."""
NameSpot = tuple[int, int]
"""(data row counted from 0, step): step 0 for the name of the row itself."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name where it stands now.

    `key_cell` is what the hidden key cell of its row says; `address` a person's e-mail or staff number; `cells` what
    else the row says.
    """

    spot: NameSpot
    name: str
    key_cell: str = ""
    address: str = ""
    cells: tuple[str, ...] = ()

    @property
    def row(self) -> int:
        """The data row it stands in."""
        return self.spot[0]

    @property
    def step(self) -> int:
        """The step of a level; 0 of a row's own name."""
        return self.spot[1]

    @property
    def fold(self) -> str:
        """The name as it is compared."""
        return fold_text(self.name)


@dataclass(frozen=True)
class SheetNames:
    """All names that stand on the sheets now, by kind."""

    tracks: tuple[Sighting, ...] = ()
    levels: tuple[Sighting, ...] = ()
    competencies: tuple[Sighting, ...] = ()
    people: tuple[Sighting, ...] = ()


def sheet_names(
    ladder: Iterable[LadderRow], competencies: Iterable[Competency] = (), people: Iterable[Employee] = ()
) -> SheetNames:
    """The names in the records of a workbook; records without a row of their own count from 0 in the order given.

    The key cell of a competency and of a person is the `id` of its record, that of a track the `key`.
    """
    rows = _numbered(tuple(ladder))
    return SheetNames(
        tuple(_of_row(row, r.name, r.key, tuple(r.titles.get(step) for step in STEPS)) for row, r in rows),
        tuple(Sighting((row, step), _plain(title)) for row, r in rows for step, title in r.titles.items()),
        tuple(
            _of_row(row, c.name, c.id, (c.theme, c.definition, c.values)) for row, c in _numbered(tuple(competencies))
        ),
        tuple(
            _of_row(row, p.name, p.id, (p.track, p.level, p.team, p.manager, p.since), p.email)
            for row, p in _numbered(tuple(people))
        ),
    )


def _of_row(row: int, name: str, key_cell: str, cells: tuple[object, ...], address: str = "") -> Sighting:
    return Sighting((row, 0), _plain(name), key_cell, address, content_cells(cells))


def _plain(name: str) -> str:
    return " ".join(name.split())


def _numbered(records: tuple[R, ...]) -> list[tuple[int, R]]:
    return [(record.row if record.row >= 0 else position, record) for position, record in enumerate(records)]
