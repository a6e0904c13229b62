"""Every table and column is there

Why
    Trackbook finds things by the name of the table and the header of the column, wherever they stand. When a table was
    deleted or a header retyped, everything in it is out of sight: nothing is checked, and nothing can be scored. A
    column that may stay blank may also be missing: it counts as blank, and only a hint says so.

Fix
    Put the header back as it was, or undo the deletion. Build lays a table again over headers that are still there, and
    puts a tab that was deleted back, empty.

Good
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 100    |

Bad
    Weights: absent
    -> Weights
    or
    Levels: without Rank
    -> Levels
    or
    Levels: without Rank
    Levels: without Scope
    -> Levels
"""

from collections.abc import Iterable, Iterator

from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Place, Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import known_tables, tab_of

_BUILD = "Run Build: it lays the table over its headers where they still stand, else makes its tab anew, empty."
_LEFT_OUT = "Nothing has to be done; to use the column, add one with this header to the table."


def _tables(data: Dataset) -> Iterator[tuple[Misfit, ...]]:
    """The missing parts of each table we meet; an empty tuple for a table with nothing missing."""
    missing: dict[str, list[Misfit]] = {}
    for misfit in data.misfits:
        if misfit.kind in ("missing", "absent"):
            missing.setdefault(misfit.place.table, []).append(misfit)
    return (tuple(missing.get(table, ())) for table in sorted(known_tables(data) | set(missing)))


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=_tables,
    skip_reason="the workbook has no entries yet",
    plural="tables or columns to put back",
)
def judge(missing: tuple[Misfit, ...], data: Dataset) -> Iterator[Hit]:
    """Hit for a table that is missing, and one for all the columns missing from a table."""
    if not missing:
        return
    table = missing[0].place.table
    has_required = any(misfit.kind == "missing" for misfit in missing)
    if not missing[0].place.field:
        yield Hit(Place(table), f"The table of the tab {tab_of(table, data)} ({table}) is missing.", _BUILD)
        return
    unknown = missing[0].value or ()
    severity = None if has_required else Severity.WARNING if unknown else Severity.INFO
    headers = _quote_headers([part.title for part in missing])
    message = f"{tab_of(table, data)} lacks the column{'s' * (len(missing) > 1)} {headers}"
    if unknown:
        fix = "Retype each header as the column it stands for is called here; the order of columns does not matter."
        yield Hit(Place(table), f"{message}; not known there: {_quote_headers(unknown)}.", fix, severity)
    elif has_required:
        yield Hit(Place(table), f"{message}.", "", severity)
    else:
        yield Hit(Place(table), f"{message}, which counts as blank.", _LEFT_OUT, severity)


def _quote_headers(headers: Iterable[str]) -> str:
    """Headers in quotes, as a sentence has them: "Team", "Email" and "Active"."""
    return join_words(f'"{header}"' for header in headers)
