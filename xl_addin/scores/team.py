"""A manager's team: the heat map of gaps, what it is thin in, and how self and manager ratings differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
from xl_addin.model.records import Employee, Rated
from xl_addin.scores.asked import MANY, Asked, asked_of, level_rated, people_counted, ratings_at
from xl_addin.scores.d11_team import DISCUSS, at_level, cover_words, delta, delta_words, profiles
from xl_addin.scores.people import competency_gaps

_Member = tuple[Employee, str, tuple[Asked, ...]]
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
    for person in people_counted(data):
        yield person, level_rated(data, cycle, person)


def managers(data: Dataset) -> list[str]:
    """Everybody who has active reports, by id."""
    return sorted({person.manager for person in people_counted(data) if person.manager})


def heat_map(data: Dataset, manager: str, cycle: str) -> HeatMap:
    """Gaps of a manager's direct reports, at the level held now or the level rated then."""
    team = _team(data, manager, cycle)
    asked = {a.competency for _, _, parts in team for a in parts}
    order = [c for c in _in_order(data) if c in asked]
    rows = []
    for person, level, _ in team:
        gaps = competency_gaps(data, cycle, person.id, level)
        rows.append(HeatRow(person.id, person.name, level, tuple(gaps.get(c) for c in order)))
    return HeatMap(tuple(order), tuple(rows))


def covers(data: Dataset, manager: str, cycle: str) -> tuple[Cover, ...]:
    """Every competency asked of the team, with who can do it: critical gaps and single points of failure."""
    working, found = data.number("D11.working"), []
    ratings = _ratings(data, manager, cycle)
    for competency in (c for c in _in_order(data) if c in ratings):
        given = {person: rating for (person, _), rating in ratings[competency].items()}
        able, rated = at_level(given.values(), working)
        names = tuple(person for person, rating in given.items() if at_level([rating], working)[0])
        found.append(Cover(competency, names, rated, cover_words(able, rated)))
    return tuple(found)


def concentrations(data: Dataset, manager: str, cycle: str) -> tuple[Concentration, ...]:
    """Where so many people of the team stand at the same place, largest first."""
    working, least = data.number("D11.working"), data.number("D11.concentration")
    places: dict[tuple[str, str, int], list[str]] = {}
    for competency, given in _ratings(data, manager, cycle).items():
        for (person, level), rating in given.items():
            if isinstance(rating, int) and rating >= working:
                places.setdefault((competency, level, rating), []).append(person)
    found = [Concentration(*place, tuple(people)) for place, people in places.items() if len(people) >= max(2, least)]
    return tuple(sorted(found, key=lambda c: (-len(c.people), c.competency, c.level, c.rating)))


def deltas(data: Dataset, cycle: str) -> tuple[Deltas, ...]:
    """Everybody with a self and a manager rating of the same thing, in the order of the People tab."""
    people = list(known_deltas(data, cycle))
    means = [sum(known.values()) / len(known) for _, known in people]
    named = profiles(means, data.number("D11.population"), data.number("D11.profile"))
    talk = data.number("D11.delta")
    return tuple(
        Deltas(employee, len(known), mean, tuple(d for d in known.items() if delta_words(d[1], talk) == DISCUSS), label)
        for (employee, known), mean, label in zip(people, means, named, strict=True)
    )


def known_deltas(data: Dataset, cycle: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Employee id and, by competency id, self minus manager rating, for everybody who has any."""
    if len(data.ratings) >= MANY:
        from xl_addin.scores.bulk import deltas as bulk

        yield from bulk.known_deltas(data, cycle)
        return
    for person, level in people_rated(data, cycle):
        rows = ratings_at(data, cycle, person.id, level)
        found = {c: delta(row.self_rating, row.manager_rating) for c, row in sorted(rows.items())}
        known = {c: points for c, points in found.items() if points is not None}
        if known:
            yield person.id, known


def _team(data: Dataset, manager: str, cycle: str) -> list[_Member]:
    return kept(data, f"teams {cycle}", lambda: _teams(data, cycle)).get(manager, [])


def _teams(data: Dataset, cycle: str) -> dict[str, list[_Member]]:
    """Manager -> direct reports on a known level, in the order of the People tab: one walk over everybody."""
    found: dict[str, list[_Member]] = {}
    for person, rated in people_rated(data, cycle):
        level = rated or person.level
        if person.manager and level in data.level:
            asked = asked_of(data, level, ratings_at(data, cycle, person.id, level))
            found.setdefault(person.manager, []).append((person, level, asked))
    return found


def _ratings(data: Dataset, manager: str, cycle: str) -> dict[str, dict[tuple[str, str], Rated]]:
    """Competency -> (person, level) -> rating, where the competency applies."""
    found: dict[str, dict[tuple[str, str], Rated]] = {}
    for person, level, parts in _team(data, manager, cycle):
        for a in parts:
            if a.applies:
                found.setdefault(a.competency, {})[person.id, level] = a.rating
    return found


def _in_order(data: Dataset) -> list[str]:
    """Competency ids as the Competencies tab lists them, then those that only have weights."""
    return list(
        dict.fromkeys([*(c.id for c in data.competencies if c.id), *(competency for _, competency in data.weight)])
    )
