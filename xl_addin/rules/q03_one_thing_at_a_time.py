"""A statement says one thing

Why
    A person may plan well and present badly. If one statement asks for both, and for a third thing, no single
    rating is right. The Financial Times warns its authors to beware of "and"; one statement in ten of the public
    frameworks has three of them.

Fix
    Make each thing that can be rated on its own a line of its own.

Good
    Matrix ENG
    | Competency | SE1                                                        |
    | Delivery   | Plans and tracks own work. / Presents results to the team. |

Bad
    Matrix ENG
    | Competency | SE1                                                                          |
    | Delivery   | Plans the work and writes the code and tests it and presents it to the team. |
    -> SE1 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote, tokens

SETTINGS = (
    Setting(id="Q03.hint", group="Rules", default=2, meaning='A statement with this many "and" gets a hint.'),
    Setting(
        id="Q03.most",
        group="Rules",
        default=3,
        meaning='A statement with this many "and", or more, gets a warning. Source: 49 public frameworks; one in ten.',
    ),
)


@rule(
    Severity.WARNING,
    MEASURABLE,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements that say several things",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement that strings several things together."""
    count = tokens(statement.text).count("and")
    if count >= data.number("Q03.hint"):
        message = f'{statement.cell.location} has "and" {count} times in one statement: {quote(statement.text)}.'
        yield Hit(statement.place, message, severity=None if count >= data.number("Q03.most") else Severity.INFO)
