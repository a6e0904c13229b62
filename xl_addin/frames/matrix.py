"""The matrix: the expectation of every competency at every level."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameColumn, FrameSource, frame, record_column
from xl_addin.model.records import Expectation
from xl_addin.model.statements import is_draft, is_not_applicable, statements


@frame(
    record_column(Expectation, "track"),
    record_column(Expectation, "competency"),
    record_column(Expectation, "level"),
    record_column(Expectation, "text", "expectation"),
    FrameColumn(
        "statements",
        "Int64",
        "How many statements it makes; 0 where it is blank or N/A.",
        lambda cell: 0 if is_not_applicable(cell.text) else len(statements(cell.text)),
    ),
    FrameColumn(
        "draft", "boolean", "Whether it is a proposal that nobody has edited.", lambda cell: is_draft(cell.text)
    ),
)
def rows(source: FrameSource) -> Iterable[Expectation]:
    """One row for each cell of the Matrix tabs, blank ones too; `inherits(...)` stands as it is written."""
    return [cell for matrix in source.data.matrices for cell in matrix.cells]
