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

Looked = tuple[RoadmapAction, tuple[Flag, ...]]


def _planned(data: Dataset) -> Iterator[Looked]:
    """Every action with its flags, once the roadmap has been planned; before that there is nothing to keep to."""
    if any(action.start for action in data.roadmap):
        found = zip(data.roadmap, flags(data.roadmap, data.today), strict=True)
        yield from (pair for pair in found if pair[0].action)


@rule(Severity.WARNING, ROLL_OUT, over=_planned, unanswered="the roadmap has not been planned yet")
def judge(looked: Looked, _: Dataset) -> Iterator[Hit]:
    """Hit for each flag of an action."""
    action, found = looked
    for flag in found:
        beside = f" ({', '.join(flag.others)})" if flag.others else ""
        yield Hit(Place("tblRoadmap", action.row, "action"), f'"{action.action}" needs a look: {flag.words}{beside}.')
