"""A cell can be read at one go

Why
    Long sentences of long words are skimmed, and what is skimmed is not followed. The grade estimates the years of
    schooling a reader needs. Half of the cells of public frameworks lie below 12; one in four above 14. Lower than
    about 9 is out of reach for this kind of text, so it is a nudge, not a gate.

Fix
    Split long sentences, one thought each, and use the shorter word.

Good
    Matrix ENG
    | Competency | SE1                                                                       |
    | Delivery   | Plans the release with the team. Tells customers early when a date slips. |

Bad
    Matrix ENG
    | Competency | SE1                                                                                        |
    | Delivery   | Continuously prioritises interdependent deliverables across multidisciplinary communities. |
    -> SE1 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import WrittenCell, written_cells
from xl_addin.rules.text_analysis import grade

SETTINGS = (
    Setting(
        id="M02.grade",
        group="Rules",
        default=14,
        meaning="A cell above this Flesch-Kincaid grade gets a warning. Source: 49 public frameworks; median "
        "11.7, one cell in four above 14.",
    ),
    Setting(
        id="M02.hard",
        group="Rules",
        default=16,
        meaning="Above this grade the warning says that the cell is very hard to read. Source: one cell in nine.",
    ),
)


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=written_cells,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="cells that are hard to read",
)
def judge(cell: WrittenCell, data: Dataset) -> Iterator[Hit]:
    """Hit for a cell that asks for many years of schooling."""
    cell_grade = grade(cell.text)
    limit, hard = data.number("M02.grade"), data.number("M02.hard")
    if cell_grade > limit:
        degree = "very hard" if cell_grade > hard else "hard"
        yield Hit(
            cell.place, f"{cell.location} is {degree} to read: it asks for {_years(cell_grade)} years of schooling."
        )


def _years(cell_grade: float) -> str:
    return f"about {cell_grade:.0f}" if cell_grade <= 20 else "more than 20"
