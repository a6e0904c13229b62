"""Every entry is of the kind its cell takes

Why
    A rank of "third", a rating of 3.5 or an id with a * in it cannot be compared, counted or looked up. We read
    such a cell as blank rather than guess, so what was typed there has no effect until it is put right.

Fix
    Type a value of the kind asked for, or choose one from the list in the cell.

Good
    Levels
    | Level ID | Track ID | Level title       | Rank | Scope |
    | SE1      | ENG      | Software Engineer | 1    | Team  |

Bad
    Levels
    | Level ID | Track ID | Level title       | Rank  | Scope |
    | SE1      | ENG      | Software Engineer | third | Team  |
    -> Rank in row 1 of Levels

    Levels
    | Level ID | Track ID | Level title       | Rank | Scope      |
    | SE*1     | ENG      | Software Engineer | 1    | Everything |
    -> Level ID in row 1 of Levels
    -> Scope in row 1 of Levels
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, misfit_text, table_rows

_KINDS = ("type", "choice", "ident", "length")


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="entries of the wrong kind",
)
def judge(entry: TableRow, _: Dataset) -> Iterator[Hit]:
    """Hit for each cell of the row whose value its field does not take."""
    for misfit in entry.misfits:
        if misfit.kind in _KINDS:
            cell_text = misfit_text(misfit)
            yield Hit(
                misfit.place, f"{misfit.title} of {entry.name} takes {misfit.asks}, but {cell_text} stands there."
            )
