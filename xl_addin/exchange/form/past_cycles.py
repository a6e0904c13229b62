"""A person's earlier rounds, as a form shows them."""

from dataclasses import dataclass

from xl_addin.exchange.form.form_figures import RatedRow, met_of, tally
from xl_addin.exchange.form.level_words import level_title
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee, Level
from xl_addin.scores.d08_gap import expected_of
from xl_addin.scores.requirements import level_weights, rated_level, ratings_at

MOST_CYCLES = 6
"""How many past cycles a form shows."""


@dataclass(frozen=True, slots=True)
class PastCycle:
    """How a person did in a past cycle, against one level: lines met of those rated, "–" where none was."""

    cycle: str
    level: str
    own: str
    manager: str


def past_cycles(data: Dataset, person: Employee, cycle: str) -> tuple[PastCycle, ...]:
    """A person's latest cycles before one, oldest first; each against the level that Scores shows it against."""
    earlier = [name for name in memo(data, __name__, lambda: _cycles(data)).get(person.id, ()) if name < cycle]
    return tuple(_past_cycle(data, person, name) for name in earlier[-MOST_CYCLES:])


def _cycles(data: Dataset) -> dict[str, list[str]]:
    """Employee id -> the cycles with ratings, oldest first."""
    cycles: dict[str, list[str]] = {}
    for cycle, employee in sorted(data.ratings_by_person):
        cycles.setdefault(employee, []).append(cycle)
    return cycles


def _past_cycle(data: Dataset, person: Employee, cycle: str) -> PastCycle:
    level = rated_level(data, cycle, person)
    ratings = ratings_at(data, cycle, person.id, level)
    self_view, manager_view = (
        met_of(
            tally(
                [
                    RatedRow(expected_of(data, competency), getattr(ratings.get(competency), field, None))
                    for competency in level_weights(data, level).weights
                ]
            )
        )
        for field in ("self_rating", "manager_rating")
    )
    return PastCycle(cycle, level_title(data.level.get(level, Level(id=level))), self_view, manager_view)
