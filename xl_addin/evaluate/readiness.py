"""One person's readiness for the next levels, and fit for any other: the figures of D10 put into words."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xl_addin.evaluate import readiness_words
from xl_addin.evaluate.level_readiness import NO_RULE, Readiness, Stay, letters_that_count, stay, title_of
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Rating
from xl_addin.scores.d09_score import reaches
from xl_addin.scores.d10_readiness import Variant, share_rated, variants
from xl_addin.scores.d13_role_distance import profiles
from xl_addin.scores.readiness_policy import DEFAULT, Policy
from xl_addin.scores.requirements import BULK_ROWS, Requirement, counted_people, ratings_at, requirements_of

TOP = 5
"""The highest rating."""


def readiness_of(data: Dataset, employee: str, cycle: str, today: dt.date) -> tuple[Readiness, ...]:
    """A person's readiness for every next level, in the order of the graph; empty where no level follows.

    Raises:
        KeyError: there is no such person.
    """
    person = data.person[employee]
    policy, person_stay = Policy.from_data(data), stay(data, person, today)
    results = []
    for level in data.graph.next_levels(person.level):
        current_requirements = requirements_of(data, person.level, ratings_at(data, cycle, employee, person.level))
        requirements = requirements_of(data, level, ratings_at(data, cycle, employee, level))
        results.append(judge(data, level, requirements, policy, current_requirements, person_stay))
    return tuple(results)


def people_readiness(data: Dataset, cycle: str) -> Mapping[str, tuple[Readiness, ...]]:
    """The readiness of everybody rated in a cycle, on the day the workbook was read: employee id -> `readiness_of`."""
    return memo(data, f"ready in {cycle}", lambda: _people_readiness(data, cycle))


def _people_readiness(data: Dataset, cycle: str) -> Mapping[str, tuple[Readiness, ...]]:
    if len(data.ratings) >= BULK_ROWS:
        from xl_addin.evaluate.bulk import readiness_arrays as bulk

        return bulk.bulk_readiness(data, cycle)
    people = [person.id for person in counted_people(data) if (cycle, person.id) in data.ratings_by_person]
    return {person: readiness_of(data, person, cycle, data.today) for person in people}


def level_fit(data: Dataset, employee: str, cycle: str, level: str) -> Readiness:
    """A person's fit for any level, without the months and without a look at the level held now.

    Where Assessments has nothing against `level` in the cycle, ratings against the level held now stand in for what
    both share, less D13.step for each rank that `level` asks more; the words name these.

    Raises:
        KeyError: there is no such person or level.
    """
    person = data.person[employee]
    ratings = ratings_at(data, cycle, employee, level)
    # beside ratings against the level itself, a stand-in would count for more than a low rating does
    requirements = requirements_of(
        data, level, ratings, {} if ratings else _carried_ratings(data, employee, cycle, level)
    )
    result = judge(data, level, requirements, Policy.from_data(data))
    if not result.assumed:
        return result
    step = data.number("D13.step")
    note = (
        f". Assumes that ratings against {title_of(data, person.level)} hold here, {step:g} lower for each rank more: "
    )
    return replace(result, words=result.words + note + "; ".join(result.assumed))


def _carried_ratings(data: Dataset, employee: str, cycle: str, level: str) -> Mapping[str, Rating]:
    """A person's ratings at the level held now as they count towards another level; a part of a point is no point."""
    current_level = data.person[employee].level
    if current_level not in data.level:
        return {}
    ratings, result = ratings_at(data, cycle, employee, current_level), {}
    # what only one of the two levels asks for counts nowhere, whatever was rated
    for competency in profiles(data).common_competencies(current_level, level) & ratings.keys():
        rating = ratings[competency].manager_rating
        if isinstance(rating, int):
            rating = math.floor(profiles(data).carry_rating(current_level, level, competency, rating))
        result[competency] = ratings[competency].model_copy(update={"manager_rating": rating})
    return result


def judge(
    data: Dataset,
    level: str,
    requirements: Sequence[Requirement],
    policy: Policy,
    current_requirements: Sequence[Requirement] | None = None,
    person_stay: Stay | None = None,
) -> Readiness:
    """What ratings of what a level asks allow to be said; `current_requirements` is what the level held now asks."""
    stay_rule = person_stay if person_stay and policy.variant == DEFAULT else NO_RULE
    results = variants(requirements, policy, current_requirements)
    share = share_rated(requirements)
    weight = sum(a.weight for a in requirements if a.applies)
    enough = bool(share) and bool(weight) and reaches(share, policy.coverage)
    unseen = [a for a in requirements if policy.variant == DEFAULT and a.critical and a.applies and not a.evidence]
    is_supported = enough and meets(results, policy) and not unseen and stay_rule.is_met
    gaps = tuple(sorted(_gaps(requirements), key=lambda pair: (-pair[1], pair[0].casefold())))
    if is_supported:
        words = readiness_words.support_sentence(title_of(data, level))
    elif not enough:
        words = readiness_words.coverage_sentence(share if weight else None, policy)
    elif stay_rule.short or not _possible(requirements, policy, current_requirements):
        words = readiness_words.gaps_sentence(gaps, stay_rule.short, policy)
    else:
        blank = [a.name for a in requirements if a.rating is None]
        words = readiness_words.missing_sentence(
            blank, [a.name for a in unseen if a.rating is not None], stay_rule.unknown
        )
    stand_ins = tuple(a.name for a in requirements if a.is_stand_in)
    return Readiness(level, results, policy.variant, is_supported, words, gaps, weight, share, stand_ins)


def _gaps(requirements: Sequence[Requirement]) -> Iterator[tuple[str, int]]:
    yield from ((a.name, a.gap) for a in requirements if a.gap is not None and a.gap > 0)


def meets(results: Mapping[str, Variant], policy: Policy) -> bool:
    """Whether the figures of the chosen variant are met."""
    return all(results[letter].met for letter in letters_that_count(policy))


def _possible(
    requirements: Sequence[Requirement], policy: Policy, current_requirements: Sequence[Requirement] | None
) -> bool:
    """Whether the figures would be met if everything not rated yet were rated as high as can be."""
    best = [replace(a, rating=TOP) if a.rating is None else a for a in requirements]
    return meets(variants(best, policy, current_requirements), policy)
