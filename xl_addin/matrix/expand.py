"""A framework with one more level, competency or track. Ids and texts of everything else stay as they are.

Ranks compare levels across tracks, so a level put between two others takes a free rank where there is one; where there
is none, every level of every track from there up moves up by one, and levels that were equal stay equal. `Next levels`
is written only where the ranks alone would say otherwise: the way up leads through the new level, all other ways stay.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.graph import LevelGraph
from xl_addin.model.ladder import STEP_COUNT
from xl_addin.model.records import Competency, Level, Track
from xl_addin.model.statements import fold

HIGHEST = 30
ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class NamedId:
    """An id and the name people see."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NewLevel:
    """A level to add: after one, before one, or between two; with neither, as the last of `track`."""

    named_id: NamedId
    lower: str = ""
    upper: str = ""
    track: str = ""


@dataclass(frozen=True)
class Expansion:
    """A data set with additions. New records have no row yet; `texts` are for cells the Matrix tabs still lack.

    `texts` is (track, competency, level) -> text; `notes` say what a reader of the plan should know.
    """

    data: Dataset
    texts: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def parse_named_id(text: str, kind: str) -> NamedId:
    """An id and a name as typed, such as "SE2a: Software engineer II+"; the id alone where there is no colon.

    Raises:
        Stop: the id is not a legal one, or the name is too long.
    """
    ident, _, name = (part.strip() for part in text.partition(":"))
    if not ID_PATTERN.fullmatch(ident):
        raise Stop(f"{kind} {ident}".strip(), "is no id", "use letters, digits, hyphen and underscore, such as SE2a")
    if len(name) > LONGEST_NAME or "\n" in name:
        raise Stop(f"{kind} {ident}", "has too long a name", f"use at most {LONGEST_NAME} characters on one line")
    return NamedId(ident, name)


def add_level(data: Dataset, wish: NewLevel) -> Expansion:
    """One more level, with the way up leading through it.

    Raises:
        Stop: its id or title is taken, or its place is not one.
    """
    track, lows, highs = _place(data, wish)
    _fresh(wish.named_id.id, (level.id for level in data.levels), "level")
    title = wish.named_id.name or wish.named_id.id
    _fresh(title, (level.title for level in data.levels_of(track)), "level title")
    rank, moving_ids = _free_rank(data, track, lows, highs)
    new = wish.named_id.id
    levels = []
    for level in data.levels:
        rank_update = {"rank": level.rank + 1} if level.rank and level.id in moving_ids else {}
        way = {"next": _insert_level(level.next, new, highs)} if level.next and level.id in lows else {}
        levels.append(level.model_copy(update={**rank_update, **way}) if rank_update or way else level)
    levels.append(Level(id=new, track=track, title=title, rank=rank))
    ways = {level: data.graph.next_levels(level) for level in data.level}
    new_ways = {**ways, **{low: _insert_level(ways[low], new, highs) for low in lows}, new: highs}
    rise = f"{quantity(len(moving_ids), 'level')} {'moves' if len(moving_ids) == 1 else 'move'}"
    reason = (
        "one step to the right, so that steps go on comparing across tracks."
        if data.by_names
        else "up one rank, so that ranks go on comparing across tracks."
    )
    notes = [f"{rise} {reason}"] if moving_ids else []
    return Expansion(replace(data, levels=tuple(_explicit(levels, new_ways))), notes=tuple(notes))


def add_competency(data: Dataset, new_competency: Competency) -> Expansion:
    """One more competency, for the tracks it names or for all.

    Raises:
        Stop: its id or name is taken, or a track is unknown.
    """
    _fresh(new_competency.id, (c.id for c in data.competencies), "competency")
    _fresh(new_competency.name, (c.name for c in data.competencies), "competency name")
    check_ids(data.track, new_competency.tracks, "track")
    return Expansion(replace(data, competencies=(*data.competencies, new_competency)))


def add_track(data: Dataset, new_track: Track) -> Expansion:
    """One more track, without levels yet.

    Raises:
        Stop: its id or name is taken.
    """
    # a hyphen and an underscore make one and the same table name
    _fresh(new_track.id.replace("-", "_"), (track.id.replace("-", "_") for track in data.tracks), "track")
    _fresh(new_track.name, (track.name for track in data.tracks), "track name")
    competencies = tuple(_with_track(data, c, new_track.id) for c in data.competencies)
    return Expansion(replace(data, tracks=(*data.tracks, new_track), competencies=competencies))


def _with_track(data: Dataset, competency: Competency, track: str) -> Competency:
    """A competency that counts on every track counts on a new one too; without names a blank already says so."""
    if not data.by_names or not set(data.track) <= set(competency.tracks):
        return competency
    return competency.model_copy(update={"tracks": (*competency.tracks, track)})


