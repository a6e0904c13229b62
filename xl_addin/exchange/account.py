"""The account of an export: every row of People once, with what became of it. IDs and cells only in what is printed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xl_addin.cells.table import TableData
from xl_addin.exchange.standing import Standing
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.layout.parse import columns_in
from xl_addin.sheets import people

FATES = ("new", "replaced", "same", "kept", "top", "not_due", "not_asked", "left_out")
"""What can become of a row: of its form new to kept, as in `books.port.FormMade`; else as in `Standing`."""
_ADDRESSES = 10
"""How many people without an address are named: a company may send its forms another way altogether."""
_SAID = {
    "left_out": "Left out: {}, each with the reason above.",
    "top": "In nobody's pack, as nobody is above: {}.",
    "not_due": "Not due, as not active: {}.",
    "not_asked": "Not asked for: {}.",
}


@dataclass(frozen=True)
class Account:
    """Who is in it, `made` with what became of each form by the employee ID it is for, and the workbook as read."""

    standings: Sequence[Standing]
    made: Mapping[str, str]
    snapshot: Snapshot

    def fate(self, own: Standing) -> str:
        """What became of a row: one of FATES."""
        return self.made.get(own.form, "left_out") if own.state == "due" else own.state

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows of each fate."""
        counted = Counter(self.fate(own) for own in self.standings)
        return {fate: counted[fate] for fate in FATES}

    def sentence(self) -> str:
        """How many have no form, and why; nothing where everybody has one."""
        return "".join(f" {words.format(self.counts[fate])}" for fate, words in _SAID.items() if self.counts[fate])

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """Where, what and what to do, for each row that is left out."""
        for own in self.standings:
            if own.reason is not None:
                yield self.cell(own), f"{own.person.id or 'this row'} {own.reason.what}", own.reason.todo

    def without_address(self) -> Sequence[Standing]:
        """Who got a form, or leads those in a pack, and has no e-mail address to send it to."""
        forms = {own.form for own in self.standings if own.state == "due" and own.form in self.made}
        return [own for own in self.standings if own.person.id in forms and not own.person.email.strip()]

    def address_lines(self) -> Iterator[tuple[str, str, str]]:
        """Where, what and what to do, for each of them; of very many the rest is counted."""
        people_without, todo = self.without_address(), "type the address, or hand the form over another way"
        for own in people_without[:_ADDRESSES]:
            yield self._place(own, "email"), f"{own.person.id} has no e-mail address", todo
        if (more := len(people_without) - _ADDRESSES) > 0:
            yield (
                "People",
                f"{more:,} more have no e-mail address" if more > 1 else "1 more has no e-mail address",
                todo,
            )

    def data(self) -> list[dict[str, Any]]:
        """Every row, for programs."""
        return [
            {
                "id": own.person.id,
                "name": own.person.name,
                "row": self._row(own),
                "cell": self.cell(own),
                "fate": self.fate(own),
                "form_of": own.form,
                "reason": own.reason.what if own.reason else "",
                "todo": own.reason.todo if own.reason else "",
            }
            for own in self.standings
        ]

    def cell(self, own: Standing) -> str:
        """The cell to look at: of the field that is wrong, else of the ID."""
        return self._place(own, own.reason.field if own.reason else "id")

    def _place(self, own: Standing, field: str) -> str:
        if self._table is None:
            return "People"
        column = self._columns.get(field, 0)
        return f"{self._table.sheet}!{self._table.address(own.person.row, column)}"

    def _row(self, own: Standing) -> int:
        """The number that a reader sees beside the row."""
        return own.person.row + 1 + (self._table.top if self._table else 0)

    @cached_property
    def _table(self) -> TableData | None:
        return table_in(self.snapshot, people.TABLE.name)

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return columns_in(self._table, people.TABLE) if self._table else {}
