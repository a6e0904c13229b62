"""The gate: a level is reached when nearly all it asks for is shown, and only after the level before it.

Two published policies can be expressed. Mews: a statement scores 0, 1 or 2 (not shown, partly, shown), one without an
answer scores 0, and the mean must be more than 1.7. Carvago: none may be 0 and at most two may be 1. In both, levels
are taken one after the other, and a person's overall level is the weighted mean of the levels reached.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xl_addin.model.facts import NA
from xl_addin.model.records import RatingValue

MEAN, COUNT = "mean", "count"
FULLY, PARTLY, NOT_SHOWN = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Gate:
    """A policy: by the mean of the marks, which must be more than `mean`, or by count, with at most `partly` ones."""

    policy: str
    mean: float
    partly: int

    def passes(self, marks: Sequence[int]) -> bool:
        """Whether a level with these marks is reached; one without any mark is not."""
        if not marks:
            return False
        if self.policy == COUNT:
            return NOT_SHOWN not in marks and marks.count(PARTLY) <= self.partly
        return round(sum(marks) / len(marks), 9) > self.mean


def mark(expected_rating: int, rating: RatingValue) -> int:
    """2 as expected or above, 1 one point below it, 0 further below, for a 1 ("not yet") and for a blank."""
    if not isinstance(rating, int):
        return NOT_SHOWN
    if rating >= expected_rating:
        return FULLY
    return PARTLY if rating == expected_rating - 1 and rating > 1 else NOT_SHOWN


def marks_of(pairs: Iterable[tuple[int, RatingValue]]) -> tuple[int, ...]:
    """The marks of pairs of expected and given rating; N/A has none."""
    return tuple(mark(expected_rating, rating) for expected_rating, rating in pairs if rating != NA)


def level_reached(levels: Iterable[Sequence[int]], gate: Gate) -> int:
    """The last level passed, counted from the lowest, before the first that is not; one without marks asks nothing."""
    level = 0
    for number, marks in enumerate(levels, 1):
        if marks and not gate.passes(marks):
            break
        level = number if marks else level
    return level


def weighted_level(weights: Sequence[float], levels: Sequence[float]) -> float | None:
    """The overall level: the mean of the levels reached, by weight; None without a weight."""
    total = sum(weights)
    return sum(w * level for w, level in zip(weights, levels, strict=True)) / total if total else None
