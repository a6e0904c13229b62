"""The keys that the live formulas of the hidden tab show between two commands: their Python twin.

A new thing works at once under a key that begins with `new:`; a second row of one name gets `twice:`. A title that
stands twice in a row, or in a row without a track, has none. No command ever writes such a key, and nothing with one
is exported.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from xl_addin.ladder.sightings import NameSpot, SheetNames, Sighting
from xl_addin.model.ladder import COMPETENCY, LEVEL, LIVE, PERSON, TRACK, KeyEntry

PROVISIONAL = ("new:", "twice:")
_TAME = str.maketrans("~*?", "___")
"""Signs that stand for others where formulas count keys."""


def is_provisional(key: str) -> bool:
    """Whether a key stands only until the next command."""
    return key.startswith(PROVISIONAL)


def live_keys(ledger: Iterable[KeyEntry], names: SheetNames) -> dict[str, dict[NameSpot, str]]:
    """Kind -> spot -> the key as the formulas show it; spots that show none are left out."""
    lines = [entry for entry in ledger if entry.state == LIVE and entry.key]
    by_find = {_plain(entry.find): entry.key for entry in reversed(lines)}
    old_names = {_plain(entry.place): _plain(entry.name) for entry in reversed(lines)}
    by_place = {_plain(entry.place): entry.key for entry in reversed(lines)}
    tables = ((TRACK, names.tracks), (COMPETENCY, names.competencies), (PERSON, names.people))
    keys = {kind: _row_keys(kind, rows, by_find, old_names) for kind, rows in tables}
    tracks = {row: key for (row, _), key in keys[TRACK].items()}
    keys[LEVEL] = _level_keys(tracks, names.levels, by_find, by_place, old_names)
    return keys


def _row_keys(
    kind: str, rows: Sequence[Sighting], by_find: dict[str, str], old_names: dict[str, str]
) -> dict[NameSpot, str]:
    """Key cell with its own name; else the name's key; else the key cell if its old name is gone; else new."""
    name_counts = Counter(_plain(row.name) for row in rows)
    cell_counts = Counter(_plain(row.key_cell) for row in rows if row.key_cell)
    keys: dict[NameSpot, str] = {}
    for row in rows:
        name = _plain(row.name)
        if not name:
            continue
        is_alone = cell_counts[_plain(row.key_cell)] == 1
        old_name = old_names.get(_plain(f"{kind}|{row.key_cell}"), "") if row.key_cell else ""
        if is_alone and old_name == name:
            key = row.key_cell
        elif name_counts[name] > 1:
            key = f"twice:{row.name.translate(_TAME)}#{row.row + 1}"
        elif found := by_find.get(_plain(f"{kind}|{row.name}")):
            key = found
        elif is_alone and old_name and not name_counts[old_name]:
            key = row.key_cell
        else:
            key = f"new:{row.name.translate(_TAME)}"
        keys[row.spot] = key
    return keys


def _level_keys(
    tracks: dict[int, str],
    titles: Sequence[Sighting],
    by_find: dict[str, str],
    by_place: dict[str, str],
    old_names: dict[str, str],
) -> dict[NameSpot, str]:
    """The title's key in its track; else that of its step if the old title is gone from the row; else new."""
    counts = Counter((title.row, _plain(title.name)) for title in titles)
    keys: dict[NameSpot, str] = {}
    for title in titles:
        track, name = tracks.get(title.row, ""), _plain(title.name)
        if not name or not track or counts[title.row, name] > 1:
            continue
        place = _plain(f"{LEVEL}|{track}|{title.step}")
        key = by_find.get(_plain(f"{LEVEL}|{track}|{title.name}"), "")
        if not key and place in by_place and not counts[title.row, old_names[place]]:
            key = by_place[place]
        keys[title.spot] = key or f"new:{track}:{title.name.translate(_TAME)}"
    return keys


def _plain(text: str) -> str:
    """As formulas compare: capitals and blanks around or doubled make no difference."""
    return " ".join(text.split()).casefold()
