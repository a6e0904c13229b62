"""Sentences are short

Why
    A sentence of more than 25 words loses its reader on the way. Nineteen sentences in twenty of the public
    frameworks have 22 words or fewer.

Fix
    Split the sentence in two, or make each part a line of its own.

Good
    Matrix ENG
    | Competency | SE1                                                                       |
    | Delivery   | Plans the release with the team. Tells customers early when a date slips. |

Bad
    Matrix ENG
    | Competency | SE1                                                                                               |
    | Delivery   | Asks us to look at it and if it is late says so to all who have to wait so that we can act on it. |
    -> SE1 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import Statement, each_sentence
from xl_addin.rules.text_analysis import quote, tokens

SETTINGS = (
    Setting(
        id="M03.words",
        group="Rules",
        default=25,
        meaning="A sentence with more words gets a warning. Source: 49 public frameworks; 19 sentences in 20 have "
        "at most 22.",
    ),
)


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=each_sentence,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="long sentences",
)
def judge(sentence: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a sentence with too many words."""
    count = len(tokens(sentence.text))
    if count > data.number("M03.words"):
        message = f"{sentence.cell.location} has a sentence of {quantity(count, 'word')}: {quote(sentence.text)}."
        yield Hit(sentence.place, message)
