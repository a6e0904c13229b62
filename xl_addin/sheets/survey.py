"""Survey: what all respondents said of each statement, live: track health, benefits, pulse."""

from collections.abc import Mapping, Sequence
from typing import Any

from xl_addin.evaluate.opinions import RESPONSES, ItemOpinion, Opinion, benefits, pulse, track_health
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.describe import Block, Cell, Chart, Column, Formula, Line, Sheet, Table, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.roles import Role
from xl_addin.model.answers import BENEFITS, HEALTH, PULSE, Item
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.opinion_rows import SurveyRow
from xl_addin.scores import d01_item, d02_theme, d03_single, d04_agreement, d07_importance_performance
from xl_addin.scores.d07_importance_performance import Point, compare_benefits

ORDER = 540
NAME = "Survey"

SETS: tuple[tuple[str, str, tuple[Item, ...], str], ...] = (
    ("track_health", "tblHealthFigures", HEALTH, "Today's career tracks"),
    ("benefits", "tblBenefitFigures", BENEFITS, "What career tracks are wanted for"),
    ("pulse", "tblPulseFigures", PULSE, "Two weeks after the launch"),
)
"""Name of the opinion, its table, its statements, its heading."""
HEADINGS = {name: heading for name, _, _, heading in SETS}
"""Name of the opinion -> its heading."""
_RANKS = {"track_health": "health", "benefits": "benefit", "pulse": "pulse"}
_THEMES = {"track_health": "health", "benefits": "benefits", "pulse": "pulse"}


def _figure(field: str, width: float, role: Role = "count", formula: str = "") -> Column:
    return result(SurveyRow, field, width, role, formula or d01_item.EXCEL[field])


def _table(name: str, table_name: str) -> Table:
    band = "several_benefits_band" if name == "benefits" else "several_band"
    order = "Most important first" if name == "benefits" else "Weakest first"
    rank_fact = "By favourable share, then by mean; what ties shares a place."
    return table(
        table_name,
        SurveyRow,
        [
            label(SurveyRow, "statement", 46, "label"),
            label(SurveyRow, "id", 0, "key"),
            _figure("n", 8),
            *(_figure(f"rated_{point}", 9) for point in d01_item.POINTS),
            _figure("mean", 9, "decimal"),
            _figure("median", 9, "decimal"),
            _figure("favourable", 12, "percent"),
            _figure("low", 9, "percent"),
            _figure("high", 9, "percent"),
            _figure("band", 22, "computed", d03_single.EXCEL[band]),
            live("rank", order, rank_fact, 11, d03_single.EXCEL[f"{_RANKS[name]}_figures_rank"]),
            _figure("deviation", 12, "decimal", d04_agreement.EXCEL["deviation"]),
            _figure("r_wg", 9, "decimal", d04_agreement.EXCEL["r_wg"]),
            _figure("agreement", 14, "computed", d04_agreement.EXCEL["words"]),
            *(_comparison_columns() if name == "benefits" else ()),
        ],
        key=["id"],
        spare=0,
    )


def _comparison_columns() -> tuple[Column, ...]:
    formulas = d07_importance_performance.EXCEL
    meanings: tuple[tuple[str, str, str, float, Role], ...] = (
        ("linked", "Linked", "The track health statements it rests on, from Settings.", 10, "computed"),
        ("performance", "Performance", "The mean of their means; only where there are tracks.", 13, "decimal"),
        ("gap", "Gap", "Mean importance minus performance.", 9, "change"),
        ("priority", "Priority", "0 to 1: important and not yet there comes first.", 10, "decimal"),
        ("quadrant", "Quadrant", "Concentrate here, keep up, watch, low priority or overkill.", 20, "computed"),
    )
    return tuple(live(f, t, m, w, formulas[f"several_{f}"], role=role) for f, t, m, w, role in meanings)


SURVEY_TABLES = tuple(_table(name, table_name) for name, table_name, _, _ in SETS)


def sheet(data: Dataset) -> Sheet:
    opinions_by_set = opinions(data)
    blocks: list[Block] = []
    for survey_table, (name, _, _, heading) in zip(SURVEY_TABLES, SETS, strict=True):
        blocks += [_heading(heading, name, opinions_by_set[name]), survey_table, _chart(survey_table, heading)]
    low = Tint('LEFT({band},1)="▼"', "low", ("favourable", "band"))
    high = Tint('LEFT({band},1)="▲"', "high", ("favourable", "band"))
    return Sheet(
        name=NAME,
        title="What people say",
        purpose="From the Responses tab. The favourable share counts 4s and 5s; too few answers are not shown at all.",
        group="results",
        visibility="data",
        data_tables=("tblResponses",),
        blocks=tuple(blocks),
        widths=tuple(c.width for c in SURVEY_TABLES[1].columns),
        tints={survey_table.name: (low, high) for survey_table in SURVEY_TABLES},
        for_reading=True,
    )


