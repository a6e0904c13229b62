"""One person's figures in one cycle, put together from the scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept, once
from xl_addin.model.records import Employee
from xl_addin.model.results import ScoreRow
from xl_addin.scores.asked import MANY, asked_of, level_rated, lines_of, name_of, people_counted, ratings_at
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import PLACES, coverage, enough, score
from xl_addin.scores.summary import summary
from xl_addin.scores.telling import LARGEST


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
            if (cycle, person.id) in data.rated:
                rows.append(_row(data, cycle, person))
    return tuple(rows)


def _row(data: Dataset, cycle: str, person: Employee) -> ScoreRow:
    level = level_rated(data, cycle, person)
    lines = asked_of(data, level, ratings_at(data, cycle, person.id, level)) if level in data.level else ()
    applies = [line for line in lines if line.applies]
    gaps = [line.gap for line in applies if line.gap is not None]
    weighed = [(line.weight, line.rating) for line in applies]
    order = (gap_order(data, line.competency, line.gap) for line in applies if line.gap is not None)
    return score_row(
        data,
        cycle,
        person,
        level,
        Counted(
            len(applies),
            len(gaps),
            sum(gap > 0 for gap in gaps),
            sum(weight for weight, _ in weighed),
            coverage(weighed),
            score(weighed, data.number("D09.coverage")),
            tuple(sorted((one for one in order if one), reverse=True)[:LARGEST]),
        ),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """What ratings against one level come to: counts of lines, weight asked, coverage and score, the largest gaps.

    `gaps` are numbers of `gap_order`, largest first, at most as many as are named.
    """

    lines: int
    rated: int
    below: int
    weight: float
    coverage: float | None
    score: float | None
    gaps: tuple[int, ...]


def score_row(data: Dataset, cycle: str, person: Employee, level: str, counted: Counted) -> ScoreRow:
    """A person's row in a cycle."""
    first, second, third = (*counted.gaps, *(0,) * LARGEST)[:LARGEST]
    place = data.level.get(level)
    return ScoreRow(
        cycle=cycle,
        employee=person.id,
        name=person.name,
        team=person.team,
        track=place.track if place else person.track,
        level=level,
        applicable=counted.lines,
        rated=counted.rated,
        coverage=counted.coverage,
        score=counted.score,
        met=counted.rated - counted.below,
        below=counted.below,
        gaps="; ".join(_named(data, one) for one in counted.gaps),
        words=summary(
            counted.lines,
            counted.rated,
            counted.below,
            enough=enough(counted.coverage, data.number("D09.coverage")),
        ),
        asked_weight=counted.weight,
        first=first,
        second=second,
        third=third,
    )


def places(data: Dataset) -> Mapping[str, int]:
    """Competency id -> its row on the Competencies tab, from 1; the first of doubled ids."""
    return kept(
        data,
        "places of competencies",
        lambda: {
            c.id: 1 + (at if c.row < 0 else c.row) for at, c in reversed(list(enumerate(data.competencies))) if c.id
        },
    )


def gap_order(data: Dataset, competency: str, gap: int) -> int:
    """A number that puts gaps in order: the larger gap first, then as on the Competencies tab; 0 for none to name."""
    place = places(data).get(competency)
    return gap * PLACES - place if gap > 0 and place is not None else 0


def _named(data: Dataset, order: int) -> str:
    """A gap by name and points, from its number."""
    points = -(-order // PLACES)
    names = kept(
        data, "names by place", lambda: {place: name_of(data, competency) for competency, place in places(data).items()}
    )
    return f"{names[points * PLACES - order]} ({points})"


def competency_gaps(data: Dataset, cycle: str, employee: str, level: str) -> dict[str, int | None]:
    """Competency id -> gap of one person in one cycle at one level; None where the manager has not rated.

    Only what the level asks for and has a row in Assessments; the first where a competency stands twice.
    """
    asks = lines_of(data, level).weights
    rows = ratings_at(data, cycle, employee, level).items()
    return {c: gap(expected_of(data, c), rating.manager_rating) for c, rating in rows if c in asks}
