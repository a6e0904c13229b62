"""Every table and column is there

Why
    Trackbook finds things by the name of the table and the header of the column, wherever they stand. When a table was
    deleted or a header retyped, everything in it is out of sight: nothing is checked, and nothing can be scored.

Fix
    Put the header back as it was, or undo the deletion. Build puts a tab that was deleted back, empty.

Good
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 100    |

Bad
    Weights: absent
    -> Weights
    or
    Levels: without Rank
    -> Rank column of Levels
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Severity
from xl_addin.rules.entries import tab_of
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule


def _tables(data: Dataset) -> Iterator[tuple[Misfit, ...]]:
    """The missing parts of each table we meet; an empty tuple for a table with nothing missing."""
    missing: dict[str, list[Misfit]] = {}
    for misfit in data.misfits:
        if misfit.kind == "missing":
            missing.setdefault(misfit.place.table, []).append(misfit)
    met = {matrix.table for matrix in data.matrices}
    listed = (
        ("tblTracks", data.tracks),
        ("tblLevels", data.levels),
        ("tblCompetencies", data.competencies),
        ("tblWeights", data.weights),
        ("tblPeople", data.people),
        ("tblAssessments", data.ratings),
    )
    met.update(table for table, records in listed if records)
    return (tuple(missing.get(table, ())) for table in sorted(met | set(missing)))


@rule(Severity.ERROR, FOUNDATIONAL, over=_tables, unanswered="the workbook has no entries yet")
def judge(missing: tuple[Misfit, ...], _: Dataset) -> Iterator[Hit]:
    """Hit for a table that is missing, and for each column missing from a table."""
    for misfit in missing:
        tab = tab_of(misfit.place.table)
        if misfit.place.field:
            yield Hit(misfit.place, f'The column "{misfit.title}" is missing from the table on the tab {tab}.')
        else:
            yield Hit(misfit.place, f"The table of the tab {tab} ({misfit.title}) is missing.")
