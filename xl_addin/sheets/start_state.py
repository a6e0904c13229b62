"""What to do now: the state a workbook is in, its sentence, and the cell to go to. The first that holds counts.

The twelve steps come first, in their order; then people, what Validate found, and the round of ratings.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from xl_addin.layout.describe import Formula
from xl_addin.model.dataset import Dataset
from xl_addin.scores.formula import quantity_formula
from xl_addin.sheets import dashboard, names_to_settle, needs, people, to_fix
from xl_addin.sheets.cell_places import cell_place, first_row, link_formula
from xl_addin.sheets.open_questions import NEXT_QUESTION
from xl_addin.sheets.seed_steps import seed_steps
from xl_addin.sheets.start_figures import WITHOUT_ANSWER, WITHOUT_LEVEL, StartFigures, start_figures
from xl_addin.sheets.step_progress import SEED_STEPS

DO_NOW = "Do this now:  "
TAKE_ME = "Take me there →"


@dataclass(frozen=True, slots=True)
class State:
    """One state; formulas name the hidden cells of Start, `{people}` for a figure and `{settled9}` for a step.

    Attributes:
        condition: the formula for whether it holds where no earlier one does; "1=1" for the last.
        words: the formula for its sentence.
        place: the formula for where its link leads.
        holds: the twin of `condition`.
        says: the twin of `words`.
    """

    condition: str
    words: str
    place: str
    holds: Callable[[StartFigures], bool]
    says: Callable[[StartFigures], str]


def _plain(condition: str, words: str, place: str, holds: Callable[[StartFigures], bool]) -> State:
    """A state whose sentence is always the same."""
    return State(condition, f'"{words}"', place, holds, lambda _: words)


def _step(number: int, words: str, *, counts: bool = False) -> State:
    """The state in which a step is the first that is not settled; `counts` says how much is left."""

    def is_open(figures: StartFigures) -> bool:
        return not figures.steps[number - 1].is_settled

    condition, place = f"{{settled{number}}}=0", SEED_STEPS[number - 1].place
    if not counts:
        return _plain(condition, f"{DO_NOW}{words}", place, is_open)
    left = f"({{target{number}}}-{{count{number}}})"
    text = f'"{DO_NOW}{words}  "&{left}&" left."'
    return State(condition, text, place, is_open, lambda figures: f"{DO_NOW}{words}  {figures.left(number)} left.")


def _counted(count: int, singular: str, plural: str) -> str:
    """A count in words, without the commas that a formula does not set."""
    return f"{count} {singular if count == 1 else plural}"


def _needs_place() -> str:
    """The cell of the question that comes next."""
    columns = (
        ("tblReadiness", "Answer"),
        ("tblTrackHealth", "Rating"),
        ("tblImpact", "Answer"),
        ("tblBenefits", "Importance"),
        ("tblGoal", "Answer"),
    )
    text = cell_place(needs.NAME, "tblStage[Stage]")
    for table, header in reversed(columns):
        row = f"MATCH({NEXT_QUESTION},{table}[Open],0)"
        text = (
            f"IF(COUNTIF({table}[Open],{NEXT_QUESTION})>0,{cell_place(needs.NAME, f'{table}[{header}]', row)},{text})"
        )
    return text


_NOTHING_ANSWERED = "+".join(f"{{count{number}}}" for number in range(1, 9))
_WITHOUT_LEVEL = cell_place(people.NAME, "tblPeople[Level ID]", first_row(*WITHOUT_LEVEL))
_PEOPLE = cell_place(people.NAME, "tblPeople[Name]")


def _nothing_is_answered(figures: StartFigures) -> bool:
    return figures.question > 0 and not sum(step.count for step in figures.steps[:8])


STATES: tuple[State, ...] = (
    _plain(
        f"AND({{question}}>0,{_NOTHING_ANSWERED}=0)",
        f"{DO_NOW}Answer the eight questions in {needs.NAME}. It takes ten minutes.",
        _needs_place(),
        _nothing_is_answered,
    ),
    _plain(
        "{question}>0",
        f"{DO_NOW}Go on with the questions in {needs.NAME}.",
        _needs_place(),
        lambda figures: figures.question > 0,
    ),
    _step(9, "Name your tracks, their levels and what people are good at."),
    _plain(
        "AND({settled10}=0,{target10}=0)",
        f"{DO_NOW}Press Build: it lays out a Matrix tab for each track.",
        SEED_STEPS[9].place,
        lambda figures: figures.steps[9].target == 0,
    ),
    _step(10, "Write what each level looks like, in plain sentences.", counts=True),
    _step(11, "Look back: four questions on each table.", counts=True),
    _step(12, "Give each action an owner and two dates.", counts=True),
    _plain(
        "{people}=0",
        f"{DO_NOW}List in {people.NAME} who is on which track and level.",
        _PEOPLE,
        lambda figures: not figures.people,
    ),
    State(
        "{without_level}>0",
        f'"{DO_NOW}Give everybody in {people.NAME} a level.  "&'
        + quantity_formula("{without_level}", "person misses one.", "people miss one."),
        _WITHOUT_LEVEL,
        lambda figures: figures.without_level > 0,
        lambda figures: (
            f"{DO_NOW}Give everybody in {people.NAME} a level.  "
            + _counted(figures.without_level, "person misses one.", "people miss one.")
        ),
    ),
    State(
        "{errors}>0",
        f'"{DO_NOW}Put right what the check found.  "&{quantity_formula("{errors}", "thing.", "things.")}',
        cell_place(to_fix.NAME, "tblToFix[Begin here]"),
        lambda figures: figures.errors > 0,
        lambda figures: f"{DO_NOW}Put right what the check found.  {_counted(figures.errors, 'thing.', 'things.')}",
    ),
    State(
        "AND({back}>0,{scored}=1)",
        f'"Ratings of "&{{back}}&" of "&{{asked}}&" people are scored. Read {dashboard.NAME}."',
        f"\"'{dashboard.NAME}'!A1\"",
        lambda figures: figures.back > 0 and figures.scored == 1,
        lambda figures: f"Ratings of {figures.back} of {figures.asked} people are scored. Read {dashboard.NAME}.",
    ),
    State(
        "AND({back}>0,{back}={asked})",
        f'"{DO_NOW}All "&{{asked}}&" people have ratings. Press Score."',
        _PEOPLE,
        lambda figures: 0 < figures.back == figures.asked,
        lambda figures: f"{DO_NOW}All {figures.asked} people have ratings. Press Score.",
    ),
    State(
        "{back}>0",
        '"Forms of "&{back}&" of "&{asked}&" people are back. Press Collect for more, or Score."',
        _PEOPLE,
        lambda figures: figures.back > 0,
        lambda figures: (
            f"Forms of {figures.back} of {figures.asked} people are back. Press Collect for more, or Score."
        ),
    ),
    _plain(
        "1=1",
        f"All twelve steps are done. Keep {people.NAME} up to date; press Export when the next round begins.",
        _PEOPLE,
        lambda _: True,
    ),
)
"""Every state, in the order in which they are asked."""


_ANSWER_NAMES, _TAKE_ANSWERS = "Say on Names which name is which.", "Press Build: it takes over what you said on Names."
_NAMES_OPEN = State(
    "{names}>0",
    f'IF({{unanswered}}=0,"{DO_NOW}{_TAKE_ANSWERS}","{DO_NOW}{_ANSWER_NAMES}  "&'
    + quantity_formula("{unanswered}", "name.", "names.")
    + ")",
    cell_place(names_to_settle.NAME, "tblNameQuestions[Your answer]", first_row(*WITHOUT_ANSWER)),
    lambda figures: figures.names > 0,
    lambda figures: (
        f"{DO_NOW}{_ANSWER_NAMES}  {_counted(figures.unanswered, 'name.', 'names.')}"
        if figures.unanswered
        else f"{DO_NOW}{_TAKE_ANSWERS}"
    ),
)
"""What comes before all else where names are asked: until it is settled, something counts as it was."""


@cache
def _states(by_names: bool) -> tuple[State, ...]:
    """Every state of a workbook that asks for names, or of one that asks for IDs."""
    if not by_names:
        return STATES
    old_places = [step.place for step in SEED_STEPS]
    new_places = dict(zip(old_places, (step.place for step in seed_steps(True)), strict=True))
    new_places[_WITHOUT_LEVEL] = cell_place(people.NAME, "tblPeople[Level]", first_row(*WITHOUT_LEVEL))
    return (_NAMES_OPEN, *(replace(state, place=new_places.get(state.place, state.place)) for state in STATES))


def current_state(data: Dataset) -> State:
    """The first state that holds."""
    return _states(data.by_names)[_number(data) - 1]


def _number(data: Dataset) -> int:
    figures = start_figures(data)
    return next(number for number, state in enumerate(_states(data.by_names), 1) if state.holds(figures))


def state_number(data: Dataset) -> Formula:
    """Which state holds, from 1."""
    states = _states(data.by_names)
    text = str(len(states))
    for number in range(len(states) - 1, 0, -1):
        text = f"IF({states[number - 1].condition},{number},{text})"
    return Formula(text, _number(data))


def start_sentence(data: Dataset) -> Formula:
    """What to do now, in a sentence."""
    text = f"CHOOSE({{state}},{','.join(state.words for state in _states(data.by_names))})"
    return Formula(text, current_state(data).says(start_figures(data)))


def way_there(data: Dataset) -> Formula:
    """The link to the cell where it is done."""
    place = f"CHOOSE({{state}},{','.join(state.place for state in _states(data.by_names))})"
    return Formula(link_formula(place, f'"{TAKE_ME}"'), TAKE_ME)
