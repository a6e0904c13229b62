"""Scores: what the ratings of one person in one cycle come to."""

from collections.abc import Iterable

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.frames.frame import SHARE, FrameSource, frame, record_column
from xl_addin.model.results import ScoreRow


@frame(
    record_column(ScoreRow, "cycle"),
    record_column(ScoreRow, "employee"),
    record_column(ScoreRow, "name"),
    record_column(ScoreRow, "team"),
    record_column(ScoreRow, "track"),
    record_column(ScoreRow, "level"),
    record_column(ScoreRow, "applicable", unit="competencies"),
    record_column(ScoreRow, "rated", unit="competencies"),
    record_column(ScoreRow, "coverage", unit=SHARE),
    record_column(ScoreRow, "score", unit=SHARE),
    record_column(ScoreRow, "met", unit="competencies"),
    record_column(ScoreRow, "below", unit="competencies"),
    record_column(ScoreRow, "gaps", "largest_gaps"),
    record_column(ScoreRow, "words"),
)
def rows(source: FrameSource) -> Iterable[ScoreRow]:
    """One row for each active person and cycle with ratings, newest cycle first, as `score` works them out.

    A score is missing where too little is rated.
    """
    return person_scores(source.data)
