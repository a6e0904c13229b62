"""How an action of the roadmap stands, a sign and words: as Python, and as the Excel formula of its row.

The first that is true counts: settled · late · without an owner · without dates · another flag · under way · planned.
Of those without an owner or dates one comes next, the first of them; the others wait.
"""

import datetime as dt
from collections.abc import Sequence

from xl_addin.model.answers import RoadmapAction
from xl_addin.model.days import is_day, is_day_within
from xl_addin.model.text import trim_formula
from xl_addin.roadmap.actions import usual_owner
from xl_addin.roadmap.flags import OPEN_ROWS, Flag, flag_words, fold_owner
from xl_addin.roadmap.plan import COMPLETE, NOT_NEEDED, TO_CONFIRM, UNDER_WAY, is_closed

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DONE, _SETTLED = "✓ Done", "– Not needed"
_LATE, _LOOK = "! Late since ", "! "
_NEXT, _LATER, _RUNNING = "▸ ", "○ ", "◐ Under way"
_OWNER, _USUALLY, _DATES, _CONFIRM, _PLANNED = "Owner?", " Usually: ", "Dates?", "○ To confirm", "○ Planned"


def standings(actions: Sequence[RoadmapAction], flags: Sequence[Sequence[Flag]], today: dt.date) -> list[str]:
    """How each action stands, in their order; "" for a row that names none.

    Args:
        actions: the roadmap, row by row.
        flags: the flags of each action.
        today: the day it is.
    """
    first = next((number for number, action in enumerate(actions) if _lacks(action, today)), -1)
    return [
        _standing(action, action_flags, today, _NEXT if number == first else _LATER)
        for number, (action, action_flags) in enumerate(zip(actions, flags, strict=True))
    ]


def _lacks(action: RoadmapAction, today: dt.date) -> bool:
    """Whether an open action that is not late yet is without an owner or dates."""
    if not action.action.strip() or is_closed(action) or _is_late(action, today):
        return False
    return not fold_owner(action.owner) or (action.status != TO_CONFIRM and not (action.start and action.finish))


def _is_late(action: RoadmapAction, today: dt.date) -> bool:
    return action.finish is not None and action.finish < today


def _standing(action: RoadmapAction, flags: Sequence[Flag], today: dt.date, sign: str) -> str:
    start, finish = action.start, action.finish
    if not action.action.strip():
        return ""
    if is_closed(action):
        return _DONE if action.status == COMPLETE else _SETTLED
    if finish and _is_late(action, today):
        return f"{_LATE}{finish.day} {_MONTHS[finish.month - 1]}"
    if not fold_owner(action.owner):
        usual = usual_owner(action.id)
        return sign + _OWNER + (_USUALLY + usual if usual else "")
    if not (start and finish):
        return _CONFIRM if action.status == TO_CONFIRM else sign + _DATES
    if flags:
        return _LOOK + flag_words(flags)
    return _RUNNING if action.status == UNDER_WAY or start <= today else _PLANNED


_STATUS = trim_formula("[@Status]")
_STATUSES = trim_formula("tblRoadmap[Status]")
_DAY = 'DAY([@Finish])&" "&INDEX({' + ",".join(f'"{month}"' for month in _MONTHS) + "},MONTH([@Finish]))"
_STARTS, _FINISHES = is_day_within("tblRoadmap[Start]"), is_day_within("tblRoadmap[Finish]")
_LACKING = (
    f'(tblRoadmap[Action]<>"")*{OPEN_ROWS}*(({_FINISHES}*(tblRoadmap[Finish]<TODAY()))=0)'
    f'*(((TRIM(tblRoadmap[Owner])="")+({_STATUSES}<>"{TO_CONFIRM}")*(({_STARTS}*{_FINISHES})=0))>0)'
)
_SIGN = f'IF(IFERROR(MATCH(1,INDEX({_LACKING},0),0),0)=ROW()-ROW(tblRoadmap[[#Headers],[Action]]),"{_NEXT}","{_LATER}")'
_ORDERED = (
    (f'{_STATUS}="{COMPLETE}"', f'"{_DONE}"'),
    (f'{_STATUS}="{NOT_NEEDED}"', f'"{_SETTLED}"'),
    (f"AND({is_day('Finish')}=1,[@Finish]<TODAY())", f'"{_LATE}"&{_DAY}'),
    ('TRIM([@Owner])=""', f'{_SIGN}&"{_OWNER}"&IF([@Usually]="","","{_USUALLY}"&[@Usually])'),
    (
        f"{is_day('Start')}+{is_day('Finish')}<2",
        f'IF({_STATUS}="{TO_CONFIRM}","{_CONFIRM}",{_SIGN}&"{_DATES}")',
    ),
    ('[@Look at]<>""', f'"{_LOOK}"&[@Look at]'),
    (f'OR({_STATUS}="{UNDER_WAY}",[@Start]<=TODAY())', f'"{_RUNNING}"'),
)


def _nested() -> str:
    text = f'"{_PLANNED}"'
    for condition, words in reversed(_ORDERED):
        text = f"IF({condition},{words},{text})"
    return f'IF([@Action]="","",{text})'


STANDING_FORMULA = _nested()
"""The formula of a row of the roadmap."""
