"""Trends: how each person's ratings moved from cycle to cycle, where the same was rated both times."""

from collections.abc import Iterable, Mapping, Sequence

from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo_listing
from xl_addin.model.results import ChangeRow
from xl_addin.scores.d12_trend import Trend, all_trends
from xl_addin.scores.formula import quantity_formula
from xl_addin.sheets.team import CYCLE

ORDER = 614

TABLE = table(
    "tblChanges",
    ChangeRow,
    [
        label(ChangeRow, "cycle", 12, "key"),
        result(ChangeRow, "before", 12, "computed"),
        label(ChangeRow, "employee", 13, "key"),
        result(ChangeRow, "name", 26, "computed"),
        result(ChangeRow, "team", 20, "computed"),
        result(ChangeRow, "level", 10, "computed"),
        result(ChangeRow, "compared", 12, "percent"),
        result(ChangeRow, "change", 12, "change"),
        result(ChangeRow, "higher", 10, "count"),
        result(ChangeRow, "lower", 10, "count"),
        result(ChangeRow, "words", 52, "computed"),
    ],
    key=["cycle", "employee"],
    spare=1,
    freeze=4,
    filled_by="score",
)

_OPEN = f"tblChanges[Cycle],{CYCLE},tblChanges[Change in points]"
_COUNT = f'COUNTIFS({_OPEN},">=-100")'
_PEOPLE_COUNT = f"COUNTIFS(tblChanges[Cycle],{CYCLE})"
_HEADLINE = (
    f'IF({_COUNT}=0,"Nothing to compare yet: it takes ratings of the same competencies in two cycles.",'
    f'"Of "&{quantity_formula(_PEOPLE_COUNT, "person", "people")}&" rated before, "&{_COUNT}&" can be compared: "'
    f'&COUNTIFS({_OPEN},">0")&" up, "&COUNTIFS({_OPEN},"<0")&" down, "&COUNTIFS({_OPEN},0)&" the same.")'
)


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name="Trends",
        title="What changed since last time?",
        purpose="Run Score to refresh. Only what was rated both times, against the same level, is compared. A point "
        "more or less in one competency is normal.",
        group="results",
        visibility="more",
        blocks=(Line((Cell(Formula(_HEADLINE, _headline(data)), "lead", span=8),)), Gap(), TABLE),
        tints={
            TABLE.name: (
                Tint("AND(ISNUMBER({change}),{change}<0)", "low", ("change",)),
                Tint("AND(ISNUMBER({change}),{change}>0)", "high", ("change",)),
                Tint('LEFT({words},3)="Not"', "not_needed", ("words",)),
            )
        },
        for_reading=True,
    )


def _headline(data: Dataset) -> str:
    cycle = str(data.setting("cycle"))
    points = [change for name, change in changes(data) if name == cycle]
    comparable_points = [change for change in points if change is not None]
    if not comparable_points:
        return "Nothing to compare yet: it takes ratings of the same competencies in two cycles."
    up_count, down_count = (
        sum(change > 0 for change in comparable_points),
        sum(change < 0 for change in comparable_points),
    )
    same_count = len(comparable_points) - up_count - down_count
    people = quantity(len(points), "person", "people")
    return (
        f"Of {people} rated before, {len(comparable_points)} can be compared: {up_count} up, "
        f"{down_count} down, {same_count} the same."
    )


@memo_listing
def changes(data: Dataset) -> Iterable[tuple[str, float | None]]:
    """The cycle of each row of the tab and the change it shows, in points; None where nothing can be compared."""
    return ((trend.after, _points(trend)) for trend in all_trends(data))


def points_by_cycle(data: Dataset) -> dict[str, list[float]]:
    """Cycle -> the changes of everybody who can be compared with the cycle before."""
    changes_by_cycle: dict[str, list[float]] = {}
    for cycle, points in changes(data):
        if points is not None:
            changes_by_cycle.setdefault(cycle, []).append(points)
    return changes_by_cycle


def _points(trend: Trend) -> float | None:
    """The change of the score in points of 100, without what adding weights leaves behind."""
    part = trend.headline
    return None if part is None or part.change is None else round(100 * part.change, 9)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [_row(data, trend) for trend in all_trends(data)]}


def _row(data: Dataset, trend: Trend) -> RowValues:
    person, part = data.person[trend.employee], trend.headline
    points = _points(trend)
    moves = [change.points for change in part.changes] if part and points is not None else None
    return plain(
        ChangeRow(
            cycle=trend.after,
            before=trend.before,
            employee=trend.employee,
            name=person.name,
            team=person.team,
            level=part.level if part else "",
            compared=part.compared if part else None,
            change=points,
            higher=None if moves is None else sum(move > 0 for move in moves),
            lower=None if moves is None else sum(move < 0 for move in moves),
            words=trend.words,
        )
    )
