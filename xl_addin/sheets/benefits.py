"""3 Benefits: what career tracks are wanted for, and, where there are tracks, how far they deliver it."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Cell, Chart, Column, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.roles import Role
from xl_addin.model.answers import BENEFITS, GOAL, BenefitRating, Note
from xl_addin.model.dataset import Dataset
from xl_addin.scores import d03_single, d07_importance_performance
from xl_addin.scores.d07_importance_performance import Point, compare_benefits
from xl_addin.sheets.questionnaire import Questionnaire, note_row
from xl_addin.sheets.survey import figures_of

ORDER = 40
NAME = "3 Benefits"


BENEFIT_QUESTIONS = Questionnaire(
    "benefits",
    "tblBenefits",
    "tblBenefitFigures",
    BENEFITS,
    ("benefit", "Benefit"),
    "Most important first",
    d03_single.IMPORTANCE,
    True,
    BenefitRating,
)


def _comparison_column(field: str, title: str, meaning: str, width: float, role: Role) -> Column:
    return live(field, title, meaning, width, d07_importance_performance.EXCEL[field], role=role)


TABLE = table(
    "tblBenefits",
    BenefitRating,
    [
        label(BenefitRating, "id", 8, "label"),
        label(BenefitRating, "benefit", 48, "label"),
        column(BenefitRating, "rating", 12, "input_centred"),
        live(
            "band",
            "In words",
            "1 and 2 less, 3 somewhat important, 4 and 5 important.",
            24,
            d03_single.EXCEL["benefits_band"],
            role="computed",
        ),
        live(
            "rank",
            "Most important first",
            "1 is the most important; equal ratings share a place.",
            12,
            d03_single.EXCEL["benefits_rank"],
            role="count",
        ),
        *BENEFIT_QUESTIONS.survey_columns((12, 12, 24)),
        _comparison_column(
            "linked", "Linked", "The track health statements it rests on, from Settings.", 10, "computed"
        ),
        _comparison_column(
            "performance", "Performance", "The mean of their ratings; only where there are tracks.", 13, "decimal"
        ),
        _comparison_column("gap", "Gap", "Importance minus performance.", 8, "change"),
        _comparison_column("priority", "Priority", "0 to 1: important and not yet there comes first.", 10, "decimal"),
        _comparison_column(
            "quadrant", "What to do", "Concentrate here, keep up, watch, low priority or overkill.", 20, "computed"
        ),
    ],
    key=["id"],
    spare=0,
    complete=True,
    collection="benefits",
)

GOAL_TABLE = table(
    "tblGoal",
    Note,
    [label(Note, "id", 8, "label"), column(Note, "answer", 48, "input_long")],
    key=["id"],
    spare=0,
    complete=True,
    row_height=60,
    collection="goal",
)


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name=NAME,
        title="What are career tracks for, here?",
        purpose="1 not important, 3 somewhat important, 5 critically important.",
        group="steps",
        blocks=(
            Line((Cell("Most important", "banner_label", span=2), Cell(_top(data), "next", span=6)), 30),
            Gap(),
            TABLE,
            Chart(
                "bar",
                "Which benefits matter most to us?",
                "tblBenefits",
                "benefit",
                ("rating",),
                "Bar chart of the importance of the six benefits, 1 to 5.",
                "No ratings yet: the bars appear as you rate.",
                low=0,
                high=5,
                width=980,
                height=260,
            ),
            Chart(
                "scatter",
                "What is important, and not there yet?",
                "tblBenefits",
                "id",
                ("performance", "rating"),
                "Scatter chart: performance of today's tracks across, importance of each benefit up.",
                "Appears when there are career tracks, and both sides are rated.",
                low=1,
                high=5,
                cross=3,
                width=980,
                height=380,
            ),
            Line((Cell(GOAL.text, "heading", span=8),)),
            GOAL_TABLE,
        ),
        widths=(8, 48, 12, 24, 12, 12, 12, 24, 10, 13, 8, 10, 20),
        tints={"tblBenefits": (Tint('LEFT({band},1)="●"', "high", ("rating", "band")),)},
        for_reading=True,
    )


def _top(data: Dataset) -> Formula:
    text = f'IF(COUNT(tblBenefits[Most important first])=0,"{_ASK}",{BENEFIT_QUESTIONS.top_formula()})'
    return Formula(text, BENEFIT_QUESTIONS.top_words(data.benefits) or _ASK)


_ASK = "Rate each benefit; the most important is named here, ties together."


def _points(data: Dataset) -> dict[str, Point]:
    """Benefit key -> where it lies between importance and performance, from the lead's own ratings."""
    importance: dict[str, float | None] = {item.key: None for item in BENEFITS}
    importance |= {r.id: float(r.rating) if r.rating else None for r in data.benefits}
    has_tracks = data.readiness_answer("Q3") == "Yes"
    performance = {r.id: float(r.rating) if r.rating and has_tracks else None for r in data.health}
    comparison = compare_benefits(importance, performance, data.settings["D07.links"], data.settings["D07.cross"])
    return {point.key: point for point in comparison.points}


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    points = _points(data)
    benefit_rows = [{**row, **figures_of(points[row["id"]])} for row in BENEFIT_QUESTIONS.rows(data, data.benefits)]
    return {TABLE.name: benefit_rows, GOAL_TABLE.name: [note_row(GOAL, data.goal)]}
