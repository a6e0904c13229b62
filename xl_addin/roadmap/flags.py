"""What to look at in the roadmap: late, unowned, undated, overlapping and out-of-order actions.

Each flag stands twice, as Python and as the Excel formula of the same row, and both show the same words. Of an owner's
name both fold case and spaces, no more. An action is open while its status is neither Done nor Not needed.

late            open, and its finish is before today
no_owner        open, has a start or a finish, and nobody's name. Stages before today's have no dates, so their
                actions are not flagged unless somebody dates them
no_dates        open, without a start or without a finish; not while its status is To confirm
reversed        its finish is before its start, whatever its status
out_of_order    open, and it starts before an open action of an earlier stage finishes. Work side by side within a
                stage is fine, and so is a start on the very day the earlier one finishes
overlap         open, and the same owner has another open action on the same days. Handing over on a day is fine: two
                actions that share no more than the last day of one and the first of the other do not overlap, nor do
                two that both fit into one day
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.answers import STAGES, RoadmapAction
from xl_addin.model.days import is_day, is_day_within
from xl_addin.model.text import trimmed
from xl_addin.roadmap.plan import DONE, NOT_NEEDED, TO_CONFIRM, settled

WORDS: Mapping[str, str] = {
    "late": "Late",
    "no_owner": "No owner",
    "no_dates": "No dates",
    "reversed": "Finish is before start",
    "out_of_order": "Starts before an earlier stage is done",
    "overlap": "Owner has another action on these days",
}
"""Flag -> what its cell says, in the order they are shown."""
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of one action. `others` are the keys of the actions it collides with, for a fuller message."""

    code: str
    others: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return WORDS[self.code]


def flags(actions: Sequence[RoadmapAction], today: dt.date) -> list[tuple[Flag, ...]]:
    """The flags of every action, in the order of `actions`; none for a row that names no action."""
    return [tuple(_flags(action, actions, today)) if action.action.strip() else () for action in actions]


def told(found: Sequence[Flag]) -> str:
    """Flags as their cell shows them; "" where all is well."""
    return BETWEEN.join(flag.words for flag in found)


def fold_owner(name: str) -> str:
    """An owner's name as Excel's TRIM and its = compare it: case and spaces folded."""
    return " ".join(part for part in name.split(" ") if part).lower()


def _flags(action: RoadmapAction, actions: Sequence[RoadmapAction], today: dt.date) -> Iterator[Flag]:
    start, finish = action.start, action.finish
    is_open = not settled(action)
    if is_open and finish and finish < today:
        yield Flag("late")
    if is_open and (start or finish) and not fold_owner(action.owner):
        yield Flag("no_owner")
    if is_open and action.status != TO_CONFIRM and not (start and finish):
        yield Flag("no_dates")
    if start and finish and finish < start:
        yield Flag("reversed")
    if is_open and (earlier := _keys(actions, lambda other: _blocks(other, action))):
        yield Flag("out_of_order", earlier)
    if is_open and (others := _keys(actions, lambda other: other is not action and _overlap(other, action))):
        yield Flag("overlap", others)


def _keys(actions: Sequence[RoadmapAction], wanted: Callable[[RoadmapAction], bool]) -> tuple[str, ...]:
    return tuple(other.id for other in actions if not settled(other) and wanted(other))


def _blocks(earlier: RoadmapAction, action: RoadmapAction) -> bool:
    """Whether an action of an earlier stage still runs when this one starts."""
    if earlier.stage not in STAGES or action.stage not in STAGES or not (earlier.finish and action.start):
        return False
    return STAGES.index(earlier.stage) < STAGES.index(action.stage) and action.start < earlier.finish


def _overlap(one: RoadmapAction, two: RoadmapAction) -> bool:
    owner = fold_owner(one.owner)
    if not owner or owner != fold_owner(two.owner):
        return False
    if not (one.start and one.finish and two.start and two.finish):
        return False
    if one.finish < one.start or two.finish < two.start:
        return False
    return one.start < two.finish and two.start < one.finish


_STATUS = trimmed("[@Status]")
_OPEN = f'{_STATUS}<>"{DONE}",{_STATUS}<>"{NOT_NEEDED}"'
_STATUSES = trimmed("tblRoadmap[Status]")
_OPEN_ROWS = f'({_STATUSES}<>"{DONE}")*({_STATUSES}<>"{NOT_NEEDED}")'
_START, _FINISH = is_day("Start"), is_day("Finish")
_BOTH = f"{_START}+{_FINISH}=2"
_NAMES = ",".join(f'"{stage}"' for stage in STAGES)
_NUMBERS = ",".join(str(number) for number in range(1, len(STAGES) + 1))
_EARLIER_OPEN = (
    # a column for each stage, weighed with whether it comes before this row's
    f"SUMPRODUCT(({trimmed('tblRoadmap[Stage]')}={{{_NAMES}}})*(tblRoadmap[Finish]>[@Start])"
    f"*{is_day_within('tblRoadmap[Finish]')}*{_OPEN_ROWS}"
    f"*({{{_NUMBERS}}}<IFERROR(MATCH({trimmed('[@Stage]')},{{{_NAMES}}},0),0)))"
)
_SAME_DAYS = (
    "SUMPRODUCT((TRIM(tblRoadmap[Owner])=TRIM([@Owner]))"
    f"*{is_day_within('tblRoadmap[Start]')}*{is_day_within('tblRoadmap[Finish]')}"
    "*(tblRoadmap[Start]<=tblRoadmap[Finish])"
    "*(tblRoadmap[Start]<[@Finish])*([@Start]<tblRoadmap[Finish])"
    f"*{_OPEN_ROWS})"
)
_HOLDS: Mapping[str, str] = {
    "late": f"{_OPEN},{_FINISH}=1,[@Finish]<TODAY()",
    "no_owner": f'{_OPEN},{_START}+{_FINISH}>0,TRIM([@Owner])=""',
    "no_dates": f'{_OPEN},{_STATUS}<>"{TO_CONFIRM}",{_START}+{_FINISH}<2',
    "reversed": f"{_BOTH},[@Finish]<[@Start]",
    "out_of_order": f"{_OPEN},{_START}=1,{_EARLIER_OPEN}>0",
    # a row of several days finds itself as well
    "overlap": f'{_OPEN},TRIM([@Owner])<>"",{_BOTH},[@Start]<=[@Finish],{_SAME_DAYS}-([@Start]<[@Finish])>0',
}
_TOGETHER = "&".join(f'IF(AND({holds}),"{BETWEEN}{WORDS[code]}","")' for code, holds in _HOLDS.items())
EXCEL: Mapping[str, str] = {
    **{code: f'IF(AND([@Action]<>"",{holds}),"{WORDS[code]}","")' for code, holds in _HOLDS.items()},
    # cut from the third character on, which leaves out the first "; ": TEXTJOIN would need a newer file prefix
    "flags": f'IF([@Action]="","",MID({_TOGETHER},{len(BETWEEN) + 1},250))',
}
"""Flag -> the formula that shows its words, and "flags" -> all of them as one cell shows them."""