def fresh_ids(levels: Sequence[Level], data: Dataset) -> None:
    """Stop at an id that is taken, or used twice; at a title used twice."""
    ids = [level.id for level in data.levels]
    titles: list[str] = []
    for level in levels:
        _fresh(level.id, ids, "level")
        _fresh(level.title, titles, "level title")
        ids.append(level.id)
        titles.append(level.title)


def check_ids(existing_ids: Collection[str], ids: Iterable[str], kind: str) -> None:
    """Stop at an id that is not there."""
    for ident in ids:
        if ident not in existing_ids:
            todo = f"use one of {', '.join(existing_ids)}" if existing_ids else f"add one first: there is no {kind} yet"
            raise Stop(f"{kind} {ident}", "is not in the workbook", todo)


def _fresh(name: str, existing: Iterable[str], kind: str) -> None:
    if fold(name) in {fold(entry) for entry in existing if entry}:
        raise Stop(f"{kind} {name}", "is taken already", "choose another one")


def label_level(data: Dataset, level: str) -> str:
    """What people call a level: its title where names are asked, else its ID."""
    return data.level[level].title if data.by_names else level


def _place(data: Dataset, wish: NewLevel) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The track of a new level, the levels that lead to it and those it leads to, all of that track."""
    check_ids(data.level, filter(None, (wish.lower, wish.upper)), "level")
    graph = data.graph
    if not wish.lower and not wish.upper:
        check_ids(data.track, [wish.track], "track")
        last = data.levels_of(wish.track)[-1:]
        return wish.track, tuple(level.id for level in last), ()
    track = data.level[wish.lower or wish.upper].track
    if wish.lower and wish.upper:
        ups = graph.next_levels(wish.lower)
        if wish.upper not in ups:
            names = ", ".join(label_level(data, level) for level in ups)
            todo = f"choose one of {names}, or give only one of the two" if ups else "give only one of the two"
            problem = f"is no next level of {label_level(data, wish.lower)}"
            raise Stop(f"level {label_level(data, wish.upper)}", problem, todo)
        return track, (wish.lower,), (wish.upper,)
    if wish.lower:
        return (
            track,
            (wish.lower,),
            tuple(high for high in graph.next_levels(wish.lower) if data.level[high].track == track),
        )
    return (
        track,
        tuple(low for low in graph.previous_levels(wish.upper) if data.level[low].track == track),
        (wish.upper,),
    )


def _free_rank(data: Dataset, track: str, lows: Sequence[str], highs: Sequence[str]) -> tuple[int, set[str]]:
    """The rank of a new level, and the ids of the levels that have to move up one for it."""
    for level in (*lows, *highs):
        if data.level[level].rank is None:
            raise Stop(f"level {level}", "has no rank", "fill in Rank on the Levels tab, then run expand again")
    highest = STEP_COUNT if data.by_names else HIGHEST
    low = max((data.level[level].rank or 0 for level in lows), default=0)
    high = min((data.level[level].rank or 0 for level in highs), default=highest + 1)
    rank = low + 1 if lows or not highs else max(1, high - 1)
    if data.by_names and rank in {level.rank for level in data.levels_of(track)}:  # a row has one level at a step
        rank = high = rank if lows else high
    moving_ids = {level.id for level in data.levels if level.rank and level.rank >= rank} if rank >= high else set()
    new_ranks = {level: (data.level[level].rank or 0) + 1 for level in moving_ids}
    if max([rank, *new_ranks.values()]) > highest:
        if not data.by_names:
            raise Stop("Rank", f"would go above {HIGHEST}", "lower the ranks on the Levels tab first")
        last = next((label_level(data, level) for level, new in new_ranks.items() if new > highest), "the new level")
        raise Stop("Framework", f"{last} would move past step {highest}", "free a step on Framework first")
    return rank, moving_ids


def _insert_level(ups: Sequence[str], new: str, highs: Collection[str]) -> tuple[str, ...]:
    """Next levels with the new one in place of those it leads to; all others stay, in their order."""
    index = next((n for n, level in enumerate(ups) if level in highs), len(ups))
    rest = [level for level in ups if level not in highs]
    return (*rest[:index], new, *rest[index:])


def _explicit(levels: Sequence[Level], new_ways: Mapping[str, Sequence[str]]) -> list[Level]:
    """The levels, their ways up spelled out where the ranks alone would lead elsewhere."""
    graph = LevelGraph.from_levels(levels)
    return [
        level.model_copy(update={"next": tuple(ups)})
        if (ups := new_ways.get(level.id)) and set(graph.next_levels(level.id)) != set(ups)
        else level
        for level in levels
    ]
