"""Measures of the roll-out: career path ratio, promotion rate, retention, plans, access

What it says
    The career path ratio tells how people move: near 1 nearly all moves go up, near 0 nearly all go sideways. Below
    0.2 few moves are promotions: a look at how people move up is worthwhile. Above 0.7 few are sideways: a look at
    how people change teams and tracks is worthwhile. Neither is a fault by itself, and with a handful of moves the
    ratio says little: read it beside its counts, over a year or more.
    Retention counts only people who were there at the start: who joined and left within the period is not in it.
    A figure without anything to count is blank, never 0% or 100%; so is a period that has not begun.

Formula
    career path ratio = promotions / (promotions + lateral moves)
    promotion rate = promotions / mean of people at the start and people at the end
    retention = (people at the start - leavers among them) / people at the start
    share with a plan = people with a plan / people at the end
    share who can open it = people who can / people who answered
    people on a day = active people now - joined after that day + left after that day

Examples
    | Promotions | Lateral | Start | End | Leavers | Plans | Ratio | Rate | Retention | Plan share | In words                               |
    | 10         | 15      | 100   | 100 | 5       | 80    | 0.4   | 0.1  | 0.95      | 0.8        | Up and sideways in balance             |
    | 1          | 9       | 40    | 60  | 10      | 0     | 0.1   | 0.02 | 0.75      | 0          | Few moves are promotions: worth a look |
    | 8          | 2       | 20    | 20  | 0       | 20    | 0.8   | 0.4  | 1         | 1          | Few moves are sideways: worth a look   |
    | 1          | 4       | 10    | 30  | 1       | 3     | 0.2   | 0.05 | 0.9       | 0.1        | Up and sideways in balance             |
    | 0          | 3       | 12    | 8   | 6       | 2     | 0     | 0    | 0.5       | 0.25       | Few moves are promotions: worth a look |
    | 0          | 0       | 10    | 10  | 0       |       |       | 0    | 1         |            | No moves yet                           |
    | 0          | 0       | 0     | 0   | 0       | 0     |       |      |           |            | No moves yet                           |

Source
    Lattice, What is career path ratio (2020, revised 2023): promotions over promotions and transfers, looked at over
    at least a year. HiBob, HR glossary: below .2 many lateral moves, above .7 many promotions.
"""  # noqa: E501 - a table row stands on one line

import datetime as dt
from collections.abc import Iterable, Sequence

from xl_addin.model.days import is_day, is_day_within
from xl_addin.model.facts import Number, facts_of
from xl_addin.model.records import Employee
from xl_addin.model.rollout import ARRIVAL, DEPARTURE, FIGURE_OF, LATERAL, PROMOTION, Move, Period
from xl_addin.model.setting import Setting
from xl_addin.model.text import trim_formula
from xl_addin.scores.formula import IS_STAFF, in_use

SETTINGS = (
    Setting(
        id="D14.low",
        group="Scores",
        default=0.2,
        takes=Number(0, 1),
        meaning="A career path ratio below this deserves a look: few of the moves are promotions.",
    ),
    Setting(
        id="D14.high",
        group="Scores",
        default=0.7,
        takes=Number(0, 1),
        meaning="A career path ratio above this deserves a look: few of the moves are sideways.",
    ),
)

FEW_UP = "Few moves are promotions: worth a look"
FEW_SIDEWAYS = "Few moves are sideways: worth a look"
IN_BALANCE = "Up and sideways in balance"
NO_MOVES = "No moves yet"


_KIND = trim_formula("tblMoves[Kind]")
_FROM_FIRST_DAY, _TO_LAST_DAY, _PAST_LAST_DAY = ">=[@First day]", "<=[@Last day]", ">[@Last day]"


def _rows(kind: str, *days: str) -> str:
    """1 for each move of a kind on days that hold against the period's, 0 for any other, for SUMPRODUCT."""
    conditions = "".join(f"*(tblMoves[Date]{day})" for day in days)
    return f'({_KIND}="{kind}"){conditions}*{is_day_within("tblMoves[Date]")}'


def _moves(kind: str, *days: str) -> str:
    return f"SUMPRODUCT({_rows(kind, *days)})"


_IS_UNDER_WAY = f"AND({is_day('First day')}+{is_day('Last day')}=2,[@First day]<=[@Last day],[@First day]<=TODAY())"
_ACTIVE = f"SUMPRODUCT({IS_STAFF})"
_MOVERS = "tblMoves[Employee ID]"
_NEWCOMERS = f'REPT("|"&{_MOVERS},({_MOVERS}<>"")*{_rows(ARRIVAL, _FROM_FIRST_DAY, _TO_LAST_DAY)})'
"""Who joined within the period; the sign in front tells a row without an ID from one that is no newcomer's."""
_LEAVERS = f'SUMPRODUCT({_rows(DEPARTURE, _FROM_FIRST_DAY, _TO_LAST_DAY)}*ISNA(MATCH("|"&{_MOVERS},{_NEWCOMERS},0)))'


def _live(formula: str) -> str:
    return f'IF({_IS_UNDER_WAY},{formula},"")'


def _share(part: str, whole: str) -> str:
    return f'IF(AND({_is_count(part)},{_is_count(whole)},N({whole})>0),{part}/{whole},"")'


def _is_count(cell: str) -> str:
    """Whether a count stands there, as its field takes it."""
    return f"ISNUMBER({cell}),N({cell})>=0,N({cell})<=1000000,N({cell})=INT(N({cell}))"


