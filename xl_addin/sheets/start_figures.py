"""The figures that Start goes by, each a hidden cell beside the twelve steps: a formula and its Python twin."""

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.layout.describe import Formula
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee, Rating
from xl_addin.model.results import FINDING_OPEN
from xl_addin.model.text import unwild
from xl_addin.scores.formula import IS_ACTIVE, in_use
from xl_addin.sheets import findings, freshness
from xl_addin.sheets.open_questions import NEXT_QUESTION, ORDER_OF_QUESTIONS, next_question
from xl_addin.sheets.seed_steps import step_progress
from xl_addin.sheets.step_progress import SEED_STEPS, StepProgress

_SCORE, _STILL_TRUE = "Score", "Nothing has changed"
_LISTED = f'((TRIM(tblPeople[Employee ID])&TRIM(tblPeople[Name])<>"")*{IS_ACTIVE})'
_WITH_LEVEL = f'({_LISTED}*(TRIM(tblPeople[Level ID])<>""))'
WITHOUT_LEVEL = (_LISTED, 'TRIM(tblPeople[Level ID])=""')
"""The conditions on People for somebody who is active and has no level."""
_THEIR_ROWS = f'tblAssessments[Key],{unwild(in_use("cycle"))}&"|"&{unwild("tblPeople[Employee ID]")}&"|*"'
_RATED = "+".join(
    f'COUNTIFS({_THEIR_ROWS},tblAssessments[{header}],">=1",tblAssessments[{header}],"<=5")'
    for header in ("Manager rating", "Self rating")
)
_SCORE_WORDS = f'INDEX(tblRuns[In words],MATCH("{_SCORE}",tblRuns[Command],0))'
SETTLED = "+".join(f"{{settled{number}}}" for number in range(1, len(SEED_STEPS) + 1))
"""How many steps are done or not needed."""
_ALL_SETTLED = f"({SETTLED})={len(SEED_STEPS)}"


@dataclass(frozen=True, slots=True)
class StartFigures:
    """What Start goes by; those of people and the round count 0 until the twelve steps are settled.

    Attributes:
        steps: how far each step is.
        question: the place of the question that comes next, 0 where none is open.
        people: how many active people are listed.
        without_level: how many of them have no level.
        errors: how many errors of the last Validate are open.
        asked: how many active people have a level, so that they can be rated.
        back: how many of them have a rating in the open round.
        scored: 1 where nothing has changed since Score ran, else 0.
        names: how many names wait to be taken over, as nobody could tell what they are.
        unanswered: how many of them nobody has answered yet.
    """

    steps: tuple[StepProgress, ...]
    question: int
    people: int
    without_level: int
    errors: int
    asked: int
    back: int
    scored: int
    names: int
    unanswered: int

    @property
    def settled_count(self) -> int:
        return sum(step.is_settled for step in self.steps)

    def left(self, number: int) -> int:
        """How much of a step is left, 1 the first."""
        step = self.steps[number - 1]
        return step.target - step.count


def _once_settled(formula: str) -> str:
    # asked of every person and every rating: that takes its time, and nobody reads it before
    return f"IF({_ALL_SETTLED},{formula},0)"


_FORMULAS: Mapping[str, str] = {
    "question": NEXT_QUESTION,
    "people": f"SUMPRODUCT({_LISTED})",
    "without_level": f'SUMPRODUCT({_LISTED}*(TRIM(tblPeople[Level ID])=""))',
    "errors": f'COUNTIFS(tblFindings[Status],"{FINDING_OPEN}",tblFindings[Severity],"Error")',
    "asked": f"SUMPRODUCT({_WITH_LEVEL})",
    "back": f"SUMPRODUCT({_WITH_LEVEL}*(({_RATED})>0))",
    "scored": f'IFERROR(IF(LEFT({_SCORE_WORDS},{len(_STILL_TRUE)})="{_STILL_TRUE}",1,0),0)',
}


_IS_NAME = 'TRIM(tblNameQuestions[Name])<>""'
WITHOUT_ANSWER = (_IS_NAME, 'TRIM(tblNameQuestions[Your answer])=""')
"""The conditions on Names for a question that nobody has answered."""
_NAME_FORMULAS: Mapping[str, str] = {
    "names": f"SUMPRODUCT(--({_IS_NAME}))",
    "unanswered": f"SUMPRODUCT(({WITHOUT_ANSWER[0]})*({WITHOUT_ANSWER[1]}))",
}
"""What only a workbook that asks for names has."""


def figure_formulas(data: Dataset) -> Mapping[str, Formula]:
    """Name of a figure -> its formula with the value it has."""
    figures = start_figures(data)
    once = {name: text if name == "question" else _once_settled(text) for name, text in _FORMULAS.items()}
    formulas = {**once, **(_NAME_FORMULAS if data.by_names else {})}
    return {name: Formula(text, getattr(figures, name)) for name, text in formulas.items()}


def start_figures(data: Dataset) -> StartFigures:
    """The twins of all figures."""
    return memo(data, f"{__name__}.figures", lambda: _figures(data))


def _figures(data: Dataset) -> StartFigures:
    steps = step_progress(data)
    key = next_question(data)
    question = ORDER_OF_QUESTIONS.index(key) + 1 if key else 0
    names = len(data.name_questions), sum(not own.answer.strip() for own in data.name_questions)
    if not all(step.is_settled for step in steps):
        return StartFigures(steps, question, 0, 0, 0, 0, 0, 0, *names)
    listed = [person for person in data.people if person.active == "Yes" and (person.id or person.name)]
    asked = [person for person in listed if person.level]
    return StartFigures(
        steps,
        question,
        people=len(listed),
        without_level=len(listed) - len(asked),
        errors=_open_errors(data),
        asked=len(asked),
        back=_back_count(data, asked),
        scored=_is_scored(data),
        names=names[0],
        unanswered=names[1],
    )


def _open_errors(data: Dataset) -> int:
    stored = data.stored_tables.rows.get(findings.TABLE.name, ()) if data.stored_tables else ()
    return sum(row.get("status") == FINDING_OPEN and row.get("severity") == "Error" for row in stored)


def _back_count(data: Dataset, people: list[Employee]) -> int:
    cycle = str(data.setting("cycle")).casefold()
    rated = {r.employee.casefold() for r in data.ratings if r.cycle.casefold() == cycle and _is_rated(r)}
    return sum(person.id.casefold() in rated for person in people)


def _is_rated(rating: Rating) -> bool:
    return isinstance(rating.manager_rating, int) or isinstance(rating.self_rating, int)


def _is_scored(data: Dataset) -> int:
    if data.stored_tables is None:
        return 0
    runs = freshness.rows(data)[freshness.RUNS.name]
    words = next((str(row["state"].value) for row in runs if row["run"] == _SCORE), "")
    return int(words.startswith(_STILL_TRUE))
