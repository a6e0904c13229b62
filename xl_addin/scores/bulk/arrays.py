"""What the bulk figures share: kinds of array, figures that cannot be given, and definitions turned into tables."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_addin.scores.telling import Gaps

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

BLANK, NOT_APPLICABLE = 0, -1
"""How ratings that are not 1-5 stand in an array."""
LOW, HIGH = 1, 5


def looked_up(worth: Callable[[int, int], float | None]) -> Floats:
    """`worth` of every pair of expected and given rating; 0 for a blank and, at the last place, for N/A."""
    found = np.zeros((HIGH + 1, HIGH + 2))
    for expected in range(LOW, HIGH + 1):
        for rating in range(LOW, HIGH + 1):
            found[expected, rating] = worth(expected, rating)
    return found


def over(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """A share; NaN where there is nothing to share."""
    found = np.full(len(part), np.nan)
    np.divide(part, whole, out=found, where=whole != 0)
    return found


def reached(figure: Floats, least: float) -> Bools:
    """As `d09_score.reaches`; NaN is not."""
    return np.asarray(np.round(figure, 9) >= least, bool)


def told(figure: float) -> float | None:
    """A figure as the scores give it: None for NaN."""
    return None if figure != figure else figure


def largest_first(owner: Ints, competency: Ints, size: Floats, names: Sequence[str], owners: int) -> Iterator[Gaps]:
    """Each owner's gaps above 0, largest first, then by name; `names` are the competencies'."""
    folded = [name.casefold() for name in names]
    rank = {name: at for at, name in enumerate(sorted(set(folded)))}
    by_name = np.array([rank[name] for name in folded], int)
    below = size > 0
    owner, competency, size = owner[below], competency[below], size[below]
    order = np.lexsort((by_name[competency], -size, owner))
    named, points = competency[order].tolist(), size[order].astype(int).tolist()
    pairs = [(names[at], point) for at, point in zip(named, points, strict=True)]
    ends = np.cumsum(np.bincount(owner, minlength=owners)).tolist()
    for first, last in pairwise([0, *ends]):
        yield tuple(pairs[first:last])
