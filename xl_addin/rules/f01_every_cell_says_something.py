"""Every cell of the matrix says something

Why
    A blank cell leaves a person without an answer to "what is expected of me here?", and nobody can be rated against
    it. On 49 public frameworks about one cell in twelve is blank; in all but a few of them that was on purpose, but
    the reader cannot tell. So a cell either has words, or says why it has none.

Fix
    Write what a person at this level does, or N/A where the competency does not apply, or inherits(LEVEL) where the
    expectation of an earlier level stays in force.

Good
    Matrix ENG
    | Competency | SE1                             | SE2           |
    | Ownership  | Breaks own work into day steps. | inherits(SE1) |
    | Mentoring  | N/A                             | Pairs weekly with a new joiner. |

Bad
    Matrix ENG
    | Competency | SE1                             | SE2 |
    | Ownership  | Breaks own work into day steps. |     |
    -> SE2 of Ownership

    Matrix ENG
    | Competency | SE1                             | SE2           |
    | Ownership  | Breaks own work into day steps. | inherits(SE7) |
    -> SE2 of Ownership
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Track
from xl_addin.model.statements import inherits
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import MatrixCell, matrix_cells
from xl_addin.rules.table_rows import merged_places, tab_of

_BUILD = "Run Build: it makes the tab, its rows and its columns, and keeps every word already written."


def _slots_and_gaps(data: Dataset) -> Iterator[MatrixCell | Track]:
    """Every cell there should be, and every track with levels and competencies that has no matrix at all."""
    yield from matrix_cells(data)
    for track in data.tracks:
        if track.id and track.id not in data.matrix and data.levels_of(track.id) and data.competencies_of(track.id):
            yield track


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=_slots_and_gaps,
    skip_reason="there is no track with both levels and competencies yet",
    plural="cells to write",
    is_writing_task=True,
)
def judge(subject: MatrixCell | Track, data: Dataset) -> Iterator[Hit]:
    """Hit for a cell without words, a cell that is missing, and a matrix that is missing."""
    if isinstance(subject, Track):
        place = Place("tblTracks", subject.row, "id")
        yield Hit(place, f"{subject.name or subject.id} has levels and competencies, but no Matrix tab yet.", _BUILD)
        return
    name = f"{subject.competency.name or subject.competency.id} at {subject.level.title or subject.level.id}"
    if subject.cell is None:
        yield Hit(subject.place, f"{name} has no cell on the tab {tab_of(subject.matrix.table, data)}.", _BUILD)
    elif not subject.cell.text.strip() and subject.place not in merged_places(data):
        yield Hit(subject.place, f"{name} says nothing yet.")
    elif inherits(subject.cell.text) and not data.expectation(subject.level.id, subject.competency.id):
        source = inherits(subject.cell.text)
        yield Hit(subject.place, f"{name} takes its words from {source}, which has none for it.")
