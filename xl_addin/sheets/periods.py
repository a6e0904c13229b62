"""Periods: the counts behind the measures, one row for each quarter or other stretch of days."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import column, result, table
from xl_addin.layout.describe import Chart, Column, Role, Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.rollout import PERIODS, Period
from xl_addin.scores import d14_kpis

ORDER = 435


def _live(field: str, width: float, role: Role = "count") -> Column:
    return result(Period, field, width, role, d14_kpis.EXCEL[field])


TABLE = table(
    "tblPeriods",
    Period,
    [
        column(Period, "id", 14),
        column(Period, "first", 13, "date"),
        column(Period, "last", 13, "date"),
        _live("start_people", 11),
        _live("end_people", 11),
        _live("promotions", 12),
        _live("laterals", 11),
        _live("leavers", 10),
        column(Period, "plans", 11, "input_centred"),
        column(Period, "asked", 11, "input_centred"),
        column(Period, "opened", 11, "input_centred"),
        _live("ratio", 12, "percent"),
        _live("words", 38, "computed"),
        _live("promoted", 12, "percent"),
        _live("retained", 12, "percent"),
        _live("planned", 12, "percent"),
        _live("access", 12, "percent"),
    ],
    key=["id"],
    spare=0,
    freeze=1,
)


def sheet() -> Sheet:
    return Sheet(
        name="Periods",
        title="The figures, period by period",
        purpose="Name a period and its first and last day; Moves and People fill in the rest. "
        "Type how many people have a plan, and how many said they can open their track.",
        group="results",
        blocks=(
            TABLE,
            Chart(
                "column",
                "How do the figures develop?",
                "tblPeriods",
                "id",
                ("ratio", "retained", "planned"),
                "Column chart of career path ratio, retention and share of people with a plan, period by period.",
                "No periods yet: the lines appear when the first has begun.",
                low=0,
                high=1,
                width=980,
                height=320,
            ),
        ),
        tints={"tblPeriods": (Tint(f'RIGHT({{words}},{len("look")})="look"', "warning", ("ratio", "words")),)},
    )


def worked_out(data: Dataset) -> list[Period]:
    """Every period with its counts and figures, blank rows up to the number the measures have columns for."""
    low, high = data.number("D14.low"), data.number("D14.high")
    found = [d14_kpis.figures(p, data.people, data.moves, data.today, low, high) for p in data.periods]
    return found + [Period() for _ in range(PERIODS - len(found))]


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [_row(period) for period in worked_out(data)]}


def _row(period: Period) -> RowValues:
    computed = {name: "" if (value := getattr(period, name)) is None else value for name in d14_kpis.EXCEL}
    return {**plain(period), **computed}
