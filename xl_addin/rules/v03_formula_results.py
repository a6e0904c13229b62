"""No entry is an error or a formula without a result

Why
    A cell that shows #REF! or #N/A has lost what it pointed to, and a formula that was never calculated has no value
    to read. Both look filled in, and both count as blank. Formulas that break unseen are the complaint heard most
    often about career-track spreadsheets.

Fix
    Type the value itself into the cell, or repair the formula and save the workbook in Excel.

Good
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 100    |

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |

Bad
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | #REF!  |
    -> Weight in row 1 of Weights

    Weights
    | Track ID | Competency ID | Weight    |
    | ENG      | OWN           | =100-Rest |
    -> Weight in row 1 of Weights
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, misfit_text, table_rows


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="cells with an error or without a result",
)
def judge(entry: TableRow, _: Dataset) -> Iterator[Hit]:
    """Hit for each cell of the row that shows an error or has a formula without a result."""
    for misfit in entry.misfits:
        if misfit.kind == "error":
            yield Hit(misfit.place, f"{misfit.title} of {entry.name} shows the error {misfit_text(misfit)}.")
        elif misfit.kind == "formula":
            yield Hit(misfit.place, f"{misfit.title} of {entry.name} holds a formula that has no result yet.")
