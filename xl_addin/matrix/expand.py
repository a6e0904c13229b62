"""A framework with one more level, competency or track. Ids and texts of everything else stay as they are.

Ranks compare levels across tracks, so a level put between two others takes a free rank where there is one; where there
is none, every level of every track from there up moves up by one, and levels that were equal stay equal. `Next levels`
is written only where the ranks alone would say otherwise: the way up leads through the new level, all other ways stay.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.graph import LevelGraph
from xl_addin.model.records import Competency, Level, Track
from xl_addin.model.statements import fold

HIGHEST = 30
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Named:
    """An id and the name people see."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NewLevel:
    """A level to add: after one, before one, or between two; with neither, as the last of `track`."""

    own: Named
    after: str = ""
    before: str = ""
    track: str = ""


@dataclass(frozen=True)
class Grown:
    """A data set with additions. New records have no row yet; `texts` are for cells the Matrix tabs still lack.

    `texts` is (track, competency, level) -> text; `notes` say what a reader of the plan should know.
    """

    data: Dataset
    texts: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def named(text: str, what: str) -> Named:
    """An id and a name as typed, such as "SE2a: Software engineer II+"; the id alone where there is no colon.

    Raises:
        Stop: the id is not a legal one, or the name is too long.
    """
    ident, _, name = (part.strip() for part in text.partition(":"))
    if not _ID.fullmatch(ident):
        raise Stop(f"{what} {ident}".strip(), "is no id", "use letters, digits, hyphen and underscore, such as SE2a")
    if len(name) > _LONGEST or "\n" in name:
        raise Stop(f"{what} {ident}", "has too long a name", f"use at most {_LONGEST} characters on one line")
    return Named(ident, name)


def add_level(data: Dataset, wish: NewLevel) -> Grown:
    """One more level, with the way up leading through it.

    Raises:
        Stop: its id or title is taken, or its place is not one.
    """
    track, lows, highs = _place(data, wish)
    _fresh(wish.own.id, (level.id for level in data.levels), "level")
    title = wish.own.name or wish.own.id
    _fresh(title, (level.title for level in data.levels_of(track)), "level title")
    rank, moved = _ranked(data, lows, highs)
    new = wish.own.id
    levels = []
    for level in data.levels:
        up = {"rank": level.rank + 1} if level.rank and level.id in moved else {}
        way = {"next": _through(level.next, new, highs)} if level.next and level.id in lows else {}
        levels.append(level.model_copy(update={**up, **way}) if up or way else level)
    levels.append(Level(id=new, track=track, title=title, rank=rank))
    ways = {level: data.graph.after(level) for level in data.level}
    wanted = {**ways, **{low: _through(ways[low], new, highs) for low in lows}, new: highs}
    rise = f"{counted(len(moved), 'level')} {'moves' if len(moved) == 1 else 'move'} up one rank"
    notes = [f"{rise}, so that ranks go on comparing across tracks."] if moved else []
    return Grown(replace(data, levels=tuple(_explicit(levels, wanted))), notes=tuple(notes))


def add_competency(data: Dataset, own: Competency) -> Grown:
    """One more competency, for the tracks it names or for all.

    Raises:
        Stop: its id or name is taken, or a track is unknown.
    """
    _fresh(own.id, (c.id for c in data.competencies), "competency")
    _fresh(own.name, (c.name for c in data.competencies), "competency name")
    known(data.track, own.tracks, "track")
    return Grown(replace(data, competencies=(*data.competencies, own)))


def add_track(data: Dataset, own: Track) -> Grown:
    """One more track, without levels yet.

    Raises:
        Stop: its id or name is taken.
    """
    # a hyphen and an underscore make one and the same table name
    _fresh(own.id.replace("-", "_"), (track.id.replace("-", "_") for track in data.tracks), "track")
    _fresh(own.name, (track.name for track in data.tracks), "track name")
    return Grown(replace(data, tracks=(*data.tracks, own)))


def fresh_ids(levels: Sequence[Level], data: Dataset) -> None:
    """Stop at an id that is taken, or used twice; at a title used twice."""
    taken = [level.id for level in data.levels]
    titles: list[str] = []
    for level in levels:
        _fresh(level.id, taken, "level")
        _fresh(level.title, titles, "level title")
        taken.append(level.id)
        titles.append(level.title)


def known(there: Collection[str], ids: Iterable[str], what: str) -> None:
    """Stop at an id that is not there."""
    for ident in ids:
        if ident not in there:
            todo = f"use one of {', '.join(there)}" if there else f"add one first: there is no {what} yet"
            raise Stop(f"{what} {ident}", "is not in the workbook", todo)


def _fresh(name: str, taken: Iterable[str], what: str) -> None:
    if fold(name) in {fold(other) for other in taken if other}:
        raise Stop(f"{what} {name}", "is taken already", "choose another one")


def _place(data: Dataset, wish: NewLevel) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The track of a new level, the levels that lead to it and those it leads to, all of that track."""
    known(data.level, filter(None, (wish.after, wish.before)), "level")
    graph = data.graph
    if not wish.after and not wish.before:
        known(data.track, [wish.track], "track")
        last = data.levels_of(wish.track)[-1:]
        return wish.track, tuple(level.id for level in last), ()
    track = data.level[wish.after or wish.before].track
    if wish.after and wish.before:
        ups = graph.after(wish.after)
        if wish.before not in ups:
            todo = f"choose one of {', '.join(ups)}, or give only one of the two" if ups else "give only one of the two"
            raise Stop(f"level {wish.before}", f"is no next level of {wish.after}", todo)
        return track, (wish.after,), (wish.before,)
    if wish.after:
        return track, (wish.after,), tuple(up for up in graph.after(wish.after) if data.level[up].track == track)
    return track, tuple(low for low in graph.before(wish.before) if data.level[low].track == track), (wish.before,)


def _ranked(data: Dataset, lows: Sequence[str], highs: Sequence[str]) -> tuple[int, set[str]]:
    """The rank of a new level, and the ids of the levels that have to move up one for it."""
    for level in (*lows, *highs):
        if data.level[level].rank is None:
            raise Stop(f"level {level}", "has no rank", "fill in Rank on the Levels tab, then run expand again")
    low = max((data.level[level].rank or 0 for level in lows), default=0)
    high = min((data.level[level].rank or 0 for level in highs), default=HIGHEST + 1)
    rank = low + 1 if lows or not highs else max(1, high - 1)
    moved = {level.id for level in data.levels if level.rank and level.rank >= rank} if rank >= high else set()
    if max([rank, *((data.level[level].rank or 0) + 1 for level in moved)]) > HIGHEST:
        raise Stop("Rank", f"would go above {HIGHEST}", "lower the ranks on the Levels tab first")
    return rank, moved


def _through(ups: Sequence[str], new: str, highs: Collection[str]) -> tuple[str, ...]:
    """Next levels with the new one in place of those it leads to; all others stay, in their order."""
    at = next((n for n, up in enumerate(ups) if up in highs), len(ups))
    rest = [up for up in ups if up not in highs]
    return (*rest[:at], new, *rest[at:])


def _explicit(levels: Sequence[Level], wanted: Mapping[str, Sequence[str]]) -> list[Level]:
    """The levels, their ways up spelled out where the ranks alone would lead elsewhere."""
    graph = LevelGraph.of(levels)
    return [
        level.model_copy(update={"next": tuple(ups)})
        if (ups := wanted.get(level.id)) and set(graph.after(level.id)) != set(ups)
        else level
        for level in levels
    ]
