"""Questions 4 and 5: how well today's career tracks work, and what better ones would change."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.model.answers import HEALTH, IMPACT, HealthRating, Note
from xl_addin.model.dataset import Dataset
from xl_addin.scores import d03_single
from xl_addin.sheets.open_questions import HAS_TRACKS, NO_WORDS, TRACKS_ANSWER, next_tints, open_column, step_column
from xl_addin.sheets.questionnaire import Questionnaire, note_columns, note_row

_IDLE = "Not needed: no tracks yet"


HEALTH_QUESTIONS = Questionnaire(
    "track_health",
    "tblTrackHealth",
    "tblHealthFigures",
    HEALTH,
    ("statement", "Statement"),
    ("rating", "Rating"),
    "Weakest first",
    d03_single.PERFORMANCE,
    False,
    HealthRating,
    ("○ Not at all", "◔ Hardly", "◑ Partly", "◕ Mostly", "● Fully"),
    _IDLE,
)

TABLE = table(
    "tblTrackHealth",
    HealthRating,
    [
        step_column(),
        label(HealthRating, "statement", 62, "label"),
        column(HealthRating, "rating", 30, "input_centred"),
        HEALTH_QUESTIONS.next_column(),
        label(HealthRating, "id", 0, "label"),
        live(
            "band",
            "In words",
            "1 and 2 act, 3 watch, 4 and 5 keep.",
            0,
            d03_single.EXCEL["health_band"],
            role="computed",
        ),
        live(
            "rank",
            "Weakest first",
            "1 is the weakest; equal ratings share a place.",
            0,
            d03_single.EXCEL["health_rank"],
            role="count",
        ),
        *HEALTH_QUESTIONS.survey_columns(),
        HEALTH_QUESTIONS.open_column(),
    ],
    key=["id"],
    spare=0,
    row_height=22,
    complete=True,
    next_entry=OWN_COLOURS,
    hides_headers=True,
    collection="health",
)

IMPACT_TABLE = table(
    "tblImpact",
    Note,
    [
        step_column(),
        *note_columns(IMPACT, "Weakest today", HEALTH_QUESTIONS, _IDLE),
        label(Note, "id", 0, "label"),
        open_column(NO_WORDS, HAS_TRACKS),
    ],
    key=["id"],
    spare=0,
    row_height=32,
    complete=True,
    next_entry=OWN_COLOURS,
    hides_headers=True,
    collection="impact",
)
_NO_TRACKS = Tint(f'{TRACKS_ANSWER}="No"', "not_needed")
HEALTH_TINTS = (*next_tints("rating"), _NO_TRACKS)
IMPACT_TINTS = (*next_tints(), _NO_TRACKS)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {
        TABLE.name: HEALTH_QUESTIONS.rows(data, data.health),
        IMPACT_TABLE.name: [note_row(IMPACT, data.impact, HEALTH_QUESTIONS, "Weakest today", data)],
    }
