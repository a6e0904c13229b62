"""Cells and statements have a readable length

Why
    A cell of three words leaves everything open; one of half a page is not read, and nobody can rate it as a whole.
    Only one cell in forty of the public frameworks has more than 120 words, and as few have less than 8.

Fix
    Split a long statement, move examples elsewhere, or say in a short cell what a colleague could see.

Good
    Matrix ENG
    | Competency | SE1                                                                                              |
    | Delivery   | Ships own changes in the sprint they were planned for. / Tells the team early when a date slips. |

Bad
    Matrix ENG
    | Competency | SE1            |
    | Delivery   | Ships on time. |
    -> SE1 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import WrittenCell, written_cells
from xl_addin.rules.text_analysis import lines, quote, tokens

SETTINGS = (
    Setting(id="M04.least", group="Rules", default=8, meaning="A cell with fewer words gets a warning."),
    Setting(
        id="M04.most",
        group="Rules",
        default=120,
        meaning="A cell with more words gets a warning. Source: 49 public frameworks; one cell in forty.",
    ),
    Setting(
        id="M04.statement",
        group="Rules",
        default=40,
        meaning="A statement with more words gets a warning. Source: 49 public frameworks; one statement in twenty.",
    ),
)


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=written_cells,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="texts that are too long or too short",
)
def judge(cell: WrittenCell, data: Dataset) -> Iterator[Hit]:
    """Hit for a cell with too few or too many words, else for each statement with too many."""
    minimum, maximum, longest = (data.number(setting.id) for setting in SETTINGS)
    count = len(tokens(cell.text))
    if not minimum <= count <= maximum:
        limit_words = f"fewer than {minimum:g}" if count < minimum else f"more than {maximum:g}"
        yield Hit(cell.place, f"{cell.location} has {quantity(count, 'word')}, {limit_words}.")
    elif count > longest:
        for text in lines(cell.text):
            if len(tokens(text)) > longest:
                words = quantity(len(tokens(text)), "word")
                yield Hit(cell.place, f"{cell.location} has a statement of {words}: {quote(text)}.")
