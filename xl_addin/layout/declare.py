"""Columns and tables declared for a record, and held against it: what a tab shows is what the model has."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from xl_addin.layout.describe import Column, Kind, Table
from xl_addin.layout.roles import Role
from xl_addin.layout.table_parts import FROM_COLUMNS, NextEntry, Timeline
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import DesignError
from xl_addin.model.facts import Anything, Fact, Record, facts_of


def column(record: type[Record], field: str, width: float, role: Role = "input", *, choices: str = "") -> Column:
    """A column that people fill, for a record's field; `choices` is as in `Column`.

    Raises:
        DesignError: the record has no such field, so the tab and the model disagree.
    """
    return replace(_of_field(record, field, width, role, "entry"), choices=choices)


def label(record: type[Record], field: str, width: float, role: Role = "label") -> Column:
    """A column for a record's field in which we say what a row is about. Raises as `column` does."""
    return _of_field(record, field, width, role, "label")


def result(
    record: type[Record], field: str, width: float, role: Role = "computed", formula: str = "", *, only_if: str = ""
) -> Column:
    """A column for a record's field that we work out, by a command or by its formula.

    Raises as `column` does; `only_if` is as for `live`.
    """
    return _of_field(record, field, width, role, "result", _guard(formula, only_if))


def live(
    field: str,
    title: str,
    meaning: str,
    width: float,
    formula: str,
    twin: Callable[[Any, Dataset], Any] | None = None,
    role: Role = "count",
    *,
    only_if: str = "",
) -> Column:
    """A column that is worked out and no field of the record: all that is to be said of it, in one call.

    Args:
        field: its name in rows.
        title: its header.
        meaning: what it tells, in a sentence.
        width: in characters; 0 hides it.
        formula: for every row, without "="; "" where a command writes the results.
        twin: the same in Python, from the row's record and the data set, for `record_rows.live_values`; None where the
            tab works out several columns at once.
        role: how it looks.
        only_if: a part of a formula; where it is "", the column shows nothing.
    """
    text = _guard(formula, only_if)
    return Column(field, Fact(title, meaning, Anything()), width, role, text, kind="result", twin=twin)


def _guard(formula: str, only_if: str) -> str:
    return f'IF({only_if}="","",{formula})' if only_if else formula


def _of_field(record: type[Record], field: str, width: float, role: Role, kind: Kind, formula: str = "") -> Column:
    facts = facts_of(record)
    if field not in facts:
        raise DesignError(f"{record.__name__} has no field {field!r}")
    return Column(field, facts[field], width, role, formula, kind=kind)


def table(
    name: str,
    record: type[Record],
    columns: Sequence[Column],
    key: Sequence[str],
    *,
    spare: int = 10,
    freeze: int | None = None,
    row_height: float | None = None,
    timeline: Timeline | None = None,
    accepts_pasting: bool = False,
    complete: bool = False,
    filters: bool = False,
    next_entry: NextEntry = FROM_COLUMNS,
    filled_by: str = "",
    collection: str = "",
    hides_headers: bool = False,
    column_offset: int = 0,
    is_optional: bool = False,
) -> Table:
    """A table of one record, checked against it.

    Raises:
        DesignError: a field has no column or two, or a key field is unknown.
    """
    facts = facts_of(record)
    field_names = [c.field for c in columns if not c.formula or c.field in facts]
    for field in facts:
        if field_names.count(field) != 1:
            what = "two columns" if field in field_names else "no column"
            raise DesignError(f"{name} has {what} for the field {field} of {record.__name__}")
    if unknown := [field for field in key if field not in field_names]:
        raise DesignError(f"{name} has {unknown[0]} in its key, and no column for it")
    return Table(
        name,
        tuple(columns),
        tuple(key),
        record,
        spare=spare,
        freeze=freeze,
        row_height=row_height,
        timeline=timeline,
        accepts_pasting=accepts_pasting,
        complete=complete,
        filters=filters,
        next_entry=next_entry,
        filled_by=filled_by,
        collection=collection,
        hides_headers=hides_headers,
        column_offset=column_offset,
        is_optional=is_optional,
    )
