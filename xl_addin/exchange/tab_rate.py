"""Rate yourself: the rows to rate, from 1 to 5, with the evidence."""

from collections.abc import Mapping, Sequence

from xl_addin.exchange.asked import Group, given, scale_words
from xl_addin.exchange.live import SELF
from xl_addin.exchange.rating_table import FILLED, NAME, TINTS, fixed, own, rating_table
from xl_addin.exchange.send import Values
from xl_addin.exchange.tabs import PERSON, key_line
from xl_addin.layout.content import RowValues
from xl_addin.layout.describe import Cell, Formula, Line, Sheet, Slot
from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

_A_PAGE = 8
"""Rows that are easy to read on one printed page."""


def sheet(data: Dataset, group: Group) -> Sheet:
    """The tab for everybody of a group."""
    table = rating_table(SELF)
    still = Formula(f'COUNTBLANK({NAME}[{SELF}])&" of {counted(len(group.rows), "line")}"', Slot("still"))
    return Sheet(
        name="Rate yourself",
        title="Rate yourself",
        purpose=f"Rate every line against its expectation: {scale_words(data)}  ·  N/A where it does not apply. "
        "Say what was seen.",
        group="inputs",
        blocks=(
            Line(
                (
                    Cell("Employee ID", "label"),
                    Cell(Slot(PERSON), "body", name=PERSON, text=True),
                    Cell(Slot("name"), "lead"),
                    Cell("Still open", "label", span=2),
                    Cell(still, "body"),
                ),
                height=20,
            ),
            key_line(table.columns, FILLED[SELF]),
            table,
        ),
        widths=tuple(c.width for c in table.columns),
        tints={NAME: TINTS},
        protected=True,
        pages=-(-len(group.rows) // _A_PAGE),
    )


def rows(group: Group) -> Mapping[str, Sequence[RowValues]]:
    """The rows to rate, with slots for what differs from person to person."""
    return {NAME: [{**fixed(asked), **{f: Slot(name) for f, name in asked.slots.items()}} for asked in group.rows]}


def values(data: Dataset, group: Group, person: Employee) -> Values:
    """What fills the slots for one person."""
    held = given(data, group.terms.cycle, person.id)
    found: Values = {PERSON: person.id, "name": person.name}
    still = 0
    for asked in group.rows:
        rating = held.get((asked.competency, asked.level))
        still += rating is None or rating.self_rating is None
        for field, value in own(asked, person.id, rating, SELF, other=group.terms.manager).items():
            found[asked.slots[field]] = value
    found["still"] = f"{still} of {counted(len(group.rows), 'line')}"
    return found
