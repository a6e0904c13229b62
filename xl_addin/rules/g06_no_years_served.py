"""Behaviour is described, not years served

Why
    "Three to five years of experience" says nothing about what a person does, holds back those who learn fast, and
    can be unlawful where it stands in for age. Public frameworks have dropped it from their texts: you will find
    hardly one.

Fix
    Write what the years are meant to bring: what a person does now that they did not do before.

Good
    Matrix ENG
    | Competency | SE1                                                     |
    | Craft      | Plans the capacity of the service for the next 2 years. |

Bad
    Matrix ENG
    | Competency | SE1                                         |
    | Craft      | Has 3-5 years of experience with databases. |
    -> SE1 of Craft
"""

import re
from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "G06.words",
        "experience, in role, in the role, in a role, in position, at this level, at the level, in the "
        "field, tenure, of service, in industry, in the industry, working as, minimum, at least",
        "Words that turn a number of years or months in a statement into time to be served.",
    ),
)
_YEARS = re.compile(r"\b\d+\s*\+?(?:\s*(?:-|–|to)\s*\d+)?\s*\+?\s*(?:years?|yrs?|months?)\b", re.IGNORECASE)


@rule(
    Severity.WARNING,
    GROWTH,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements that count years",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a number of years or months to be served."""
    years = _YEARS.search(statement.text)
    if years and lexicon(data, "G06.words").matches(statement.text):
        message = (
            f'{statement.cell.location} asks for time served ("{years.group()}"): '
            f"{quote(statement.text, years.group())}."
        )
        yield Hit(statement.place, message)
