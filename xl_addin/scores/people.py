"""One person's figures in one cycle, put together from the scores."""

from collections.abc import Sequence

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import NA
from xl_addin.model.kept import once
from xl_addin.model.records import Employee, Rating
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import coverage, score

LARGEST = 3
"""How many gaps are named."""


@once
def person_scores(data: Dataset) -> tuple[ScoreRow, ...]:
    """A row for every cycle in which an active person has ratings at a level, current level or not.

    Rows come cycle by cycle, newest first, people in the order of the People tab. A person's row is against the
    level held now; where a cycle holds no ratings for that level, against the level that was rated.
    """
    people = [person for person in data.people if person.id and person.active == "Yes"]
    rows = []
    for cycle in sorted({cycle for cycle, _ in data.rated}, reverse=True):
        for person in people:
            ratings = data.rated.get((cycle, person.id))
            if ratings:
                rows.append(_row(data, cycle, person, ratings))
    return tuple(rows)


def _row(data: Dataset, cycle: str, person: Employee, ratings: Sequence[Rating]) -> ScoreRow:
    level = person.level if any(r.level == person.level for r in ratings) else ratings[0].level
    own = [rating for rating in ratings if rating.level == level]
    track = data.level[level].track if level in data.level else person.track
    weighed = [(data.weight.get((track, r.competency), 0.0), r.manager_rating) for r in own]
    share = coverage(weighed)
    figure = score(weighed, data.number("D09.coverage"))
    gaps = _gaps(data, own)
    return ScoreRow(
        cycle=cycle,
        employee=person.id,
        name=person.name,
        team=person.team,
        track=track,
        level=level,
        applicable=sum(r.manager_rating != NA for r in own),
        rated=sum(isinstance(r.manager_rating, int) for r in own),
        coverage=share,
        score=figure,
        below=len(gaps),
        gaps="; ".join(f"{name} ({size})" for name, size in gaps[:LARGEST]),
        words=_words(share, figure, len(gaps)),
    )


def _gaps(data: Dataset, ratings: Sequence[Rating]) -> list[tuple[str, int]]:
    found = []
    for rating in ratings:
        size = gap(expected_of(data, rating.competency), rating.manager_rating)
        if size is not None and size > 0:
            own = data.competency.get(rating.competency)
            found.append((own.name if own else rating.competency, size))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].casefold()))


def _words(share: float | None, figure: float | None, below: int) -> str:
    if not share:
        return "Not rated yet"
    if figure is None:
        return "Not enough data"
    if not below:
        return "Meets what the level asks for"
    return f"{below} below expectation: talk about what would help"


def competency_gaps(data: Dataset, cycle: str, employee: str, level: str) -> dict[str, int | None]:
    """Competency id -> gap of one person in one cycle at one level; None where the manager has not rated."""
    own = [rating for rating in data.rated.get((cycle, employee), ()) if rating.level == level]
    return {r.competency: gap(expected_of(data, r.competency), r.manager_rating) for r in own}
