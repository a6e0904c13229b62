"""What collecting found: in a sentence, in lines, and for programs. Ids and cells only, never what was rated."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xl_addin.exchange.merge import Merged
from xl_addin.exchange.returned import Remark
from xl_addin.exchange.status import Progress
from xl_addin.model.counts import counted
from xl_addin.model.errors import Refused

Line = tuple[str, str, str, str]


@dataclass(frozen=True)
class Report:
    """All there is to tell about one cycle and one folder.

    `files` are those understood, each with its fate; `refused` the others; `sent` every form that went out, and
    `waiting` the number of files taken whose answers are not in the workbook yet.
    """

    cycle: str
    files: Sequence[Merged]
    refused: Sequence[Refused]
    sent: Sequence[Progress]
    waiting: int

    @property
    def clean(self) -> bool:
        """Nothing for a person to settle."""
        return not self.refused and not any(one.fate == "conflict" or one.found.refused for one in self.files)

    @property
    def counted(self) -> Counter[str]:
        """How many files of each fate, and how many refused."""
        return Counter([*(one.fate for one in self.files), *("refused" for _ in self.refused)])

    def sentence(self) -> str:
        """How far the cycle is, and what the files bring."""
        states = Counter(own.state for own in self.sent)
        late = sum(own.overdue for own in self.sent)
        told = ", ".join(f"{states[state]} {state}" for state in ("returned", "partial", "missing"))
        overdue = f", {late} overdue" if late else ""
        files = ", ".join(f"{number} {fate}" for fate, number in sorted(self.counted.items()))
        count = len(self.files) + len(self.refused)
        brought = f" {counted(count, 'file')}: {files}." if files else ""
        return f"{self.cycle}: {len(self.sent)} sent, {told}{overdue}.{brought}"

    def lines(self) -> Iterator[Line]:
        """What needs a person first, then what is in order, then who is missing."""
        yield from ((one.where, "", "refused", f"{one.what}: {one.todo}") for one in self.refused)
        yield from (line for one in self.files if one.fate == "conflict" for line in _conflict(one))
        yield from (line for one in self.files for line in _remarks(one))
        yield from (_brought(one) for one in self.files if one.fate != "conflict")
        yield from (_open(own) for own in self.sent if own.state != "returned")

    def data(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "cycle": self.cycle,
            "files": [_told(one) for one in self.files],
            "refused": [{"file": one.where, "what": one.what, "todo": one.todo} for one in self.refused],
            "waiting": self.waiting,
            "status": {
                "sent": len(self.sent),
                **{state: sum(own.state == state for own in self.sent) for state in ("returned", "partial", "missing")},
                "overdue": sum(own.overdue for own in self.sent),
                "people": [_person(own) for own in self.sent],
            },
        }


def _brought(one: Merged) -> Line:
    _, kind, person = one.found.whose
    refused = f", {len(one.found.refused)} refused" if one.found.refused else ""
    counts = f"{one.new} new, {one.changed} changed, {one.same} the same{refused}"
    return person, kind, one.fate, one.why or f"{counts}; {one.rated} of {len(one.found.asked)} rated"


def _conflict(one: Merged) -> Iterator[Line]:
    _, kind, person = one.found.whose
    saved = one.found.saved or "at an unknown time"
    yield person, kind, one.fate, f"{one.found.file}, saved {saved}, {one.found.digest[:12]}: {one.why}"


def _remarks(one: Merged) -> Iterator[Line]:
    """What is to be said of single cells and of the file; how a cell was read is said without its value."""
    found = one.found
    person, kind = found.whose[2], found.whose[1]
    yield from ((person, kind, "cell refused", str(remark)) for remark in found.refused)
    yield from _some(
        person,
        kind,
        "read",
        [f"{r.row}, {r.cells}: typed as text or shown as a date, read as a rating" for r in found.notes],
    )
    yield from _some(person, kind, "unknown row", [f"{key}: was not in this form" for key in found.strange])
    if found.hidden:
        was = "was" if found.hidden == 1 else "were"
        yield person, kind, "hidden", f"{counted(found.hidden, 'hidden row')} {was} read like the others"
    if found.carried:
        yield person, kind, "left out", ", ".join(found.carried)


def _some(person: str, kind: str, word: str, said: Sequence[str]) -> Iterator[Line]:
    yield from ((person, kind, word, one) for one in said[:3])
    if len(said) > 3:
        yield person, kind, word, f"and {len(said) - 3} more"


def _open(own: Progress) -> Line:
    due = f"due {own.form.due}" if own.form.due else ""
    return own.form.person, own.form.kind, "overdue" if own.overdue else own.state, due


def _told(one: Merged) -> dict[str, Any]:
    cycle, kind, person = one.found.whose
    return {
        "file": one.found.file,
        "cycle": cycle,
        "kind": kind,
        "person": person,
        "fate": one.fate,
        "why": one.why,
        "new": one.new,
        "changed": one.changed,
        "same": one.same,
        "rated": one.rated,
        "asked": len(one.found.asked),
        "saved": one.found.saved,
        "sha256": one.found.digest,
        "refused": _cells(one.found.refused),
        "read": [{"row": remark.row, "cells": remark.cells} for remark in one.found.notes],
        "unknown_rows": list(one.found.strange),
        "hidden_rows": one.found.hidden,
        "left_out": list(one.found.carried),
    }


def _cells(remarks: Iterable[Remark]) -> list[dict[str, str]]:
    return [{"row": one.row, "cells": one.cells, "why": one.said, "todo": one.todo} for one in remarks]


def _person(own: Progress) -> dict[str, Any]:
    return {
        "kind": own.form.kind,
        "person": own.form.person,
        "state": own.state,
        "due": own.form.due,
        "overdue": own.overdue,
    }
