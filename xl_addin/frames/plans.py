"""Plans: the development actions of every person."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, record_column
from xl_addin.model.plans import PlanAction


@frame(
    record_column(PlanAction, "cycle"),
    record_column(PlanAction, "employee"),
    record_column(PlanAction, "competency"),
    record_column(PlanAction, "gap", unit="points"),
    record_column(PlanAction, "proposed"),
    record_column(PlanAction, "action"),
    record_column(PlanAction, "due"),
    record_column(PlanAction, "status"),
)
def rows(source: FrameSource) -> Iterable[PlanAction]:
    """One row for each action on the Plans tab; the notes of the 1:1 stay there."""
    return source.data.plans
