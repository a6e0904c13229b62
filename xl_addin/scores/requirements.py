"""What one level asks of one person, competency by competency, with the manager's rating where there is one.

Coverage, score, readiness and fit rest on this list: it holds every competency the level asks for, so one that nobody
has rated is in it as a blank, whether it has a row in Assessments or not. What is rated although the level does not
ask for it counts nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import NA
from xl_addin.model.memo import memo, memo_listing
from xl_addin.model.records import Employee, Rating, RatingValue
from xl_addin.model.statements import is_not_applicable
from xl_addin.scores.d08_gap import expected_of, gap

BULK_ROWS = 20_000
"""From so many rating rows on, `evaluate.bulk` saves more time than loading numpy costs."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One competency: `is_stand_in` where the rating was given against another level than the one asked about."""

    competency: str
    name: str
    weight: float
    expected_rating: int
    rating: RatingValue
    critical: bool = False
    evidence: bool = False
    is_stand_in: bool = False

    @property
    def applies(self) -> bool:
        return self.rating != NA

    @property
    def gap(self) -> int | None:
        return gap(self.expected_rating, self.rating)


Ratings = Mapping[str, Rating]
"""Competency id -> one person's rating row at one level in one cycle."""


@memo_listing
def counted_people(data: Dataset) -> Iterable[Employee]:
    """Active people, in the order of the People tab; of two with one id, the first."""
    ids: set[str] = set()
    for person in data.people:
        if person.id and person.id not in ids and person.active == "Yes":
            yield person
        ids.add(person.id)


def name_of(data: Dataset, competency: str) -> str:
    """A competency's name, or the id where it has none."""
    record = data.competency.get(competency)
    return record.name if record and record.name else competency


def ratings_at(data: Dataset, cycle: str, employee: str, level: str) -> Ratings:
    """A person's ratings at a level; the first row where a competency stands twice."""
    ratings: dict[str, Rating] = {}
    for rating in data.ratings_by_person.get((cycle, employee), ()):
        if rating.level == level:
            ratings.setdefault(rating.competency, rating)
    return ratings


def rated_level(data: Dataset, cycle: str, person: Employee) -> str:
    """The level a person's ratings in a cycle count against: the one held now, else the one with most ratings.

    "" where the cycle holds no ratings of the person. Of two levels with as many, the first by id.
    """
    levels = [rating.level for rating in data.ratings_by_person.get((cycle, person.id), ())]
    if not levels or person.level in levels:
        return person.level if levels else ""
    return min(set(levels), key=lambda level: (-levels.count(level), level))


def not_asked(data: Dataset, level: str) -> tuple[str, ...]:
    """Ids of the competencies of the level's track that its matrix marks as not applicable at the level."""
    track = data.level[level].track
    return tuple(c for c in _of_track(data, track) if is_not_applicable(data.expectation(level, c)))


def requirements_of(
    data: Dataset, level: str, ratings: Ratings, instead: Ratings | None = None
) -> tuple[Requirement, ...]:
    """What a level asks for, in the order of the Competencies tab; `instead` fills in where `ratings` are blank.

    What the matrix marks as not applicable at the level stays so, whatever was rated: else taking a low rating away
    would raise a score.

    Raises:
        KeyError: there is no such level.
    """
    bare = memo(data, f"asked {level}", lambda: tuple(_bare_requirements(data, level)))
    return tuple(_with_rating(requirement, ratings, instead or {}) for requirement in bare)


@dataclass(frozen=True, slots=True)
class LevelWeights:
    """What a level asks of everybody: ids of competencies, and the weight of each."""

    weights: Mapping[str, float]

    @property
    def weight(self) -> float:
        return sum(self.weights.values())


def level_weights(data: Dataset, level: str) -> LevelWeights:
    """What a level asks for, in the order of the Competencies tab; nothing where there is no such level."""
    return memo(data, f"lines of {level}", lambda: _level_weights(data, level))


def _level_weights(data: Dataset, level: str) -> LevelWeights:
    parts = requirements_of(data, level, {}) if level in data.level else ()
    return LevelWeights({part.competency: part.weight for part in parts if part.applies})


def _bare_requirements(data: Dataset, level: str) -> Iterable[Requirement]:
    """What a level asks of anybody, before a rating: N/A where the matrix says so, else blank."""
    inapplicable, track = set(not_asked(data, level)), data.level[level].track
    for competency in _of_track(data, track):
        record = data.competency.get(competency)
        yield Requirement(
            competency,
            name_of(data, competency),
            data.weight.get((track, competency), 0.0),
            expected_of(data, competency),
            "N/A" if competency in inapplicable else None,
            critical=record is not None and record.critical == "Yes",
        )


def _of_track(data: Dataset, track: str) -> Iterable[str]:
    """The competencies that apply to a track, then those that only have a weight there."""
    weight_ids = (
        weight_id for weight_track, weight_id in data.weight if weight_track == track and weight_id in data.competency
    )
    return dict.fromkeys([*(c.id for c in data.competencies_of(track)), *weight_ids])


def _with_rating(bare: Requirement, ratings: Ratings, instead: Ratings) -> Requirement:
    if not bare.applies:
        return bare
    row = ratings.get(bare.competency)
    is_stand_in = (row is None or row.manager_rating is None) and bare.competency in instead
    if is_stand_in:
        row = instead[bare.competency]
    if row is None:
        return bare
    rating, evidence = row.manager_rating, bool(row.evidence.strip())
    return replace(bare, rating=rating, evidence=evidence, is_stand_in=is_stand_in and rating is not None)
