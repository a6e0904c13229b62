"""A level says about as much as the level below

Why
    A level described in three lines after one described in thirty looks like a step down, and the other way round
    like a wall. Nineteen steps in twenty of the public frameworks stay between a third and three times the words.

Fix
    Say more where little is said, or keep the difference that matters where much is.

Good
    Matrix ENG
    | Competency | SE1 | SE2 |
    | Craft | Tests own changes and fixes what the tests find. | Writes the test plan of a release and reviews it. |

Bad
    Matrix ENG
    | Competency | SE1            | SE2                                                                        |
    | Craft      | Tests changes. | Writes the test plan, reviews it with support. / Repairs slow tests first. |
    -> SE2 of Craft
"""

from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.subjects import LevelStep, steps
from xl_addin.rules.text_analysis import tokens

SETTINGS = (
    Setting(
        id="G03.most",
        group="Rules",
        default=3,
        meaning="A cell with more than this many times the words of the level below gets a warning. Source: 49 "
        "public frameworks; 3.7% of the steps.",
    ),
    Setting(
        id="G03.least",
        group="Rules",
        default=0.33,
        meaning="A cell with less than this share of the words of the level below gets a warning. Source: 1.5% of "
        "the steps.",
    ),
)


@rule(
    Severity.WARNING,
    GROWTH,
    subjects=steps,
    skip_reason="no two neighbouring levels have words for one competency",
    settings=SETTINGS,
    plural="cells that say much more or less than the level below",
)
def judge(step: LevelStep, data: Dataset) -> Iterator[Hit]:
    """Hit where the upper cell says far more or far less than the lower one."""
    low, high = len(tokens(step.lower.text)), len(tokens(step.upper.text))
    if not data.number("G03.least") * low <= high <= data.number("G03.most") * low:
        message = f"{step.upper.location} has {quantity(high, 'word')}, after {low} at {step.lower.level}."
        yield Hit(step.upper.place, message)
