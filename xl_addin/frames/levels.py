"""Levels: the steps of every track."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, record_column
from xl_addin.model.records import Level


@frame(
    record_column(Level, "id", "level"),
    record_column(Level, "track"),
    record_column(Level, "title", "level_title"),
    record_column(Level, "rank"),
    record_column(Level, "next"),
    record_column(Level, "lateral"),
    record_column(Level, "scope"),
    record_column(Level, "summary"),
    record_column(Level, "promotion"),
    record_column(Level, "months", unit="months"),
)
def rows(source: FrameSource) -> Iterable[Level]:
    """One row for each level on the Levels tab."""
    return source.data.levels
