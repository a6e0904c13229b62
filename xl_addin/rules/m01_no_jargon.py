"""The words are everyday words

Why
    People can only act on what they can picture. Jargon sounds demanding and asks for nothing in particular; about
    one statement in seventeen of the public frameworks has some.

Fix
    Say it the way you would to a new colleague: use for utilise, work with for leverage, let decide for empower.

Good
    Matrix ENG
    | Competency | SE1                                                 |
    | Delivery   | Uses the checklist of the team before each release. |

Bad
    Matrix ENG
    | Competency | SE1                                             |
    | Delivery   | Leverages synergies across the release process. |
    -> SE1 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import list_names

SETTINGS = (
    word_list(
        "M01.words",
        "synerg*, leverag*, holistic*, operationali*, thought leader*, best practice*, best-in-class, "
        "world-class, utilis*, utiliz*, facilitat*, empower*, robust*, paradigm*, value-add*, value add, "
        "actionable, incentivi*, ideat*, ecosystem*, bandwidth, deep dive*, move the needle, low-hanging fruit, "
        "mission-critical, cutting-edge, cutting edge, bleeding edge, stakeholder management, core competenc*, "
        "game-changing, disrupt*, seamless*, scalable solution*, evangelis*, evangeliz*, spearhead*, champions, "
        "impactful, learnings, granular*, touch base, circle back, think outside the box, proactivity, "
        "transformational, strategic alignment, north star",
        "Words to replace by everyday ones. Source: hits on 49 public frameworks and plain-language guides.",
    ),
)


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements with jargon",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement with words of the list."""
    matches = lexicon(data, "M01.words").find(statement.text)
    if matches:
        words = list_names([f'"{word}"' for word in matches])
        yield Hit(statement.place, f"{statement.cell.location} uses {words}, which readers picture differently.")
