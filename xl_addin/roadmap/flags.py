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
from xl_addin.model.text import trim_formula
from xl_addin.roadmap.plan import COMPLETE, NOT_NEEDED, TO_CONFIRM, is_closed

FLAG_WORDS: Mapping[str, str] = {
    "late": "Late",
    "no_owner": "No owner",
    "no_dates": "No dates",
    "reversed": "Finish is before start",
    "out_of_order": "Starts before an earlier stage is done",
    "overlap": "Owner has another action on these days",
}
"""Flag -> what its cell says, in the order they are shown."""
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of one action. `collisions` are the keys of the actions it collides with, for a fuller message."""

    code: str
    collisions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return FLAG_WORDS[self.code]


def flags(actions: Sequence[RoadmapAction], today: dt.date) -> list[tuple[Flag, ...]]:
    """The flags of every action, in the order of `actions`; none for a row that names no action."""
    return [tuple(_flags(action, actions, today)) if action.action.strip() else () for action in actions]


def flag_words(action_flags: Sequence[Flag]) -> str:
    """Flags as their cell shows them; "" where all is well."""
    return SEPARATOR.join(flag.words for flag in action_flags)


def fold_owner(name: str) -> str:
    """An owner's name as Excel's TRIM and its = compare it: case and spaces folded."""
    return " ".join(part for part in name.split(" ") if part).lower()


def _flags(action: RoadmapAction, actions: Sequence[RoadmapAction], today: dt.date) -> Iterator[Flag]:
    start, finish = action.start, action.finish
    is_open = not is_closed(action)
    if is_open and finish and finish < today:
        yield Flag("late")
    if is_open and (start or finish) and not fold_owner(action.owner):
        yield Flag("no_owner")
    if is_open and action.status != TO_CONFIRM and not (start and finish):
        yield Flag("no_dates")
    if start and finish and finish < start:
        yield Flag("reversed")
    if is_open and (earlier := _keys(actions, lambda candidate: _blocks(candidate, action))):
        yield Flag("out_of_order", earlier)
    if is_open and (
        collisions := _keys(actions, lambda candidate: candidate is not action and _overlap(candidate, action))
    ):
        yield Flag("overlap", collisions)


def _keys(actions: Sequence[RoadmapAction], condition: Callable[[RoadmapAction], bool]) -> tuple[str, ...]:
    return tuple(action.id for action in actions if not is_closed(action) and condition(action))


def _blocks(earlier: RoadmapAction, action: RoadmapAction) -> bool:
    """Whether an action of an earlier stage still runs when this one starts."""
    if earlier.stage not in STAGES or action.stage not in STAGES or not (earlier.finish and action.start):
        return False
    return STAGES.index(earlier.stage) < STAGES.index(action.stage) and action.start < earlier.finish


def _overlap(first: RoadmapAction, second: RoadmapAction) -> bool:
    owner = fold_owner(first.owner)
    if not owner or owner != fold_owner(second.owner):
        return False
    if not (first.start and first.finish and second.start and second.finish):
        return False
    if first.finish < first.start or second.finish < second.start:
        return False
    return first.start < second.finish and second.start < first.finish


_STATUS = trim_formula("[@Status]")
_OPEN = f'{_STATUS}<>"{COMPLETE}",{_STATUS}<>"{NOT_NEEDED}"'
_STATUSES = trim_formula("tblRoadmap[Status]")
OPEN_ROWS = f'({_STATUSES}<>"{COMPLETE}")*({_STATUSES}<>"{NOT_NEEDED}")'
"""Which rows are open, as a factor for SUMPRODUCT."""
_START, _FINISH = is_day("Start"), is_day("Finish")
_HAS_BOTH_DAYS = f"{_START}+{_FINISH}=2"
_NAMES = ",".join(f'"{stage}"' for stage in STAGES)
_NUMBERS = ",".join(str(number) for number in range(1, len(STAGES) + 1))
_EARLIER_OPEN = (
    # a column for each stage, weighed with whether it comes before this row's
    f"SUMPRODUCT(({trim_formula('tblRoadmap[Stage]')}={{{_NAMES}}})*(tblRoadmap[Finish]>[@Start])"
    f"*{is_day_within('tblRoadmap[Finish]')}*{OPEN_ROWS}"
    f"*({{{_NUMBERS}}}<IFERROR(MATCH({trim_formula('[@Stage]')},{{{_NAMES}}},0),0)))"
)
_SAME_DAYS = (
    "SUMPRODUCT((TRIM(tblRoadmap[Owner])=TRIM([@Owner]))"
    f"*{is_day_within('tblRoadmap[Start]')}*{is_day_within('tblRoadmap[Finish]')}"
    "*(tblRoadmap[Start]<=tblRoadmap[Finish])"
    "*(tblRoadmap[Start]<[@Finish])*([@Start]<tblRoadmap[Finish])"
    f"*{OPEN_ROWS})"
)
_HOLDS: Mapping[str, str] = {
    "late": f"{_OPEN},{_FINISH}=1,[@Finish]<TODAY()",
    "no_owner": f'{_OPEN},{_START}+{_FINISH}>0,TRIM([@Owner])=""',
    "no_dates": f'{_OPEN},{_STATUS}<>"{TO_CONFIRM}",{_START}+{_FINISH}<2',
    "reversed": f"{_HAS_BOTH_DAYS},[@Finish]<[@Start]",
    "out_of_order": f"{_OPEN},{_START}=1,{_EARLIER_OPEN}>0",
    # a row of several days finds itself as well
    "overlap": f'{_OPEN},TRIM([@Owner])<>"",{_HAS_BOTH_DAYS},[@Start]<=[@Finish],{_SAME_DAYS}-([@Start]<[@Finish])>0',
}
_ALL_FLAGS = "&".join(f'IF(AND({holds}),"{SEPARATOR}{FLAG_WORDS[code]}","")' for code, holds in _HOLDS.items())
EXCEL: Mapping[str, str] = {
    **{code: f'IF(AND([@Action]<>"",{holds}),"{FLAG_WORDS[code]}","")' for code, holds in _HOLDS.items()},
    # cut from the third character on, which leaves out the first "; ": TEXTJOIN would need a newer file prefix
    "flags": f'IF([@Action]="","",MID({_ALL_FLAGS},{len(SEPARATOR) + 1},250))',
}
"""Flag -> the formula that shows its words, and "flags" -> all of them as one cell shows them."""
