"""People: who is where."""

from collections.abc import Iterable

from xl_addin.frames.frame import FrameSource, frame, record_column
from xl_addin.model.records import Employee


@frame(
    record_column(Employee, "id", "employee"),
    record_column(Employee, "name"),
    record_column(Employee, "email"),
    record_column(Employee, "team"),
    record_column(Employee, "manager"),
    record_column(Employee, "track"),
    record_column(Employee, "level"),
    record_column(Employee, "since"),
    record_column(Employee, "active"),
)
def rows(source: FrameSource) -> Iterable[Employee]:
    """One row for each person on the People tab, leavers too."""
    return source.data.people
