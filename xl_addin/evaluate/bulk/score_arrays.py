"""Gaps, coverage and score of everybody in every cycle."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from xl_addin.evaluate.bulk.arrays import (
    BLANK,
    NOT_APPLICABLE,
    Bools,
    Floats,
    Ints,
    divide,
    float_or_none,
    lookup_table,
    threshold_mask,
)
from xl_addin.evaluate.bulk.rating_columns import RatingColumns, rating_columns
from xl_addin.evaluate.readiness_words import LARGEST
from xl_addin.evaluate.score_counts import ScoreCounts, competency_places, score_row
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import PLACES, points
from xl_addin.scores.requirements import counted_people, level_weights

_GAP = lookup_table(gap)
_TRACE = 1e-9
"""What adding weights and taking them off again may leave where nothing is left."""
_POINTS = lookup_table(lambda _, rating: points(1, rating))[1]


@dataclass(frozen=True, slots=True)
class ScoreArrays:
    """An entry for each cycle and person with ratings: newest cycle first, people in the order of the People tab.

    `cycle`, `person` and `level` are places among the columns' names; a figure that cannot be given is NaN. The other
    fields are those of `score_counts.ScoreCounts`.
    """

    cycle: Ints
    person: Ints
    level: Ints
    lines: Ints
    rated_count: Ints
    below_count: Ints
    weight: Floats
    coverage: Floats
    score: Floats
    gaps: list[tuple[int, ...]]


def number_entries(data: Dataset, columns: RatingColumns) -> tuple[Ints, Ints, Ints, Ints]:
    """The entry of `ScoreArrays` each row belongs to; and cycle, person and the level that counts, entry by entry."""
    people = max(len(columns.people), 1)
    newest = np.array([sorted(columns.cycles, reverse=True).index(cycle) for cycle in columns.cycles], int)
    entry = newest[columns.cycle] * people + columns.person
    presence = np.bincount(entry, minlength=1) > 0
    entry = (np.cumsum(presence) - 1)[entry]
    cycle, person = np.divmod(np.flatnonzero(presence), people)
    return entry, np.argsort(newest)[cycle], person, _level_counted(data, columns, entry, person)


def score_arrays(data: Dataset, columns: RatingColumns) -> ScoreArrays:
    """The figures of `person_figures.person_scores`."""
    entry, cycle, person, level = number_entries(data, columns)
    asks, weights = _requirement_arrays(data, columns)
    rows = _counting(columns, entry, level, asks)
    entry, competency, manager = entry[rows], columns.competency[rows], columns.manager_rating[rows]
    weight, rating_mask, na_mask = weights[level[entry], competency], manager > BLANK, manager == NOT_APPLICABLE

    def count(mask: Bools) -> Ints:
        return np.bincount(entry[mask], minlength=len(person))

    def total(amounts: Floats, mask: Bools) -> Floats:
        return np.asarray(np.bincount(entry[mask], amounts[mask], len(person)), float)

    whole = weights.sum(axis=1)[level] - total(weight, na_mask)
    whole[np.abs(whole) < _TRACE] = 0
    lines = asks.sum(axis=1)[level] - count(na_mask)
    share, figure = divide(count(rating_mask), lines), divide(total(weight * _POINTS[manager], rating_mask), whole)
    figure[~((share > 0) & threshold_mask(share, data.number("D09.coverage")))] = np.nan
    expected_ratings = np.array([expected_of(data, c) for c in columns.competencies], int)
    gap_of = np.where(rating_mask, _GAP[expected_ratings[competency], manager], 0)
    return ScoreArrays(
        cycle,
        person,
        level,
        lines,
        count(rating_mask),
        count(gap_of > 0),
        whole,
        share,
        figure,
        _largest(data, columns, entry, competency, gap_of.astype(np.int64), len(person)),
    )


def score_rows(data: Dataset) -> Iterator[ScoreRow]:
    """What `person_figures.person_scores` gives, worked out at once."""
    columns = rating_columns(data)
    arrays, people = score_arrays(data, columns), counted_people(data)
    keys = (arrays.cycle, arrays.person, arrays.level)
    counts = (arrays.lines, arrays.rated_count, arrays.below_count, arrays.weight, arrays.coverage, arrays.score)
    for cycle, place, level, lines, rated_count, below_count, weight, share, figure, gaps in zip(
        *(array.tolist() for array in (*keys, *counts)), arrays.gaps, strict=True
    ):
        figures = ScoreCounts(
            lines, rated_count, below_count, weight, float_or_none(share), float_or_none(figure), gaps
        )
        yield score_row(data, columns.cycles[cycle], people[place], columns.levels[level], figures)


def _requirement_arrays(data: Dataset, columns: RatingColumns) -> tuple[Bools, Floats]:
    """Whether a level asks for a competency, and with which weight: levels down, competencies across."""
    positions = {name: index for index, name in enumerate(columns.competencies)}
    extra_names = {c for level in columns.levels for c in level_weights(data, level).weights} - positions.keys()
    positions |= {name: len(positions) + index for index, name in enumerate(sorted(extra_names))}
    asks = np.zeros((len(columns.levels), len(positions)), bool)
    weights = np.zeros(asks.shape)
    for index, level in enumerate(columns.levels):
        for competency, weight in level_weights(data, level).weights.items():
            asks[index, positions[competency]], weights[index, positions[competency]] = True, weight
    return asks, weights


def _counting(columns: RatingColumns, entry: Ints, level: Ints, asks: Bools) -> Ints:
    """The rows that count: at the level that counts, for something it asks for, the first of doubled ones."""
    counts = level[entry]
    rows = np.flatnonzero((columns.level == counts) & asks[counts, columns.competency])
    keys = entry[rows].astype(np.int64) * asks.shape[1] + columns.competency[rows]
    return np.asarray(rows[np.unique(keys, return_index=True)[1]])


def _largest(
    data: Dataset, columns: RatingColumns, entry: Ints, competency: Ints, size: Ints, entries: int
) -> list[tuple[int, ...]]:
    """Each entry's largest gaps, as numbers of `score_counts.gap_order`."""
    place = np.array([competency_places(data).get(name, 0) for name in columns.competencies], np.int64)[competency]
    gap_mask = (size > 0) & (place > 0)
    entry, order = entry[gap_mask], size[gap_mask] * PLACES - place[gap_mask]
    sorting = np.lexsort((-order, entry))
    numbers = order[sorting].tolist()
    ends = np.cumsum(np.bincount(entry, minlength=entries)).tolist()
    return [tuple(numbers[first : min(last, first + LARGEST)]) for first, last in pairwise([0, *ends])]


def _level_counted(data: Dataset, columns: RatingColumns, entry: Ints, person: Ints) -> Ints:
    """As `requirements.rated_level`: the level held now if it was rated, else the one with most ratings, else by id."""
    place = {level: index for index, level in enumerate(columns.levels)}
    current_levels = np.array([place.get(someone.level, -1) for someone in counted_people(data)], int)
    by_id = np.argsort(sorted(range(len(place)), key=columns.levels.__getitem__))
    pairs, counts = np.unique(entry * len(place) + columns.level, return_counts=True)
    owner, level = np.divmod(pairs, max(len(place), 1))
    order = np.lexsort((by_id[level], -counts, level != current_levels[person[owner]], owner))
    return np.asarray(level[order[np.searchsorted(owner, np.arange(len(person)))]])
