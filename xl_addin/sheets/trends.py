"""Trends: how each person's ratings moved from cycle to cycle, where the same was rated both times."""

from collections.abc import Iterable, Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import once
from xl_addin.model.results import ChangeRow
from xl_addin.scores.d12_trend import Trend, all_trends
from xl_addin.scores.formula import counted_by
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
_BEFORE = f"COUNTIFS(tblChanges[Cycle],{CYCLE})"
_HEADLINE = (
    f'IF({_COUNT}=0,"Nothing to compare yet: it takes ratings of the same competencies in two cycles.",'
    f'"Of "&{counted_by(_BEFORE, "person", "people")}&" rated before, "&{_COUNT}&" can be compared: "'
    f'&COUNTIFS({_OPEN},">0")&" up, "&COUNTIFS({_OPEN},"<0")&" down, "&COUNTIFS({_OPEN},0)&" the same.")'
)


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name="Trends",
        title="What changed since last time?",
        purpose="Run Score to refresh. Only what was rated both times, against the same level, is compared. A point "
        "more or less in one competency is normal.",
        group="results",
        blocks=(Line((Cell(Formula(_HEADLINE, _headline(data)), "lead", span=8),)), Gap(), TABLE),
        widths=tuple(c.width for c in TABLE.columns),
        tints={
            TABLE.name: (
                Tint("AND(ISNUMBER({change}),{change}<0)", "low", ("change",)),
                Tint("AND(ISNUMBER({change}),{change}>0)", "high", ("change",)),
                Tint('LEFT({words},3)="Not"', "not_needed", ("words",)),
            )
        },
        read=True,
    )


def _headline(data: Dataset) -> str:
    cycle = str(data.setting("cycle"))
    points = [change for name, change in changes(data) if name == cycle]
    known = [change for change in points if change is not None]
    if not known:
        return "Nothing to compare yet: it takes ratings of the same competencies in two cycles."
    up, down = sum(change > 0 for change in known), sum(change < 0 for change in known)
    same = len(known) - up - down
    people = counted(len(points), "person", "people")
    return f"Of {people} rated before, {len(known)} can be compared: {up} up, {down} down, {same} the same."


@once
def changes(data: Dataset) -> Iterable[tuple[str, float | None]]:
    """The cycle of each row of the tab and the change it shows, in points; None where nothing can be compared."""
    return ((own.after, _points(own)) for own in all_trends(data))


def points_by_cycle(data: Dataset) -> dict[str, list[float]]:
    """Cycle -> the changes of everybody who can be compared with the cycle before."""
    found: dict[str, list[float]] = {}
    for cycle, points in changes(data):
        if points is not None:
            found.setdefault(cycle, []).append(points)
    return found


def _points(own: Trend) -> float | None:
    """The change of the score in points of 100, without what adding weights leaves behind."""
    part = own.shown
    return None if part is None or part.change is None else round(100 * part.change, 9)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [_row(data, own) for own in all_trends(data)]}


def _row(data: Dataset, own: Trend) -> RowValues:
    person, part = data.person[own.employee], own.shown
    points = _points(own)
    moves = [change.points for change in part.changes] if part and points is not None else None
    return plain(
        ChangeRow(
            cycle=own.after,
            before=own.before,
            employee=own.employee,
            name=person.name,
            team=person.team,
            level=part.level if part else "",
            compared=part.compared if part else None,
            change=points,
            higher=None if moves is None else sum(move > 0 for move in moves),
            lower=None if moves is None else sum(move < 0 for move in moves),
            words=own.words,
        )
    )
