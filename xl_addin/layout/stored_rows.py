"""The rows of a table as its cells show them, results of formulas included."""

from collections.abc import Mapping
from typing import Any

from xl_addin.cells.cell import ErrorCell, result_of
from xl_addin.layout.describe import Table
from xl_addin.layout.field_values import is_blank
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table


def stored_rows(snapshot: Snapshot, table: Table) -> list[Mapping[str, Any]]:
    """Field -> shown value, for each row with a key; a field without a column is left out, an error is None."""
    data = find_table(snapshot, table.name)
    if data is None:
        return []
    positions = find_columns(data, table)
    keys = [positions[field] for field in table.key if field in positions]
    rows = (row for row in data.rows if not all(is_blank(row[key]) for key in keys))
    return [{field: _visible_value(row[number]) for field, number in positions.items()} for row in rows]


def _visible_value(cell: Any) -> Any:
    value = result_of(cell)
    return None if isinstance(value, ErrorCell) or value == "" else value
