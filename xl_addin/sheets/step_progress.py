"""How far each of the twelve steps is: an Excel formula and its Python twin, step by step."""

from collections.abc import Callable
from dataclasses import dataclass

from xl_addin.cells.area import letters
from xl_addin.layout.placement import FIRST_COLUMN, FIRST_ROW
from xl_addin.model.answers import BENEFITS, HEALTH, STAGES
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import is_day_within
from xl_addin.model.text import trim_formula
from xl_addin.roadmap.plan import is_closed
from xl_addin.scores.formula import RATINGS, count_choices
from xl_addin.sheets import matrix, needs, readiness, reflection, roadmap, tracks
from xl_addin.sheets.cell_places import cell_place, first_row
from xl_addin.sheets.open_questions import LEVELS_ANSWER, TRACKS_ANSWER
from xl_addin.sheets.reflection import missing_reflections
from xl_addin.sheets.roadmap import roadmap_actions
from xl_addin.sheets.stage import STAGE_ANSWER


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far a step is: what is there, what there should be, and whether it is needed at all."""

    count: int
    target: int
    is_needed: bool = True

    @property
    def is_complete(self) -> bool:
        return 0 < self.target <= self.count

    @property
    def is_settled(self) -> bool:
        return self.is_complete or not self.is_needed


@dataclass(frozen=True, slots=True)
class SeedStep:
    """One of the twelve: its question in a few words and its tab; formulas, and the twin of `count` and `target`.

    Attributes:
        title: what it is about.
        tab: the tab it stands on, for people to read.
        place: the formula for where its next cell stands.
        count: the formula for what is there.
        target: the formula for what there should be.
        twin: both in Python.
        idle: the formula for when it is not needed; "" where it always is.
        is_counted: whether people read how many of how many.
    """

    title: str
    tab: str
    place: str
    count: str
    target: str
    twin: Callable[[Dataset], StepProgress]
    idle: str = ""
    is_counted: bool = False


def _question(title: str, table: str, header: str, count: str, filled: Callable[[Dataset], bool]) -> SeedStep:
    """A step of one answer."""
    return SeedStep(
        title,
        needs.NAME,
        cell_place(needs.NAME, f"{table}[{header}]"),
        count,
        "1",
        lambda data: StepProgress(int(filled(data)), 1),
    )


def _is_chosen(answer: str) -> str:
    return count_choices(answer, ("Yes", "No"))


def _readiness_place(key: str) -> str:
    row = f'IFERROR(MATCH("{key}",tblReadiness[Key],0),1)'
    return cell_place(needs.NAME, "tblReadiness[Answer]", row)


def _readiness_step(title: str, key: str, answer: str) -> SeedStep:
    return SeedStep(
        title,
        needs.NAME,
        _readiness_place(key),
        _is_chosen(answer),
        "1",
        lambda data: StepProgress(int(bool(data.readiness_answer(key))), 1),
    )


def _levels_progress(data: Dataset) -> StepProgress:
    """Whether there are levels; where they are not described, also whether they have names."""
    answer, further_answer = data.readiness_answer("Q2"), data.readiness_answer("Q2a")
    return StepProgress(bool(answer) + (answer == "No" and bool(further_answer)), 2 if answer == "No" else 1)


def _rating_count(column: str) -> str:
    return f"SUMPRODUCT(--({column}={RATINGS}))"


def entry_count(column: str) -> str:
    """The formula for how many cells of a column, or of several, are filled."""
    return f'SUMPRODUCT(--(TRIM({column})<>""))'


_HAS_NO_TRACKS = f'{TRACKS_ANSWER}="No"'


def _health_progress(data: Dataset) -> StepProgress:
    return StepProgress(sum(bool(r.rating) for r in data.health), len(HEALTH), data.readiness_answer("Q3") != "No")


def _impact_progress(data: Dataset) -> StepProgress:
    is_answered = any(note.answer.strip() for note in data.impact)
    return StepProgress(int(is_answered), 1, data.readiness_answer("Q3") != "No")


_NAME_COUNTS = (("tblTracks[Track]", 1), ("tblLevels[Level title]", 2), ("tblCompetencies[Competency]", 3))
"""Column of names -> how many of them there are at least once step 9 is done."""


def _names_progress(data: Dataset) -> StepProgress:
    counts = (
        sum(bool(track.name) for track in data.tracks),
        sum(bool(level.title) for level in data.levels),
        sum(bool(competency.name) for competency in data.competencies),
    )
    targets = [target for _, target in _NAME_COUNTS]
    return StepProgress(sum(map(min, counts, targets)), sum(targets))


FIRST_TEXT = f"{letters(FIRST_COLUMN + matrix.LABEL_COLUMNS)}{FIRST_ROW + 1}"
"""The cell of the first text of a matrix."""
MATRIX_COUNT, MATRIX_TARGET = "SUM(tblTracks[Cells written])", "SUM(tblTracks[Cells to write])"


def _matrix_place() -> str:
    """The first text of the first matrix that is not full; the tracks while there is none."""
    tab = matrix.sheet_name_formula(f"INDEX(tblTracks[Track ID],{first_open_matrix()})")
    return f'IF({MATRIX_TARGET}=0,{cell_place(tracks.NAME, "tblTracks[Track ID]")},"\'"&{tab}&"\'!{FIRST_TEXT}")'


def first_open_matrix() -> str:
    """The formula for the first row of Tracks whose matrix is not full."""
    return first_row("ISNUMBER(tblTracks[Cells to write])", "tblTracks[Cells written]<tblTracks[Cells to write]")


_REFLECTION_IS_ASKED = 'TRIM(tblReflection[Track ID])<>""'


def _reflection_progress(data: Dataset) -> StepProgress:
    questions = [a for a in (*data.reflections, *missing_reflections(data)) if a.track]
    return StepProgress(sum(bool(a.answer) for a in questions), len(questions))


_STATUS = trim_formula("tblRoadmap[Status]")
_DATES = "*".join(f"{is_day_within(f'tblRoadmap[{header}]')}" for header in ("Start", "Finish"))
_IS_PLANNED = f'((TRIM(tblRoadmap[Owner])<>"")*{_DATES}+({_STATUS}="Done")+({_STATUS}="Not needed")>0)'
_IS_ACTION = 'tblRoadmap[Action]<>""'


def _roadmap_progress(data: Dataset) -> StepProgress:
    actions = [action for action in roadmap_actions(data) if action.action]
    planned = (bool(a.owner and a.start and a.finish) or is_closed(a) for a in actions)
    return StepProgress(sum(planned), len(actions))


SEED_STEPS: tuple[SeedStep, ...] = (
    _readiness_step("Are competencies written down?", "Q1", readiness.FIRST_ANSWER),
    SeedStep(
        "Are levels in place?",
        needs.NAME,
        _readiness_place("Q2"),
        f'{_is_chosen(LEVELS_ANSWER)}+IF({LEVELS_ANSWER}="No",{_is_chosen(readiness.EXTRA_ANSWER)},0)',
        f'IF({LEVELS_ANSWER}="No",2,1)',
        _levels_progress,
    ),
    _readiness_step("Are there tracks today?", "Q3", TRACKS_ANSWER),
    SeedStep(
        "How well do they work?",
        needs.NAME,
        cell_place(needs.NAME, "tblTrackHealth[Rating]"),
        _rating_count("tblTrackHealth[Rating]"),
        str(len(HEALTH)),
        _health_progress,
        _HAS_NO_TRACKS,
        is_counted=True,
    ),
    SeedStep(
        "What would better ones change?",
        needs.NAME,
        cell_place(needs.NAME, "tblImpact[Answer]"),
        f"MIN(1,{entry_count('tblImpact[Answer]')})",
        "1",
        _impact_progress,
        _HAS_NO_TRACKS,
    ),
    SeedStep(
        "What should tracks do for us?",
        needs.NAME,
        cell_place(needs.NAME, "tblBenefits[Importance]"),
        _rating_count("tblBenefits[Importance]"),
        str(len(BENEFITS)),
        lambda data: StepProgress(sum(bool(r.rating) for r in data.benefits), len(BENEFITS)),
        is_counted=True,
    ),
    _question(
        "Which company goal does that serve?",
        "tblGoal",
        "Answer",
        f"MIN(1,{entry_count('tblGoal[Answer]')})",
        lambda data: any(note.answer.strip() for note in data.goal),
    ),
    _question(
        "Which stage are we in?",
        "tblStage",
        "Stage",
        count_choices(STAGE_ANSWER, STAGES),
        lambda data: any(a.stage for a in data.stage),
    ),
    SeedStep(
        "Name tracks, levels and competencies",
        tracks.NAME,
        cell_place(tracks.NAME, "tblTracks[Track]", first_row('TRIM(tblTracks[Track])=""')),
        "+".join(f"MIN({least},{entry_count(column)})" for column, least in _NAME_COUNTS),
        str(sum(least for _, least in _NAME_COUNTS)),
        _names_progress,
        is_counted=True,
    ),
    SeedStep(
        "Write what each level looks like",
        "Matrix",
        _matrix_place(),
        MATRIX_COUNT,
        MATRIX_TARGET,
        lambda data: StepProgress(*data.cell_counts()),
        is_counted=True,
    ),
    SeedStep(
        "Look back on the table",
        reflection.NAME,
        cell_place(
            reflection.NAME,
            "tblReflection[Answer]",
            first_row(_REFLECTION_IS_ASKED, 'TRIM(tblReflection[Answer])=""'),
        ),
        entry_count("tblReflection[Answer]"),
        entry_count("tblReflection[Track ID]"),
        _reflection_progress,
        is_counted=True,
    ),
    SeedStep(
        "Give every action an owner and dates",
        roadmap.NAME,
        cell_place(roadmap.NAME, "tblRoadmap[Owner]", first_row(_IS_ACTION, f"{_IS_PLANNED}=(1=0)")),
        f"SUMPRODUCT(({_IS_ACTION})*{_IS_PLANNED})",
        entry_count("tblRoadmap[Action]"),
        _roadmap_progress,
        is_counted=True,
    ),
)
"""The twelve steps of the seed, in its order."""
