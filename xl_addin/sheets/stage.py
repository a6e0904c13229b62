"""4 Stage: where the organisation is today; the roadmap starts there."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, table
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Sheet
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.answers import STAGE, STAGES, StageAnswer
from xl_addin.model.dataset import Dataset
from xl_addin.model.text import trim_formula

ORDER = 50
NAME = "4 Stage"
STAGE_ANSWER = "stepStage"
"""The defined name of the stage chosen."""
_HERE_MARK = "◀ You are here"

STAGE_MEANINGS = {
    "Awareness": "Finding out what career tracks are and what they could do here.",
    "Planning": "Deciding what they are for, who takes part and how success will be measured.",
    "Development": "Writing the tracks together with the teams and managers who will use them.",
    "Training": "Showing managers the tracks and how to talk about them.",
    "Implementing": "Giving people their tracks, and help with opening, reading and using them.",
    "Measuring": "Asking how it went, looking at the figures, and improving the tracks.",
}
"""Stage -> what one does in it."""

TABLE = table(
    "tblStage",
    StageAnswer,
    [
        label(StageAnswer, "id", 18, "label"),
        label(StageAnswer, "question", 70, "label"),
        column(StageAnswer, "stage", 22, "input_centred"),
    ],
    key=["id"],
    spare=0,
    complete=True,
    collection="stage",
)

NAMES = {STAGE_ANSWER: f'IFERROR({trim_formula("INDEX(tblStage[Stage],1)")},"")'}


def sheet(data: Dataset) -> Sheet:
    stage = chosen_stage(data)
    return Sheet(
        name=NAME,
        title="Where are you today?",
        purpose="Choose the stage you are in. The roadmap starts there; earlier stages are yours to confirm.",
        group="steps",
        blocks=(
            TABLE,
            Line((Cell("Stage", "heading"), Cell("What happens in it", "heading"), Cell("", "heading"))),
            *(_stage_line(name, stage) for name in STAGES),
            Gap(),
        ),
        for_reading=True,
    )


def _stage_line(name: str, stage: str) -> Line:
    is_here = f'{STAGE_ANSWER}="{name}"'
    tints = ((is_here, "here"),)
    return Line(
        (
            Cell(name, "lead", tints=tints),
            Cell(STAGE_MEANINGS[name], "body", tints=tints),
            Cell(Formula(f'IF({is_here},"{_HERE_MARK}","")', _HERE_MARK if name == stage else ""), "done", tints=tints),
        ),
        22,
    )


def chosen_stage(data: Dataset) -> str:
    """The stage the workbook says it is in; "" while nobody has chosen."""
    return next((answer.stage for answer in data.stage if answer.stage), "")


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    answer = next(iter(data.stage), StageAnswer())
    return {TABLE.name: [{**plain(answer), "id": STAGE.key, "question": STAGE.text}]}
