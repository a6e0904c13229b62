"""Levels as a form speaks of them: by their titles, never by a key."""

from collections.abc import Iterator, Sequence

from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Level

HERE = "● You are here"
_MOST_NEXT = 3
"""Next levels side by side with the own one: more of them would be too narrow to read."""


def level_title(level: Level) -> str:
    """The title people know a level by."""
    return level.title or level.id


def step_words(data: Dataset, level: Level, target: Level) -> str:
    """A level as seen from the one held now: "Next: Senior engineer", "Another way: Team lead (Leading)"."""
    if target.id == level.id:
        return f"{HERE}: {level_title(level)}"
    if target.track != level.track:
        return f"Another way: {_title_and_track(data, target)}"
    return f"{'Next' if target.id in data.graph.next_levels(level.id) else 'Before'}: {level_title(target)}"


def levels_around(data: Dataset, level: Level) -> tuple[Level, ...]:
    """The level held now between the one before it and every one that may come next, in the order they are shown."""
    before = [name for name in data.graph.previous_levels(level.id) if data.level[name].track == level.track]
    names = [*before[-1:], level.id, *_by_track(data, level)[:_MOST_NEXT]]
    return tuple(data.level[name] for name in dict.fromkeys(names))


def ways_line(data: Dataset, level: Level) -> str:
    """The way from here to the end of the track, and where it branches, in a sentence or two."""
    track = data.levels_of(level.track)
    position = next(number for number, member in enumerate(track) if member.id == level.id)
    titles = [f"● {level_title(m)}" if m.id == level.id else level_title(m) for m in track]
    line = f"Your track: {'  →  '.join(titles)}."
    for member in track[position:]:
        branches = [_title_and_track(data, target) for target in _branches(data, member)]
        if branches:
            line += f" From {level_title(member)} you can also turn to {join_words(branches)}."
    return line


def _by_track(data: Dataset, level: Level) -> Sequence[str]:
    """Next levels, those of the same track first."""
    return sorted(data.graph.next_levels(level.id), key=lambda name: data.level[name].track != level.track)


def _branches(data: Dataset, level: Level) -> Iterator[Level]:
    """The levels of other tracks that a level leads to, upwards or sideways."""
    for name in dict.fromkeys((*data.graph.next_levels(level.id), *level.lateral)):
        target = data.level.get(name)
        if target is not None and target.track != level.track:
            yield target


def _title_and_track(data: Dataset, level: Level) -> str:
    """The title with its track, as two tracks may call a level the same."""
    name = next((track.name for track in data.tracks if track.id == level.track), "")
    return f"{level_title(level)} ({name})" if name else level_title(level)
