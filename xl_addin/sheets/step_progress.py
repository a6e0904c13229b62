"""How far each of the twelve steps is: an Excel formula and its Python twin, step by step."""

from collections.abc import Callable
from dataclasses import dataclass

from xl_addin.model.answers import BENEFITS, HEALTH, STAGES
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import is_day_within
from xl_addin.model.facts import NA
from xl_addin.model.rollout import KPIS
from xl_addin.model.text import trim_formula
from xl_addin.roadmap.plan import is_closed
from xl_addin.scores.formula import RATINGS, count_choices
from xl_addin.sheets.readiness import TRACKS_ANSWER
from xl_addin.sheets.reflection import missing_reflections
from xl_addin.sheets.roadmap import roadmap_actions
from xl_addin.sheets.stage import STAGE_ANSWER

STATUS_COMPLETE, STATUS_UNDER_WAY, STATUS_TO_DO, STATUS_NOT_NEEDED = "✓ Done", "◐ Under way", "○ To do", "– Not needed"
CLOSING_WORDS = "All twelve steps are settled. Press Validate and Score now and then, and keep the roadmap up to date."


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far a step is: what is there, what there should be, in words, and whether it is needed at all."""

    count: int
    target: int
    so_far: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class SeedStep:
    """One step: its number in the twelve, its tab, the formulas for what is there and wanted, the words between."""

    number: str
    title: str
    todo: str
    tab: str
    count: str
    target: str
    words: str
    twin: Callable[[Dataset], StepProgress]
    idle: str = ""

    @property
    def so_far(self) -> str:
        """The formula for "3 of 7 rated"."""
        return f'({self.count})&" of "&({self.target})&" {self.words}"'

    @property
    def status(self) -> str:
        """The formula for the status word with its sign."""
        way = (
            f'IF(AND(({self.target})>0,({self.count})>=({self.target})),"{STATUS_COMPLETE}",'
            f'IF(({self.count})>0,"{STATUS_UNDER_WAY}","{STATUS_TO_DO}"))'
        )
        return f'IF({self.idle},"{STATUS_NOT_NEEDED}",{way})' if self.idle else way


def status_word(progress: StepProgress) -> str:
    """The status word: the twin of `SeedStep.status`."""
    if not progress.is_needed:
        return STATUS_NOT_NEEDED
    if progress.target > 0 and progress.count >= progress.target:
        return STATUS_COMPLETE
    return STATUS_UNDER_WAY if progress.count > 0 else STATUS_TO_DO


def _step(
    number: str, title: str, todo: str, tab: str, formulas: tuple[str, str], words: str,
    count: Callable[[Dataset], tuple[int, int]], idle: str = "", is_needed: Callable[[Dataset], bool] = lambda _: True,
) -> SeedStep:  # fmt: skip
    def twin(data: Dataset) -> StepProgress:
        done_count, target = count(data)
        return StepProgress(done_count, target, f"{done_count} of {target} {words}", is_needed(data))

    return SeedStep(number, title, todo, tab, *formulas, words, twin, idle)


def _entry_count(column: str) -> str:
    return f'SUMPRODUCT(--(TRIM({column})<>""))'


def _rating_count(column: str) -> str:
    return f"SUMPRODUCT(--({column}={RATINGS}))"


def _readiness(data: Dataset) -> tuple[int, int]:
    keys = {"Q1", "Q2", "Q3"}
    return sum(bool(a.answer) for a in data.readiness if a.id in keys), len(keys)


_FIRST_QUESTIONS = '((tblReadiness[Key]="Q1")+(tblReadiness[Key]="Q2")+(tblReadiness[Key]="Q3"))'

SEED_STEPS: tuple[SeedStep, ...] = (
    _step(
        "1-3",
        "Readiness",
        "Answer whether competencies, levels and tracks are there already.",
        "1 Readiness",
        (f'SUMPRODUCT({_FIRST_QUESTIONS}*({trim_formula("tblReadiness[Answer]")}={{"Yes","No"}}))', "3"),
        "answered",
        _readiness,
    ),
    _step(
        "4-5",
        "Track health",
        "Rate how well today's career tracks work, and say what better ones would change.",
        "2 Track health",
        (_rating_count("tblTrackHealth[Rating]"), str(len(HEALTH))),
        "rated",
        lambda data: (sum(bool(r.rating) for r in data.health), len(HEALTH)),
        idle=f'{TRACKS_ANSWER}="No"',
        is_needed=lambda data: data.readiness_answer("Q3") != "No",
    ),
    _step(
        "6-7",
        "Benefits",
        "Rate what career tracks are for, here, and tie the most important to a goal.",
        "3 Benefits",
        (_rating_count("tblBenefits[Importance]"), str(len(BENEFITS))),
        "rated",
        lambda data: (sum(bool(r.rating) for r in data.benefits), len(BENEFITS)),
    ),
    _step(
        "8",
        "Stage",
        "Choose the stage you are in.",
        "4 Stage",
        (count_choices(STAGE_ANSWER, STAGES), "1"),
        "chosen",
        lambda data: (int(any(a.stage for a in data.stage)), 1),
    ),
    _step(
        "9",
        "Competencies",
        "Name 8 to 12 things people do well here, or start from a ready-made set.",
        "Competencies",
        (_entry_count("tblCompetencies[Competency ID]"), "3"),
        "at least",
        lambda data: (len([c for c in data.competencies if c.id]), 3),
    ),
    _step(
        "9",
        "Tracks and levels",
        "Name the ways people can grow in Tracks, and the steps of each in Levels.",
        "Levels",
        (_entry_count("tblLevels[Level ID]"), f"MAX(2,2*{_entry_count('tblTracks[Track ID]')})"),
        "levels at least",
        lambda data: (
            len([level for level in data.levels if level.id]),
            max(2, 2 * len([t for t in data.tracks if t.id])),
        ),
    ),
    _step(
        "10",
        "Matrix",
        "Press Build for a Matrix tab a track, then write what each level looks like.",
        "Tracks",
        ("SUM(tblTracks[Cells written])", "SUM(tblTracks[Cells to write])"),
        "cells written",
        lambda data: data.cell_counts(),
    ),
    _step(
        "11",
        "Reflection",
        "Note for each track what was easy, what was hard, and what it will be good for.",
        "Reflection",
        (_entry_count("tblReflection[Answer]"), _entry_count("tblReflection[Track ID]")),
        "answered",
        lambda data: (
            sum(bool(a.answer) for a in data.reflections),
            len([a for a in (*data.reflections, *missing_reflections(data)) if a.track]),
        ),
    ),
    _step(
        "12",
        "Roadmap",
        "Press Roadmap to plan the roll-out, then give every action an owner.",
        "Roadmap",
        (
            'SUMPRODUCT((tblRoadmap[Action]<>"")*(((TRIM(tblRoadmap[Owner])<>"")*('
            f"{is_day_within('tblRoadmap[Start]')})"
            f'+({trim_formula("tblRoadmap[Status]")}="Done")+({trim_formula("tblRoadmap[Status]")}="Not needed"))>0))',
            _entry_count("tblRoadmap[Action]"),
        ),
        "owned and dated, or settled",
        lambda data: (
            sum(bool((a.owner and a.start) or is_closed(a)) for a in roadmap_actions(data) if a.action),
            len([a for a in roadmap_actions(data) if a.action]),
        ),
    ),
    _step(
        "then",
        "People and ratings",
        "List who is on which track and level in People; rate 1 to 5 with evidence in Assessments.",
        "People",
        (
            "COUNT(tblAssessments[Points])",
            f'MAX(1,{_entry_count("tblAssessments[Employee ID]")}-SUMPRODUCT((TRIM(tblAssessments[Employee ID])<>"")'
            '*(tblAssessments[Manager rating]="N/A")))',
        ),
        "rows of Assessments rated",
        lambda data: (
            sum(isinstance(r.manager_rating, int) for r in data.ratings if r.employee),
            max(1, sum(r.manager_rating != NA for r in data.ratings if r.employee)),
        ),
    ),
    _step(
        "then",
        "Measuring",
        "Set baseline and target for each measure before the launch, and follow the periods after it.",
        "KPIs",
        ("COUNT(tblKpis[Target])", _entry_count("tblKpis[Measure]")),
        "with a target",
        lambda data: (
            sum(k.target is not None for k in data.kpis),
            len([k for k in data.kpis or KPIS if k.measure]),
        ),
    ),
)
"""The way through the workbook; the first column of each is its number in the twelve steps."""
