"""Ranks as steps: each track a row; levels of one rank in one track take rows of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.ladder.drawing import KeyPair
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import STEP_COUNT
from xl_addin.model.records import Level

GAPS_CLOSED = "Ranks that no level has were closed up, so that all levels fit on twelve steps."
RANKS_ASSIGNED = "Levels without a rank follow the others of their track."


@dataclass(frozen=True)
class Lanes:
    """Track -> step -> level, all by key; `split_tracks` is a row made for levels of one rank -> its track."""

    rows: Mapping[str, Mapping[int, str]]
    split_tracks: Mapping[str, str]
    notes: tuple[str, ...]


def lanes_of(levels: Sequence[Level], up: frozenset[KeyPair]) -> Lanes:
    """Where each level stands on the ladder.

    Raises:
        Stop: there are more ranks than steps.
    """
    notes: list[str] = []
    ranks = _full_ranks(levels, notes)
    steps = _steps_of_ranks(sorted(set(ranks.values())), notes)
    rows: dict[str, dict[int, str]] = {}
    split_tracks: dict[str, str] = {}
    keys = {level.track for level in levels}
    for track in dict.fromkeys(level.track for level in levels):
        members = sorted((level.id for level in levels if level.track == track), key=ranks.__getitem__)
        for number, lane in enumerate(_split_lanes(members, {level: steps[ranks[level]] for level in members}, up), 1):
            key = track if number == 1 else _free_key(track, number, keys)
            keys.add(key)
            rows[key] = lane
            if number > 1:
                split_tracks[key] = track
    return Lanes(rows, split_tracks, tuple(notes))


def _full_ranks(levels: Sequence[Level], notes: list[str]) -> dict[str, int]:
    ranks = {level.id: level.rank for level in levels if level.rank is not None}
    for level in levels:
        if level.id not in ranks:
            of_track = [ranks[other.id] for other in levels if other.track == level.track and other.id in ranks]
            ranks[level.id] = max(of_track, default=0) + 1
            notes.append(RANKS_ASSIGNED)
    notes[:] = dict.fromkeys(notes)
    return ranks


def _steps_of_ranks(ranks: Sequence[int], notes: list[str]) -> dict[int, int]:
    """The rank itself where it fits, else counted from the lowest, else without the gaps."""
    if not ranks or (ranks[0] >= 1 and ranks[-1] <= STEP_COUNT):
        return {rank: rank for rank in ranks}
    if ranks[-1] - ranks[0] < STEP_COUNT:
        return {rank: rank - ranks[0] + 1 for rank in ranks}
    if len(ranks) > STEP_COUNT:
        raise Stop("Levels", f"the tracks have {len(ranks)} ranks", f"use at most {STEP_COUNT}")
    notes.append(GAPS_CLOSED)
    return {rank: place for place, rank in enumerate(ranks, 1)}


def _split_lanes(members: Sequence[str], steps: Mapping[str, int], up: frozenset[KeyPair]) -> list[dict[int, str]]:
    """The levels of a track, lowest first, as rows; each follows the row that leads to it."""
    lanes: list[dict[int, str]] = []
    for level in members:
        free = [lane for lane in lanes if steps[level] not in lane]
        leading = [lane for lane in free if (lane[max(lane)], level) in up]
        lane = leading[0] if leading else free[0] if free and len(lanes) == 1 else None
        if lane is None:
            lane = {}
            lanes.append(lane)
        lane[steps[level]] = level
    return lanes


def _free_key(track: str, number: int, keys: set[str]) -> str:
    while f"{track}.{number}" in keys:
        number += 1
    return f"{track}.{number}"
