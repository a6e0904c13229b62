"""No proposed text is left unread

Why
    Expand proposes a text for empty cells and marks it DRAFT. A proposal is a start for people who know the work, not
    an expectation: until somebody has read and edited it, nobody stands behind it, and nobody should be rated on it.

Fix
    Edit the proposal until it says what you expect, then delete the word DRAFT; or clear the cell.

Good
    Matrix ENG
    | Competency | SE1                             |
    | Ownership  | Breaks own work into day steps. |

Bad
    Matrix ENG
    | Competency | SE1                             | SE2                                       |
    | Ownership  | Breaks own work into day steps. | DRAFT Breaks a project into weekly steps. |
    -> SE2 of Ownership
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.statements import is_draft
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import WrittenCell, written_cells
from xl_addin.rules.text_analysis import quote


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=written_cells,
    skip_reason="no cell is written yet",
    plural="proposed texts to read and edit",
    is_writing_task=True,
)
def judge(cell: WrittenCell, _: Dataset) -> Iterator[Hit]:
    """Hit for a cell that still holds the text proposed for it."""
    if is_draft(cell.text):
        yield Hit(cell.place, f"{cell.location} is a proposal nobody has edited yet: {quote(cell.text)}.")
