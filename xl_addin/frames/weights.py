"""Weights: how much each competency counts."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, record_column
from xl_addin.model.records import Weight


@frame(record_column(Weight, "track"), record_column(Weight, "competency"), record_column(Weight, "weight"))
def rows(source: FrameSource) -> Iterable[Weight]:
    """One row for each track and competency on the Weights tab."""
    return source.data.weights
