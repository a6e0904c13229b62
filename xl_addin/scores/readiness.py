"""One person's readiness for the next levels, and fit for any other: the figures of D10 put into words."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import months_between
from xl_addin.model.kept import kept
from xl_addin.model.records import Employee, Rating
from xl_addin.scores import telling
from xl_addin.scores.asked import MANY, Asked, asked_of, people_counted, ratings_at
from xl_addin.scores.d09_score import reaches
from xl_addin.scores.d10_readiness import Variant, share_rated, variants
from xl_addin.scores.d13_role_distance import profiles
from xl_addin.scores.policy import DEFAULT, Policy
from xl_addin.scores.telling import NOT_KNOWN, Gaps

TOP = 5
"""The highest rating."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What one person's ratings allow to be said about one level.

    `to` is the level's id, `variants` the figures a to e, `chosen` the one that counts ("default" or a letter),
    `supported` whether it is met with enough rated, `words` the sentence for people. `gaps` are all gaps against the
    level as (competency, points), largest first; `weight` is that of what the level asks for, `coverage` how much of
    it is rated, None when nothing applies; `assumed` the competencies rated against the level held now instead.
    """

    to: str
    variants: Mapping[str, Variant]
    chosen: str
    supported: bool
    words: str
    gaps: Gaps
    weight: float
    coverage: float | None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """How the months at the level held now stand to those the level names: met, short of them, or not known."""

    met: bool = True
    short: str = ""
    unknown: str = ""


NO_RULE = Stay()
"""No months are asked for, or enough have passed."""


def readiness_of(data: Dataset, employee: str, cycle: str, today: dt.date) -> tuple[Readiness, ...]:
    """A person's readiness for every next level, in the order of the graph; empty where no level follows.

    Raises:
        KeyError: there is no such person.
    """
    person = data.person[employee]
    policy, stayed = Policy.of(data), stay(data, person, today)
    found = []
    for level in data.graph.after(person.level):
        held = asked_of(data, person.level, ratings_at(data, cycle, employee, person.level))
        asked = asked_of(data, level, ratings_at(data, cycle, employee, level))
        found.append(judge(data, level, asked, policy, held, stayed))
    return tuple(found)


def ready_people(data: Dataset, cycle: str) -> Mapping[str, tuple[Readiness, ...]]:
    """The readiness of everybody rated in a cycle, on the day the workbook was read: employee id -> `readiness_of`."""
    return kept(data, f"ready in {cycle}", lambda: _ready_people(data, cycle))


def _ready_people(data: Dataset, cycle: str) -> Mapping[str, tuple[Readiness, ...]]:
    if len(data.ratings) >= MANY:
        from xl_addin.scores.bulk import readiness as bulk

        return bulk.ready_people(data, cycle)
    people = [person.id for person in people_counted(data) if (cycle, person.id) in data.rated]
    return {person: readiness_of(data, person, cycle, data.today) for person in people}


def fit(data: Dataset, employee: str, cycle: str, level: str) -> Readiness:
    """A person's fit for any level, without the months and without a look at the level held now.

    Where Assessments has nothing against `level` in the cycle, ratings against the level held now stand in for what
    both share, less D13.step for each rank that `level` asks more; the words name these.

    Raises:
        KeyError: there is no such person or level.
    """
    person = data.person[employee]
    rated = ratings_at(data, cycle, employee, level)
    # beside ratings against the level itself, a stand-in would count for more than a low rating does
    asked = asked_of(data, level, rated, {} if rated else _carried(data, employee, cycle, level))
    found = judge(data, level, asked, Policy.of(data))
    if not found.assumed:
        return found
    step = data.number("D13.step")
    told = (
        f". Assumes that ratings against {title_of(data, person.level)} hold here, {step:g} lower for each rank more: "
    )
    return replace(found, words=found.words + told + "; ".join(found.assumed))


def _carried(data: Dataset, employee: str, cycle: str, level: str) -> Mapping[str, Rating]:
    """A person's ratings at the level held now as they count towards another level; a part of a point is no point."""
    held = data.person[employee].level
    if held not in data.level:
        return {}
    given, carried = ratings_at(data, cycle, employee, held), {}
    # what only one of the two levels asks for counts nowhere, whatever was rated
    for competency in profiles(data).shared(held, level) & given.keys():
        rating = given[competency].manager_rating
        if isinstance(rating, int):
            rating = math.floor(profiles(data).carried(held, level, competency, rating))
        carried[competency] = given[competency].model_copy(update={"manager_rating": rating})
    return carried


def stay(data: Dataset, person: Employee, today: dt.date) -> Stay:
    """The months at the level held now, against the least it names; a level that names none has no rule."""
    level = data.level.get(person.level)
    if level is None or not level.months:
        return NO_RULE
    if person.since is None:
        return Stay(met=False, unknown=NOT_KNOWN)
    months = months_between(person.since, today)
    if months >= level.months:
        return NO_RULE
    return Stay(met=False, short=f"time at the level ({months} of {counted(level.months, 'month')})")


def judge(
    data: Dataset,
    level: str,
    asked: Sequence[Asked],
    policy: Policy,
    held: Sequence[Asked] | None = None,
    stayed: Stay | None = None,
) -> Readiness:
    """What ratings of what a level asks allow to be said; `held` is what the level held now asks."""
    timed = stayed if stayed and policy.variant == DEFAULT else NO_RULE
    found = variants(asked, policy, held)
    share = share_rated(asked)
    weight = sum(a.weight for a in asked if a.applies)
    enough = bool(share) and bool(weight) and reaches(share, policy.coverage)
    unseen = [a for a in asked if policy.variant == DEFAULT and a.critical and a.applies and not a.evidence]
    supported = enough and meets(found, policy) and not unseen and timed.met
    gaps = tuple(sorted(_gaps(asked), key=lambda pair: (-pair[1], pair[0].casefold())))
    if supported:
        words = telling.supported(title_of(data, level))
    elif not enough:
        words = telling.too_little(share if weight else None, policy)
    elif timed.short or not _possible(asked, policy, held):
        words = telling.gaps(gaps, timed.short, policy)
    else:
        blank = [a.name for a in asked if a.rating is None]
        words = telling.missing(blank, [a.name for a in unseen if a.rating is not None], timed.unknown)
    assumed = tuple(a.name for a in asked if a.assumed)
    return Readiness(level, found, policy.variant, supported, words, gaps, weight, share, assumed)


def _gaps(asked: Sequence[Asked]) -> Iterator[tuple[str, int]]:
    yield from ((a.name, a.gap) for a in asked if a.gap is not None and a.gap > 0)


def meets(found: Mapping[str, Variant], policy: Policy) -> bool:
    """Whether the figures of the chosen variant are met."""
    return all(found[letter].met for letter in letters_that_count(policy))


def letters_that_count(policy: Policy) -> str:
    """The variants whose figures must be met; the default's are b and e."""
    return "be" if policy.variant == DEFAULT else policy.variant


def _possible(asked: Sequence[Asked], policy: Policy, held: Sequence[Asked] | None) -> bool:
    """Whether the figures would be met if everything not rated yet were rated as high as can be."""
    best = [replace(a, rating=TOP) if a.rating is None else a for a in asked]
    return meets(variants(best, policy, held), policy)


def title_of(data: Dataset, level: str) -> str:
    """A level's title, or the id where it has none."""
    own = data.level.get(level)
    return own.title if own and own.title else level
