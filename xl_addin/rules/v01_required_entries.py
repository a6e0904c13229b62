"""Nothing that is needed is left blank

Why
    Some entries carry everything else: an id, a name, a rank, the level a person is at. While one of them is blank,
    the row cannot be linked to the rest, and whatever depends on it is not checked or scored.

Fix
    Type the missing entry into the cell, or clear the whole row if it is not needed.

Good
    Levels
    | Level ID | Track ID | Level title         | Rank |
    | SE1      | ENG      | Software Engineer   | 1    |
    | SE2      | ENG      | Senior Engineer     | 2    |

Bad
    Levels
    | Level ID | Track ID | Level title         | Rank |
    | SE1      | ENG      | Software Engineer   | 1    |
    | SE2      | ENG      | Senior Engineer     |      |
    -> Rank in row 2 of Levels

    Levels
    | Level ID | Track ID | Level title         | Rank |
    |          | ENG      | Software Engineer   | 1    |
    -> Level ID in row 1 of Levels
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, table_rows


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="blanks to fill in",
)
def judge(entry: TableRow, _: Dataset) -> Iterator[Hit]:
    """Hit for each required cell of the row that is blank."""
    for misfit in entry.misfits:
        if misfit.kind == "required":
            yield Hit(misfit.place, f"{misfit.title} of {entry.name} is blank; it takes {misfit.asks}.")