def _heading(words: str, name: str, opinion: Opinion) -> Line:
    theme = Formula(d02_theme.EXCEL[_THEMES[name]], opinion.theme.value if opinion.theme else "")
    label = Cell("Favourable over all statements", "hint", span=5)
    return Line((Cell(words, "heading", span=2), label, Cell(theme, "figure_percent")))


def _chart(survey_table: Table, heading: str) -> Chart:
    return Chart(
        "bar",
        f"{heading}: how favourable are the answers?",
        survey_table.name,
        "statement",
        ("favourable",),
        "Bar chart of the share of favourable answers to each statement, 0% to 100%.",
        "Too few answers yet: the bars appear when enough people have answered.",
        low=0,
        high=1,
        width=980,
        height=240,
    )


def opinions(data: Dataset) -> dict[str, Opinion]:
    """The three sets of statements as they stand: track_health, benefits, pulse."""
    return memo(data, "opinions", lambda: _opinions(data))


def _opinions(data: Dataset) -> dict[str, Opinion]:
    health = {rating.id: rating.rating for rating in data.health}
    importance = {rating.id: rating.rating for rating in data.benefits}
    return {
        "track_health": track_health(data.responses, health, data.settings),
        "benefits": benefits(data.responses, importance, data.settings),
        "pulse": pulse(data.responses, data.settings),
    }


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    opinions_by_set = opinions(data)
    rows_by_table = {}
    for name, table_name, items, _ in SETS:
        by_key = {item.key: item for item in opinions_by_set[name].items}
        rows_by_table[table_name] = [_row(item, by_key[item.key]) for item in items]
    points = _points(data, opinions_by_set)
    rows_by_table["tblBenefitFigures"] = [
        {**row, **figures_of(points[row["id"]])} for row in rows_by_table["tblBenefitFigures"]
    ]
    return rows_by_table


def _points(data: Dataset, opinions_by_set: Mapping[str, Opinion]) -> dict[str, Point]:
    """Benefit key -> where it lies between importance and performance, from what respondents said."""
    has_tracks = data.readiness_answer("Q3") == "Yes"
    level = {
        name: opinion.level() if opinion.source == RESPONSES else {item.key: None for item in opinion.items}
        for name, opinion in opinions_by_set.items()
    }
    performance = {key: figure if has_tracks else None for key, figure in level["track_health"].items()}
    comparison = compare_benefits(
        level["benefits"], performance, data.settings["D07.links"], data.settings["D07.cross"]
    )
    return {point.key: point for point in comparison.points}


def figures_of(point: Point) -> RowValues:
    """A benefit's place between importance and performance, as its cells show it."""
    figures = {name: getattr(point, name) for name in ("performance", "gap", "priority", "quadrant")}
    return {"linked": ",".join(point.linked), **{name: "" if v is None else v for name, v in figures.items()}}


def respondent_figures(data: Dataset, name: str) -> dict[str, RowValues]:
    """Key -> what respondents said of it, as it is shown beside the lead's own ratings."""
    table_name = next(set_table for set_name, set_table, _, _ in SETS if set_name == name)
    return {
        row["id"]: {"n": row["n"], "favourable": row["favourable"], "said": row["band"]}
        for row in rows(data)[table_name]
    }


def _row(item: Item, opinion: ItemOpinion) -> RowValues:
    row: dict[str, Any] = {**plain(SurveyRow(id=item.key, statement=item.text)), "rank": "", "n": opinion.withheld or 0}
    blank = {name: "" for name, value in row.items() if value is None}
    figures, agreement = opinion.figures, opinion.agreement
    if figures is None:
        return {**row, **blank}
    cells: dict[str, Any] = {
        "n": figures.n,
        **{f"rated_{point}": count for point, count in enumerate(figures.counts or (), 1)},
        **{name: getattr(figures, name) for name in ("mean", "median", "favourable", "low", "high")},
        "band": str(opinion.band) if opinion.band else "",
        "rank": opinion.rank,
        "deviation": agreement.deviation if agreement else None,
        "r_wg": agreement.r_wg if agreement else None,
        "agreement": agreement.words if agreement else "",
    }
    return {**row, **blank, **{name: "" if value is None else value for name, value in cells.items()}}
