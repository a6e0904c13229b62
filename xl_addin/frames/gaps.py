"""Gaps: how far each rating lies below what is expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.frames.frame import POINTS_UNIT, FrameColumn, FrameSource, frame, na_column, record_column
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency, Rating, RatingValue
from xl_addin.model.results import ScoreRow
from xl_addin.scores.requirements import level_weights, ratings_at, requirements_of


@dataclass(frozen=True, slots=True)
class GapLine:
    """One competency that a person's level asks for, in one cycle."""

    cycle: str
    employee: str
    level: str
    competency: str
    name: str
    weight: float
    critical: str
    expected: int
    self_rating: RatingValue
    manager_rating: RatingValue
    gap: int | None


@frame(
    record_column(Rating, "cycle"),
    record_column(Rating, "employee"),
    record_column(Rating, "level"),
    record_column(Rating, "competency"),
    record_column(Competency, "name", "competency_name"),
    FrameColumn("weight", "Float64", "How much it counts on the track.", attrgetter("weight"), "of 100"),
    record_column(Competency, "critical"),
    FrameColumn("expected", "Int64", "The rating expected at the level.", attrgetter("expected"), POINTS_UNIT),
    record_column(Rating, "self_rating"),
    record_column(Rating, "manager_rating"),
    na_column(Rating, "manager_rating", "manager_na"),
    FrameColumn(
        "gap",
        "Int64",
        "Expected less manager rating: above 0 is below expectation; missing where the manager has not rated it.",
        attrgetter("gap"),
        "points",
    ),
)
def rows(source: FrameSource) -> Iterator[GapLine]:
    """One row for each person in `scores` and each competency that the level there asks for, rated or not."""
    for score in person_scores(source.data):
        if score.level in source.data.level:
            yield from _lines(source.data, score)


def _lines(data: Dataset, score: ScoreRow) -> Iterator[GapLine]:
    ratings = ratings_at(data, score.cycle, score.employee, score.level)
    asks = level_weights(data, score.level).weights
    for line in requirements_of(data, score.level, ratings):
        if line.competency not in asks:
            continue
        rating = ratings.get(line.competency)
        yield GapLine(
            score.cycle,
            score.employee,
            score.level,
            line.competency,
            line.name,
            line.weight,
            "Yes" if line.critical else "No",
            line.expected_rating,
            rating.self_rating if rating else None,
            line.rating,
            line.gap,
        )
