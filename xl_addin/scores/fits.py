"""Which other roles a person's ratings speak for: fit for every level that is neither held nor next."""

from collections.abc import Mapping, Sequence

from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
from xl_addin.scores.asked import MANY, asked_of, people_counted
from xl_addin.scores.readiness import Readiness, fit

AUTO, ALL, MOVES = "auto", "all", "moves"


def fits(data: Dataset, employee: str, cycle: str, levels: Sequence[str]) -> tuple[Readiness, ...]:
    """The fit for each of these levels that something is rated of, the furthest on the way to it (b) first.

    Raises:
        KeyError: there is no such person.
    """
    person = data.person[employee]
    rated = {r.competency for r in data.rated.get((cycle, employee), ()) if isinstance(r.manager_rating, int)}
    others = [level for level in levels if level != person.level and level not in data.graph.after(person.level)]
    near = [level for level in others if rated & _competencies(data, level)]
    found = [own for level in near if (own := fit(data, employee, cycle, level)).coverage]
    return tuple(sorted(found, key=lambda own: -(own.variants["b"].figure or 0)))


def fit_of_people(data: Dataset, cycle: str, which: str = AUTO) -> Mapping[str, tuple[Readiness, ...]]:
    """Employee id -> `fits`, for everybody rated in a cycle.

    `which` is "all" levels or sideways "moves" only; "auto" is all, but for very many ratings, because the cost grows
    with people times levels, moves only.
    """
    if which == AUTO:
        which = ALL if len(data.ratings) < MANY else MOVES
    return kept(data, f"fit in {cycle}, {which}", lambda: _fit_of_people(data, cycle, which))


def _fit_of_people(data: Dataset, cycle: str, which: str) -> Mapping[str, tuple[Readiness, ...]]:
    levels = [level.id for track in data.tracks for level in data.levels_of(track.id)]
    found = {}
    for person in people_counted(data):
        if (cycle, person.id) in data.rated:
            held = data.level.get(person.level)
            moves = [level for level in held.lateral if level in data.level] if held else []
            found[person.id] = fits(data, person.id, cycle, levels if which == ALL else moves)
    return found


def _competencies(data: Dataset, level: str) -> frozenset[str]:
    """What a level asks of anybody."""
    return kept(
        data, f"asked at {level}", lambda: frozenset(a.competency for a in asked_of(data, level, {}) if a.applies)
    )
