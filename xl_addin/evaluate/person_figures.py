"""One person's figures in one cycle, put together from the scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.evaluate.readiness_words import LARGEST
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo, memo_listing
from xl_addin.model.records import Employee
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import PLACES, coverage, enough, weighted_score
from xl_addin.scores.requirements import (
    BULK_ROWS,
    counted_people,
    level_weights,
    name_of,
    rated_level,
    ratings_at,
    requirements_of,
)
from xl_addin.scores.summary import summary


@memo_listing
def person_scores(data: Dataset) -> tuple[ScoreRow, ...]:
    """A row for every cycle in which an active person has ratings at a level, current level or not.

    Rows come cycle by cycle, newest first, people in the order of the People tab. A person's row is against the
    level held now; where a cycle holds no ratings for that level, against the level that was rated.
    """
    if len(data.ratings) >= BULK_ROWS:
        from xl_addin.evaluate.bulk.score_arrays import score_rows

        return tuple(score_rows(data))
    rows = []
    for cycle in sorted({cycle for cycle, _ in data.ratings_by_person}, reverse=True):
        for person in counted_people(data):
            if (cycle, person.id) in data.ratings_by_person:
                rows.append(_row(data, cycle, person))
    return tuple(rows)


def _row(data: Dataset, cycle: str, person: Employee) -> ScoreRow:
    level = rated_level(data, cycle, person)
    lines = requirements_of(data, level, ratings_at(data, cycle, person.id, level)) if level in data.level else ()
    applies = [line for line in lines if line.applies]
    gaps = [line.gap for line in applies if line.gap is not None]
    weighted_ratings = [(line.weight, line.rating) for line in applies]
    order = (gap_order(data, line.competency, line.gap) for line in applies if line.gap is not None)
    return score_row(
        data,
        cycle,
        person,
        level,
        ScoreCounts(
            len(applies),
            len(gaps),
            sum(gap > 0 for gap in gaps),
            sum(weight for weight, _ in weighted_ratings),
            coverage(weighted_ratings),
            weighted_score(weighted_ratings, data.number("D09.coverage")),
            tuple(sorted((number for number in order if number), reverse=True)[:LARGEST]),
        ),
    )


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """What ratings against one level come to: counts of lines, weight asked, coverage and score, the largest gaps.

    `gaps` are numbers of `gap_order`, largest first, at most as many as are named.
    """

    lines: int
    rated_count: int
    below_count: int
    weight: float
    coverage: float | None
    score: float | None
    gaps: tuple[int, ...]


def score_row(data: Dataset, cycle: str, person: Employee, level: str, counts: ScoreCounts) -> ScoreRow:
    """A person's row in a cycle."""
    first, second, third = (*counts.gaps, *(0,) * LARGEST)[:LARGEST]
    place = data.level.get(level)
    return ScoreRow(
        cycle=cycle,
        employee=person.id,
        name=person.name,
        team=person.team,
        track=place.track if place else person.track,
        level=level,
        applicable=counts.lines,
        rated=counts.rated_count,
        coverage=counts.coverage,
        score=counts.score,
        met=counts.rated_count - counts.below_count,
        below=counts.below_count,
        gaps="; ".join(_gap_name(data, number) for number in counts.gaps),
        words=summary(
            counts.lines,
            counts.rated_count,
            counts.below_count,
            enough=enough(counts.coverage, data.number("D09.coverage")),
        ),
        asked_weight=counts.weight,
        first=first,
        second=second,
        third=third,
    )


def competency_places(data: Dataset) -> Mapping[str, int]:
    """Competency id -> its row on the Competencies tab, from 1; the first of doubled ids."""
    return memo(
        data,
        "places of competencies",
        lambda: {
            c.id: 1 + (index if c.row < 0 else c.row)
            for index, c in reversed(list(enumerate(data.competencies)))
            if c.id
        },
    )


def gap_order(data: Dataset, competency: str, gap: int) -> int:
    """A number that puts gaps in order: the larger gap first, then as on the Competencies tab; 0 for none to name."""
    place = competency_places(data).get(competency)
    return gap * PLACES - place if gap > 0 and place is not None else 0


def _gap_name(data: Dataset, order: int) -> str:
    """A gap by name and points, from its number."""
    points = -(-order // PLACES)
    names = memo(
        data,
        "names by place",
        lambda: {place: name_of(data, competency) for competency, place in competency_places(data).items()},
    )
    return f"{names[points * PLACES - order]} ({points})"


def competency_gaps(data: Dataset, cycle: str, employee: str, level: str) -> dict[str, int | None]:
    """Competency id -> gap of one person in one cycle at one level; None where the manager has not rated.

    Only what the level asks for and has a row in Assessments; the first where a competency stands twice.
    """
    asks = level_weights(data, level).weights
    rows = ratings_at(data, cycle, employee, level).items()
    return {c: gap(expected_of(data, c), rating.manager_rating) for c, rating in rows if c in asks}
