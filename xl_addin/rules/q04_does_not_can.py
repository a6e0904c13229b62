"""A statement says what a person does, not what they could do

Why
    "Can write tests" is true of somebody who never writes one. What is rated is what happens at work, so say it as
    it happens: "Writes tests".

Fix
    Drop the can, may or should and start with the verb that follows.

Good
    Matrix ENG
    | Competency | SE1                                                      |
    | Craft      | Writes tests for own changes before asking for a review. |

Bad
    Matrix ENG
    | Competency | SE1                              |
    | Craft      | Can write tests for own changes. |
    -> SE1 of Craft
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "Q04.words",
        "can, may, might, could, should, must, able to, is able to, are able to, has the ability to, you "
        "can, you may, you might, you could, you should, you must, you are able to, capable of, is capable of, i "
        "can, i should, expected to, is expected to",
        "Beginnings of a statement that speak of what could be. Source: the Financial Times' guide for authors.",
    ),
)


@rule(
    Severity.WARNING,
    MEASURABLE,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements about what people could do",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement that starts with what could be."""
    start = lexicon(data, "Q04.words").starts(statement.text)
    if start:
        message = f'{statement.cell.location} starts with "{start}" instead of what is done: {quote(statement.text)}.'
        yield Hit(statement.place, message)
