"""One person's figures in one cycle, put together from the scores."""

from collections.abc import Sequence

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import NA
from xl_addin.model.kept import once
from xl_addin.model.records import Employee, Rating
from xl_addin.model.results import ScoreRow
from xl_addin.scores.asked import MANY, level_rated, name_of, people_counted
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import coverage, score
from xl_addin.scores.telling import Gaps, largest


@once
def person_scores(data: Dataset) -> tuple[ScoreRow, ...]:
    """A row for every cycle in which an active person has ratings at a level, current level or not.

    Rows come cycle by cycle, newest first, people in the order of the People tab. A person's row is against the
    level held now; where a cycle holds no ratings for that level, against the level that was rated.
    """
    if len(data.ratings) >= MANY:
        from xl_addin.scores.bulk.people import score_rows

        return tuple(score_rows(data))
    rows = []
    for cycle in sorted({cycle for cycle, _ in data.rated}, reverse=True):
        for person in people_counted(data):
            ratings = data.rated.get((cycle, person.id))
            if ratings:
                rows.append(_row(data, cycle, person, ratings))
    return tuple(rows)


def _row(data: Dataset, cycle: str, person: Employee, ratings: Sequence[Rating]) -> ScoreRow:
    level = level_rated(data, cycle, person)
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
        gaps="; ".join(largest(gaps)),
        words=words_of(share, figure, len(gaps)),
    )


def _gaps(data: Dataset, ratings: Sequence[Rating]) -> Gaps:
    found = []
    for rating in ratings:
        size = gap(expected_of(data, rating.competency), rating.manager_rating)
        if size is not None and size > 0:
            found.append((name_of(data, rating.competency), size))
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].casefold())))


def words_of(share: float | None, figure: float | None, below: int) -> str:
    """What coverage, score and the number of gaps allow to be said."""
    if not share:
        return "Not rated yet"
    if figure is None:
        return "Not enough data"
    if not below:
        return "Meets what the level asks for"
    return f"{below} below expectation: talk about what would help"


def competency_gaps(data: Dataset, cycle: str, employee: str, level: str) -> dict[str, float | None]:
    """Competency id -> gap of one person in one cycle at one level; None where the manager has not rated.

    A competency that stands twice is a finding; until it is put right, its gap is the mean of its rows.
    """
    sizes: dict[str, list[int]] = {}
    for rating in data.rated.get((cycle, employee), ()):
        if rating.level == level:
            size = gap(expected_of(data, rating.competency), rating.manager_rating)
            sizes.setdefault(rating.competency, []).extend([] if size is None else [size])
    return {c: _mean(found) if found else None for c, found in sizes.items()}


def _mean(sizes: Sequence[int]) -> float:
    return sizes[0] if len(sizes) == 1 else sum(sizes) / len(sizes)
