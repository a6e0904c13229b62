"""Which other roles a person's ratings speak for: fit for every level that is neither held nor next."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.level_readiness import Readiness
from xl_addin.evaluate.readiness import level_fit
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.scores.requirements import BULK_ROWS, counted_people, requirements_of

AUTO, ALL_LEVELS, MOVES = "auto", "all", "moves"


def role_fits(data: Dataset, employee: str, cycle: str, levels: Sequence[str]) -> tuple[Readiness, ...]:
    """The fit for each of these levels that something is rated of, the furthest on the way to it (b) first.

    Raises:
        KeyError: there is no such person.
    """
    person = data.person[employee]
    rated_ids = {
        r.competency for r in data.ratings_by_person.get((cycle, employee), ()) if isinstance(r.manager_rating, int)
    }
    other_levels = [
        level for level in levels if level != person.level and level not in data.graph.next_levels(person.level)
    ]
    near = [level for level in other_levels if rated_ids & _competencies(data, level)]
    results = [result for level in near if (result := level_fit(data, employee, cycle, level)).coverage]
    return tuple(sorted(results, key=lambda result: -(result.variants["b"].figure or 0)))


def fit_of_people(data: Dataset, cycle: str, scope: str = AUTO) -> Mapping[str, tuple[Readiness, ...]]:
    """Employee id -> `role_fits`, for everybody rated in a cycle.

    `scope` is "all" levels or sideways "moves" only; "auto" is all, but for very many ratings, because the cost grows
    with people times levels, moves only.
    """
    if scope == AUTO:
        scope = ALL_LEVELS if len(data.ratings) < BULK_ROWS else MOVES
    return memo(data, f"fit in {cycle}, {scope}", lambda: _fit_of_people(data, cycle, scope))


def _fit_of_people(data: Dataset, cycle: str, scope: str) -> Mapping[str, tuple[Readiness, ...]]:
    levels = [level.id for track in data.tracks for level in data.levels_of(track.id)]
    results = {}
    for person in counted_people(data):
        if (cycle, person.id) in data.ratings_by_person:
            current_level = data.level.get(person.level)
            moves = [level for level in current_level.lateral if level in data.level] if current_level else []
            results[person.id] = role_fits(data, person.id, cycle, levels if scope == ALL_LEVELS else moves)
    return results


def _competencies(data: Dataset, level: str) -> frozenset[str]:
    """What a level asks of anybody."""
    return memo(
        data,
        f"asked at {level}",
        lambda: frozenset(a.competency for a in requirements_of(data, level, {}) if a.applies),
    )
