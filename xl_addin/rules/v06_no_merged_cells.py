"""No cells of a table are merged

Why
    Of merged cells only the first has words; the others look filled in and are blank. Sorting and filtering break, and
    whoever stands in the blank one is told nothing.

Fix
    Unmerge the cells, then write each of them.

Good
    Matrix ENG
    | Competency | SE1                             | SE2                             |
    | Ownership  | Breaks own work into day steps. | Breaks own work into day steps. |

Bad
    Matrix ENG
    | Competency | SE1                             | SE2 |
    | Ownership  | Breaks own work into day steps. | <   |
    -> SE2 of Ownership
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.records import MatrixRow
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, level_name, table_rows


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="cells to unmerge",
)
def judge(entry: TableRow, data: Dataset) -> Iterator[Hit]:
    """Hit for each cell of the row that is merged into another one."""
    for misfit in entry.misfits:
        if misfit.kind == "merged":
            name = f"{misfit.title} of {entry.name}"
            if isinstance(entry.record, MatrixRow) and misfit.place.field in data.level:
                name = f"{entry.record.name} at {level_name(data, misfit.place.field)}"
            yield Hit(misfit.place, f"{name} is merged into its neighbour {misfit.value}.")
