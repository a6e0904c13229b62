"""The ledger tblKeys: every key ever made, with the name it last had."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xl_addin.ladder.matching import Matching
from xl_addin.ladder.new_keys import KeyMaker
from xl_addin.ladder.sightings import NameSpot, Sighting, sheet_names
from xl_addin.model.ladder import (
    COMPETENCY,
    COUNTER,
    GONE,
    LEVEL,
    PERSON,
    STEPS,
    TRACK,
    KeyEntry,
    LadderRow,
    join_cells,
)
from xl_addin.model.records import Competency, Level, Track


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


def ledger_of_records(
    tracks: Sequence[Track], levels: Sequence[Level], competencies: Sequence[Competency], people: Sequence[Sighting]
) -> tuple[KeyEntry, ...]:
    """The ledger out of what the last command wrote beside it, where the hidden tab was deleted.

    Of people only their rows are left: whose name has changed since cannot be told.
    """
    names = sheet_names(ladder_of_records(tracks, levels), competencies)
    parts = ((TRACK, names.tracks), (COMPETENCY, names.competencies), (PERSON, people))
    lines = [entry_of(kind, row.key_cell, row) for kind, part in parts for row in part if row.key_cell and row.fold]
    keys = {(level.track, level.rank): level.id for level in levels}
    for title in names.levels:
        track = tracks[title.row].id
        lines.append(entry_of(LEVEL, keys[track, title.step], title, track))
    return tuple({(line.kind, line.key): line for line in reversed(lines)}.values())[::-1]


def ladder_of_records(tracks: Sequence[Track], levels: Sequence[Level]) -> tuple[LadderRow, ...]:
    """The rows of Framework as the last command left them, but for what they branch from."""
    steps: dict[str, dict[str, str]] = defaultdict(dict)
    for level in levels:
        if level.rank in STEPS:
            steps[level.track][f"step_{level.rank}"] = level.title
    return tuple(LadderRow(row=n, name=t.name, key=t.id, **steps[t.id]) for n, t in enumerate(tracks))
