"""No step up makes the work much narrower or less independent

Why
    When a senior level speaks of tasks where the level below spoke of several teams, or asks for help where the
    level below worked alone, the texts may have been swapped. It happens at about one step in seventeen, often for
    good reason, so this is a hint only.

Fix
    Check that the two texts stand at the right level, and name the reach of the work at the higher one.

Good
    Matrix ENG
    | Competency | SE1                               | SE2                           |
    | Delivery   | Finishes own tasks with guidance. | Runs a project independently. |

Bad
    Matrix ENG
    | Competency | SE1                                  | SE2                      |
    | Delivery   | Agrees plans across several teams.   | Finishes own tasks.      |
    | Craft      | Works independently from day to day. | Works under supervision. |
    -> SE2 of Delivery
    -> SE2 of Craft
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.lexicon import word_list
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.scope_and_autonomy import autonomy, scope
from xl_addin.rules.subjects import LevelStep, steps

_WORDS = {
    "helped": (
        "with guidance, with help, with support, with assistance, under supervision, with supervision, asks for help, "
        "ask for help, seeks guidance, supervised, when asked, is told"
    ),
    "partly": (
        "some guidance, little guidance, limited guidance, minimal guidance, minimal supervision, little supervision, "
        "some supervision, occasional guidance, some support, minimal support"
    ),
    "alone": (
        "independent*, autonom*, own initiative, on their own, on your own, without help, without guidance, "
        "self-directed, self-sufficient"
    ),
    "others": "mentor*, coach*, guides, guide others, delegat*, teach*, supports others, unblock*",
    "direction": (
        "sets direction, sets the direction, set direction, set the direction, strategy, strategies, vision, "
        "direction of, defines direction"
    ),
}

SETTINGS = (
    Setting(
        id="G02.drop",
        group="Rules",
        default=2,
        meaning="A step up that falls by this many steps of scope (see G01) or of autonomy, or more, gets a hint. "
        "Source: 47 of 807 steps of 49 public frameworks fall in scope, 35 of 586 in autonomy.",
    ),
    *(
        word_list(
            f"G02.{step}",
            words,
            f"Words for step {number} of 5 of autonomy: {step}. The highest one a cell uses counts.",
        )
        for number, (step, words) in enumerate(_WORDS.items(), 1)
    ),
)


@rule(
    Severity.INFO,
    GROWTH,
    subjects=steps,
    skip_reason="no two neighbouring levels have words for one competency",
    settings=SETTINGS,
    plural="steps that make the work narrower",
)
def judge(step: LevelStep, data: Dataset) -> Iterator[Hit]:
    """Hit for a fall in scope, else for a fall in autonomy."""
    for measure, phrase in ((scope, "reaches much less far"), (autonomy, "is much less independent")):
        low, high = measure(step.lower.text, data), measure(step.upper.text, data)
        if high and low - high >= data.number("G02.drop"):
            upper = step.upper
            yield Hit(upper.place, f"{upper.competency} {phrase} at {upper.level} than at {step.lower.level}.")
            return
