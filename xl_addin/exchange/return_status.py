"""Who has returned their form and who has not, and whom to remind."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xl_addin.exchange.journal import FormSent, Journal
from xl_addin.layout.csv_text import as_csv
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

ReturnState = Literal["returned", "partial", "missing"]
_HEADER = ("ID", "Name", "Email", "Manager", "File", "Due")


@dataclass(frozen=True, slots=True)
class FormProgress:
    """One form that went out, and what came back of it: all rows rated, some, or nothing yet."""

    form: FormSent
    state: ReturnState
    overdue: bool


def form_progress(
    journal: Journal, cycle: str, today: dt.date, coming: Mapping[tuple[str, str], bool]
) -> list[FormProgress]:
    """Every form sent for a cycle, by kind and person.

    Args:
        journal: what went out and what came back.
        cycle: the round of reviews.
        today: forms due before it are overdue.
        coming: (kind, person) -> whether all is rated, for files that are about to be taken.
    """
    complete: dict[tuple[str, str], bool] = {}
    for receipt in journal.receipts(cycle):
        complete[receipt.kind, receipt.person] = receipt.complete
    complete |= coming
    forms = []
    for form in journal.forms(cycle):
        whole = complete.get((form.kind, form.person))
        state: ReturnState = "missing" if whole is None else "returned" if whole else "partial"
        late = bool(form.due) and form.due < today.isoformat() and state != "returned"
        forms.append(FormProgress(form, state, late))
    return forms


def reminders(open_ones: Iterable[FormProgress], people: Mapping[str, Employee]) -> str:
    """A list for mail merge, as CSV: everybody whose form is not back, whole. A respondent has a code and no name."""
    rows = [_row(progress, people.get(progress.form.person)) for progress in open_ones if progress.state != "returned"]
    return as_csv(_HEADER, rows)


def _row(progress: FormProgress, person: Employee | None) -> Sequence[str]:
    employee = person or Employee()
    return progress.form.person, employee.name, employee.email, employee.manager, progress.form.file, progress.form.due


def open_cycle(data: Dataset, journal: Journal) -> str:
    """The open cycle where forms were sent for it, else the last one they were sent for."""
    cycle_setting = str(data.setting("cycle"))
    cycles = journal.cycles()
    return cycle_setting if cycle_setting in cycles or not cycles else cycles[-1]
