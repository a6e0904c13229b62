"""The defined names of a described workbook: what drop-downs and marks refer to.

A name may point at a table's column; the list of a drop-down may not.
"""

from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.structured_refs import list_name, specifier
from xl_addin.model.facts import Ref


def names_of(workbook: WorkbookDesign) -> dict[str, str]:
    """Name -> formula, without a leading "="."""
    targets = {
        (column.fact.limit.table, column.fact.limit.field)
        for _, table in workbook.tables.values()
        for column in table.columns
        if isinstance(column.fact.limit, Ref)
    }
    lists = {list_name(name): _column(workbook, name, field) for name, field in sorted(targets)}
    names = {**lists, **(workbook.names or {})}
    marks = workbook.marks
    if marks:
        mark_fields = (marks.place, marks.severity, marks.status)
        names |= {mark_name(field): _column(workbook, marks.table, field) for field in mark_fields}
    return names


def mark_name(field: str) -> str:
    """The defined name of a column of the table that lists marked cells."""
    return f"lstMarked_{field}"


def _column(workbook: WorkbookDesign, table: str, field: str) -> str:
    return f"{table}[{specifier(workbook.tables[table][1].field_of[field].header)}]"
