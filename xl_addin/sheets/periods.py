"""Periods: the counts behind the measures, one row for each quarter or other stretch of days."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, result, table
from xl_addin.layout.describe import Chart, Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.rollout import PERIODS, Period
from xl_addin.scores.d14_kpis import EXCEL, period_figures

ORDER = 435


TABLE = table(
    "tblPeriods",
    Period,
    [
        column(Period, "id", 14),
        column(Period, "first", 13, "date"),
        column(Period, "last", 13, "date"),
        result(Period, "start_people", 11, "count", EXCEL["start_people"]),
        result(Period, "end_people", 11, "count", EXCEL["end_people"]),
        result(Period, "promotions", 12, "count", EXCEL["promotions"]),
        result(Period, "laterals", 11, "count", EXCEL["laterals"]),
        result(Period, "leavers", 10, "count", EXCEL["leavers"]),
        column(Period, "plans", 11, "input_centred"),
        column(Period, "asked", 11, "input_centred"),
        column(Period, "opened", 11, "input_centred"),
        result(Period, "ratio", 12, "percent", EXCEL["ratio"]),
        result(Period, "words", 38, "computed", EXCEL["words"]),
        result(Period, "promoted", 12, "percent", EXCEL["promoted"]),
        result(Period, "retained", 12, "percent", EXCEL["retained"]),
        result(Period, "planned", 12, "percent", EXCEL["planned"]),
        result(Period, "access", 12, "percent", EXCEL["access"]),
    ],
    key=["id"],
    spare=0,
    freeze=1,
    next_entry=NextEntry(()),
    collection="periods",
)


def sheet() -> Sheet:
    return Sheet(
        name="Periods",
        title="The figures, period by period",
        purpose="Name a period and its first and last day; Moves and People fill in the rest. "
        "Type how many people have a plan, and how many said they can open their track.",
        group="results",
        visibility="data",
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


def periods_with_figures(data: Dataset) -> list[Period]:
    """Every period with its counts and figures, blank rows up to the number the measures have columns for."""
    low, high = data.number("D14.low"), data.number("D14.high")
    periods = [period_figures(p, data.people, data.moves, data.today, low, high) for p in data.periods]
    return periods + [Period() for _ in range(PERIODS - len(periods))]


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [_row(period) for period in periods_with_figures(data)]}


def _row(period: Period) -> RowValues:
    figures = {name: "" if (value := getattr(period, name)) is None else value for name in EXCEL}
    return {**plain(period), **figures}
