"""Survey: what all respondents said of each statement, live, and what each group said, as far as it may be shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from xl_addin.layout.content import plain
from xl_addin.layout.describe import Chart, Column, Sheet, Tint, column, table
from xl_addin.layout.edits import RowValues
from xl_addin.model.answers import ITEMS
from xl_addin.model.dataset import Dataset
from xl_addin.model.opinions import SurveyRow
from xl_addin.scores import d01_item, d03_single, d04_agreement
from xl_addin.scores.opinions import ItemOpinion, Opinion, benefits, pulse, track_health

ORDER = 540

_BAND = f'IF(LEFT([@Key],1)="B",{d03_single.EXCEL["several_benefits_band"]},{d03_single.EXCEL["several_band"]})'


def _figure(field: str, width: float, role: str = "count", formula: str = "") -> Column:
    return column(SurveyRow, field, width, role, formula or d01_item.EXCEL[field])  # type: ignore[arg-type]


TABLE = table(
    "tblSurvey",
    SurveyRow,
    [
        column(SurveyRow, "id", 7, "key"),
        column(SurveyRow, "statement", 46, "label"),
        _figure("n", 8),
        *(_figure(f"rated_{point}", 9) for point in d01_item.POINTS),
        _figure("mean", 9),
        _figure("median", 9),
        _figure("favourable", 12, "percent"),
        _figure("low", 9, "percent"),
        _figure("high", 9, "percent"),
        _figure("band", 22, "computed", _BAND),
        _figure("deviation", 12, "count", d04_agreement.EXCEL["deviation"]),
        _figure("r_wg", 9, "count", d04_agreement.EXCEL["r_wg"]),
        _figure("agreement", 14, "computed", d04_agreement.EXCEL["words"]),
    ],
    key=["id"],
    spare=0,
    freeze=2,
)


def sheet() -> Sheet:
    return Sheet(
        name="Survey",
        title="What people say",
        purpose="From the Responses tab. The favourable share counts 4s and 5s; too few answers are not shown at all.",
        group="results",
        blocks=(
            TABLE,
            Chart(
                "bar",
                "How favourable are the answers?",
                "tblSurvey",
                "statement",
                ("favourable",),
                "Bar chart of the share of favourable answers to each statement, 0% to 100%.",
                "Too few answers yet: the bars appear when enough people have answered.",
                low=0,
                high=1,
                width=1000,
                height=460,
            ),
        ),
        tints={
            "tblSurvey": (
                Tint('LEFT({band},1)="▼"', "low", ("favourable", "band")),
                Tint('LEFT({band},1)="▲"', "high", ("favourable", "band")),
            )
        },
        read=True,
    )


def opinions(data: Dataset) -> dict[str, Opinion]:
    """The three sets of statements as they stand: track_health, benefits, pulse."""
    health = {rating.id: rating.rating for rating in data.health}
    wanted = {rating.id: rating.rating for rating in data.benefits}
    return {
        "track_health": track_health(data.responses, health, data.settings),
        "benefits": benefits(data.responses, wanted, data.settings),
        "pulse": pulse(data.responses, data.settings),
    }


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    said = {item.key: item for opinion in opinions(data).values() for item in opinion.items}
    return {TABLE.name: [_row(key, said[key], bool(data.responses)) for key in ITEMS]}


def _row(key: str, said: ItemOpinion, answered: bool) -> RowValues:
    row: dict[str, Any] = {**plain(SurveyRow(id=key, statement=ITEMS[key].text)), "n": 0}
    blank = {name: "" for name, value in row.items() if value is None}
    figures = said.figures
    if not answered or figures is None:
        return {**row, **blank, "n": (said.withheld or 0) if answered else 0}
    agreed = said.agreement
    shown: dict[str, Any] = {
        "n": figures.n,
        **{f"rated_{point}": count for point, count in enumerate(figures.counts or (), 1)},
        "mean": figures.mean,
        "median": figures.median,
        "favourable": figures.favourable,
        "low": figures.low,
        "high": figures.high,
        "band": str(said.band) if said.band else "",
        "deviation": agreed.deviation if agreed else None,
        "r_wg": agreed.r_wg if agreed else None,
        "agreement": agreed.words if agreed else "",
    }
    return {**row, **blank, **{name: "" if value is None else value for name, value in shown.items()}}
