"""A person's earlier cycles, as a form shows them."""

from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
from xl_addin.model.records import Employee
from xl_addin.scores.asked import level_rated, lines_of, ratings_at
from xl_addin.scores.d09_score import score

MOST_CYCLES = 6
"""How many past cycles a form shows."""


@dataclass(frozen=True, slots=True)
class Past:
    """How a person did in a past cycle, against one level: scores from 0 to 1, None below the least coverage."""

    cycle: str
    level: str
    own: float | None
    manager: float | None


def past_cycles(data: Dataset, person: Employee, cycle: str) -> tuple[Past, ...]:
    """A person's latest cycles before one, oldest first; each against the level that Scores shows it against."""
    earlier = [name for name in kept(data, __name__, lambda: _cycles(data)).get(person.id, ()) if name < cycle]
    return tuple(_past_of(data, person, name) for name in earlier[-MOST_CYCLES:])


def _cycles(data: Dataset) -> dict[str, list[str]]:
    """Employee id -> the cycles with ratings, oldest first."""
    found: dict[str, list[str]] = {}
    for cycle, employee in sorted(data.rated):
        found.setdefault(employee, []).append(cycle)
    return found


def _past_of(data: Dataset, person: Employee, cycle: str) -> Past:
    level = level_rated(data, cycle, person)
    rated = ratings_at(data, cycle, person.id, level)
    asks, least = lines_of(data, level).weights.items(), data.number("D09.coverage")
    own, manager = (
        score([(weight, getattr(rated.get(c), field, None)) for c, weight in asks], least)
        for field in ("self_rating", "manager_rating")
    )
    return Past(cycle, level, own, manager)
