"""Statements: the matrix in its smallest parts."""

from collections.abc import Iterable
from operator import attrgetter

from xl_addin.frames.frame import FrameColumn, FrameSource, frame, record_column
from xl_addin.matrix.long_form import StatementRow, long_form
from xl_addin.model.records import Competency, Expectation, Level


@frame(
    record_column(Expectation, "track"),
    record_column(Expectation, "level"),
    record_column(Level, "title", "level_title"),
    record_column(Expectation, "competency"),
    record_column(Competency, "name", "competency_name"),
    FrameColumn("number", "Int64", "Its place among the statements of its cell, from 1.", attrgetter("number")),
    FrameColumn("statement", "string", "One thing a person at this level does.", attrgetter("statement")),
)
def rows(source: FrameSource) -> Iterable[StatementRow]:
    """One row for each statement of the Matrix tabs, track by track, lowest level first, as `expand --long` writes."""
    return long_form(source.data)
