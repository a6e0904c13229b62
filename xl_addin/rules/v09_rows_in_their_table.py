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

_APART = "Move them up to the end of the table, so that no blank row stands between."


def _tables(data: Dataset) -> Iterable[tuple[Misfit, ...]]:
    """The rows below each table we meet, nothing for a table with none."""
    below: dict[str, list[Misfit]] = {table: [] for table in tables_met(data)}
    for misfit in data.misfits:
        if misfit.kind in ("below", "apart"):
            below.setdefault(misfit.place.table, []).append(misfit)
    return (tuple(below[table]) for table in sorted(below))


@rule(Severity.ERROR, FOUNDATIONAL, over=_tables, unanswered="the workbook has no entries yet")
def judge(below: tuple[Misfit, ...], _: Dataset) -> Iterator[Hit]:
    """Hit for all the rows directly below a table, and one for those further down."""
    for misfit in below:
        rows = "row" if misfit.value == 1 else counted(misfit.value, "row")
        told = f"Nothing reads the {rows} below the table of {tab_of(misfit.place.table)} ({misfit.asks})."
        yield Hit(misfit.place, told, _APART if misfit.kind == "apart" else "")
