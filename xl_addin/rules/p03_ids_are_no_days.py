"""No ID was turned into a day

Why
    Excel takes MAR1, 3-4 or 2026-12 for a day where a cell has no text format, and keeps the day instead of what was
    typed. The ID is lost: nothing that names the person, level or cycle leads to the row any more.

Fix
    Give the column the format Text, then type the ID again. In workbooks of ours, ID columns have it from the start.

Good
    People
    | Employee ID | Name      |
    | MAR1        | Ana Silva |
    | 45047       | Ben Mora  |

Bad
    People
    | Employee ID         | Name      |
    | 1-Mar               | Ana Silva |
    | Mar-26              | Ben Mora  |
    | 2026-03-01 00:00:00 | Cem Kaya  |
    -> Employee ID in row 1 of People
    -> Employee ID in row 2 of People
    -> Employee ID in row 3 of People
"""

import re
from collections.abc import Iterator
from functools import cache

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ident, Record, facts_of
from xl_addin.model.finding import Place, Severity
from xl_addin.model.ids import A_DAY
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, table_rows
from xl_addin.rules.text_analysis import quote

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DAY_SHAPES = re.compile(
    rf"\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{2}}|\d{{4}}-\d\d-\d\d \d\d:\d\d(?::\d\d)?", re.I
)
"""How Excel shows a day it made, and how other programs write it out."""


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="IDs that look like days",
)
def judge(entry: TableRow, data: Dataset) -> Iterator[Hit]:
    """Hit for an ID that is a day, and a warning for a text that reads like one."""
    for misfit in entry.misfits:
        if misfit.kind == "day":
            label = f"{misfit.title} of {entry.name} is {quote(str(misfit.value))}"
            yield Hit(misfit.place, f"{label}, which looks like {A_DAY}.")
    # where names are asked nobody types an ID but the cycle: keys are made, and mean what they say
    for field, title in _ids(type(entry.record)) if entry.record else ():
        if data.by_names and field != "cycle":
            continue
        text = getattr(entry.record, field)
        if _DAY_SHAPES.fullmatch(text):
            message = f"{title} {quote(text)} looks like {A_DAY}."
            yield Hit(Place(entry.table, entry.row, field), message, severity=Severity.WARNING)


@cache
def _ids(record: type[Record]) -> tuple[tuple[str, str], ...]:
    """Field and title of each ID of a record."""
    return tuple((field, fact.title) for field, fact in facts_of(record).items() if isinstance(fact.limit, Ident))
