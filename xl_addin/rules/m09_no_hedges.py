"""Statements do not hedge

Why
    Pretty, mostly and probably make an expectation that nobody can be held to; just and simply make it sound easier
    than it is. One statement in fifty of the public frameworks has such a word.

Fix
    Take the word out, or say what it stands for: how often, or in which cases.

Good
    Matrix ENG
    | Competency | SE1                                    |
    | Craft      | Tests own changes before each release. |

Bad
    Matrix ENG
    | Competency | SE1                       |
    | Craft      | Mostly tests own changes. |
    -> SE1 of Craft
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "M09.words",
        "pretty, mostly, probably, just, simply, obviously, basically, generally, usually, somewhat, "
        "fairly, quite, rather, perhaps, maybe, likely, possibly, sort of, kind of, of course, clearly just, "
        "tends to, tend to, more or less",
        "Words that take back half of what is said. Source: hits on 49 public frameworks and the "
        "Financial Times' guide for authors.",
    ),
)


@rule(
    Severity.INFO,
    MEANINGFUL,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements that hedge",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement that hedges."""
    matches = lexicon(data, "M09.words").find(statement.text)
    if matches:
        yield Hit(
            statement.place,
            f'{statement.cell.location} hedges with "{matches[0]}": {quote(statement.text, matches[0])}.',
        )
