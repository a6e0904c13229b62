"""One person's figures in one cycle, put together from the scores."""

from xl_addin.evaluate.readiness_words import LARGEST
from xl_addin.evaluate.score_counts import ScoreCounts, gap_order, score_row
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo_listing
from xl_addin.model.records import Employee
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.d09_score import coverage, weighted_score
from xl_addin.scores.requirements import (
    BULK_ROWS,
    counted_people,
    level_weights,
    rated_level,
    ratings_at,
    requirements_of,
)


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


def competency_gaps(data: Dataset, cycle: str, employee: str, level: str) -> dict[str, int | None]:
    """Competency id -> gap of one person in one cycle at one level; None where the manager has not rated.

    Only what the level asks for and has a row in Assessments; the first where a competency stands twice.
    """
    asks = level_weights(data, level).weights
    rows = ratings_at(data, cycle, employee, level).items()
    return {c: gap(expected_of(data, c), rating.manager_rating) for c, rating in rows if c in asks}
