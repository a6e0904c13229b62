"""Statements say what a person does, not what they do not

Why
    "Does not miss deadlines" tells people what to avoid and leaves open what to do instead; it also reads as a
    reproach. The Financial Times asks its authors for examples in the positive. One statement in fifty of the
    public frameworks is worded negatively.

Fix
    Turn it round: write what the person does instead.

Good
    Matrix ENG
    | Competency | SE1                                     |
    | Delivery   | Tells the team early when a date slips. |

Bad
    Matrix ENG
    | Competency | SE1                            |
    | Delivery   | Never hides a date that slips. |
    -> SE1 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "G07.words",
        "does not, do not, is not, are not, cannot, can not, doesn't, don't, isn't, aren't, can't, never, "
        "without, no longer, fails to, avoid, avoids, lacks, unable to",
        "Words that say what is not done. Source: the Financial Times' guide for authors.",
    ),
)


@rule(
    Severity.INFO,
    GROWTH,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements that say what a person does not do",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement in the negative."""
    matches = lexicon(data, "G07.words").find(statement.text)
    if matches:
        message = (
            f'{statement.cell.location} says what is not done ("{matches[0]}"): {quote(statement.text, matches[0])}.'
        )
        yield Hit(statement.place, message)
