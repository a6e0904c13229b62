"""KPIs: what tells whether the roll-out works, with baseline, target and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Column, Formula, Sheet, Table, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.structured_refs import canonical_formula
from xl_addin.model.dataset import Dataset
from xl_addin.model.rollout import FIGURE_OF, KPIS, PERIODS, Kpi, Period
from xl_addin.scores import d14_kpis
from xl_addin.sheets.periods import periods_with_figures

ORDER = 430
_ACTUALS = tuple(f"p{number}" for number in range(1, PERIODS + 1))


def _actual(number: int) -> Column:
    """The actuals of one period: looked up for the ready-made measures, typed for all others."""
    lookups = frozenset(canonical_formula(d14_kpis.actual(measure, number)) for measure in FIGURE_OF)
    return replace(column(Kpi, f"p{number}", 11, "input_centred"), looked_up=lookups)


TABLE = table(
    "tblKpis",
    Kpi,
    [
        column(Kpi, "measure", 30, "input_long"),
        column(Kpi, "id", 14),
        column(Kpi, "definition", 52, "input_long"),
        column(Kpi, "unit", 11, "input_centred"),
        column(Kpi, "baseline", 11, "input_centred"),
        column(Kpi, "target", 11, "input_centred"),
        *map(_actual, range(1, PERIODS + 1)),
    ],
    key=["id"],
    spare=6,
    freeze=2,
    collection="kpis",
)


@cache
def named_table() -> Table:
    """The measures where names are asked: a command makes the key of one that people add."""
    hidden = replace(TABLE.field_of["id"], width=0, kind="label")
    return replace(TABLE, columns=tuple(hidden if own.field == "id" else own for own in TABLE.columns))


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name="KPIs",
        title="Does it work?",
        purpose="The first measures work themselves out from Periods; add your own below. Set baseline and target "
        "before the launch.",
        group="results",
        blocks=(named_table() if data.by_names else TABLE,),
        tints={"tblKpis": (Tint('{unit}="Share"', "as_percent", ("baseline", "target", *_ACTUALS)),)},
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    kpis = data.kpis or KPIS
    periods = periods_with_figures(data)
    return {TABLE.name: [_row(kpi, periods) for kpi in kpis]}


def _row(kpi: Kpi, periods: Sequence[Period]) -> RowValues:
    if kpi.id not in FIGURE_OF:
        return plain(kpi)
    cells: dict[str, Any] = {}
    for number, name in enumerate(_ACTUALS, 1):
        value = getattr(periods[number - 1], FIGURE_OF[kpi.id]) if number <= len(periods) else None
        cells[name] = Formula(d14_kpis.actual(kpi.id, number), "" if value is None else value)
    return {**plain(kpi), **cells}
