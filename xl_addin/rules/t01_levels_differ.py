"""No level repeats the text of the level below

Why
    If two levels say the same, moving up means nothing: a person cannot see what to do differently, and a manager
    cannot say why one of them is promoted. It happens in about one of fifty pairs of neighbouring levels, mostly by
    copying. Numbers count as a difference: a quota of 885 is not a quota of 1154.

Fix
    Write what is new at this level, or inherits(LEVEL) if the expectation is meant to stay as it is.

Good
    Matrix SALES
    | Competency | AE1                                  | AE2                                    |
    | Quota      | Closes deals worth 885,000 a year.   | Closes deals worth 1,154,000 a year.   |
    | Pipeline   | Keeps 20 open deals up to date.      | inherits(AE1)                          |

Bad
    Matrix SALES
    | Competency | AE1                                  | AE2                                  |
    | Pipeline   | Keeps 20 open deals up to date.      | • keeps 20 open  deals up to date.   |
    -> AE2 of Pipeline
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.subjects import LevelStep, steps
from xl_addin.rules.text_analysis import fold_statement


@rule(
    Severity.ERROR,
    TRANSPARENT,
    subjects=steps,
    skip_reason="no two neighbouring levels have words for one competency",
    plural="cells that repeat the level below",
)
def judge(step: LevelStep, _: Dataset) -> Iterator[Hit]:
    """Hit where the upper cell says the same as the lower one, case, spacing and bullets aside."""
    if fold_statement(step.lower.text) == fold_statement(step.upper.text):
        yield Hit(
            step.upper.place,
            f"{step.upper.competency} says the same at {step.upper.level} as at {step.lower.level}.",
            f"Write what is new at {step.upper.level}, or inherits({step.lower.cell.level}) if nothing is.",
        )
