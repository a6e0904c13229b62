"""Words such as good or strong come with something to measure them by

Why
    "Good", "effective" and "appropriate" mean something else to every reader. A quarter of the statements of public
    frameworks use such a word, and most of them are saved by what stands beside it: a thing, a person, a number. Only
    the one in eighteen with nothing beside it is reported here.

Fix
    Say what good looks like: name the result, who it is for, how often, or how far it reaches.

Good
    Matrix SALES
    | Competency    | AE1                                              |
    | Communication | Answers customer questions effectively in a day. |

Bad
    Matrix SALES
    | Competency    | AE1                          |
    | Communication | Communicates effectively.    |
    -> AE1 of Communication
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.checkability import is_checkable
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "Q02.words",
        "good, great, strong, strongly, effective, effectively, efficient, efficiently, appropriate, "
        "appropriately, various, proactive, proactively, high-quality, high quality, quality, next level, "
        "next-level, excellent, exceptional, outstanding, significant, significantly, successful, successfully, "
        "suitable, adequate, reasonable, positive, positively, solid, sound, meaningful, relevant, best, better, "
        "well, highly, clear, clearly, quickly, timely, actively, several, many, as needed, where needed",
        "Words of praise or degree that need something beside them to be measured by. Source: hits on 49 "
        "public frameworks.",
    ),
)


@rule(
    Severity.WARNING,
    MEASURABLE,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="vague words without a measure",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a vague word in a statement without anything to point at."""
    matches = lexicon(data, "Q02.words").find(statement.text)
    if matches and not is_checkable(statement.text, data):
        quotation = quote(statement.text, matches[0])
        yield Hit(statement.place, f'{statement.cell.location} leaves open what "{matches[0]}" means in {quotation}.')
