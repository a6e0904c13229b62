"""A manager's team: the heat map of gaps, what it is thin in, and how self and manager ratings differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.evaluate.person_figures import competency_gaps
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee, RatingValue
from xl_addin.scores.d11_team import DISCUSS, at_level, cover_words, delta_words, rating_delta, self_profiles
from xl_addin.scores.requirements import (
    BULK_ROWS,
    Requirement,
    counted_people,
    rated_level,
    ratings_at,
    requirements_of,
)

_Member = tuple[Employee, str, tuple[Requirement, ...]]
"""A person of a team, the level their ratings count against, and what it asks for."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person: points below expectation, in the order of the map's competencies; None is not rated or N/A."""

    employee: str
    name: str
    level: str
    gaps: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """People down, competencies (ids) across."""

    competencies: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """One competency of a team: ids of the people at the working level or above, how many are rated, in words."""

    competency: str
    able: tuple[str, ...]
    rated: int
    words: str


@dataclass(frozen=True, slots=True)
class Concentration:
    """Several people of a team at one level with the same rating in one competency, at the working level or above."""

    competency: str
    level: str
    rating: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deltas:
    """One person's self ratings against the manager's: mean and number of deltas, those to discuss, the profile.

    `discuss` holds (competency id, points); `profile` is "" where too few people can be compared.
    """

    employee: str
    n: int
    mean: float
    discuss: tuple[tuple[str, int], ...]
    profile: str


def people_rated(data: Dataset, cycle: str) -> Iterator[tuple[Employee, str]]:
    """Active people, in the order of the People tab, with the level their ratings in the cycle count against."""
    for person in counted_people(data):
        yield person, rated_level(data, cycle, person)


def team_managers(data: Dataset) -> list[str]:
    """Everybody who has active reports, by id."""
    return sorted({person.manager for person in counted_people(data) if person.manager})


def heat_map(data: Dataset, manager: str, cycle: str) -> HeatMap:
    """Gaps of a manager's direct reports, at the level held now or the level rated then."""
    team = _team(data, manager, cycle)
    competency_ids = {a.competency for _, _, parts in team for a in parts}
    order = [c for c in _in_order(data) if c in competency_ids]
    rows = []
    for person, level, _ in team:
        gaps = competency_gaps(data, cycle, person.id, level)
        rows.append(HeatRow(person.id, person.name, level, tuple(gaps.get(c) for c in order)))
    return HeatMap(tuple(order), tuple(rows))


def covers(data: Dataset, manager: str, cycle: str) -> tuple[Cover, ...]:
    """Every competency asked of the team, with who can do it: critical gaps and single points of failure."""
    working, results = data.number("D11.working"), []
    ratings = _ratings(data, manager, cycle)
    for competency in (c for c in _in_order(data) if c in ratings):
        ratings_by_person = {person: rating for (person, _), rating in ratings[competency].items()}
        able, rated_count = at_level(ratings_by_person.values(), working)
        names = tuple(person for person, rating in ratings_by_person.items() if at_level([rating], working)[0])
        results.append(Cover(competency, names, rated_count, cover_words(able, rated_count)))
    return tuple(results)


def concentrations(data: Dataset, manager: str, cycle: str) -> tuple[Concentration, ...]:
    """Where so many people of the team stand at the same place, largest first."""
    working, minimum = data.number("D11.working"), data.number("D11.concentration")
    places: dict[tuple[str, str, int], list[str]] = {}
    for competency, ratings_by_person in _ratings(data, manager, cycle).items():
        for (person, level), rating in ratings_by_person.items():
            if isinstance(rating, int) and rating >= working:
                places.setdefault((competency, level, rating), []).append(person)
    results = [
        Concentration(*place, tuple(people)) for place, people in places.items() if len(people) >= max(2, minimum)
    ]
    return tuple(sorted(results, key=lambda c: (-len(c.people), c.competency, c.level, c.rating)))


def deltas(data: Dataset, cycle: str) -> tuple[Deltas, ...]:
    """Everybody with a self and a manager rating of the same thing, in the order of the People tab."""
    people = list(rating_deltas(data, cycle))
    means = [sum(person_deltas.values()) / len(person_deltas) for _, person_deltas in people]
    labels = self_profiles(means, data.number("D11.population"), data.number("D11.profile"))
    talk = data.number("D11.delta")
    return tuple(
        Deltas(
            employee,
            len(person_deltas),
            mean,
            tuple(d for d in person_deltas.items() if delta_words(d[1], talk) == DISCUSS),
            label,
        )
        for (employee, person_deltas), mean, label in zip(people, means, labels, strict=True)
    )


def rating_deltas(data: Dataset, cycle: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Employee id and, by competency id, self minus manager rating, for everybody who has any."""
    if len(data.ratings) >= BULK_ROWS:
        from xl_addin.evaluate.bulk import rating_deltas as bulk

        yield from bulk.bulk_deltas(data, cycle)
        return
    for person, level in people_rated(data, cycle):
        rows = ratings_at(data, cycle, person.id, level)
        all_deltas = {c: rating_delta(row.self_rating, row.manager_rating) for c, row in sorted(rows.items())}
        person_deltas = {c: points for c, points in all_deltas.items() if points is not None}
        if person_deltas:
            yield person.id, person_deltas


def _team(data: Dataset, manager: str, cycle: str) -> list[_Member]:
    return memo(data, f"teams {cycle}", lambda: _teams(data, cycle)).get(manager, [])


def _teams(data: Dataset, cycle: str) -> dict[str, list[_Member]]:
    """Manager -> direct reports on a known level, in the order of the People tab: one walk over everybody."""
    teams: dict[str, list[_Member]] = {}
    for person, counting_level in people_rated(data, cycle):
        level = counting_level or person.level
        if person.manager and level in data.level:
            requirements = requirements_of(data, level, ratings_at(data, cycle, person.id, level))
            teams.setdefault(person.manager, []).append((person, level, requirements))
    return teams


def _ratings(data: Dataset, manager: str, cycle: str) -> dict[str, dict[tuple[str, str], RatingValue]]:
    """Competency -> (person, level) -> rating, where the competency applies."""
    ratings: dict[str, dict[tuple[str, str], RatingValue]] = {}
    for person, level, parts in _team(data, manager, cycle):
        for a in parts:
            if a.applies:
                ratings.setdefault(a.competency, {})[person.id, level] = a.rating
    return ratings


def _in_order(data: Dataset) -> list[str]:
    """Competency ids as the Competencies tab lists them, then those that only have weights."""
    return list(
        dict.fromkeys([*(c.id for c in data.competencies if c.id), *(competency for _, competency in data.weight)])
    )
