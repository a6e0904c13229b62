"""What a thing is called in a sentence: its key where a workbook asks for IDs, its name where it asks for names."""

from collections import Counter
from collections.abc import Mapping

from xl_addin.cells.fold import fold_text
from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK
from xl_addin.model.memo import memo

_NOTHING = {
    TRACK: "a track",
    LEVEL: "a level",
    COMPETENCY: "a competency",
    PERSON: "somebody",
}
"""What is said of a key that no name was ever known for."""


def label_of(data: Dataset, kind: str, key: str) -> str:
    """A track, level, competency or person as people know it.

    Args:
        data: the workbook.
        kind: what it is, as in the list of keys: TRACK, LEVEL, COMPETENCY or PERSON.
        key: its ID or key.

    Returns:
        Where IDs are asked the key as it is. Where names are asked the name of today, with the track or the team where
        several go by it; of what is gone the last name.
    """
    if not data.by_names or not key:
        return key
    return labels_of(data, kind).get(key) or _last_names(data).get((kind, key)) or _NOTHING[kind]


def labels_of(data: Dataset, kind: str) -> Mapping[str, str]:
    """Key -> the label of everything of a kind that is there, no two alike where a track or a team tells them apart."""
    return memo(data, f"{__name__} {kind}", lambda: _labels(data, kind))


def last_name(data: Dataset, kind: str, key: str) -> str:
    """What was last called by a key, as the list of keys has it; "" where it never was."""
    return _last_names(data).get((kind, key), "")


def keys_called(data: Dataset, kind: str, text: str) -> tuple[str, ...]:
    """The keys that a text may mean: of an ID or a label the one, of a name that several share all of them."""
    labels = labels_of(data, kind)
    if text in labels:
        return (text,)
    folded_text = fold_text(text)
    return (
        tuple(key for key in labels if fold_text(key) == folded_text)
        or tuple(key for key, label in labels.items() if fold_text(label) == folded_text)
        or tuple(key for key, (name, _) in _names(data, kind).items() if fold_text(name) == folded_text)
    )


def _labels(data: Dataset, kind: str) -> dict[str, str]:
    names = _names(data, kind)
    counts = Counter(fold_text(name) for name, _ in names.values())
    return {
        key: f"{name} ({part})" if part and counts[fold_text(name)] > 1 else name or key
        for key, (name, part) in names.items()
    }


def _names(data: Dataset, kind: str) -> dict[str, tuple[str, str]]:
    """Key -> name, and what tells it from others of that name."""
    if kind == TRACK:
        return {key: (track.name, "") for key, track in data.track.items()}
    if kind == LEVEL:
        tracks = data.track
        return {
            key: (level.title, tracks[level.track].name if level.track in tracks else "")
            for key, level in data.level.items()
        }
    if kind == COMPETENCY:
        return {key: (competency.name, "") for key, competency in data.competency.items()}
    return {key: (person.name, person.team) for key, person in data.person.items()}


def _last_names(data: Dataset) -> Mapping[tuple[str, str], str]:
    return memo(
        data, f"{__name__} last", lambda: {(entry.kind, entry.key): entry.name for entry in data.ledger if entry.key}
    )
