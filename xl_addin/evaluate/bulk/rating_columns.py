"""Ratings as columns, one entry for each row of Assessments."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from xl_addin.evaluate.bulk.arrays import BLANK, HIGH, LOW, NOT_APPLICABLE, Bools, Ints
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import NA
from xl_addin.model.memo import memo
from xl_addin.model.records import Rating
from xl_addin.scores.requirements import counted_people

_MARKS: dict[Any, int] = {None: BLANK, NA: NOT_APPLICABLE, **{rating: rating for rating in range(LOW, HIGH + 1)}}


@dataclass(frozen=True, slots=True)
class RatingColumns:
    """Ids, and rows that name them by their place: `people[person[3]]` is whom the fourth row is about.

    Only rows with a full key and about active people are held, in the order of the workbook. `self_rating` and
    `manager_rating` are the two ratings: 1-5, 0 for blank, -1 for N/A. `evidence` says whether there is any.
    """

    cycles: tuple[str, ...]
    people: tuple[str, ...]
    competencies: tuple[str, ...]
    levels: tuple[str, ...]
    cycle: Ints
    person: Ints
    competency: Ints
    level: Ints
    self_rating: Ints
    manager_rating: Ints
    evidence: Bools


def rating_columns(data: Dataset) -> RatingColumns:
    """The ratings of a data set, worked out once. Its own competencies and levels are all named, rated or not."""
    return memo(data, "columns", lambda: _rating_columns(data))


def _rating_columns(data: Dataset) -> RatingColumns:
    rows = data.ratings
    person_ids = tuple(person.id for person in counted_people(data))
    cycles, cycle = _places(rows, "cycle", ())
    _, person = _places(rows, "employee", person_ids)
    competencies, competency = _places(rows, "competency", data.competency)
    levels, level = _places(rows, "level", data.level)
    self_ratings, manager = (_column(rows, field, _MARKS.__getitem__) for field in ("self_rating", "manager_rating"))
    evidence = np.fromiter(map(bool, map(str.strip, map(attrgetter("evidence"), rows))), bool)
    full = person < len(person_ids)
    for names, places in ((cycles, cycle), (competencies, competency), (levels, level)):
        full &= np.array([name != "" for name in names], bool)[places]
    return RatingColumns(
        cycles,
        person_ids,
        competencies,
        levels,
        cycle[full],
        person[full],
        competency[full],
        level[full],
        self_ratings[full],
        manager[full],
        evidence[full],
    )


def _places(rows: Iterable[Rating], field: str, initial_names: Iterable[str]) -> tuple[tuple[str, ...], Ints]:
    """The names in a field, the known ones first, and the place of each row's name among them."""
    place: defaultdict[str, int] = defaultdict()
    place.default_factory = place.__len__
    for name in initial_names:
        place[name]
    places = _column(rows, field, place.__getitem__)
    return tuple(place), places


def _column(rows: Iterable[Rating], field: str, number: Callable[[Any], int]) -> Ints:
    return np.fromiter(map(number, map(attrgetter(field), rows)), np.int32)
