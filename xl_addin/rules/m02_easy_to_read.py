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
from xl_addin.rules.over import Written, written
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.words import grade

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


@rule(Severity.WARNING, MEANINGFUL, over=written, unanswered="no cell is written yet", settings=SETTINGS)
def judge(cell: Written, data: Dataset) -> Iterator[Hit]:
    """Hit for a cell that asks for many years of schooling."""
    found = grade(cell.text)
    most, hard = data.number("M02.grade"), data.number("M02.hard")
    if found > most:
        how = "very hard" if found > hard else "hard"
        yield Hit(cell.place, f"{cell.where} is {how} to read: it asks for {_years(found)} years of schooling.")


def _years(found: float) -> str:
    return f"about {found:.0f}" if found <= 20 else "more than 20"
