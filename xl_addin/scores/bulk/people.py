"""Gaps, coverage and score of everybody in every cycle."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores.asked import name_of, people_counted
from xl_addin.scores.bulk.arrays import (
    BLANK,
    NOT_APPLICABLE,
    Bools,
    Floats,
    Ints,
    largest_first,
    looked_up,
    over,
    reached,
    told,
)
from xl_addin.scores.bulk.columns import Columns, columns_of
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import points
from xl_addin.scores.people import words_of
from xl_addin.scores.telling import Gaps, largest

_GAP = looked_up(gap)
_POINTS = looked_up(lambda _, rating: points(1, rating))[1]


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry for each cycle and person with ratings: newest cycle first, people in the order of the People tab.

    `cycle`, `person` and `level` are places among the columns' names, `track` one among `tracks`; a figure that cannot
    be given is NaN.
    """

    cycle: Ints
    person: Ints
    level: Ints
    track: Ints
    tracks: tuple[str, ...]
    applicable: Ints
    rated: Ints
    coverage: Floats
    score: Floats
    gaps: list[Gaps]


def counted(data: Dataset, columns: Columns) -> tuple[Ints, Ints, Ints, Ints]:
    """The entry of `Scored` each row belongs to; and cycle, person and the level that counts, entry by entry."""
    people = max(len(columns.people), 1)
    newest = np.array([sorted(columns.cycles, reverse=True).index(cycle) for cycle in columns.cycles], int)
    entry = newest[columns.cycle] * people + columns.person
    there = np.bincount(entry, minlength=1) > 0
    entry = (np.cumsum(there) - 1)[entry]
    cycle, person = np.divmod(np.flatnonzero(there), people)
    return entry, np.argsort(newest)[cycle], person, _level_counted(data, columns, entry, person)


def scored(data: Dataset, columns: Columns) -> Scored:
    """The figures of `people.person_scores`."""
    entry, cycle, person, level = counted(data, columns)
    tracks, track, weights = _tracks(data, columns, level, person)
    own = columns.level == level[entry]
    entry, competency, manager = entry[own], columns.competency[own], columns.manager[own]
    weight = weights[track[entry], competency]
    given, applies = manager > BLANK, manager != NOT_APPLICABLE

    def total(of: Floats, where: Bools) -> Floats:
        return np.asarray(np.bincount(entry[where], of[where], len(person)), float)

    share = over(total(weight, given), total(weight, applies))
    figure = over(total(weight * _POINTS[manager], given), total(weight, given))
    figure[~((share > 0) & reached(share, data.number("D09.coverage")))] = np.nan
    expected = np.array([expected_of(data, c) for c in columns.competencies], int)
    names = [name_of(data, c) for c in columns.competencies]
    return Scored(
        cycle,
        person,
        level,
        track,
        tracks,
        np.bincount(entry[applies], minlength=len(person)),
        np.bincount(entry[given], minlength=len(person)),
        share,
        figure,
        list(largest_first(entry, competency, _GAP[expected[competency], manager], names, len(person))),
    )


def score_rows(data: Dataset) -> Iterator[ScoreRow]:
    """What `people.person_scores` gives, worked out at once."""
    columns = columns_of(data)
    found, people = scored(data, columns), people_counted(data)
    arrays = (found.cycle, found.person, found.level, found.track, found.applicable, found.rated)
    figures = (found.coverage, found.score)
    lines = zip(*(array.tolist() for array in (*arrays, *figures)), found.gaps, strict=True)
    for cycle, place, level, track, applicable, rated, share, figure, gaps in lines:
        person = people[place]
        yield ScoreRow(
            cycle=columns.cycles[cycle],
            employee=person.id,
            name=person.name,
            team=person.team,
            track=found.tracks[track],
            level=columns.levels[level],
            applicable=applicable,
            rated=rated,
            coverage=told(share),
            score=told(figure),
            below=len(gaps),
            gaps="; ".join(largest(gaps)),
            words=words_of(told(share), told(figure), len(gaps)),
        )


def _level_counted(data: Dataset, columns: Columns, entry: Ints, person: Ints) -> Ints:
    """As `asked.level_rated`: the level held now if it was rated, else the one with most ratings, else by id."""
    place = {level: at for at, level in enumerate(columns.levels)}
    held = np.array([place.get(someone.level, -1) for someone in people_counted(data)], int)
    by_id = np.argsort(sorted(range(len(place)), key=columns.levels.__getitem__))
    pairs, counts = np.unique(entry * len(place) + columns.level, return_counts=True)
    owner, level = np.divmod(pairs, max(len(place), 1))
    order = np.lexsort((by_id[level], -counts, level != held[person[owner]], owner))
    return np.asarray(level[order[np.searchsorted(owner, np.arange(len(person)))]])


def _tracks(data: Dataset, columns: Columns, level: Ints, person: Ints) -> tuple[tuple[str, ...], Ints, Floats]:
    """Names of tracks, the place of each entry's among them, and the weights by track and competency."""
    of_level = [data.level[name].track if name in data.level else None for name in columns.levels]
    of_person = [someone.track for someone in people_counted(data)]
    names = tuple(dict.fromkeys([*(track for track in of_level if track is not None), *of_person]))
    place = {name: at for at, name in enumerate(names)}
    track = np.array([-1 if name is None else place[name] for name in of_level], int)[level]
    own = np.array([place[name] for name in of_person], int)[person]
    across = {name: at for at, name in enumerate(columns.competencies)}
    weights = np.zeros((len(names), len(across)))
    for (name, competency), weight in data.weight.items():
        if name in place and competency in across:
            weights[place[name], across[competency]] = weight
    return names, np.where(track < 0, own, track), weights
