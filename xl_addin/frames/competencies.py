"""Competencies: what is described and rated."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, record_column
from xl_addin.model.records import Competency


@frame(
    record_column(Competency, "id", "competency"),
    record_column(Competency, "name", "competency_name"),
    record_column(Competency, "theme"),
    record_column(Competency, "definition"),
    record_column(Competency, "values"),
    record_column(Competency, "tracks"),
    record_column(Competency, "critical"),
    record_column(Competency, "expected"),
    record_column(Competency, "resources"),
)
def rows(source: FrameSource) -> Iterable[Competency]:
    """One row for each competency on the Competencies tab."""
    return source.data.competencies
