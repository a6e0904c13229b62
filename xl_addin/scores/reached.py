"""How far up their track a person has come, competency by competency: the gate taken level after level."""

from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.scores.asked import asked_of, ratings_at
from xl_addin.scores.gate import level_reached, marks_of, weighted_level
from xl_addin.scores.policy import Policy


@dataclass(frozen=True, slots=True)
class Reached:
    """The levels passed in each competency, counted from the lowest of the track, and their mean by weight.

    `overall` is None where the track has no weights.
    """

    overall: float | None
    competencies: dict[str, int]


def reached(data: Dataset, employee: str, cycle: str) -> Reached:
    """What the gate of D10 says of a person's ratings against the levels of the track, the lowest first.

    Levels up to the one held now count as passed, unless D10.gate.held asks for ratings of them too.

    Raises:
        KeyError: there is no such person.
    """
    person, policy = data.person[employee], Policy.of(data)
    levels = [level.id for level in data.levels_of(person.track)]
    held = 0 if policy.held or person.level not in levels else levels.index(person.level) + 1
    sheets = [asked_of(data, level, ratings_at(data, cycle, employee, level)) for level in levels]
    found, weights = {}, []
    for asked in zip(*sheets, strict=True):
        marks = [marks_of([(own.expected, own.rating)]) for own in asked]
        found[asked[0].competency] = held + level_reached(marks[held:], policy.gate)
        weights.append(asked[0].weight)
    return Reached(weighted_level(weights, list(found.values())), found)
