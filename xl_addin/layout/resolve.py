"""Edits in words to steps with addresses, against the workbook as it was read; `books` carries the steps out."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Edit
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import WorkbookStep
from xl_addin.layout.table_state import Change


def resolve(edits: Sequence[Edit], snapshot: Snapshot, tables: Mapping[str, Table]) -> list[WorkbookStep]:
    """The steps that carry out the edits, in order; nothing for what already stands there.

    Raises:
        Stop: an edit needs a table that the workbook does not have.
    """
    change = Change(snapshot, dict(tables))
    return [step for edit in edits for step in edit.steps(change)]
