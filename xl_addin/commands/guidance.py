"""What helps next: the first thing that is missing on the way from an empty workbook to scores.

Each answer is a sentence that names the tab or the command, or "" where nothing of it is missing. A command asks for
the stretch of the way that it needs itself, so that its next step is never one that leads back to it unchanged.
"""

from xl_addin.commands.command import Job
from xl_addin.exchange.form.form_rows import rows_to_rate
from xl_addin.model.counts import join_words, quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.records import Employee
from xl_addin.model.statements import is_draft
from xl_addin.sheets.visible_places import cell_address


def first_step(*steps: str) -> str:
    """The first step that is needed."""
    return next(filter(None, steps), "")


def fill_step(job: Job, data: Dataset) -> str:
    """What is missing before there is anything to build."""
    if data.by_names and not (data.tracks and data.levels and data.competencies):
        return f"Fill Framework in {job.name}, then run: trackbook build {job.argument}"
    tabs = (("Tracks", data.tracks), ("Levels", data.levels), ("Competencies", data.competencies))
    empty = [tab for tab, records in tabs if not records]
    return f"Fill {join_words(empty)} in {job.name}, then run: trackbook build {job.argument}" if empty else ""


def basis_step(job: Job, data: Dataset) -> str:
    """What is missing before there is a matrix to write in."""
    unbuilt = any(track.id not in data.matrix and data.levels_of(track.id) for track in data.tracks)
    build = f"Run: trackbook build {job.argument}" if unbuilt or not data.matrices else ""
    return first_step(fill_step(job, data), build)


def framework_step(job: Job, data: Dataset, command_name: str = "validate") -> str:
    """What is missing before every cell of the matrix says something that people may read."""
    drafts, (written_cells, cells) = draft_count(data), data.cell_counts()
    retry_text = f"then run: trackbook {command_name} {job.argument}"
    if step := basis_step(job, data):
        return step
    if not cells:
        wish = "Mark on Framework what counts on each track"
        wish = wish if data.by_names else "Say in Competencies which tracks each applies to"
        return f"{wish}, then run: trackbook build {job.argument}"
    if merged_places := [misfit.place for misfit in data.misfits if misfit.kind == "merged"]:
        return (
            f"Unmerge the cells at {cell_address(merged_places[0], job.snapshot, job.workbook.tables, data)} "
            f"of {job.name}, {retry_text}"
        )
    if written_cells < cells:
        return f"Write {_the(cells - written_cells, 'empty cell')} of the Matrix tabs of {job.name}, {retry_text}"
    if drafts:
        return f"Edit {_the(drafts, 'text')} marked DRAFT in the Matrix tabs of {job.name}, {retry_text}"
    return ""


def people_step(job: Job, data: Dataset) -> str:
    """What is missing before anybody can be sent a form: somebody active who has a level, and words to be rated on."""
    retry_text = f"then run: trackbook export {job.argument}"
    if not data.people:
        return f"List in the People tab of {job.name} who is on which track and level, {retry_text}"
    if not any(person.active == "Yes" and person.level in data.level for person in data.people):
        tab = "on Framework" if data.by_names else "on the Levels tab"
        return f"Give everybody in the People tab of {job.name} a level that is {tab}, {retry_text}"
    return "" if any(_askable(data, person) for person in data.people) else framework_step(job, data, "export")


def _askable(data: Dataset, person: Employee) -> bool:
    """Whether there are words that a person can be rated on."""
    if person.active != "Yes":
        return False
    try:
        return bool(rows_to_rate(data, person))
    except Refused:
        return False


def ratings_step(job: Job, data: Dataset) -> str:
    """What is missing before there is anything to score."""
    if not any(data.ratings_by_person):
        rate = f"Type ratings into the Assessments tab of {job.name}, or send everybody a form"
        return first_step(basis_step(job, data), people_step(job, data), f"{rate}: trackbook export {job.argument}")
    return ""


def draft_count(data: Dataset) -> int:
    """How many cells of the matrix are still proposals that nobody has edited."""
    return sum(is_draft(cell.text) for matrix in data.matrices for cell in matrix.cells)


def _the(count: int, noun: str) -> str:
    return f"the {noun}" if count == 1 else f"the {quantity(count, noun)}"
