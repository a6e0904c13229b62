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

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import known_tables, tab_of

_DISTANT_FIX = "Move them up to the end of the table, so that no blank row stands between."


def _tables(data: Dataset) -> Iterable[tuple[Misfit, ...]]:
    """The rows below each table we meet, nothing for a table with none."""
    rows_below: dict[str, list[Misfit]] = {table: [] for table in known_tables(data)}
    for misfit in data.misfits:
        if misfit.kind in ("below", "apart"):
            rows_below.setdefault(misfit.place.table, []).append(misfit)
    return (tuple(rows_below[table]) for table in sorted(rows_below))


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=_tables,
    skip_reason="the workbook has no entries yet",
    plural="rows outside their table",
)
def judge(rows_below: tuple[Misfit, ...], data: Dataset) -> Iterator[Hit]:
    """Hit for all the rows directly below a table, and one for those further down."""
    for misfit in rows_below:
        rows = "row" if misfit.value == 1 else quantity(misfit.value, "row")
        message = f"Nothing reads the {rows} below the table of {tab_of(misfit.place.table, data)} ({misfit.asks})."
        yield Hit(misfit.place, message, _DISTANT_FIX if misfit.kind == "apart" else "")
