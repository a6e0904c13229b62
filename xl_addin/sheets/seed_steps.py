"""The twelve steps as a workbook has them: where names are asked, two of them stand elsewhere."""

from dataclasses import replace
from functools import cache

from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import STEPS
from xl_addin.sheets import framework
from xl_addin.sheets.cell_places import cell_place, first_row
from xl_addin.sheets.step_progress import (
    FIRST_TEXT,
    MATRIX_TARGET,
    SEED_STEPS,
    SeedStep,
    StepProgress,
    entry_count,
    first_open_matrix,
)

_FRAMEWORK_COUNTS = (
    ("tblLadder[Track]", 1),
    (f"tblLadder[[Step 1]:[Step {STEPS[-1]}]]", 2),
    ("tblMarks[Competency]", 3),
)
"""Columns of names on Framework -> how many of them there are at least once step 9 is done."""
_NAMES, _MATRIX = 8, 9
"""Places of the steps that look otherwise where names are asked."""


@cache
def seed_steps(by_names: bool) -> tuple[SeedStep, ...]:
    """The twelve steps of a workbook that asks for names, or of one that asks for IDs."""
    if not by_names:
        return SEED_STEPS
    steps = list(SEED_STEPS)
    steps[_NAMES] = _framework_step(steps[_NAMES].title)
    steps[_MATRIX] = replace(steps[_MATRIX], place=_matrix_place_by_name())
    return tuple(steps)


def _framework_step(title: str) -> SeedStep:
    """Step 9 where names are asked: it counts what stands on Framework, as it is typed."""
    counts = [f"MIN({least},{entry_count(column)})" for column, least in _FRAMEWORK_COUNTS]
    (track, track_least), (level, level_least), (competency, _) = _FRAMEWORK_COUNTS
    titles = cell_place(framework.NAME, level)
    place = (
        f"IF({entry_count(track)}<{track_least},{_next_name(track)},"
        f"IF({entry_count(level)}<{level_least},{titles},{_next_name(competency)}))"
    )
    target = str(sum(least for _, least in _FRAMEWORK_COUNTS))
    return SeedStep(title, framework.NAME, place, "+".join(counts), target, _typed_names_progress, is_counted=True)


def _next_name(column: str) -> str:
    """The first cell of a column on Framework that is free."""
    return cell_place(framework.NAME, column, first_row(f'TRIM({column})=""'))


def _typed_names_progress(data: Dataset) -> StepProgress:
    counts = (
        sum(bool(row.name) for row in data.ladder),
        sum(len(row.titles) for row in data.ladder),
        sum(bool(row.name) for row in data.competency_rows),
    )
    targets = [least for _, least in _FRAMEWORK_COUNTS]
    return StepProgress(sum(map(min, counts, targets)), sum(targets))


def _matrix_place_by_name() -> str:
    """The same where the tab of a matrix is called after its track: the table of tracks says how."""
    tab = f'SUBSTITUTE(INDEX(tblTracks[Tab],{first_open_matrix()}),"\'","\'\'")'
    return f'IF({MATRIX_TARGET}=0,{_next_name("tblLadder[Track]")},"\'"&{tab}&"\'!{FIRST_TEXT}")'


def step_progress(data: Dataset) -> tuple[StepProgress, ...]:
    """How far each of the twelve steps is."""
    return tuple(step.twin(data) for step in seed_steps(data.by_names))
