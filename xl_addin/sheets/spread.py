"""The Dashboard's two tables about scores: how they are spread in the open cycle, and how they develop."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.edits import RowValues
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import CycleRow, SpreadRow
from xl_addin.scores.people import person_scores
from xl_addin.sheets.team import CYCLE
from xl_addin.sheets.trends import points_by_cycle

BANDS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.000001))
"""From and up to, the upper end left out; the last one takes 100%."""


SPREAD = table(
    "tblSpread",
    SpreadRow,
    [
        label(SpreadRow, "band", 30, "key"),
        result(SpreadRow, "low", 12, "percent"),
        result(SpreadRow, "high", 12, "percent"),
        live(
            "people",
            "People",
            "How many have a score in this band in the open cycle.",
            12,
            f'COUNTIFS(tblScores[Cycle],{CYCLE},tblScores[Score],">="&[@From],tblScores[Score],"<"&[@Up to])',
        ),
    ],
    key=["band"],
    spare=0,
    filled_by="score",
)

SHOWN = 6
"""Cycles that the trend has room for from the start; its chart shows the room too."""

TREND = table(
    "tblTrend",
    CycleRow,
    [
        result(CycleRow, "cycle", 30, "computed"),
        live(
            "people",
            "People",
            "Active people with rows in Assessments, rated or not.",
            12,
            'IF([@Cycle]="","",COUNTIFS(tblScores[Cycle],[@Cycle]))',
        ),
        live(
            "scored",
            "With a score",
            "How many of them have a score.",
            12,
            'IF([@Cycle]="","",COUNTIFS(tblScores[Cycle],[@Cycle],tblScores[Score],">=0"))',
        ),
        live(
            "mean",
            "Mean score",
            "The mean of these scores.",
            12,
            'IF([@Cycle]="","",IFERROR(AVERAGEIFS(tblScores[Score],tblScores[Cycle],[@Cycle]),""))',
            role="percent",
        ),
        live(
            "change",
            "Change in points",
            "Mean change of those who can be compared with the cycle before; see Trends.",
            12,
            'IF([@Cycle]="","",IFERROR(AVERAGEIFS(tblChanges[Change in points],tblChanges[Cycle],[@Cycle]),""))',
            role="change",
        ),
    ],
    key=["cycle"],
    spare=SHOWN,
    filled_by="score",
)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """Both tables' rows; cycles oldest first, so that a chart reads from left to right."""
    cycle = str(data.setting("cycle"))
    scored: dict[str, list[float | None]] = {}
    for found in person_scores(data):
        scored.setdefault(found.cycle, []).append(found.score)
    now = [figure for figure in scored.get(cycle, ()) if figure is not None]
    spread = [
        {
            **plain(SpreadRow(band=f"{low:.0%} to {min(high, 1):.0%}", low=low, high=high)),
            "people": sum(low <= figure < high for figure in now),
        }
        for low, high in BANDS
    ]
    changes = points_by_cycle(data)
    listed = {row["cycle"] for row in data.standing.rows.get(TREND.name, ())} if data.standing else set()
    cycles = [_cycle(name, scored.get(name, ()), changes.get(name, ())) for name in sorted(listed | scored.keys())]
    return {SPREAD.name: spread, TREND.name: cycles}


_BELOW = 2
"""Rows between the trend and the table below it: a blank one and a heading."""


def newest(trend: Sequence[RowValues], snapshot: Snapshot) -> Sequence[RowValues]:
    """The rows of the newest cycles, as many as there is room for above the next table of the tab."""
    held = table_in(snapshot, TREND.name)
    if held is None:
        return trend
    right = held.left + len(held.headers)
    others = (table for table in snapshot.tables.values() if table.sheet == held.sheet and table.top > held.top)
    below = [own.top for own in others if own.left < right and held.left < own.left + len(own.headers)]
    return trend[-max(1, min(below) - _BELOW - held.top - 1) :] if below else trend


def _cycle(name: str, figures: Sequence[float | None], changes: Sequence[float]) -> RowValues:
    real = [figure for figure in figures if figure is not None]
    means = {"mean": _mean(real), "change": _mean(changes)}
    return {**plain(CycleRow(cycle=name)), "people": len(figures), "scored": len(real), **means}


def _mean(figures: Sequence[float]) -> float | str:
    return sum(figures) / len(figures) if figures else ""
