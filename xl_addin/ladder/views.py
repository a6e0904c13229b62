"""Ladder, ways and marks as the records every rule, score and form knows: tracks, levels, competencies, weights."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_addin.ladder.drawing import Drawing
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.sightings import NameSpot
from xl_addin.model.ladder import LEVEL, NOWHERE, STEP_COUNT, TRACK, KeyEntry, LadderRow, Mark, WayRow
from xl_addin.model.records import TRACK_KINDS, Competency, Level, Track, Weight

LevelTexts = Mapping[str, Mapping[str, Any]]
"""Key of a level -> field -> what it says."""
_FULL = 100.0
_LEADS_PEOPLE = "Management"


@dataclass(frozen=True)
class FrameworkSheets:
    """What people typed: `competencies` have no tracks of their own yet, `marks` say where they count, by key.

    `texts` is what levels say besides, `track_details` the same of tracks: key -> family, kind and purpose.
    """

    ladder: tuple[LadderRow, ...] = ()
    ways: tuple[WayRow, ...] = ()
    competencies: tuple[Competency, ...] = ()
    marks: tuple[Mark, ...] = ()
    texts: LevelTexts = field(default_factory=dict)
    track_details: Mapping[str, Track] = field(default_factory=dict)


@dataclass(frozen=True)
class FrameworkRecords:
    """The same as records with keys, as a data set holds them."""

    tracks: tuple[Track, ...]
    levels: tuple[Level, ...]
    competencies: tuple[Competency, ...]
    weights: tuple[Weight, ...]


def ladder_rows(ladder: Sequence[LadderRow]) -> list[tuple[int, LadderRow]]:
    """The rows with their data rows; records that stand in no table yet count from 0."""
    return [(record.row if record.row >= 0 else place, record) for place, record in enumerate(ladder)]


def lookup_of(
    sheets: FrameworkSheets, keys: Mapping[str, Mapping[NameSpot, str]], ledger: Iterable[KeyEntry] = ()
) -> NameLookup:
    """The names of a framework's tracks and levels, with their keys."""
    return NameLookup(ladder_rows(sheets.ladder), keys.get(TRACK, {}), keys.get(LEVEL, {}), ledger)


def framework_records(
    sheets: FrameworkSheets, keys: Mapping[str, Mapping[NameSpot, str]], ledger: Sequence[KeyEntry] = ()
) -> FrameworkRecords:
    """The framework as records.

    Args:
        sheets: what people typed.
        keys: kind -> spot -> key, as `reconcile` decides them.
        ledger: for cells that still show a title from before the last command.

    A row, or a level, without a key is left out. The level's rank is its step; its next levels are always named, so
    that none is implied: the next cell of its row, branches that name it, then lines of More ways.
    """
    drawing = drawing_of(sheets, keys, ledger)
    rows = ladder_rows(sheets.ladder)
    track_keys = {row: key for (row, _), key in keys.get(TRACK, {}).items()}
    managing = _managing_tracks(sheets, set(track_keys.values()))
    tracks = tuple(
        sheets.track_details.get(
            track_keys[row], Track(id=track_keys[row], kind=TRACK_KINDS[track_keys[row] in managing])
        ).model_copy(update={"row": row, "name": record.name})
        for row, record in rows
        if row in track_keys and record.name
    )
    present = [track.id for track in tracks]
    return FrameworkRecords(
        tracks,
        tuple(_levels(rows, track_keys, keys.get(LEVEL, {}), drawing, sheets.texts)),
        tuple(_with_tracks(competency, present, sheets.marks) for competency in sheets.competencies),
        weights_of(sheets.marks),
    )


def drawing_of(
    sheets: FrameworkSheets, keys: Mapping[str, Mapping[NameSpot, str]], ledger: Sequence[KeyEntry] = ()
) -> Drawing:
    """The ladder by keys; ends of ways and branches that name nothing are left out."""
    lookup = lookup_of(sheets, keys, ledger)
    rows: dict[str, dict[int, str]] = {}
    branches: dict[str, str] = {}
    level_keys = keys.get(LEVEL, {})
    for row, record in ladder_rows(sheets.ladder):
        if track := keys.get(TRACK, {}).get((row, 0), ""):
            rows[track] = {step: level_keys[row, step] for step in record.titles if (row, step) in level_keys}
            if trunk := lookup.level(record.branch) if record.branch else "":
                branches[track] = trunk
    ends = [
        (
            lookup.level_in(lookup.track(w.from_track), w.from_level),
            w.way,
            lookup.level_in(lookup.track(w.to_track), w.to_level),
        )
        for w in sheets.ways
    ]
    ways = tuple((low, way, high) for low, way, high in ends if low and high)
    return Drawing(rows, branches, ways)


def weights_of(marks: Iterable[Mark]) -> tuple[Weight, ...]:
    """Marks as weights that total 100 on each track; where all of a track count nothing, each weighs 0."""
    shares = [(mark, 1.0 if mark.share is None else mark.share) for mark in marks]
    totals: dict[str, float] = defaultdict(float)
    for mark, share in shares:
        totals[mark.track] += share
    return tuple(
        Weight(
            track=mark.track,
            competency=mark.competency,
            weight=_FULL * share / totals[mark.track] if totals[mark.track] else 0,
        )
        for mark, share in shares
    )


def _managing_tracks(sheets: FrameworkSheets, tracks: Collection[str]) -> set[str]:
    """The tracks of those who lead people, as far as marks tell: a competency of management counts there, not
    everywhere.
    """
    themes = {competency.id: competency.theme for competency in sheets.competencies}
    marked_tracks: dict[str, set[str]] = defaultdict(set)
    for mark in sheets.marks:
        if themes.get(mark.competency) == _LEADS_PEOPLE:
            marked_tracks[mark.competency].add(mark.track)
    return {track for own in marked_tracks.values() if not own.issuperset(tracks) for track in own}


def _levels(
    rows: Sequence[tuple[int, LadderRow]],
    track_keys: Mapping[int, str],
    level_keys: Mapping[NameSpot, str],
    drawing: Drawing,
    texts: LevelTexts,
) -> Iterable[Level]:
    ups, sideways = _by_start(drawing.ups), _by_start(drawing.sideways)
    for row, record in rows:
        levels = [
            (step, title, level_keys[row, step]) for step, title in record.titles.items() if (row, step) in level_keys
        ]
        for place, (step, title, key) in enumerate(levels, 1):
            goes_on = place < len(levels)
            yield Level(
                row=row * STEP_COUNT + step - 1,
                id=key,
                track=track_keys.get(row, ""),
                title=title,
                rank=step,
                next=ups.get(key) or ((NOWHERE,) if goes_on else ()),
                lateral=sideways.get(key, ()),
                **texts.get(key, {}),
            )


def _by_start(moves: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    ends: dict[str, list[str]] = defaultdict(list)
    for low, high in moves:
        ends[low].append(high)
    return {low: tuple(highs) for low, highs in ends.items()}


def _with_tracks(competency: Competency, tracks: Sequence[str], marks: Iterable[Mark]) -> Competency:
    marked_tracks = {mark.track for mark in marks if mark.competency == competency.id}
    in_order = tuple(track for track in tracks if track in marked_tracks)
    return competency.model_copy(update={"tracks": in_order or (NOWHERE,)})
