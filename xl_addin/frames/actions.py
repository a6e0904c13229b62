"""Actions: the roll-out."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, record_column
from xl_addin.model.answers import RoadmapAction


@frame(
    record_column(RoadmapAction, "id", "key"),
    record_column(RoadmapAction, "stage"),
    record_column(RoadmapAction, "action"),
    record_column(RoadmapAction, "owner"),
    record_column(RoadmapAction, "start"),
    record_column(RoadmapAction, "finish"),
    record_column(RoadmapAction, "status"),
    record_column(RoadmapAction, "notes"),
)
def rows(source: FrameSource) -> Iterable[RoadmapAction]:
    """One row for each action on the Roadmap tab, planned or not."""
    return source.data.roadmap
