"""What helps next: the first thing that is missing on the way from an empty workbook to scores.

Each answer is a sentence that names the tab or the command, or "" where nothing of it is missing. A command asks for
the stretch of the way that it needs itself, so that its next step is never one that leads back to it unchanged.
"""

from xl_addin.commands.command import Job
from xl_addin.exchange.asked import asked_of
from xl_addin.model.counts import counted, listed
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.records import Employee
from xl_addin.model.statements import is_draft
from xl_addin.sheets.naming import address


def first(*steps: str) -> str:
    """The first step that is needed."""
    return next(filter(None, steps), "")


def fill_step(job: Job, data: Dataset) -> str:
    """What is missing before there is anything to build."""
    tabs = (("Tracks", data.tracks), ("Levels", data.levels), ("Competencies", data.competencies))
    empty = [tab for tab, records in tabs if not records]
    return f"Fill {listed(empty)} in {job.name}, then run: trackbook build {job.typed}" if empty else ""


def basis_step(job: Job, data: Dataset) -> str:
    """What is missing before there is a matrix to write in."""
    unbuilt = any(track.id not in data.matrix and data.levels_of(track.id) for track in data.tracks)
    build = f"Run: trackbook build {job.typed}" if unbuilt or not data.matrices else ""
    return first(fill_step(job, data), build)


def framework_step(job: Job, data: Dataset, then: str = "validate") -> str:
    """What is missing before every cell of the matrix says something that people may read."""
    drafts, (written, cells) = draft_count(data), data.written()
    again = f"then run: trackbook {then} {job.typed}"
    if step := basis_step(job, data):
        return step
    if not cells:
        return f"Say in Competencies which tracks each applies to, then run: trackbook build {job.typed}"
    if merged := [misfit.place for misfit in data.misfits if misfit.kind == "merged"]:
        return f"Unmerge the cells at {address(merged[0], job.snapshot, job.read.tables)} of {job.name}, {again}"
    if written < cells:
        return f"Write {_the(cells - written, 'empty cell')} of the Matrix tabs of {job.name}, {again}"
    if drafts:
        return f"Edit {_the(drafts, 'text')} marked DRAFT in the Matrix tabs of {job.name}, {again}"
    return ""


def people_step(job: Job, data: Dataset) -> str:
    """What is missing before anybody can be sent a form: somebody active who has a level, and words to be rated on."""
    again = f"then run: trackbook export {job.typed}"
    if not data.people:
        return f"List in the People tab of {job.name} who is on which track and level, {again}"
    if not any(person.active == "Yes" and person.level in data.level for person in data.people):
        return f"Give everybody in the People tab of {job.name} a level that is on the Levels tab, {again}"
    return "" if any(_askable(data, person) for person in data.people) else framework_step(job, data, "export")


def _askable(data: Dataset, person: Employee) -> bool:
    """Whether there are words that a person can be rated on."""
    if person.active != "Yes":
        return False
    try:
        return bool(asked_of(data, person))
    except Refused:
        return False


def ratings_step(job: Job, data: Dataset) -> str:
    """What is missing before there is anything to score."""
    if not any(data.rated):
        rate = f"Type ratings into the Assessments tab of {job.name}, or send everybody a form"
        return first(basis_step(job, data), people_step(job, data), f"{rate}: trackbook export {job.typed}")
    return ""


def draft_count(data: Dataset) -> int:
    """How many cells of the matrix are still proposals that nobody has edited."""
    return sum(is_draft(cell.text) for matrix in data.matrices for cell in matrix.cells)


def _the(count: int, noun: str) -> str:
    return f"the {noun}" if count == 1 else f"the {counted(count, noun)}"
