"""What collecting found: in a sentence, in lines, and for programs. Ids and cells only, never what was rated."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_addin.exchange.merge import MergedForm
from xl_addin.exchange.return_status import FormProgress
from xl_addin.exchange.returned_form import Remark
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.labels import label_of, last_name
from xl_addin.model.ladder import PERSON

ReportLine = tuple[str, str, str, str]


@dataclass(frozen=True)
class CollectReport:
    """All there is to tell about one cycle and one folder.

    `files` are those understood, each with its fate; `refusals` the others; `sent_forms` every form that went out, and
    `waiting` the number of files taken whose answers are not in the workbook yet; `data_set` says what
    people are called.
    """

    cycle: str
    files: Sequence[MergedForm]
    refusals: Sequence[Refused]
    sent_forms: Sequence[FormProgress]
    waiting: int
    data_set: Dataset = field(default_factory=Dataset)

    @property
    def clean(self) -> bool:
        """Nothing for a person to settle."""
        return not self.refusals and not any(file.fate == "conflict" or file.form.refused_cells for file in self.files)

    @property
    def counts(self) -> Counter[str]:
        """How many files of each fate, and how many refused."""
        return Counter([*(file.fate for file in self.files), *("refused" for _ in self.refusals)])

    def sentence(self) -> str:
        """How far the cycle is, and what the files bring."""
        states = Counter(progress.state for progress in self.sent_forms)
        late = sum(progress.overdue for progress in self.sent_forms)
        states_text = ", ".join(f"{states[state]} {state}" for state in ("returned", "partial", "missing"))
        overdue = f", {late} overdue" if late else ""
        files = ", ".join(f"{number} {fate}" for fate, number in sorted(self.counts.items()))
        count = len(self.files) + len(self.refusals)
        files_text = f" {quantity(count, 'file')}: {files}." if files else ""
        return f"{self.cycle}: {len(self.sent_forms)} sent, {states_text}{overdue}.{files_text}"

    def lines(self) -> Iterator[ReportLine]:
        """What needs a person first, then what is in order, then who is missing."""
        for person, *words in self._lines():
            kind, state, text = words
            yield self._label(person), kind, state, text

    def _label(self, person: str) -> str:
        """Whom a line is about; the name of a file and the code of a respondent stay as they are."""
        is_known = person in self.data_set.person or last_name(self.data_set, PERSON, person)
        return label_of(self.data_set, PERSON, person) if is_known else person

    def _lines(self) -> Iterator[ReportLine]:
        yield from ((file.place, "", "refused", f"{file.problem}: {file.todo}") for file in self.refusals)
        yield from (line for file in self.files if file.fate == "conflict" for line in _conflict(file))
        yield from (line for file in self.files for line in _remarks(file))
        yield from (_file_line(file) for file in self.files if file.fate != "conflict")
        yield from (_open(progress) for progress in self.sent_forms if progress.state != "returned")

    def data(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "cycle": self.cycle,
            "files": [_file_data(file) for file in self.files],
            "refused": [{"file": file.place, "what": file.problem, "todo": file.todo} for file in self.refusals],
            "waiting": self.waiting,
            "status": {
                "sent": len(self.sent_forms),
                **{
                    state: sum(progress.state == state for progress in self.sent_forms)
                    for state in ("returned", "partial", "missing")
                },
                "overdue": sum(progress.overdue for progress in self.sent_forms),
                "people": [_person(progress) for progress in self.sent_forms],
            },
        }


def _file_line(file: MergedForm) -> ReportLine:
    _, kind, person = file.form.sender
    refused_text = f", {len(file.form.refused_cells)} refused" if file.form.refused_cells else ""
    counts = f"{file.new_count} new, {file.changed_count} changed, {file.same_count} the same{refused_text}"
    return person, kind, file.fate, file.reason or f"{counts}; {file.rated_count} of {len(file.form.rating_keys)} rated"


def _conflict(file: MergedForm) -> Iterator[ReportLine]:
    _, kind, person = file.form.sender
    save_text = file.form.save_time or "at an unknown time"
    yield person, kind, file.fate, f"{file.form.file}, saved {save_text}, {file.form.digest[:12]}: {file.reason}"


def _remarks(file: MergedForm) -> Iterator[ReportLine]:
    """What is to be said of single cells and of the file; how a cell was read is said without its value."""
    form = file.form
    person, kind = form.sender[2], form.sender[1]
    yield from ((person, kind, "cell refused", str(remark)) for remark in form.refused_cells)
    yield from _first_three(
        person,
        kind,
        "read",
        [f"{r.row}, {r.cells}: typed as text or shown as a date, read as a rating" for r in form.notes],
    )
    yield from _first_three(person, kind, "unknown row", [f"{key}: was not in this form" for key in form.strange])
    if form.hidden_rows:
        was = "was" if form.hidden_rows == 1 else "were"
        yield person, kind, "hidden", f"{quantity(form.hidden_rows, 'hidden row')} {was} read like the others"
    if form.extras:
        yield person, kind, "left out", ", ".join(form.extras)


def _first_three(person: str, kind: str, word: str, remarks: Sequence[str]) -> Iterator[ReportLine]:
    yield from ((person, kind, word, remark) for remark in remarks[:3])
    if len(remarks) > 3:
        yield person, kind, word, f"and {len(remarks) - 3} more"


def _open(progress: FormProgress) -> ReportLine:
    due = f"due {progress.form.due}" if progress.form.due else ""
    return progress.form.person, progress.form.kind, "overdue" if progress.overdue else progress.state, due


def _file_data(file: MergedForm) -> dict[str, Any]:
    cycle, kind, person = file.form.sender
    return {
        "file": file.form.file,
        "cycle": cycle,
        "kind": kind,
        "person": person,
        "fate": file.fate,
        "why": file.reason,
        "new": file.new_count,
        "changed": file.changed_count,
        "same": file.same_count,
        "rated": file.rated_count,
        "asked": len(file.form.rating_keys),
        "saved": file.form.save_time,
        "sha256": file.form.digest,
        "refused": _cells(file.form.refused_cells),
        "read": [{"row": remark.row, "cells": remark.cells} for remark in file.form.notes],
        "unknown_rows": list(file.form.strange),
        "hidden_rows": file.form.hidden_rows,
        "left_out": list(file.form.extras),
    }


def _cells(remarks: Iterable[Remark]) -> list[dict[str, str]]:
    return [{"row": remark.row, "cells": remark.cells, "why": remark.text, "todo": remark.todo} for remark in remarks]


def _person(progress: FormProgress) -> dict[str, Any]:
    return {
        "kind": progress.form.kind,
        "person": progress.form.person,
        "state": progress.state,
        "due": progress.form.due,
        "overdue": progress.overdue,
    }
