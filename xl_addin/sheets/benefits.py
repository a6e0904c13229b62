"""Questions 6 and 7: what career tracks are wanted for, and which goal of the company that serves."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Column
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.roles import Role
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.model.answers import BENEFITS, GOAL, BenefitRating, Note
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.scores import d03_single, d07_importance_performance
from xl_addin.scores.d07_importance_performance import Comparison, compare_benefits
from xl_addin.sheets.open_questions import NO_WORDS, next_tints, open_column, step_column
from xl_addin.sheets.questionnaire import Questionnaire, note_columns, note_row
from xl_addin.sheets.survey import figures_of

BENEFIT_QUESTIONS = Questionnaire(
    "benefits",
    "tblBenefits",
    "tblBenefitFigures",
    BENEFITS,
    ("benefit", "Benefit"),
    ("rating", "Importance"),
    "Most important first",
    d03_single.IMPORTANCE,
    True,
    BenefitRating,
    ("○ Not important", "◔ A little", "◑ Somewhat", "◕ Important", "● Critical"),
    "",
)


def _comparison_column(field: str, title: str, meaning: str, role: Role) -> Column:
    return live(field, title, meaning, 0, d07_importance_performance.EXCEL[field], role=role)


TABLE = table(
    "tblBenefits",
    BenefitRating,
    [
        step_column(),
        label(BenefitRating, "benefit", 62, "label"),
        column(BenefitRating, "rating", 30, "input_centred"),
        BENEFIT_QUESTIONS.next_column(),
        label(BenefitRating, "id", 0, "label"),
        live(
            "band",
            "In words",
            "1 and 2 less, 3 somewhat important, 4 and 5 important.",
            0,
            d03_single.EXCEL["benefits_band"],
            role="computed",
        ),
        live(
            "rank",
            "Most important first",
            "1 is the most important; equal ratings share a place.",
            0,
            d03_single.EXCEL["benefits_rank"],
            role="count",
        ),
        *BENEFIT_QUESTIONS.survey_columns(),
        _comparison_column("linked", "Linked", "The statements of question 4 it rests on, from Settings.", "computed"),
        _comparison_column(
            "performance", "Performance", "The mean of their ratings; only where there are tracks.", "decimal"
        ),
        _comparison_column("gap", "Gap", "Importance minus performance.", "change"),
        _comparison_column("priority", "Priority", "0 to 1: important and not yet there comes first.", "decimal"),
        _comparison_column(
            "quadrant", "What to do", "Concentrate here, keep up, watch, low priority or overkill.", "computed"
        ),
        BENEFIT_QUESTIONS.open_column(),
    ],
    key=["id"],
    spare=0,
    row_height=22,
    complete=True,
    next_entry=OWN_COLOURS,
    hides_headers=True,
    collection="benefits",
)

GOAL_TABLE = table(
    "tblGoal",
    Note,
    [
        step_column(),
        *note_columns(GOAL, "Most important", BENEFIT_QUESTIONS, ""),
        label(Note, "id", 0, "label"),
        open_column(NO_WORDS),
    ],
    key=["id"],
    spare=0,
    row_height=32,
    complete=True,
    next_entry=OWN_COLOURS,
    hides_headers=True,
    collection="goal",
)
BENEFIT_TINTS = next_tints("rating")
GOAL_TINTS = next_tints()


def benefit_comparison(data: Dataset) -> Comparison:
    """Where each benefit lies between importance and performance, from the lead's own ratings."""
    return memo(data, f"{__name__}.comparison", lambda: _comparison(data))


def _comparison(data: Dataset) -> Comparison:
    importance: dict[str, float | None] = {item.key: None for item in BENEFITS}
    importance |= {r.id: float(r.rating) if r.rating else None for r in data.benefits}
    has_tracks = data.readiness_answer("Q3") == "Yes"
    performance = {r.id: float(r.rating) if r.rating and has_tracks else None for r in data.health}
    return compare_benefits(importance, performance, data.settings["D07.links"], data.settings["D07.cross"])


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    points = {point.key: point for point in benefit_comparison(data).points}
    benefit_rows = [{**row, **figures_of(points[row["id"]])} for row in BENEFIT_QUESTIONS.rows(data, data.benefits)]
    goal_row = note_row(GOAL, data.goal, BENEFIT_QUESTIONS, "Most important", data)
    return {TABLE.name: benefit_rows, GOAL_TABLE.name: [goal_row]}
