"""What one person's ratings allow to be said about one level: its parts, for one person and for very many."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.evaluate.readiness_words import NOT_KNOWN, Gaps
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import months_between
from xl_addin.model.records import Employee
from xl_addin.scores.d10_readiness import Variant
from xl_addin.scores.readiness_policy import DEFAULT, Policy


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

    is_met: bool = True
    short: str = ""
    unknown: str = ""


NO_RULE = Stay()
"""No months are asked for, or enough have passed."""


def stay(data: Dataset, person: Employee, today: dt.date) -> Stay:
    """The months at the level held now, against the least it names; a level that names none has no rule."""
    level = data.level.get(person.level)
    if level is None or not level.months:
        return NO_RULE
    if person.since is None:
        return Stay(is_met=False, unknown=NOT_KNOWN)
    months = months_between(person.since, today)
    if months >= level.months:
        return NO_RULE
    return Stay(is_met=False, short=f"time at the level ({months} of {quantity(level.months, 'month')})")


def letters_that_count(policy: Policy) -> str:
    """The variants whose figures must be met; the default's are b and e."""
    return "be" if policy.variant == DEFAULT else policy.variant


def title_of(data: Dataset, level: str) -> str:
    """A level's title, or the id where it has none."""
    record = data.level.get(level)
    return record.title if record and record.title else level
