"""Weights: how much each competency counts on each track."""

from collections.abc import Mapping, Sequence
from functools import cache

from xl_addin.layout.declare import column, live, table
from xl_addin.layout.describe import Sheet, Table, Tint
from xl_addin.layout.record_rows import RowValues, rows_of
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Weight
from xl_addin.model.text import equal_to
from xl_addin.scores.d09_score import weight_formula
from xl_addin.scores.formula import lookup_text
from xl_addin.sheets.worked_out import worked_out

ORDER = 240


def _name(record: Weight, data: Dataset) -> str:
    competency = data.competency.get(record.competency)
    return competency.name if competency else ""


def _totals(data: Dataset) -> Mapping[str, float]:
    """Track, in lower case as formulas know no case -> all its weights together."""
    return memo(data, "weights of tracks", lambda: _track_totals(data.weight))


def _track_totals(weights: Mapping[tuple[str, str], float]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for (track, _), weight in weights.items():
        totals[track.casefold()] = totals.get(track.casefold(), 0) + weight
    return totals


TABLE = table(
    "tblWeights",
    Weight,
    [
        column(Weight, "track", 14),
        column(Weight, "competency", 16),
        live(
            "name",
            "Competency",
            "Its name, from the Competencies tab.",
            34,
            lookup_text("tblCompetencies[Competency]", "tblCompetencies[Competency ID]", "[@Competency ID]"),
            _name,
            "computed",
        ),
        column(Weight, "weight", 12, "input_centred"),
        live(
            "total",
            "Track total",
            "All weights of the track together; 100 is right.",
            14,
            weight_formula(equal_to("[@Track ID]")),
            lambda own, data: _totals(data).get(own.track.casefold(), 0) if own.track else None,
            "decimal",
            only_if="[@Track ID]",
        ),
    ],
    key=["track", "competency"],
    spare=8,
    freeze=2,
    collection="weights",
)


@cache
def named_table() -> Table:
    """Weights where names are asked: they follow from the marks on Framework."""
    return worked_out(TABLE, hidden_fields=("track", "competency"), labels=("weight",))


def sheet(data: Dataset) -> Sheet:
    if data.by_names:
        return Sheet(
            name="Weights",
            title="Weights",
            purpose="How much each competency counts on each track. Worked out from the marks on Framework.",
            group="inputs",
            is_hidden=True,
            blocks=(named_table(),),
        )
    return Sheet(
        name="Weights",
        title="Weights",
        purpose="How much each competency counts on each track. Build starts with equal shares; the weights of a track "
        "total 100.",
        group="inputs",
        visibility="more",
        blocks=(TABLE,),
        tints={
            "tblWeights": (Tint("AND(ISNUMBER({total}),ABS({total}-100)>0.5)", "warning", ("weight", "total")),),
        },
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: rows_of(TABLE, data.weights, data)}
