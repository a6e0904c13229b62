"""Every row stands in its table

Why
    A program that knows no tables adds rows below one without growing it. They look like all the others, but no formula
    and no command reads them: who stands there gets no form, and no figure counts what they said.

Fix
    In a closed workbook Build takes in what stands directly below a table. In Excel drag the corner of the table down
    over the rows; what stands further down has to be moved up to it first.

Good
    Tracks
    | Track ID | Track       |
    | ENG      | Engineering |
    | CSM      | Customers   |

Bad
    Tracks
    | Track ID | Track       |
    | ENG      | Engineering |
    | CSM      | Customers   |
    Tracks: from row 2 below it
    -> row 2 of Tracks
"""

from collections.abc import Iterable, Iterator

from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Severity
from xl_addin.rules.entries import tab_of, tables_met
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule


def _tables(data: Dataset) -> Iterable[Misfit | None]:
    """The rows below each table we meet, None for a table with none."""
    below = {misfit.place.table: misfit for misfit in data.misfits if misfit.kind == "below"}
    return (below.get(table) for table in sorted(tables_met(data) | set(below)))


@rule(Severity.ERROR, FOUNDATIONAL, over=_tables, unanswered="the workbook has no entries yet")
def judge(below: Misfit | None, _: Dataset) -> Iterator[Hit]:
    """Hit for all the rows below a table."""
    if below is not None:
        rows = "row" if below.value == 1 else counted(below.value, "row")
        yield Hit(
            below.place, f"Nothing reads the {rows} below the table of {tab_of(below.place.table)} ({below.asks})."
        )
