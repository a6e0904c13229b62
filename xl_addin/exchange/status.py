"""Who has returned their form and who has not, and whom to remind."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xl_addin.exchange.journal import FormSent, Journal
from xl_addin.layout.csv_text import as_csv
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

State = Literal["returned", "partial", "missing"]
_HEADER = ("ID", "Name", "Email", "Manager", "File", "Due")


@dataclass(frozen=True, slots=True)
class Progress:
    """One form that went out, and what came back of it: all rows rated, some, or nothing yet."""

    form: FormSent
    state: State
    overdue: bool


def progress(journal: Journal, cycle: str, today: dt.date, coming: Mapping[tuple[str, str], bool]) -> list[Progress]:
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
    found = []
    for form in journal.forms(cycle):
        whole = complete.get((form.kind, form.person))
        state: State = "missing" if whole is None else "returned" if whole else "partial"
        late = bool(form.due) and form.due < today.isoformat() and state != "returned"
        found.append(Progress(form, state, late))
    return found


def reminders(open_ones: Iterable[Progress], people: Mapping[str, Employee]) -> str:
    """A list for mail merge, as CSV: everybody whose form is not back, whole. A respondent has a code and no name."""
    rows = [_row(own, people.get(own.form.person)) for own in open_ones if own.state != "returned"]
    return as_csv(_HEADER, rows)


def _row(own: Progress, person: Employee | None) -> Sequence[str]:
    known = person or Employee()
    return own.form.person, known.name, known.email, known.manager, own.form.file, own.form.due


def open_cycle(data: Dataset, journal: Journal) -> str:
    """The open cycle where forms were sent for it, else the last one they were sent for."""
    named = str(data.setting("cycle"))
    cycles = journal.cycles()
    return named if named in cycles or not cycles else cycles[-1]
