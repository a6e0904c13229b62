"""How far each of the twelve steps is: an Excel formula and its Python twin, step by step."""

from collections.abc import Callable
from dataclasses import dataclass

from xl_addin.model.answers import BENEFITS, HEALTH, STAGES
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import is_day_within
from xl_addin.model.facts import NA
from xl_addin.model.rollout import KPIS
from xl_addin.model.text import trimmed
from xl_addin.roadmap.plan import settled
from xl_addin.scores.formula import RATINGS, choices
from xl_addin.sheets.readiness import TRACKS_ANSWER
from xl_addin.sheets.reflection import missing
from xl_addin.sheets.roadmap import actions
from xl_addin.sheets.stage import STAGE_ANSWER

DONE, UNDER_WAY, TO_DO, IDLE = "✓ Done", "◐ Under way", "○ To do", "– Not needed"
FINISHED = "All twelve steps are settled. Press Validate and Score now and then, and keep the roadmap up to date."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: what is there, what there should be, in words, and whether it is needed at all."""

    count: int
    wanted: int
    so_far: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number in the twelve, its tab, the formulas for what is there and wanted, the words between."""

    number: str
    title: str
    todo: str
    tab: str
    count: str
    wanted: str
    words: str
    twin: Callable[[Dataset], Progress]
    idle: str = ""

    @property
    def so_far(self) -> str:
        """The formula for "3 of 7 rated"."""
        return f'({self.count})&" of "&({self.wanted})&" {self.words}"'

    @property
    def status(self) -> str:
        """The formula for the status word with its sign."""
        way = (
            f'IF(AND(({self.wanted})>0,({self.count})>=({self.wanted})),"{DONE}",'
            f'IF(({self.count})>0,"{UNDER_WAY}","{TO_DO}"))'
        )
        return f'IF({self.idle},"{IDLE}",{way})' if self.idle else way


def status(how: Progress) -> str:
    """The status word: the twin of `Step.status`."""
    if not how.needed:
        return IDLE
    if how.wanted > 0 and how.count >= how.wanted:
        return DONE
    return UNDER_WAY if how.count > 0 else TO_DO


def _step(
    number: str, title: str, todo: str, tab: str, formulas: tuple[str, str], words: str,
    count: Callable[[Dataset], tuple[int, int]], idle: str = "", needed: Callable[[Dataset], bool] = lambda _: True,
) -> Step:  # fmt: skip
    def twin(data: Dataset) -> Progress:
        there, wanted = count(data)
        return Progress(there, wanted, f"{there} of {wanted} {words}", needed(data))

    return Step(number, title, todo, tab, *formulas, words, twin, idle)


def _filled(column: str) -> str:
    return f'SUMPRODUCT(--(TRIM({column})<>""))'


def _rated(column: str) -> str:
    return f"SUMPRODUCT(--({column}={RATINGS}))"


def _readiness(data: Dataset) -> tuple[int, int]:
    asked = {"Q1", "Q2", "Q3"}
    return sum(bool(a.answer) for a in data.readiness if a.id in asked), len(asked)


_ASKED = '((tblReadiness[Key]="Q1")+(tblReadiness[Key]="Q2")+(tblReadiness[Key]="Q3"))'

STEPS: tuple[Step, ...] = (
    _step(
        "1-3",
        "Readiness",
        "Answer whether competencies, levels and tracks are there already.",
        "1 Readiness",
        (f'SUMPRODUCT({_ASKED}*({trimmed("tblReadiness[Answer]")}={{"Yes","No"}}))', "3"),
        "answered",
        _readiness,
    ),
    _step(
        "4-5",
        "Track health",
        "Rate how well today's career tracks work, and say what better ones would change.",
        "2 Track health",
        (_rated("tblTrackHealth[Rating]"), str(len(HEALTH))),
        "rated",
        lambda data: (sum(bool(r.rating) for r in data.health), len(HEALTH)),
        idle=f'{TRACKS_ANSWER}="No"',
        needed=lambda data: data.answered("Q3") != "No",
    ),
    _step(
        "6-7",
        "Benefits",
        "Rate what career tracks are for, here, and tie the most important to a goal.",
        "3 Benefits",
        (_rated("tblBenefits[Importance]"), str(len(BENEFITS))),
        "rated",
        lambda data: (sum(bool(r.rating) for r in data.benefits), len(BENEFITS)),
    ),
    _step(
        "8",
        "Stage",
        "Choose the stage you are in.",
        "4 Stage",
        (choices(STAGE_ANSWER, STAGES), "1"),
        "chosen",
        lambda data: (int(any(a.stage for a in data.stage)), 1),
    ),
    _step(
        "9",
        "Competencies",
        "Name 8 to 12 things people do well here, or start from a ready-made set.",
        "Competencies",
        (_filled("tblCompetencies[Competency ID]"), "3"),
        "at least",
        lambda data: (len([c for c in data.competencies if c.id]), 3),
    ),
    _step(
        "9",
        "Tracks and levels",
        "Name the ways people can grow in Tracks, and the steps of each in Levels.",
        "Levels",
        (_filled("tblLevels[Level ID]"), f"MAX(2,2*{_filled('tblTracks[Track ID]')})"),
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
        lambda data: data.written(),
    ),
    _step(
        "11",
        "Reflection",
        "Note for each track what was easy, what was hard, and what it will be good for.",
        "Reflection",
        (_filled("tblReflection[Answer]"), _filled("tblReflection[Track ID]")),
        "answered",
        lambda data: (
            sum(bool(a.answer) for a in data.reflections),
            len([a for a in (*data.reflections, *missing(data)) if a.track]),
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
            f'+({trimmed("tblRoadmap[Status]")}="Done")+({trimmed("tblRoadmap[Status]")}="Not needed"))>0))',
            _filled("tblRoadmap[Action]"),
        ),
        "owned and dated, or settled",
        lambda data: (
            sum(bool((a.owner and a.start) or settled(a)) for a in actions(data) if a.action),
            len([a for a in actions(data) if a.action]),
        ),
    ),
    _step(
        "then",
        "People and ratings",
        "List who is on which track and level in People; rate 1 to 5 with evidence in Assessments.",
        "People",
        (
            "COUNT(tblAssessments[Points])",
            f'MAX(1,{_filled("tblAssessments[Employee ID]")}-SUMPRODUCT((TRIM(tblAssessments[Employee ID])<>"")'
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
        ("COUNT(tblKpis[Target])", _filled("tblKpis[Measure]")),
        "with a target",
        lambda data: (
            sum(k.target is not None for k in data.kpis),
            len([k for k in data.kpis or KPIS if k.measure]),
        ),
    ),
)
"""The way through the workbook; the first column of each is its number in the twelve steps."""
