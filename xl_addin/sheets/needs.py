"""Needs: the first eight questions of the twelve, on one page; each answer says what comes next."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.describe import Block, Cell, Formula, Gap, Line, Link, Sheet
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.scores.formula import quantity_formula
from xl_addin.sheets import answer, benefits, open_questions, readiness, stage, track_health
from xl_addin.sheets.open_questions import open_questions as waiting_questions

ORDER = 20
NAME = "Needs"
QUESTION_TABLES = (
    readiness.TABLE,
    track_health.TABLE,
    track_health.IMPACT_TABLE,
    benefits.TABLE,
    benefits.GOAL_TABLE,
    stage.TABLE,
)
KEYS = readiness.KEYS
NAMES = {**readiness.NAMES, **stage.NAMES, **open_questions.NAMES}
_WIDTHS = (5, 62, 30, 52)
_ALL_ANSWERED = "✓ All eight are answered. Answer says what follows."


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name=NAME,
        title="What does our organisation need?",
        purpose="Steps 1 to 8, top to bottom. Answer the shaded cell; the right side says what comes next.",
        group="steps",
        blocks=(
            *_section("Before you begin", "Yes or No"),
            readiness.TABLE,
            *_section("How well do today's tracks work?", "1 not at all · 3 partly · 5 fully"),
            track_health.TABLE,
            track_health.IMPACT_TABLE,
            *_section("What should tracks do for us?", "1 not important · 3 somewhat · 5 critical"),
            benefits.TABLE,
            benefits.GOAL_TABLE,
            *_section("Where are we today?", "Choose one of six"),
            stage.TABLE,
            Gap(height=8),
            Line(
                (
                    Cell(None, "next"),
                    Cell(_left(data), "next"),
                    Cell(None, "next"),
                    Cell(Link("Answer →", answer.NAME), "next_link"),
                ),
                34,
            ),
        ),
        widths=(*_WIDTHS, *(0,) * (max(len(table.columns) for table in QUESTION_TABLES) - len(_WIDTHS))),
        tints={
            readiness.TABLE.name: readiness.READINESS_TINTS,
            track_health.TABLE.name: track_health.HEALTH_TINTS,
            track_health.IMPACT_TABLE.name: track_health.IMPACT_TINTS,
            benefits.TABLE.name: benefits.BENEFIT_TINTS,
            benefits.GOAL_TABLE.name: benefits.GOAL_TINTS,
            stage.TABLE.name: stage.STAGE_TINTS,
        },
        for_reading=True,
    )


def _section(words: str, scale: str) -> Sequence[Block]:
    return (
        Line((Cell(words, "heading"), Cell(None, "heading"), Cell(None, "heading"), Cell(scale, "section_note")), 28),
    )


def _left(data: Dataset) -> Formula:
    count = "+".join(f"COUNT({name}[Open])" for name in open_questions.TABLES)
    waiting_count = len(waiting_questions(data))
    words = f"{quantity(waiting_count, 'answer')} left. The next one is shaded."
    text = (
        f'IF({count}=0,"{_ALL_ANSWERED}",{quantity_formula(f"({count})", "answer")}&" left. The next one is shaded.")'
    )
    return Formula(text, words if waiting_count else _ALL_ANSWERED)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    parts = (readiness.rows(data), track_health.rows(data), benefits.rows(data), stage.rows(data))
    return {name: table_rows for part in parts for name, table_rows in part.items()}
