"""What the bulk figures share: kinds of array, figures that cannot be given, and definitions turned into tables."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_addin.evaluate.readiness_words import Gaps

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

BLANK, NOT_APPLICABLE = 0, -1
"""How ratings that are not 1-5 stand in an array."""
LOW, HIGH = 1, 5


def lookup_table(worth: Callable[[int, int], float | None]) -> Floats:
    """`worth` of every pair of expected and given rating; 0 for a blank and, at the last place, for N/A."""
    table = np.zeros((HIGH + 1, HIGH + 2))
    for expected_rating in range(LOW, HIGH + 1):
        for rating in range(LOW, HIGH + 1):
            table[expected_rating, rating] = worth(expected_rating, rating)
    return table


def divide(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """A share; NaN where there is nothing to share."""
    shares = np.full(len(part), np.nan)
    np.divide(part, whole, out=shares, where=whole != 0)
    return shares


def threshold_mask(figure: Floats, threshold: float) -> Bools:
    """As `d09_score.reaches`; NaN is not."""
    return np.asarray(np.round(figure, 9) >= threshold, bool)


def float_or_none(figure: float) -> float | None:
    """A figure as the scores give it: None for NaN."""
    return None if figure != figure else figure


def largest_first(owner: Ints, competency: Ints, size: Floats, names: Sequence[str], owners: int) -> Iterator[Gaps]:
    """Each owner's gaps above 0, largest first, then by name; `names` are the competencies'."""
    keys = [name.casefold() for name in names]
    rank = {name: index for index, name in enumerate(sorted(set(keys)))}
    by_name = np.array([rank[name] for name in keys], int)
    gap_mask = size > 0
    owner, competency, size = owner[gap_mask], competency[gap_mask], size[gap_mask]
    order = np.lexsort((by_name[competency], -size, owner))
    indices, points = competency[order].tolist(), size[order].astype(int).tolist()
    pairs = [(names[index], point) for index, point in zip(indices, points, strict=True)]
    ends = np.cumsum(np.bincount(owner, minlength=owners)).tolist()
    for first, last in pairwise([0, *ends]):
        yield tuple(pairs[first:last])
