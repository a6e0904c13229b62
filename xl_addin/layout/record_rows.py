"""Records to rows, and values to what cells hold: what stands in a table when a data set is written into it."""

from collections.abc import Iterable, Mapping
from typing import Any

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.layout.describe import Formula, Link, Slot, Table
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record

RowValues = Mapping[str, Any]
"""Field -> value of one row. A computed column's value is what its formula shows."""
Content = CellValue | Link
"""What is put into a cell."""


def plain(record: Record) -> dict[str, Any]:
    """A record's fields by name, without its place in a table and what stands in no cell."""
    fields = type(record).model_fields
    return {name: getattr(record, name) for name, field in fields.items() if name != "row" and not field.exclude}


def plain_rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Records as rows."""
    return [plain(record) for record in records]


def cell_content(value: Any) -> Content:
    """A field's value as a cell holds it: several names joined, a described formula as a formula cell."""
    if isinstance(value, Formula):
        if isinstance(value.value, Slot):
            raise TypeError("a slot is painted, never written into a workbook that is there already")
        return FormulaCell(value.text, value.value)
    if isinstance(value, tuple):
        return "; ".join(value) or None
    return None if value == "" else value


def live_values(table: Table, row: Any, data: Dataset) -> dict[str, Any]:
    """Field -> what each column with a twin shows in a row; `row` is what these twins take, mostly its record."""
    shown = {column.field: column.twin(row, data) for column in table.columns if column.twin}
    return {field: "" if value is None else value for field, value in shown.items()}


def rows_of(table: Table, records: Iterable[Record], data: Dataset) -> list[dict[str, Any]]:
    """Records as rows, with what their live columns show."""
    return [{**plain(record), **live_values(table, record, data)} for record in records]
