"""How an action of the roadmap stands, a sign and words: as Python, and as the Excel formula of its row.

The first that is true counts: settled · late · without an owner · without dates · another flag · under way · planned.
"""

import datetime as dt
from collections.abc import Sequence

from xl_addin.model.answers import RoadmapAction
from xl_addin.model.days import is_day
from xl_addin.model.text import trim_formula
from xl_addin.roadmap.flags import Flag, flag_words, fold_owner
from xl_addin.roadmap.plan import COMPLETE, NOT_NEEDED, TO_CONFIRM, UNDER_WAY

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DONE, _SETTLED = "✓ Done", "– Not needed"
_LATE, _OWNER, _USUALLY, _DATES, _LOOK = "! Late since ", "▸ Owner?", " Usually: ", "▸ Dates?", "! "
_CONFIRM, _RUNNING, _PLANNED = "○ To confirm", "◐ Under way", "○ Planned"


def standing(action: RoadmapAction, flags: Sequence[Flag], usual_owner: str, today: dt.date) -> str:
    """How an action stands; "" for a row that names none."""
    start, finish = action.start, action.finish
    if not action.action.strip():
        return ""
    if action.status in (COMPLETE, NOT_NEEDED):
        return _DONE if action.status == COMPLETE else _SETTLED
    if finish and finish < today:
        return f"{_LATE}{finish.day} {_MONTHS[finish.month - 1]}"
    if not fold_owner(action.owner):
        return _OWNER + (_USUALLY + usual_owner if usual_owner else "")
    if not (start and finish):
        return _CONFIRM if action.status == TO_CONFIRM else _DATES
    if flags:
        return _LOOK + flag_words(flags)
    return _RUNNING if action.status == UNDER_WAY or start <= today else _PLANNED


_STATUS = trim_formula("[@Status]")
_DAY = 'DAY([@Finish])&" "&INDEX({' + ",".join(f'"{month}"' for month in _MONTHS) + "},MONTH([@Finish]))"
_ORDERED = (
    (f'{_STATUS}="{COMPLETE}"', f'"{_DONE}"'),
    (f'{_STATUS}="{NOT_NEEDED}"', f'"{_SETTLED}"'),
    (f"AND({is_day('Finish')}=1,[@Finish]<TODAY())", f'"{_LATE}"&{_DAY}'),
    ('TRIM([@Owner])=""', f'"{_OWNER}"&IF([@Usually]="","","{_USUALLY}"&[@Usually])'),
    (f"{is_day('Start')}+{is_day('Finish')}<2", f'IF({_STATUS}="{TO_CONFIRM}","{_CONFIRM}","{_DATES}")'),
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
