"""How far up their track a person has come, competency by competency: the gate taken level after level."""

from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.scores.readiness_gate import level_reached, marks_of, weighted_level
from xl_addin.scores.readiness_policy import Policy
from xl_addin.scores.requirements import ratings_at, requirements_of


@dataclass(frozen=True, slots=True)
class LevelReach:
    """The levels passed in each competency, counted from the lowest of the track, and their mean by weight.

    `overall` is None where the track has no weights.
    """

    overall: float | None
    competencies: dict[str, int]


def levels_reached(data: Dataset, employee: str, cycle: str) -> LevelReach:
    """What the gate of D10 says of a person's ratings against the levels of the track, the lowest first.

    Levels up to the one held now count as passed, unless D10.gate.held asks for ratings of them too.

    Raises:
        KeyError: there is no such person.
    """
    person, policy = data.person[employee], Policy.from_data(data)
    levels = [level.id for level in data.levels_of(person.track)]
    start = 0 if policy.check_current or person.level not in levels else levels.index(person.level) + 1
    sheets = [requirements_of(data, level, ratings_at(data, cycle, employee, level)) for level in levels]
    levels_by_competency, weights = {}, []
    for requirements in zip(*sheets, strict=True):
        marks = [marks_of([(requirement.expected_rating, requirement.rating)]) for requirement in requirements]
        levels_by_competency[requirements[0].competency] = start + level_reached(marks[start:], policy.gate)
        weights.append(requirements[0].weight)
    return LevelReach(weighted_level(weights, list(levels_by_competency.values())), levels_by_competency)
