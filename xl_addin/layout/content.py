"""Records to rows: what a table holds when a data set is written into it."""

from collections.abc import Iterable, Mapping
from typing import Any

from xl_addin.model.facts import Record

RowValues = Mapping[str, Any]
"""Field -> value of one row. A computed column's value is what its formula shows."""


def plain(record: Record) -> dict[str, Any]:
    """A record's fields by name, without its place in a table and what stands in no cell."""
    fields = type(record).model_fields
    return {name: getattr(record, name) for name, field in fields.items() if name != "row" and not field.exclude}


def plain_rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Records as rows."""
    return [plain(record) for record in records]
