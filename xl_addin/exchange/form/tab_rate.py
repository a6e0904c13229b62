"""Rate yourself: the rows to rate, from 1 to 5, with the evidence."""

from collections.abc import Mapping, Sequence

from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_figures import SELF_HEADER
from xl_addin.exchange.form.form_rows import FormGroup, person_ratings, scale_words
from xl_addin.exchange.form.rating_table import (
    FIELDS_BY_RATER,
    GAP_TINTS,
    NAME,
    personal_fields,
    rating_table,
    shared_fields,
)
from xl_addin.exchange.form.tab_parts import PERSON, key_line
from xl_addin.layout.describe import Cell, Formula, Line, Sheet, Slot
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

_A_PAGE = 8
"""Rows that are easy to read on one printed page."""


def sheet(data: Dataset, group: FormGroup) -> Sheet:
    """The tab for everybody of a group."""
    table = rating_table(SELF_HEADER)
    open_formula = Formula(
        f'COUNTBLANK({NAME}[{SELF_HEADER}])&" of {quantity(len(group.rows), "line")}"', Slot("still")
    )
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
                    Cell(open_formula, "body"),
                ),
                height=20,
            ),
            key_line(table.columns, FIELDS_BY_RATER[SELF_HEADER]),
            table,
        ),
        widths=tuple(c.width for c in table.columns),
        tints={NAME: GAP_TINTS},
        is_protected=True,
        pages=-(-len(group.rows) // _A_PAGE),
    )


def rows(group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """The rows to rate, with slots for what differs from person to person."""
    return {NAME: [{**shared_fields(row), **{f: Slot(name) for f, name in row.slots.items()}} for row in group.rows]}


def values(data: Dataset, group: FormGroup, person: Employee) -> Values:
    """What fills the slots for one person."""
    ratings = person_ratings(data, group.terms.cycle, person.id)
    slots: Values = {PERSON: person.id, "name": person.name}
    open_count = 0
    for row in group.rows:
        rating = ratings.get((row.competency, row.level))
        open_count += rating is None or rating.self_rating is None
        for field, value in personal_fields(
            row, person.id, rating, SELF_HEADER, show_other=group.terms.manager
        ).items():
            slots[row.slots[field]] = value
    slots["still"] = f"{open_count} of {quantity(len(group.rows), 'line')}"
    return slots
