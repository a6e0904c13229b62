"""The account of an export: every row of People once, with what became of it; cells and labels in what is printed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xl_addin.cells.table import TableData
from xl_addin.exchange.export_status import ExportStatus
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import PERSON
from xl_addin.sheets import people
from xl_addin.sheets.visible_places import visible_place

FATES = ("new", "replaced", "same", "kept", "top", "not_due", "not_asked", "left_out")
"""What can become of a row: of its form new to kept, as in `books.storage.FormResult`; else as in `ExportStatus`."""
_ADDRESSES = 10
"""How many people without an address are named: a company may send its forms another way altogether."""
_SENTENCES = {
    "left_out": "Left out: {}, each with the reason above.",
    "top": "In nobody's pack, as nobody is above: {}.",
    "not_due": "Not due, as not active: {}.",
    "not_asked": "Not asked for: {}.",
}


@dataclass(frozen=True)
class ExportAccount:
    """Who is in it, `form_fates` with what became of each form by the employee ID it is for, and the workbook as
    read.
    """

    standings: Sequence[ExportStatus]
    form_fates: Mapping[str, str]
    snapshot: Snapshot
    data_set: Dataset = field(default_factory=Dataset)

    def fate(self, status: ExportStatus) -> str:
        """What became of a row: one of FATES."""
        return self.form_fates.get(status.form, "left_out") if status.state == "due" else status.state

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows of each fate."""
        fate_counts = Counter(self.fate(status) for status in self.standings)
        return {fate: fate_counts[fate] for fate in FATES}

    def sentence(self) -> str:
        """How many have no form, and why; nothing where everybody has one."""
        return "".join(f" {words.format(self.counts[fate])}" for fate, words in _SENTENCES.items() if self.counts[fate])

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """Where, what and what to do, for each row that is left out."""
        for status in self.standings:
            if status.reason is not None:
                yield self.cell(status), f"{self._label(status)} {status.reason.problem}", status.reason.todo

    def without_address(self) -> Sequence[ExportStatus]:
        """Who got a form, or leads those in a pack, and has no e-mail address to send it to."""
        forms = {status.form for status in self.standings if status.state == "due" and status.form in self.form_fates}
        return [status for status in self.standings if status.person.id in forms and not status.person.email.strip()]

    def address_lines(self) -> Iterator[tuple[str, str, str]]:
        """Where, what and what to do, for each of them; of very many the rest is counted."""
        statuses, todo = self.without_address(), "type the address, or hand the form over another way"
        for status in statuses[:_ADDRESSES]:
            yield self._place(status, "email"), f"{self._label(status)} has no e-mail address", todo
        if (rest := len(statuses) - _ADDRESSES) > 0:
            yield (
                "People",
                f"{rest:,} more have no e-mail address" if rest > 1 else "1 more has no e-mail address",
                todo,
            )

    def data(self) -> list[dict[str, Any]]:
        """Every row, for programs."""
        return [
            {
                "id": status.person.id,
                "name": status.person.name,
                "row": self._row(status),
                "cell": self.cell(status),
                "fate": self.fate(status),
                "form_of": status.form,
                "reason": status.reason.problem if status.reason else "",
                "todo": status.reason.todo if status.reason else "",
            }
            for status in self.standings
        ]

    def cell(self, status: ExportStatus) -> str:
        """The cell to look at: of the field that is wrong, else of the ID."""
        return self._place(status, status.reason.field if status.reason else "id")

    def _place(self, status: ExportStatus, field: str) -> str:
        if self._table is None:
            return "People"
        place = visible_place(Place(people.TABLE.name, status.person.row, field), self.data_set)
        column = self._columns.get(place.field, 0)
        return f"{self._table.sheet}!{self._table.address(place.row, column)}"

    def _label(self, status: ExportStatus) -> str:
        """How a line calls somebody."""
        return label_of(self.data_set, PERSON, status.person.id) or "this row"

    def _row(self, status: ExportStatus) -> int:
        """The number that a reader sees beside the row."""
        return status.person.row + 1 + (self._table.top if self._table else 0)

    @cached_property
    def _table(self) -> TableData | None:
        return find_table(self.snapshot, people.TABLE.name)

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        table = people.named_table() if self.data_set.by_names else people.TABLE
        return find_columns(self._table, table) if self._table else {}
