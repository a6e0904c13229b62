"""The ledger tblKeys: every key ever made, with the name it last had."""

from collections.abc import Iterable, Mapping, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.matching import Matching
from xl_addin.ladder.new_keys import KeyMaker
from xl_addin.ladder.sightings import NameSpot, SheetNames, Sighting
from xl_addin.model.ladder import COMPETENCY, COUNTER, GONE, LEVEL, PERSON, TRACK, KeyEntry, join_cells


def ledger_entries(ledger: Iterable[KeyEntry], kind: str) -> tuple[KeyEntry, ...]:
    """The ledger's lines about things of one kind, counters left out."""
    return tuple(entry for entry in ledger if entry.kind == kind and entry.key and entry.state != COUNTER)


def entry_of(kind: str, key: str, sighting: Sighting, parent: str = "") -> KeyEntry:
    """The ledger's line for a thing as it stands on the sheet; `parent` is the key of a level's track."""
    return KeyEntry(
        kind=kind,
        key=key,
        parent=parent,
        name=sighting.name,
        step=sighting.step,
        address=sighting.address,
        content=join_cells(sighting.cells),
    )


def next_ledger(
    ledger: Sequence[KeyEntry],
    sightings: Mapping[str, Sequence[Sighting]],
    matchings: Mapping[str, Matching],
    keys: Mapping[str, Mapping[NameSpot, str]],
    maker: KeyMaker,
) -> tuple[KeyEntry, ...]:
    """The ledger after this command: lines keep their order, new ones follow, what is gone says so.

    What a question is about stays as it was. Of a person who is gone only key and name are kept.
    """
    lines: dict[tuple[str, str], KeyEntry] = {(e.kind, e.key): e for e in ledger if e.state != COUNTER}
    tracks = {row: key for (row, _), key in keys[TRACK].items()}
    for kind, matching in matchings.items():
        for sighting in sightings[kind]:
            if key := keys[kind].get(sighting.spot):
                lines[kind, key] = entry_of(kind, key, sighting, tracks[sighting.row] if kind == LEVEL else "")
        for key in matching.removals:
            lines[kind, key] = _as_gone(lines[kind, key])
    return (*lines.values(), *maker.counters())


def _as_gone(entry: KeyEntry) -> KeyEntry:
    private = {"address": "", "content": ""} if entry.kind == PERSON else {}
    return entry.model_copy(update={"state": GONE, **private})


def rebuilt_ledger(names: SheetNames, level_keys: Mapping[str, Mapping[str, str]]) -> tuple[KeyEntry, ...]:
    """The ledger out of the key cells, where the hidden tab was deleted; names changed since cannot be told.

    `level_keys` is a track's key -> title -> the level's key, as the hidden rows above the Matrix heads have them.
    Levels that no Matrix shows become new.
    """
    rows = ((TRACK, names.tracks), (COMPETENCY, names.competencies), (PERSON, names.people))
    lines = [entry_of(kind, row.key_cell, row) for kind, part in rows for row in part if row.key_cell and row.fold]
    tracks = {row.row: row.key_cell for row in names.tracks}
    folded = {track: {fold_text(title): key for title, key in heads.items()} for track, heads in level_keys.items()}
    for title in names.levels:
        track = tracks.get(title.row, "")
        if key := folded.get(track, {}).get(title.fold):
            lines.append(entry_of(LEVEL, key, title, track))
    return tuple({(line.kind, line.key): line for line in reversed(lines)}.values())[::-1]
