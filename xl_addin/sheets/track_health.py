"""2 Track health: how well today's career tracks work, statement by statement, and what better ones would change."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Cell, Chart, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.answers import HEALTH, IMPACT, HealthRating, Note
from xl_addin.model.dataset import Dataset
from xl_addin.scores import d03_single
from xl_addin.sheets.questionnaire import Questionnaire, note_row
from xl_addin.sheets.readiness import TRACKS_ANSWER

ORDER = 30
NAME = "2 Track health"
_IDLE = "Not needed: you have no career tracks yet (1 Readiness). Go on to 3 Benefits."
_ASK = "Rate each statement from 1, not at all, to 5, yes, definitely. The lowest come first when you plan."


HEALTH_QUESTIONS = Questionnaire(
    "track_health",
    "tblTrackHealth",
    "tblHealthFigures",
    HEALTH,
    ("statement", "Statement"),
    "Weakest first",
    d03_single.PERFORMANCE,
    False,
    HealthRating,
)

TABLE = table(
    "tblTrackHealth",
    HealthRating,
    [
        label(HealthRating, "id", 8, "label"),
        label(HealthRating, "statement", 58, "label"),
        column(HealthRating, "rating", 10, "input_centred"),
        live(
            "band",
            "In words",
            "1 and 2 act, 3 watch, 4 and 5 keep.",
            12,
            d03_single.EXCEL["health_band"],
            role="computed",
        ),
        live(
            "rank",
            "Weakest first",
            "1 is the weakest; equal ratings share a place.",
            12,
            d03_single.EXCEL["health_rank"],
            role="count",
        ),
        *HEALTH_QUESTIONS.survey_columns((10, 12, 12)),
    ],
    key=["id"],
    spare=0,
    complete=True,
    collection="health",
)

IMPACT_TABLE = table(
    "tblImpact",
    Note,
    [label(Note, "id", 8, "label"), column(Note, "answer", 58, "input_long")],
    key=["id"],
    spare=0,
    complete=True,
    row_height=60,
    collection="impact",
)


def sheet(data: Dataset) -> Sheet:
    banner = f'IF({TRACKS_ANSWER}="No","{_IDLE}","{_ASK}")'
    is_needed = data.readiness_answer("Q3") != "No"
    return Sheet(
        name=NAME,
        title="How well do your career tracks work?",
        purpose="1 not at all, 3 neutral, 5 yes, definitely. Left blank, a statement counts for nothing.",
        group="steps",
        blocks=(
            Line((Cell(Formula(banner, _ASK if is_needed else _IDLE), "next", span=8),), 28),
            Gap(),
            TABLE,
            Line(
                (
                    Cell("Weakest first", "lead", span=2),
                    Cell(
                        Formula(HEALTH_QUESTIONS.top_formula(), HEALTH_QUESTIONS.top_words(data.health)), "body", span=6
                    ),
                ),
                48,
            ),
            Gap(),
            Chart(
                "bar",
                "Where are our career tracks weakest?",
                "tblTrackHealth",
                "statement",
                ("rating",),
                "Bar chart of the seven ratings of today's career tracks, 1 to 5.",
                "No ratings yet: the bars appear as you rate.",
                low=0,
                high=5,
                width=980,
                height=280,
            ),
            Line((Cell(IMPACT.text, "heading", span=8),)),
            IMPACT_TABLE,
        ),
        widths=(8, 58, 10, 12, 12, 10, 12, 12),
        tints={
            "tblTrackHealth": (
                Tint('LEFT({band},1)="▼"', "low", ("rating", "band")),
                Tint('LEFT({band},1)="▲"', "high", ("rating", "band")),
            )
        },
        for_reading=True,
        not_needed=f'{TRACKS_ANSWER}="No"',
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: HEALTH_QUESTIONS.rows(data, data.health), IMPACT_TABLE.name: [note_row(IMPACT, data.impact)]}
