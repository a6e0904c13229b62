"""A cell has a handful of statements

Why
    Three to five statements can be kept in mind while rating; the seventh is not. Nineteen cells in twenty of the
    public frameworks have six or fewer.

Fix
    Keep the statements that make the difference at this level, and drop or merge the rest.

Good
    Matrix ENG
    | Competency | SE1                                                                 |
    | Craft      | Writes tests. / Reviews code weekly. / Fixes what the review finds. |

Bad
    Matrix ENG
    | Competency | SE1                                                                                             |
    | Craft      | Tests. / Reviews code. / Fixes bugs. / Plans. / Ships weekly. / Helps support. / Keeps the log. |
    -> SE1 of Craft
"""

from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.subjects import WrittenCell, written_cells
from xl_addin.rules.text_analysis import lines

SETTINGS = (
    Setting(
        id="Q06.most",
        group="Rules",
        default=6,
        meaning="A cell with more statements gets a warning. Source: 49 public frameworks; 19 cells in 20 have at "
        "most 6.",
    ),
)


@rule(
    Severity.WARNING,
    MEASURABLE,
    subjects=written_cells,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="cells with too many statements",
)
def judge(cell: WrittenCell, data: Dataset) -> Iterator[Hit]:
    """Hit for a cell with too many statements."""
    count = len(lines(cell.text))
    if count > data.number("Q06.most"):
        yield Hit(
            cell.place,
            f"{cell.location} has {quantity(count, 'statement')}; {data.number('Q06.most'):g} can be rated together.",
        )
