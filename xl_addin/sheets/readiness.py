"""1 Readiness: what is there already, and so where to go next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, rows_of
from xl_addin.model.answers import READINESS, Answer
from xl_addin.model.dataset import Dataset
from xl_addin.model.text import trim_formula

ORDER = 20
NAME = "1 Readiness"
TRACKS_ANSWER = "stepTracks"
"""The defined name of the answer to Q3; other tabs grey themselves by it."""
LEVELS_ANSWER = "stepLevels"
"""The defined name of the answer to Q2."""

_ASK = "Choose Yes or No."


@dataclass(frozen=True, slots=True)
class Way:
    """What an answer means, and the tab to go to."""

    words: str
    tab: str


WAYS = {
    ("Q1", "Yes"): Way("Keep your descriptions at hand and copy them into Competencies.", "Competencies"),
    ("Q1", "No"): Way(
        "Stop here first. Describe what people do well: fill Competencies, or start from a ready-made set.",
        "Competencies",
    ),
    ("Q2", "Yes"): Way("Note how many levels each role, function or team has, and list them in Levels.", "Levels"),
    ("Q2", "No"): Way(
        "A flat organisation has tracks too: use Levels for growing responsibility and pay instead of ranks.", "Levels"
    ),
    ("Q2a", "Yes"): Way("Describe these levels before you go on: the matrix needs both sides.", "Levels"),
    ("Q2a", "No"): Way("Go on as a flat organisation: name two or three steps of responsibility.", "Levels"),
    ("Q3", "Yes"): Way("See how well they work: rate them in 2 Track health.", "2 Track health"),
    ("Q3", "No"): Way("Leave out 2 Track health and go straight on to what tracks could do for you.", "3 Benefits"),
}
"""(question, answer) -> what comes next: the branches of steps 1-3."""
_IDLE = "Not needed: your levels are described."


def guidance(key: str, answer: str, levels: str) -> Way:
    """What comes next for a question; `levels` is the answer to Q2, on which Q2a depends."""
    if key == "Q2a" and levels == "Yes":
        return Way(_IDLE, "")
    return WAYS.get((key, answer), Way(_ASK, ""))


def _choose(part: str, otherwise: str) -> str:
    """`guidance` as a formula: a choice by key and answer."""
    text = f'"{otherwise}"'
    for (key, answer), way in reversed(WAYS.items()):
        words = way.words if part == "words" else way.tab
        text = f'IF(AND([@Key]="{key}",{trim_formula("[@Answer]")}="{answer}"),"{words}",{text})'
    idle = _IDLE if part == "words" else ""
    return f'IF(AND([@Key]="Q2a",{LEVELS_ANSWER}="Yes"),"{idle}",{text})'


TABLE = table(
    "tblReadiness",
    Answer,
    [
        label(Answer, "id", 8, "label"),
        label(Answer, "question", 48, "label"),
        column(Answer, "answer", 12, "input_centred"),
        live(
            "next",
            "What comes next",
            "It follows your answer.",
            60,
            _choose("words", _ASK),
            lambda answer, data: guidance(answer.id, answer.answer or "", data.readiness_answer("Q2")).words,
            "computed",
        ),
        live(
            "way",
            "Go there",
            "A link to the tab that comes next.",
            24,
            f'IF({_choose("tab", "")}="","",HYPERLINK("#\'"&{_choose("tab", "")}&"\'!B2",{_choose("tab", "")}))',
            lambda answer, data: guidance(answer.id, answer.answer or "", data.readiness_answer("Q2")).tab,
            "way",
        ),
    ],
    key=["id"],
    spare=0,
    collection="readiness",
)


def _answer_to(key: str) -> str:
    answer = f'INDEX(tblReadiness[Answer],MATCH("{key}",tblReadiness[Key],0))'
    return f'IFERROR({trim_formula(answer)},"")'


KEYS = {"tblReadiness[Key]": {item.key for item in READINESS}}
NAMES = {name: _answer_to(key) for name, key in ((LEVELS_ANSWER, "Q2"), (TRACKS_ANSWER, "Q3"))}


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="Before you begin",
        purpose="Four short questions decide which of the next steps you need. Each answer says what comes next.",
        group="steps",
        blocks=(TABLE,),
        tints={
            "tblReadiness": (
                Tint(f'AND({{id}}="Q2a",NOT({LEVELS_ANSWER}="No"))', "not_needed"),
                Tint('{answer}="Yes"', "done", ("answer",)),
                Tint('{answer}="No"', "warning", ("answer",)),
            )
        },
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    answer_of_item = {answer.id: answer for answer in data.readiness}
    answers = [answer_of_item.get(item.key, Answer(id=item.key)) for item in READINESS]
    questions = ({"question": item.text} for item in READINESS)
    return {
        TABLE.name: [
            {**row, **question} for row, question in zip(rows_of(TABLE, answers, data), questions, strict=True)
        ]
    }
