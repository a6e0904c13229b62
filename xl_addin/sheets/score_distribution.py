"""The Dashboard's two tables about scores: how they are spread in the open cycle, and how they develop."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import CycleRow, SpreadRow
from xl_addin.sheets.team import CYCLE
from xl_addin.sheets.trends import points_by_cycle

SCORE_BANDS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.000001))
"""From and up to, the upper end left out; the last one takes 100%."""


SPREAD_TABLE = table(
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

CYCLE_ROOM = 6
"""Cycles that the trend has room for from the start; its chart shows the room too."""

TREND_TABLE = table(
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
    spare=CYCLE_ROOM,
    filled_by="score",
)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """Both tables' rows; cycles oldest first, so that a chart reads from left to right."""
    cycle = str(data.setting("cycle"))
    scores_by_cycle: dict[str, list[float | None]] = {}
    for person_score in person_scores(data):
        scores_by_cycle.setdefault(person_score.cycle, []).append(person_score.score)
    current_scores = [figure for figure in scores_by_cycle.get(cycle, ()) if figure is not None]
    band_rows = [
        {
            **plain(SpreadRow(band=f"{low:.0%} to {min(high, 1):.0%}", low=low, high=high)),
            "people": sum(low <= figure < high for figure in current_scores),
        }
        for low, high in SCORE_BANDS
    ]
    changes = points_by_cycle(data)
    trend_cycles = (
        {row["cycle"] for row in data.stored_tables.rows.get(TREND_TABLE.name, ())} if data.stored_tables else set()
    )
    cycles = [
        _cycle(name, scores_by_cycle.get(name, ()), changes.get(name, ()))
        for name in sorted(trend_cycles | scores_by_cycle.keys())
    ]
    return {SPREAD_TABLE.name: band_rows, TREND_TABLE.name: cycles}


_GAP_ROWS = 2
"""Rows between the trend and the table below it: a blank one and a heading."""


def newest_cycles(trend: Sequence[RowValues], snapshot: Snapshot) -> Sequence[RowValues]:
    """The rows of the newest cycles, as many as there is room for above the next table of the tab."""
    data = find_table(snapshot, TREND_TABLE.name)
    if data is None:
        return trend
    right = data.left + len(data.headers)
    tables = (table for table in snapshot.tables.values() if table.sheet == data.sheet and table.top > data.top)
    tops = [
        neighbour.top
        for neighbour in tables
        if neighbour.left < right and data.left < neighbour.left + len(neighbour.headers)
    ]
    return trend[-max(1, min(tops) - _GAP_ROWS - data.top - 1) :] if tops else trend


def _cycle(name: str, figures: Sequence[float | None], changes: Sequence[float]) -> RowValues:
    real = [figure for figure in figures if figure is not None]
    means = {"mean": _mean(real), "change": _mean(changes)}
    return {**plain(CycleRow(cycle=name)), "people": len(figures), "scored": len(real), **means}


def _mean(figures: Sequence[float]) -> float | str:
    return sum(figures) / len(figures) if figures else ""
