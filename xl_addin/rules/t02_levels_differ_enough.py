"""Neighbouring levels differ in more than a word or two

Why
    Where only "complex" turns into "highly complex", people argue about adjectives instead of growing. Readers of one
    well-known framework filed exactly this complaint; two thirds of the words of its neighbouring levels are shared.
    Half of the public frameworks share less than a sixth; about one pair in thirteen lies above the limit.

Fix
    Keep what stays the same at the lower level only, and write here what a person does differently: a wider circle of
    people, a harder problem, less help.

Good
    Matrix ENG
    | Competency | SE1                                         | SE2                                                 |
    | Delivery   | Ships own changes within the agreed sprint. | Plans a release with the team and ships it on time. |

Bad
    Matrix ENG
    | Competency | SE1                                       | SE2                                               |
    | Delivery   | Solves problems and ships changes weekly. | Solves complex problems and ships changes weekly. |
    -> SE2 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Number
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.subjects import LevelStep, steps
from xl_addin.rules.text_analysis import fold_statement, likeness

SETTINGS = (
    Setting(
        id="T02.shared",
        group="Rules",
        default=0.6,
        takes=Number(0, 1),
        meaning="Two neighbouring levels are too alike when this share of their words, or more, is the same, from "
        "0 to 1; word endings and small words aside, numbers counted. Source: 49 public frameworks; median 0.15, "
        "nine in ten below 0.55.",
    ),
)


@rule(
    Severity.WARNING,
    TRANSPARENT,
    subjects=steps,
    skip_reason="no two neighbouring levels have words for one competency",
    settings=SETTINGS,
    plural="cells nearly the same as the level below",
)
def judge(step: LevelStep, data: Dataset) -> Iterator[Hit]:
    """Hit where the two cells share most of their content; identical ones are another rule's."""
    share = likeness(step.lower.text, step.upper.text)
    if share >= data.number("T02.shared") and fold_statement(step.lower.text) != fold_statement(step.upper.text):
        yield Hit(
            step.upper.place,
            f"{step.upper.competency} reads almost alike at {step.lower.level} and {step.upper.level}: "
            f"{share:.0%} of the words are the same.",
        )
