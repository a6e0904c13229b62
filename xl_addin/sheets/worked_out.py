"""Tables that commands write from Framework, as people see them: no keys, names to read, the rest to fill in."""

from collections.abc import Collection
from dataclasses import replace

from xl_addin.layout.describe import Column, Table
from xl_addin.layout.table_parts import OWN_COLOURS


def worked_out(table: Table, *, hidden_fields: Collection[str] = (), labels: Collection[str] = ()) -> Table:
    """A table whose rows follow from Framework: the fields in `hidden` are out of sight, those in `labels` are read."""
    shown_columns = [_shown(column, hidden_fields, labels) for column in table.columns]
    # the head of the tab stands in the first column, so the first one in sight leads
    first = next(column for column in shown_columns if column.width)
    columns = (first, *(column for column in shown_columns if column is not first))
    return replace(table, columns=columns, spare=0, next_entry=OWN_COLOURS)


def _shown(column: Column, hidden_fields: Collection[str], labels: Collection[str]) -> Column:
    if column.field in hidden_fields:
        return replace(column, width=0, kind=column.kind if column.formula else "label")
    return replace(column, role="label", kind="label") if column.field in labels else column
