"""Columns of ours that a workbook made by an earlier version does not have yet."""

from collections.abc import Callable, Mapping

from xl_addin.layout.describe import Formula, Table
from xl_addin.layout.edits import AddColumns, Edit, SetCells
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.layout.table_state import find_table


def missing_columns(snapshot: Snapshot, table: Table, rows: Callable[[], Mapping[int, RowValues]]) -> list[Edit]:
    """The edits after which the table has every column we work out, filled in; none where it has them all.

    Args:
        snapshot: the workbook as it stands.
        table: the table as it should be.
        rows: gives data row -> what its cells show; the spare rows between get the formulas alone.
    """
    data = find_table(snapshot, table.name)
    if data is None:
        return []
    standing = find_columns(data, table)
    edits: list[Edit] = []
    previous = ""
    for column in table.columns:
        if column.field not in standing and not column.is_input:
            similar_fields = (c.field for c in table.columns if c.role == column.role and c.field in standing)
            edits.append(AddColumns(table.name, (column,), next(similar_fields, previous), previous))
        previous = column.field
    new = [column for edit in edits if isinstance(edit, AddColumns) for column in edit.columns]
    values = rows() if new else {}
    cells = {
        (row, column.field): _content(table, column.formula, values.get(row, {}).get(column.field, ""))
        for column in new
        for row in range(len(data.rows))
    }
    return [*edits, SetCells(table.name, cells)] if cells else edits


def _content(table: Table, formula: str, value: object) -> object:
    return Formula(own_row(formula, table.name), value) if formula else value  # type: ignore[arg-type]
