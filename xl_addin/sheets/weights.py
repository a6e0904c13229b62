"""Weights: how much each competency counts on each track."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Column, Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.records import Weight
from xl_addin.model.text import equal_to
from xl_addin.scores.d09_score import weight_formula
from xl_addin.scores.formula import text_of

ORDER = 240

TABLE = table(
    "tblWeights",
    Weight,
    [
        column(Weight, "track", 14),
        column(Weight, "competency", 16),
        Column(
            "name",
            Fact("Competency", "Its name, from the Competencies tab.", Anything()),
            34,
            "computed",
            text_of("tblCompetencies[Competency]", "tblCompetencies[Competency ID]", "[@Competency ID]"),
        ),
        column(Weight, "weight", 12, "input_centred"),
        Column(
            "total",
            Fact("Track total", "All weights of the track together; 100 is right.", Anything()),
            14,
            "decimal",
            f'IF([@Track ID]="","",{weight_formula(equal_to("[@Track ID]"))})',
        ),
    ],
    key=["track", "competency"],
    spare=8,
    freeze=2,
)


def sheet() -> Sheet:
    return Sheet(
        name="Weights",
        title="Weights",
        purpose="How much each competency counts on each track. Build starts with equal shares; the weights of a track "
        "total 100.",
        group="inputs",
        blocks=(TABLE,),
        tints={
            "tblWeights": (Tint("AND(ISNUMBER({total}),ABS({total}-100)>0.5)", "warning", ("weight", "total")),),
        },
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    totals: dict[str, float] = {}
    for (track, _), weight in data.weight.items():
        known = track.casefold()  # formulas know no case
        totals[known] = totals.get(known, 0) + weight
    return {
        TABLE.name: [
            {
                **plain(w),
                "name": _name(data, w.competency),
                "total": totals.get(w.track.casefold(), 0) if w.track else "",
            }
            for w in data.weights
        ]
    }


def _name(data: Dataset, competency: str) -> str:
    own = data.competency.get(competency)
    return own.name if own else ""
