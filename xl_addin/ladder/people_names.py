"""People by names: the track, level and manager a row of People names, as keys, and keys as names again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.sightings import NameSpot
from xl_addin.model.ladder import LIVE, PERSON, KeyEntry
from xl_addin.model.records import Employee


@dataclass(frozen=True)
class PersonLookup:
    """Names of people and their keys: those that stand in People now, then those before the last command."""

    keys: Mapping[str, str]
    """Folded name, or name and team in brackets -> key, of those that tell one person."""
    labels: Mapping[str, str]
    """Key -> how the person is written where a manager is asked."""
    old_keys: Mapping[str, str]


def person_lookup(
    people: Sequence[Employee], keys: Mapping[NameSpot, str], ledger: Iterable[KeyEntry] = ()
) -> PersonLookup:
    """The people of the rows that have a key; two of one name are told apart by team, as in `Sam Taylor (Web)`."""
    rows = [(person, keys.get((_row(person, place), 0), "")) for place, person in enumerate(people)]
    counts = Counter(fold_text(person.name) for person, key in rows if key)
    labels = {k: p.name if counts[fold_text(p.name)] == 1 else f"{p.name} ({p.team})" for p, k in rows if k and p.name}
    label_counts = Counter(fold_text(label) for label in labels.values())
    old_names = [(fold_text(entry.name), entry.key) for entry in ledger if entry.kind == PERSON and entry.state == LIVE]
    old_counts = Counter(name for name, _ in old_names)
    return PersonLookup(
        {fold_text(label): key for key, label in labels.items() if label_counts[fold_text(label)] == 1},
        labels,
        {name: key for name, key in old_names if old_counts[name] == 1 and name not in counts},
    )


def people_with_keys(
    people: Sequence[Employee], keys: Mapping[NameSpot, str], names: NameLookup, persons: PersonLookup
) -> tuple[Employee, ...]:
    """Rows of People as typed, with keys in place of names; what names nothing, or more than one, is left blank."""
    records = []
    for place, person in enumerate(people):
        track = names.track(person.track) if person.track else ""
        manager = fold_text(person.manager)
        update = {
            "id": keys.get((_row(person, place), 0), ""),
            "track": track,
            "level": names.level_in(track, person.level) if track and person.level else "",
            "manager": (persons.keys.get(manager) or persons.old_keys.get(manager, "")) if manager else "",
        }
        records.append(person.model_copy(update=update))
    return tuple(records)


def people_with_names(people: Iterable[Employee], names: NameLookup, persons: PersonLookup) -> tuple[Employee, ...]:
    """People with keys, as their rows are to be written: track, level and manager by the names they have now.

    A level's track is the one whose row it stands in; a key that names nothing stays, so that nothing is lost.
    """
    records = []
    for person in people:
        track = names.level_track.get(person.level, person.track)
        update = {
            "track": names.track_names.get(track, track),
            "level": names.titles.get(person.level, person.level),
            "manager": persons.labels.get(person.manager, person.manager),
        }
        records.append(person.model_copy(update=update))
    return tuple(records)


def _row(person: Employee, place: int) -> int:
    return person.row if person.row >= 0 else place
