"""People by names: whom a cell such as Manager names, and how each person is written there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.sightings import TEAM_CELL, NameSpot
from xl_addin.model.ladder import LIVE, PERSON, KeyEntry
from xl_addin.model.records import Employee


@dataclass(frozen=True)
class PersonLookup:
    """Names of people and their keys: those that stand in People now, and those they had when the last command ran."""

    keys: Mapping[str, str]
    """Folded name, or name and team in brackets -> key, of those that tell one person."""
    labels: Mapping[str, str]
    """Key -> how the person is written where a manager is asked."""
    old_keys: Mapping[str, str]
    """As `keys`, of the last command, for those who are still there."""

    def key(self, text: str, *, is_new: bool = False) -> str:
        """The key of the person whom a cell names; "" where it is nobody or several.

        A cell that stood there before the last command names who was called so then; one that `is_new` who is now.
        """
        name = fold_text(text)
        first, second = (self.keys, self.old_keys) if is_new else (self.old_keys, self.keys)
        return first.get(name) or second.get(name, "")


def person_lookup(
    people: Sequence[Employee], keys: Mapping[NameSpot, str], ledger: Iterable[KeyEntry] = ()
) -> PersonLookup:
    """The people of the rows that have a key; two of one name are told apart by team, as in `Sam Taylor (Web)`."""
    rows = [(person, keys.get((_row(person, place), 0), "")) for place, person in enumerate(people)]
    keys_now = [(key, person.name, person.team) for person, key in rows if key and person.name]
    counts = Counter(fold_text(name) for _, name, _ in keys_now)
    present = {key for key, _, _ in keys_now}
    entries = (entry for entry in ledger if entry.kind == PERSON and entry.state == LIVE)
    keys_before = [(e.key, e.name, e.cells[TEAM_CELL] if e.cells else "") for e in entries]
    return PersonLookup(
        _telling_names(keys_now),
        {key: name if counts[fold_text(name)] == 1 else f"{name} ({team})" for key, name, team in keys_now},
        {name: key for name, key in _telling_names(keys_before).items() if key in present},
    )


def _telling_names(people: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Folded name, and name with the team in brackets -> key, where it tells one of these (key, name, team)."""
    pairs = [(fold_text(text), key) for key, name, team in people for text in (name, f"{name} ({team})")]
    counts = Counter(text for text, _ in pairs)
    return {text: key for text, key in pairs if counts[text] == 1}


def _row(person: Employee, place: int) -> int:
    return person.row if person.row >= 0 else place