EXCEL = {
    "start_people": _live(f"{_ACTIVE}-{_moves(ARRIVAL, _FROM_FIRST_DAY)}+{_moves(DEPARTURE, _FROM_FIRST_DAY)}"),
    "end_people": _live(f"{_ACTIVE}-{_moves(ARRIVAL, _PAST_LAST_DAY)}+{_moves(DEPARTURE, _PAST_LAST_DAY)}"),
    "promotions": _live(_moves(PROMOTION, _FROM_FIRST_DAY, _TO_LAST_DAY)),
    "laterals": _live(_moves(LATERAL, _FROM_FIRST_DAY, _TO_LAST_DAY)),
    "leavers": _live(_LEAVERS),
    "ratio": ('IF(N([@Promotions])+N([@Lateral moves])>0,[@Promotions]/([@Promotions]+[@Lateral moves]),"")'),
    "words": (
        # rounding guards the thresholds, as in D09
        "IF(ISNUMBER([@Career path ratio]),"
        f'IF(ROUND([@Career path ratio],9)<{in_use("D14.low")},"{FEW_UP}",'
        f'IF(ROUND([@Career path ratio],9)>{in_use("D14.high")},"{FEW_SIDEWAYS}","{IN_BALANCE}")),'
        f'IF(ISNUMBER([@Promotions]),"{NO_MOVES}",""))'
    ),
    "promoted": (
        "IF(N([@People at the start])+N([@People at the end])>0,"
        '2*[@Promotions]/([@People at the start]+[@People at the end]),"")'
    ),
    "retained": ('IF(N([@People at the start])>0,([@People at the start]-[@Leavers])/[@People at the start],"")'),
    "planned": _share("[@With a plan]", "[@People at the end]"),
    "access": _share("[@Can open it]", "[@Answered]"),
}
"""Field of Period -> its formula in a row of tblPeriods."""


def actual(measure: str, number: int) -> str:
    """The Excel formula for a ready-made measure's actual in column "Period `number`" of tblKpis.

    Raises:
        KeyError: the measure is not one of the ready-made ones.
    """
    return f'IFERROR(INDEX(tblPeriods[{facts_of(Period)[FIGURE_OF[measure]].title}],{number}),"")'


def share(part: int | None, whole: int | None) -> float | None:
    """Part over whole; None where either is not known or there is nothing to count."""
    return part / whole if part is not None and whole is not None and whole > 0 else None


def career_path_ratio(promotions: int, laterals: int) -> float | None:
    """Promotions over promotions and lateral moves, 0-1; None without a move."""
    return share(promotions, promotions + laterals)


def ratio_words(ratio: float | None, low: float, high: float) -> str:
    """What a career path ratio allows to be said; `low` and `high` themselves are in balance."""
    if ratio is None:
        return NO_MOVES
    if round(ratio, 9) < low:
        return FEW_UP
    return FEW_SIDEWAYS if round(ratio, 9) > high else IN_BALANCE


def promotion_rate(promotions: int, start: int, end: int) -> float | None:
    """Promotions over the mean number of people; None where there is nobody."""
    return share(2 * promotions, start + end)


def retention(start: int, leavers: int) -> float | None:
    """The share of those there at the start who stayed; None where nobody was."""
    return share(start - leavers, start)


def period_figures(
    period: Period, people: Iterable[Employee], moves: Sequence[Move], today: dt.date, low: float, high: float
) -> Period:
    """A period with its counts and figures worked out; without them where its days are not set or not begun yet."""
    first, last = period.first, period.last
    blank = {name: Period.model_fields[name].default for name in EXCEL}
    if first is None or last is None or not first <= min(last, today):
        return period.model_copy(update={**blank, "access": share(period.opened, period.asked)})
    day_before = first - dt.timedelta(days=1)
    active = sum(bool(person.id) and person.active == "Yes" for person in people)
    start, end = (_people_on(day, active, moves) for day in (day_before, last))
    promotions, laterals = (_count(moves, kind, day_before, last) for kind in (PROMOTION, LATERAL))
    leavers = _leavers(moves, day_before, last)
    ratio = career_path_ratio(promotions, laterals)
    counts = {"start_people": start, "end_people": end, "promotions": promotions, "laterals": laterals}
    rates = {
        "leavers": leavers,
        "ratio": ratio,
        "words": ratio_words(ratio, low, high),
        "promoted": promotion_rate(promotions, start, end),
        "retained": retention(start, leavers),
        "planned": share(period.plans, end),
        "access": share(period.opened, period.asked),
    }
    return period.model_copy(update={**counts, **rates})


def _count(moves: Iterable[Move], kind: str, day_before: dt.date, last: dt.date) -> int:
    return sum(move.kind == kind and move.date is not None and day_before < move.date <= last for move in moves)


def _people_on(day: dt.date, active: int, moves: Sequence[Move]) -> int:
    """How many people there were on a day: those of now, with the moves in and out since then undone."""
    return active - _count(moves, ARRIVAL, day, dt.date.max) + _count(moves, DEPARTURE, day, dt.date.max)


def _leavers(moves: Sequence[Move], day_before: dt.date, last: dt.date) -> int:
    period_moves = [move for move in moves if move.date is not None and day_before < move.date <= last]
    newcomers = {move.employee.casefold() for move in period_moves if move.kind == ARRIVAL and move.employee}
    return sum(move.kind == DEPARTURE and move.employee.casefold() not in newcomers for move in period_moves)


def example(
    promotions: int, laterals: int, start: int, end: int, leavers: int, plans: int | None
) -> tuple[float | None, float | None, float | None, float | None, str]:
    """One row of the page's examples, with the default thresholds of 0.2 and 0.7."""
    ratio = career_path_ratio(promotions, laterals)
    return (
        ratio,
        promotion_rate(promotions, start, end),
        retention(start, leavers),
        share(plans, end),
        ratio_words(ratio, 0.2, 0.7),
    )
