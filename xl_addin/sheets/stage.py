"""Question 8: where the organisation is today; the roadmap starts there."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.model.answers import STAGE, STAGES, StageAnswer
from xl_addin.model.dataset import Dataset
from xl_addin.model.text import trim_formula
from xl_addin.scores.formula import count_choices
from xl_addin.sheets.open_questions import (
    STEP_OF_QUESTION,
    ask_formula,
    is_next,
    next_tints,
    open_column,
    open_place,
    step_column,
)

STAGE_ANSWER = "stepStage"
"""The defined name of the stage chosen."""
_ASK = "choose a stage"

STAGE_MEANINGS = {
    "Awareness": "learning what they are",
    "Planning": "agreeing what they are for",
    "Development": "writing them with the teams",
    "Training": "showing managers how to use them",
    "Implementing": "handing them out, starting to use them",
    "Measuring": "listening, counting, improving",
}
"""Stage -> what one does in it."""
_NEXT = {
    "Awareness": "Next: tell your team what you found.",
    "Planning": "Next: agree on aims and on how to measure.",
    "Development": "Next: write one track with the people in it.",
    "Training": "Next: prepare managers for the talk.",
    "Implementing": "Next: try it with one team first.",
    "Measuring": "Next: ask, count and improve.",
}
_WORDS = ",".join(f'"{_NEXT[name]}"' for name in STAGES)
_NAMES = ",".join(f'"{name}"' for name in STAGES)
_CHOICE = f'IFERROR(CHOOSE(MATCH({trim_formula("[@Stage]")},{{{_NAMES}}},0),{_WORDS}),"")'


def _next_words(answer: StageAnswer, data: Dataset) -> str:
    return f"← {_ASK}" if is_next(answer.id, data) else _NEXT.get(answer.stage, "")


TABLE = table(
    "tblStage",
    StageAnswer,
    [
        step_column(),
        label(StageAnswer, "question", 62, "label"),
        column(StageAnswer, "stage", 30, "input_centred"),
        live(
            "next",
            "What comes next",
            "What one does next in this stage.",
            52,
            ask_formula(_ASK, _CHOICE),
            _next_words,
            "computed",
        ),
        label(StageAnswer, "id", 0, "label"),
        open_column(f"{count_choices('[@Stage]', STAGES)}=0"),
    ],
    key=["id"],
    spare=0,
    row_height=28,
    complete=True,
    next_entry=OWN_COLOURS,
    hides_headers=True,
    collection="stage",
)
STAGE_TINTS = next_tints("stage")
NAMES = {STAGE_ANSWER: f'IFERROR({trim_formula("INDEX(tblStage[Stage],1)")},"")'}


def chosen_stage(data: Dataset) -> str:
    """The stage the workbook says it is in; "" while nobody has chosen."""
    return next((answer.stage for answer in data.stage if answer.stage), "")


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    answer = next(iter(data.stage), StageAnswer())
    answer = answer.model_copy(update={"id": STAGE.key, "question": STAGE.text})
    further = {
        "step": STEP_OF_QUESTION[STAGE.key],
        "next": _next_words(answer, data),
        "open": open_place(STAGE.key, data),
    }
    return {TABLE.name: [{**plain(answer), **further}]}
