"""Gaps, coverage and score of everybody in every cycle."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores.asked import lines_of, people_counted
from xl_addin.scores.bulk.arrays import (
    BLANK,
    NOT_APPLICABLE,
    Bools,
    Floats,
    Ints,
    looked_up,
    over,
    reached,
    told,
)
from xl_addin.scores.bulk.columns import Columns, columns_of
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import PLACES, points
from xl_addin.scores.people import Counted, places, score_row
from xl_addin.scores.telling import LARGEST

_GAP = looked_up(gap)
_TRACE = 1e-9
"""What adding weights and taking them off again may leave where nothing is left."""
_POINTS = looked_up(lambda _, rating: points(1, rating))[1]


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry for each cycle and person with ratings: newest cycle first, people in the order of the People tab.

    `cycle`, `person` and `level` are places among the columns' names; a figure that cannot be given is NaN. The other
    fields are those of `people.Counted`.
    """

    cycle: Ints
    person: Ints
    level: Ints
    lines: Ints
    rated: Ints
    below: Ints
    weight: Floats
    coverage: Floats
    score: Floats
    gaps: list[tuple[int, ...]]


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
    asks, weights = _asked(data, columns)
    rows = _counting(columns, entry, level, asks)
    entry, competency, manager = entry[rows], columns.competency[rows], columns.manager[rows]
    weight, given, dropped = weights[level[entry], competency], manager > BLANK, manager == NOT_APPLICABLE

    def count(where: Bools) -> Ints:
        return np.bincount(entry[where], minlength=len(person))

    def total(of: Floats, where: Bools) -> Floats:
        return np.asarray(np.bincount(entry[where], of[where], len(person)), float)

    whole = weights.sum(axis=1)[level] - total(weight, dropped)
    whole[np.abs(whole) < _TRACE] = 0
    lines = asks.sum(axis=1)[level] - count(dropped)
    share, figure = over(count(given), lines), over(total(weight * _POINTS[manager], given), whole)
    figure[~((share > 0) & reached(share, data.number("D09.coverage")))] = np.nan
    expected = np.array([expected_of(data, c) for c in columns.competencies], int)
    gap_of = np.where(given, _GAP[expected[competency], manager], 0)
    return Scored(
        cycle,
        person,
        level,
        lines,
        count(given),
        count(gap_of > 0),
        whole,
        share,
        figure,
        _largest(data, columns, entry, competency, gap_of.astype(np.int64), len(person)),
    )


def score_rows(data: Dataset) -> Iterator[ScoreRow]:
    """What `people.person_scores` gives, worked out at once."""
    columns = columns_of(data)
    found, people = scored(data, columns), people_counted(data)
    where = (found.cycle, found.person, found.level)
    counts = (found.lines, found.rated, found.below, found.weight, found.coverage, found.score)
    for cycle, place, level, lines, rated, below, weight, share, figure, gaps in zip(
        *(array.tolist() for array in (*where, *counts)), found.gaps, strict=True
    ):
        figures = Counted(lines, rated, below, weight, told(share), told(figure), gaps)
        yield score_row(data, columns.cycles[cycle], people[place], columns.levels[level], figures)


def _asked(data: Dataset, columns: Columns) -> tuple[Bools, Floats]:
    """Whether a level asks for a competency, and with which weight: levels down, competencies across."""
    across = {name: at for at, name in enumerate(columns.competencies)}
    unrated = {c for level in columns.levels for c in lines_of(data, level).weights} - across.keys()
    across |= {name: len(across) + at for at, name in enumerate(sorted(unrated))}
    asks = np.zeros((len(columns.levels), len(across)), bool)
    weights = np.zeros(asks.shape)
    for at, level in enumerate(columns.levels):
        for competency, weight in lines_of(data, level).weights.items():
            asks[at, across[competency]], weights[at, across[competency]] = True, weight
    return asks, weights


def _counting(columns: Columns, entry: Ints, level: Ints, asks: Bools) -> Ints:
    """The rows that count: at the level that counts, for something it asks for, the first of doubled ones."""
    counts = level[entry]
    rows = np.flatnonzero((columns.level == counts) & asks[counts, columns.competency])
    what = entry[rows].astype(np.int64) * asks.shape[1] + columns.competency[rows]
    return np.asarray(rows[np.unique(what, return_index=True)[1]])


def _largest(
    data: Dataset, columns: Columns, entry: Ints, competency: Ints, size: Ints, entries: int
) -> list[tuple[int, ...]]:
    """Each entry's largest gaps, as numbers of `people.gap_order`."""
    place = np.array([places(data).get(name, 0) for name in columns.competencies], np.int64)[competency]
    below = (size > 0) & (place > 0)
    entry, order = entry[below], size[below] * PLACES - place[below]
    sorted_ = np.lexsort((-order, entry))
    numbers = order[sorted_].tolist()
    ends = np.cumsum(np.bincount(entry, minlength=entries)).tolist()
    return [tuple(numbers[first : min(last, first + LARGEST)]) for first, last in pairwise([0, *ends])]


def _level_counted(data: Dataset, columns: Columns, entry: Ints, person: Ints) -> Ints:
    """As `asked.level_rated`: the level held now if it was rated, else the one with most ratings, else by id."""
    place = {level: at for at, level in enumerate(columns.levels)}
    held = np.array([place.get(someone.level, -1) for someone in people_counted(data)], int)
    by_id = np.argsort(sorted(range(len(place)), key=columns.levels.__getitem__))
    pairs, counts = np.unique(entry * len(place) + columns.level, return_counts=True)
    owner, level = np.divmod(pairs, max(len(place), 1))
    order = np.lexsort((by_id[level], -counts, level != held[person[owner]], owner))
    return np.asarray(level[order[np.searchsorted(owner, np.arange(len(person)))]])
