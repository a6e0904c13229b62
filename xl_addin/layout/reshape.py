"""A tab that is described otherwise than before, such as one that asks for names instead of IDs."""

from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.edits import Edit
from xl_addin.layout.steps import Reshape, WorkbookStep
from xl_addin.layout.table_state import Change


@dataclass(frozen=True)
class ReshapeTab(Edit):
    """The tab of a table looks as `new` describes it wherever it looks as `old` does; what a person chose stays.

    The table has the columns of `new` already, under its headers; `old` describes it under the same headers.
    """

    table: str
    old: WorkbookDesign
    new: WorkbookDesign

    def steps(self, change: Change) -> Sequence[WorkbookStep]:
        return [Reshape(change.table(self.table).data.name, self.old, self.new)]
