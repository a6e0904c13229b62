"""Questions 1 to 3: what is there already, and so where to go next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Tint
from xl_addin.layout.record_rows import RowValues, rows_of
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.model.answers import READINESS, Answer
from xl_addin.model.dataset import Dataset
from xl_addin.model.text import trim_formula
from xl_addin.sheets.open_questions import (
    LEVELS_ANSWER,
    NO_CHOICE,
    STEP_OF_QUESTION,
    TRACKS_ANSWER,
    next_tints,
    open_column,
    open_place,
    step_column,
)

_ASK = "← Yes or No"


@dataclass(frozen=True, slots=True)
class Way:
    """What an answer means, and the table to go to."""

    words: str
    table: str


WAYS = {
    ("Q1", "Yes"): Way("Good. Keep the list at hand for step 9.", "tblCompetencies"),
    ("Q1", "No"): Way("First name what people do well: step 9 does it with you.", "tblCompetencies"),
    ("Q2", "Yes"): Way("Good. Note the levels of each role or team for step 9.", "tblLevels"),
    ("Q2", "No"): Way("No ladder? Tracks still help: name steps of responsibility.", "tblLevels"),
    ("Q2a", "Yes"): Way("Describe each in a line first: tracks need both sides.", "tblLevels"),
    ("Q2a", "No"): Way("Go on as a flat organisation, with two or three steps.", "tblLevels"),
    ("Q3", "Yes"): Way("Go on with 4: see how well they work.", "tblTrackHealth"),
    ("Q3", "No"): Way("Leave out 4 and 5, go on with 6.", "tblBenefits"),
}
"""(question, answer) -> what comes next: the branches of steps 1-3."""
_STEPS = {"tblCompetencies": "Step 9", "tblLevels": "Step 9", "tblTrackHealth": "Step 4", "tblBenefits": "Step 6"}
_NOTHING = '""'
_IDLE = "Not needed: your levels are described."
_NOT_YET = "Asked only where levels are not described."


def guidance(key: str, answers: Mapping[str, str]) -> Way:
    """What comes next for a question; Q2a depends on the answer to Q2. Only the first that is blank asks."""
    levels = answers.get("Q2", "")
    if key == "Q2a" and levels != "No":
        return Way(_IDLE if levels == "Yes" else _NOT_YET, "")
    waiting = (item.key for item in READINESS if not answers.get(item.key) and (item.key != "Q2a" or levels == "No"))
    return WAYS.get((key, answers.get(key, "")), Way(_ASK if key == next(waiting, "") else "", ""))


_WAITS = "*".join(f'({trim_formula("tblReadiness[Answer]")}<>"{word}")' for word in ("Yes", "No"))
_FIRST_BLANK = (
    f'IFERROR(INDEX(tblReadiness[Key],MATCH(1,INDEX({_WAITS}*((tblReadiness[Key]<>"Q2a")+({LEVELS_ANSWER}="No")>0),0),0)),'
    '"")'
)
_ASK_FIRST = f'IF([@Key]={_FIRST_BLANK},"{_ASK}","")'


def _choose(part: str, text: str) -> str:
    """`guidance` as a formula: a choice by key and answer; `text` is the formula for what a blank one shows."""
    for (key, answer), way in reversed(WAYS.items()):
        result = way.words if part == "words" else f"#{way.table}" if part == "target" else _STEPS[way.table]
        text = f'IF(AND([@Key]="{key}",{trim_formula("[@Answer]")}="{answer}"),"{result}",{text})'
    idle = f'IF({LEVELS_ANSWER}="Yes","{_IDLE}","{_NOT_YET}")' if part == "words" else '""'
    return f'IF(AND([@Key]="Q2a",NOT({LEVELS_ANSWER}="No")),{idle},{text})'


def _way(answer: Answer, data: Dataset) -> Way:
    return guidance(answer.id, {a.id: a.answer or "" for a in data.readiness})


_STEP_WAY = _choose("step", _NOTHING)

TABLE = table(
    "tblReadiness",
    Answer,
    [
        step_column(),
        label(Answer, "question", 62, "label"),
        column(Answer, "answer", 30, "input_centred"),
        # found by the names of tables: what is next stands on other tabs in workbooks of earlier versions
        live(
            "next",
            "What comes next",
            "It follows your answer.",
            52,
            _choose("words", _ASK_FIRST),
            lambda answer, data: _way(answer, data).words,
            "computed",
        ),
        label(Answer, "id", 0, "label"),
        live(
            "way",
            "Go there",
            "A link to the step that comes next.",
            0,
            f'IF({_STEP_WAY}="","",HYPERLINK({_choose("target", _NOTHING)},{_STEP_WAY}))',
            lambda answer, data: _STEPS.get(_way(answer, data).table, ""),
            "way",
        ),
        open_column(NO_CHOICE, f'IF([@Key]="Q2a",{LEVELS_ANSWER}="No",1=1)'),
    ],
    key=["id"],
    spare=0,
    row_height=24,
    complete=True,
    next_entry=OWN_COLOURS,
    hides_headers=True,
    collection="readiness",
)
READINESS_TINTS = (*next_tints(), Tint(f'AND({{id}}="Q2a",NOT({LEVELS_ANSWER}="No"))', "not_needed"))


def _answer_to(key: str) -> str:
    answer = f'INDEX(tblReadiness[Answer],MATCH("{key}",tblReadiness[Key],0))'
    return f'IFERROR({trim_formula(answer)},"")'


FIRST_ANSWER = _answer_to("Q1")
"""The formula for the answer to Q1."""
EXTRA_ANSWER = _answer_to("Q2a")
"""The formula for the answer to Q2a."""
KEYS = {"tblReadiness[Key]": {item.key for item in READINESS}}
NAMES = {name: _answer_to(key) for name, key in ((LEVELS_ANSWER, "Q2"), (TRACKS_ANSWER, "Q3"))}


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    answer_of_item = {answer.id: answer for answer in data.readiness}
    answers = [answer_of_item.get(item.key, Answer(id=item.key)) for item in READINESS]
    further = (
        {"question": item.text, "step": STEP_OF_QUESTION.get(item.key, ""), "open": open_place(item.key, data)}
        for item in READINESS
    )
    return {TABLE.name: [{**row, **part} for row, part in zip(rows_of(TABLE, answers, data), further, strict=True)]}
