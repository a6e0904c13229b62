"""The roadmap has owners and dates that can be kept

Why
    An action nobody owns is done by nobody, and one that waits for an earlier stage cannot start before it. The
    Roadmap tab shows the same remarks live; here they stand with everything else there is to do.

Fix
    Give the action an owner and dates that can be kept, or set its status to Done or Not needed.

Good
    Roadmap
    | Key  | Stage     | Action       | Owner | Start      | Finish     | Status |
    | AWA1 | Awareness | Read this.   | Ana   | 2027-01-11 | 2027-01-12 | To do  |
    | AWA2 | Awareness | Tell others. | Ana   | 2027-01-13 | 2027-01-14 | To do  |

Bad
    Roadmap
    | Key  | Stage     | Action       | Owner | Start      | Finish     | Status |
    | AWA1 | Awareness | Read this.   |       | 2027-01-11 | 2027-01-12 | To do  |
    | AWA2 | Awareness | Tell others. | Ana   | 2027-01-15 | 2027-01-14 | To do  |
    -> Action in row 1 of Roadmap
    -> Action in row 2 of Roadmap
"""

from collections.abc import Iterator

from xl_addin.model.answers import RoadmapAction
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.roadmap.flags import Flag, flags
from xl_addin.rules.rule import ROLL_OUT, Hit, rule

ActionFlags = tuple[RoadmapAction, tuple[Flag, ...]]


def _actions_and_flags(data: Dataset) -> Iterator[ActionFlags]:
    """Every action with its flags, once the roadmap has been planned; before that there is nothing to keep to."""
    if any(action.start for action in data.roadmap):
        pairs = zip(data.roadmap, flags(data.roadmap, data.today), strict=True)
        yield from (pair for pair in pairs if pair[0].action)


@rule(
    Severity.WARNING,
    ROLL_OUT,
    subjects=_actions_and_flags,
    skip_reason="the roadmap has not been planned yet",
    plural="actions to look at",
)
def judge(action_flags: ActionFlags, _: Dataset) -> Iterator[Hit]:
    """Hit for each flag of an action."""
    action, flag_list = action_flags
    for flag in flag_list:
        suffix = f" ({', '.join(flag.collisions)})" if flag.collisions else ""
        yield Hit(Place("tblRoadmap", action.row, "action"), f'"{action.action}" needs a look: {flag.words}{suffix}.')
