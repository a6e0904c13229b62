"""A person's earlier cycles, as a form shows them."""

from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
from xl_addin.model.records import Employee, Rating
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
    """A person's latest cycles before one, oldest first; each against the level with most ratings in it."""
    earlier = [name for name in kept(data, __name__, lambda: _cycles(data)).get(person.id, ()) if name < cycle]
    return tuple(_past_of(data, person, name) for name in earlier[-MOST_CYCLES:])


def _cycles(data: Dataset) -> dict[str, list[str]]:
    """Employee id -> the cycles with ratings, oldest first."""
    found: dict[str, list[str]] = {}
    for cycle, employee in sorted(data.rated):
        found.setdefault(employee, []).append(cycle)
    return found


def _past_of(data: Dataset, person: Employee, cycle: str) -> Past:
    held: dict[str, list[Rating]] = {}
    for rating in data.rated[cycle, person.id]:
        held.setdefault(rating.level, []).append(rating)
    level = max(sorted(held), key=lambda name: len(held[name]))
    track = data.level[level].track if level in data.level else person.track
    least = data.number("D09.coverage")
    own, manager = (
        score([(data.weight.get((track, r.competency), 0.0), getattr(r, field)) for r in held[level]], least)
        for field in ("self_rating", "manager_rating")
    )
    return Past(cycle, level, own, manager)
