"""Tables of a workbook that an earlier version made: the columns they lack."""

from collections.abc import Iterable

from xl_addin.layout.describe import Table
from xl_addin.layout.edits import AddColumns
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.layout.parse import columns_in


def lacking(snapshot: Snapshot, tables: Iterable[Table]) -> list[AddColumns]:
    """The edits that give each table the columns it is described with and does not have; none for a missing table."""
    edits = []
    for table in tables:
        data = table_in(snapshot, table.name)
        there = columns_in(data, table) if data else {}
        new = tuple(column for column in table.columns if column.field not in there)
        if there and new:
            last = max(there, key=lambda field: there[field])
            edits.append(AddColumns(table.name, new, like=last, after=last))
    return edits
