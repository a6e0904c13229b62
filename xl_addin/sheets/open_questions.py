"""Which of the eight questions wait for an answer, and which comes next: a hidden column in each of their tables."""

from collections.abc import Mapping
from functools import cache

from xl_addin.layout.declare import live
from xl_addin.layout.describe import Column, Tint
from xl_addin.model.answers import BENEFITS, GOAL, HEALTH, IMPACT, READINESS, STAGE
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.text import trim_formula
from xl_addin.scores.formula import RATINGS

TRACKS_ANSWER = "stepTracks"
"""The defined name of the answer to Q3: without tracks nobody is asked how well they work."""
LEVELS_ANSWER = "stepLevels"
"""The defined name of the answer to Q2, on which Q2a depends."""
NEXT_QUESTION = "stepNext"
"""The defined name of the place of the question that comes next, 0 where all are answered."""

ORDER_OF_QUESTIONS = tuple(item.key for item in (*READINESS, *HEALTH, IMPACT, *BENEFITS, GOAL, STAGE))
"""Every question by its key, top to bottom."""
STEP_OF_QUESTION = {"Q1": 1, "Q2": 2, "Q3": 3, "H1": 4, "Q5": 5, "B1": 6, "Q7": 7, "Q8": 8}
"""Key of a question -> the number of its step, where it is the first of it."""
TABLES = ("tblReadiness", "tblTrackHealth", "tblImpact", "tblBenefits", "tblGoal", "tblStage")
_KEYS = ",".join(f'"{key}"' for key in ORDER_OF_QUESTIONS)

NAMES = {NEXT_QUESTION: f"MIN({','.join(f'{table}[Open]' for table in TABLES)})"}
"""The smallest place of an open question: the one that comes next; 0 where there is none."""


def step_column() -> Column:
    """The number of the step, beside its first question."""
    return live("step", "Step", "Its number in the twelve steps.", 5, "", role="count")


def open_column(is_blank: str, is_needed: str = "") -> Column:
    """Where the question stands among all, while it waits for an answer.

    Args:
        is_blank: the formula for whether it has no answer.
        is_needed: the formula for whether it is asked at all; "" where it always is.
    """
    condition = f"AND({is_needed},{is_blank})" if is_needed else is_blank
    formula = f'IF({condition},IFERROR(MATCH([@Key],{{{_KEYS}}},0),""),"")'
    return live("open", "Open", "The place of a question that waits for an answer, among all of them.", 0, formula)


def next_tints(field: str = "answer") -> tuple[Tint, ...]:
    """One colour asks for something, and only on the question that comes next; `field` takes its answer."""
    return (
        Tint(f'AND(NOT({{open}}=""),{{open}}={NEXT_QUESTION})', "next", (field,)),
        Tint('LEFT({next},1)="←"', "next_word", ("next",)),
    )


def has_no_rating(header: str) -> str:
    """The formula for whether no rating stands under a header."""
    return f"SUMPRODUCT(--([@{header}]={RATINGS}))=0"


HAS_TRACKS = f'NOT({TRACKS_ANSWER}="No")'
NO_CHOICE = f'NOT(OR({trim_formula("[@Answer]")}="Yes",{trim_formula("[@Answer]")}="No"))'
NO_WORDS = f'{trim_formula("[@Answer]")}=""'


def ask_formula(ask: str, otherwise: str) -> str:
    """What stands beside the question that comes next, as a formula; `otherwise` is a formula too."""
    return f'IF(AND(NOT([@Open]=""),[@Open]={NEXT_QUESTION}),"← {ask}",{otherwise})'


def open_questions(data: Dataset) -> Mapping[str, int]:
    """Key -> its place among all, for every question that waits for an answer: the twin of `open_column`."""
    return memo(data, "open questions", lambda: _open_questions(data))


def next_question(data: Dataset) -> str:
    """The key of the question that comes next; "" where all are answered."""
    return next(iter(open_questions(data)), "")


def is_next(key: str, data: Dataset) -> bool:
    """Whether a question comes next."""
    return bool(key) and next_question(data) == key


def open_place(key: str, data: Dataset) -> int | str:
    """What the hidden column shows for a question."""
    return open_questions(data).get(key, "")


def _open_questions(data: Dataset) -> dict[str, int]:
    answered = _answered(data) | _not_asked(data)
    return {key: place for place, key in enumerate(ORDER_OF_QUESTIONS, 1) if key not in answered}


def _answered(data: Dataset) -> set[str]:
    return {
        *(answer.id for answer in data.readiness if answer.answer),
        *(rating.id for rating in data.health if rating.rating),
        *(rating.id for rating in data.benefits if rating.rating),
        *(note.id for note in (*data.impact, *data.goal) if note.answer.strip()),
        *(answer.id for answer in data.stage if answer.stage),
    }


def _not_asked(data: Dataset) -> set[str]:
    """The questions that an earlier answer settles."""
    levels: set[str] = set() if data.readiness_answer("Q2") == "No" else {"Q2a"}
    return levels | (_about_tracks() if data.readiness_answer("Q3") == "No" else set())


@cache
def _about_tracks() -> frozenset[str]:
    return frozenset(item.key for item in (*HEALTH, IMPACT))
