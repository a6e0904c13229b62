"""What reading a workbook back would show after steps."""

from collections.abc import Iterable

from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import WorkbookStep


def simulate(snapshot: Snapshot, steps: Iterable[WorkbookStep]) -> Snapshot:
    """The workbook once the steps are carried out."""
    for step in steps:
        snapshot = step.simulate(snapshot)
    return snapshot
