"""Ratings: what was entered, by self and by manager."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, na_column, record_column
from xl_addin.model.records import Rating


@frame(
    record_column(Rating, "cycle"),
    record_column(Rating, "employee"),
    record_column(Rating, "competency"),
    record_column(Rating, "level"),
    record_column(Rating, "self_rating"),
    na_column(Rating, "self_rating", "self_na"),
    record_column(Rating, "manager_rating"),
    na_column(Rating, "manager_rating", "manager_na"),
    record_column(Rating, "evidence"),
)
def rows(source: FrameSource) -> Iterable[Rating]:
    """One row for each row of the Assessments tab, all cycles.

    A rating that cannot be read is missing here and named in `findings`.
    """
    return source.data.ratings
