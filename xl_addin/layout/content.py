"""Records to rows: what a table holds when a data set is written into it."""

from collections.abc import Iterable
from typing import Any

from xl_addin.layout.describe import Table
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record


def plain(record: Record) -> dict[str, Any]:
    """A record's fields by name, without its place in a table and what stands in no cell."""
    fields = type(record).model_fields
    return {name: getattr(record, name) for name, field in fields.items() if name != "row" and not field.exclude}


def plain_rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Records as rows."""
    return [plain(record) for record in records]


def live_values(table: Table, row: Any, data: Dataset) -> dict[str, Any]:
    """Field -> what each column with a twin shows in a row; `row` is what these twins take, mostly its record."""
    shown = {column.field: column.twin(row, data) for column in table.columns if column.twin}
    return {field: "" if value is None else value for field, value in shown.items()}


def rows_of(table: Table, records: Iterable[Record], data: Dataset) -> list[dict[str, Any]]:
    """Records as rows, with what their live columns show."""
    return [{**plain(record), **live_values(table, record, data)} for record in records]
