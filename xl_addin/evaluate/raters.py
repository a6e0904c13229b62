"""How each manager rates, beside the others: severity and spread. Questions to ask; no score is adjusted."""

import math
from dataclasses import dataclass

from xl_addin.evaluate.team import people_rated
from xl_addin.model.dataset import Dataset
from xl_addin.scores.d04_agreement import variance
from xl_addin.scores.requirements import ratings_at

TALK = "worth a talk"
HIGHER = f"Rates higher than others at the same levels: {TALK}"
LOWER = f"Rates lower than others at the same levels: {TALK}"
CLOSE = f"Ratings lie close together: {TALK} about the anchors"
USUAL = "Nothing unusual"
ALONE = "Too few people at levels that others have rated too"


@dataclass(frozen=True, slots=True)
class Rater:
    """One manager's ratings in a cycle. The rater is the manager named in the People tab.

    `n` people are rated, `compared` of them at levels where another manager has rated as well. `severity` is in points
    of the scale, above 0 is more lenient; `z` counts its standard errors; `spread` is the standard deviation of all
    ratings given. Figures are None for too few people; `close` and `unusual` say what is worth a talk.
    """

    manager: str
    n: int
    compared: int
    severity: float | None
    z: float | None
    spread: float | None
    unusual: bool
    close: bool
    words: str


@dataclass(frozen=True, slots=True)
class _Ratee:
    manager: str
    place: tuple[str, str]
    ratings: tuple[int, ...]

    @property
    def mean(self) -> float:
        return sum(self.ratings) / len(self.ratings)


def raters(data: Dataset, cycle: str) -> tuple[Rater, ...]:
    """Every manager with ratings in the cycle, by id."""
    ratees = _ratees(data, cycle)
    differences = _differences(ratees)
    levels = len({ratee.place for ratee, _ in differences})
    error = (
        math.sqrt(math.fsum(d * d for _, d in differences) / (len(differences) - levels))
        if len(differences) > levels
        else 0.0
    )
    ratees_by_manager: dict[str, list[_Ratee]] = {}
    for ratee in ratees:
        ratees_by_manager.setdefault(ratee.manager, []).append(ratee)
    differences_by_manager: dict[str, list[float]] = {manager: [] for manager in ratees_by_manager}
    for ratee, difference in differences:
        differences_by_manager[ratee.manager].append(difference)
    return tuple(
        _rater(data, ratees_by_manager[manager], differences_by_manager[manager], error)
        for manager in sorted(ratees_by_manager)
    )


def _ratees(data: Dataset, cycle: str) -> list[_Ratee]:
    ratees = []
    for person, level in people_rated(data, cycle):
        rows = ratings_at(data, cycle, person.id, level).values()
        ratings = tuple(row.manager_rating for row in rows if isinstance(row.manager_rating, int))
        if ratings and person.manager:
            track = data.level[level].track if level in data.level else person.track
            ratees.append(_Ratee(person.manager, (track, level), ratings))
    return ratees


def _differences(ratees: list[_Ratee]) -> list[tuple[_Ratee, float]]:
    """How far each person's mean lies from the mean at the same track and level, where two managers have rated."""
    places: dict[tuple[str, str], list[_Ratee]] = {}
    for ratee in ratees:
        places.setdefault(ratee.place, []).append(ratee)
    differences = []
    for peers in places.values():
        if len({ratee.manager for ratee in peers}) > 1:
            centre = math.fsum(ratee.mean for ratee in peers) / len(peers)
            differences += [(ratee, ratee.mean - centre) for ratee in peers]
    return differences


def _rater(data: Dataset, ratees: list[_Ratee], differences: list[float], error: float) -> Rater:
    minimum = max(2, data.number("D11.least"))
    severity = math.fsum(differences) / len(differences) if len(differences) >= minimum else None
    # without any spread among people there is nothing to measure a difference by
    z = severity / (error / math.sqrt(len(differences))) if severity is not None and round(error, 9) else None
    deviation = math.sqrt(variance([r for ratee in ratees for r in ratee.ratings])) if len(ratees) >= minimum else None
    unusual = z is not None and round(abs(z), 9) >= data.number("D11.z")
    close = deviation is not None and round(deviation, 9) < data.number("D11.spread")
    words = (
        f"Fewer than {minimum:g} {'person' if minimum == 1 else 'people'} rated"
        if len(ratees) < minimum
        else _words(severity, unusual, close)
    )
    return Rater(ratees[0].manager, len(ratees), len(differences), severity, z, deviation, unusual, close, words)


def _words(severity: float | None, unusual: bool, close: bool) -> str:
    sentences = []
    if severity is None:
        sentences.append(ALONE)
    elif unusual:
        sentences.append(HIGHER if severity > 0 else LOWER)
    if close:
        sentences.append(CLOSE)
    return ". ".join(sentences) or USUAL
