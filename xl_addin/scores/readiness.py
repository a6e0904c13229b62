"""One person's readiness for the next levels, and fit for any other: the figures of D10 put into words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee
from xl_addin.scores.asked import Asked, asked_of, months_between, ratings_at
from xl_addin.scores.d10_readiness import Variant, share_rated, variants
from xl_addin.scores.people import LARGEST
from xl_addin.scores.policy import DEFAULT, Policy

SUPPORTED, GAPS, NO_DATA = "Evidence supports discussing", "Gaps", "Not enough data"
NOT_KNOWN = "At level since is blank, so the time at the level is not known"
TOP = 5
"""The highest rating."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What one person's ratings allow to be said about one level.

    `to` is the level's id, `variants` the figures a to e, `chosen` the one that counts ("default" or a letter),
    `supported` whether it is met with enough rated, `words` the sentence for people. `gaps` are all gaps against the
    level as (competency, points), largest first; `coverage` the share of its weight that is rated, None when nothing
    applies; `assumed` the competencies rated against the level held now instead.
    """

    to: str
    variants: Mapping[str, Variant]
    chosen: str
    supported: bool
    words: str
    gaps: tuple[tuple[str, int], ...]
    coverage: float | None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """How the months at the level held now stand to those the level names: met, short of them, or not known."""

    met: bool = True
    short: str = ""
    unknown: str = ""


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


def fit(data: Dataset, employee: str, cycle: str, level: str) -> Readiness:
    """A person's fit for any level, without the months and without a look at the level held now.

    What is not rated against `level` is taken from the ratings against the level held now, where both share the
    competency; the words name these.

    Raises:
        KeyError: there is no such person or level.
    """
    person = data.person[employee]
    own = ratings_at(data, cycle, employee, person.level)
    asked = asked_of(data, level, ratings_at(data, cycle, employee, level), own)
    found = judge(data, level, asked, Policy.of(data))
    if not found.assumed:
        return found
    told = f"{found.words}. Assumes that ratings against {_title(data, person.level)} hold here: "
    return replace(found, words=told + "; ".join(found.assumed))


def stay(data: Dataset, person: Employee, today: dt.date) -> Stay:
    """The months at the level held now, against the least it names; a level that names none has no rule."""
    level = data.level.get(person.level)
    if level is None or not level.months:
        return Stay()
    if person.since is None:
        return Stay(met=False, unknown=NOT_KNOWN)
    months = months_between(person.since, today)
    if months >= level.months:
        return Stay()
    return Stay(met=False, short=f"time at the level ({months} of {level.months} months)")


def judge(
    data: Dataset,
    level: str,
    asked: Sequence[Asked],
    policy: Policy,
    held: Sequence[Asked] | None = None,
    stayed: Stay | None = None,
) -> Readiness:
    """What ratings of what a level asks allow to be said; `held` is what the level held now asks."""
    timed = stayed if stayed and policy.variant == DEFAULT else Stay()
    found = variants(asked, policy, held)
    share = share_rated(asked)
    enough = bool(share) and round(share or 0.0, 9) >= policy.coverage
    unseen = [a for a in asked if policy.variant == DEFAULT and a.critical and a.applies and not a.evidence]
    supported = enough and meets(found, policy) and not unseen and timed.met
    gaps = [(a.name, a.gap) for a in asked if a.gap is not None and a.gap > 0]
    gaps.sort(key=lambda pair: (-pair[1], pair[0].casefold()))
    if supported:
        words = f"{SUPPORTED} {_title(data, level)}"
    elif not enough:
        words = f"{NO_DATA}: {_too_little(share, policy)}"
    elif timed.short or not _possible(asked, policy, held):
        words = f"{GAPS}: {_largest(gaps, timed, policy)}"
    else:
        words = f"{NO_DATA}: {_missing(asked, unseen, timed)}"
    assumed = tuple(a.name for a in asked if a.assumed)
    return Readiness(level, found, policy.variant, supported, words, tuple(gaps), share, assumed)


def meets(found: Mapping[str, Variant], policy: Policy) -> bool:
    """Whether the figures of the chosen variant are met; the default's are those of b and e."""
    return all(found[letter].met for letter in ("be" if policy.variant == DEFAULT else policy.variant))


def _possible(asked: Sequence[Asked], policy: Policy, held: Sequence[Asked] | None) -> bool:
    """Whether the figures would be met if everything not rated yet were rated as high as can be."""
    best = [replace(a, rating=TOP) if a.rating is None else a for a in asked]
    return meets(variants(best, policy, held), policy)


def _too_little(share: float | None, policy: Policy) -> str:
    if share is None:
        return "nothing that has a weight applies"
    if not share:
        return "nothing is rated yet"
    # rounded down, so that 89.9% never reads as the 90% that is needed
    return f"{int(round(share * 100, 6))}% of the weight is rated, {policy.coverage * 100:g}% is needed"


def _largest(gaps: Sequence[tuple[str, int]], stayed: Stay, policy: Policy) -> str:
    named = [f"{name} ({size})" for name, size in gaps[:LARGEST]]
    if stayed.short:
        named.append(stayed.short)
    if named:
        return "; ".join(named)
    if policy.variant == "d":
        return "the level held now does not pass the gate"
    return f"the overall rating or a critical competency is below {policy.floor:g}"


def _missing(asked: Sequence[Asked], unseen: Sequence[Asked], stayed: Stay) -> str:
    """What could still change the answer."""
    reasons = []
    if blank := [a.name for a in asked if a.rating is None]:
        reasons.append(f"not rated yet: {'; '.join(blank)}")
    if silent := [a.name for a in unseen if a.rating is not None]:
        reasons.append(f"no evidence yet: {'; '.join(silent)}")
    return ". ".join([*reasons, *([stayed.unknown] if stayed.unknown else [])])


def _title(data: Dataset, level: str) -> str:
    own = data.level.get(level)
    return own.title if own and own.title else level
