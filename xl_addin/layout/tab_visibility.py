"""Which tabs are hidden: those that hold nothing yet, and those for people who look for them.

A tab comes into view with its first data, in the step that brings them. One that is hidden although it holds data was
hidden by somebody, and stays so.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.column_headers import match_columns
from xl_addin.layout.describe import Column, Formula, Sheet, Table, WorkbookDesign
from xl_addin.layout.sheet_formulas import RowsByTable
from xl_addin.layout.snapshot import Snapshot


def with_all_tabs(design: WorkbookDesign) -> WorkbookDesign:
    """The workbook with every tab in view that is for people."""
    return replace(design, sheets=tuple(replace(sheet, visibility="always") for sheet in design.sheets))


def hidden_in_new(design: WorkbookDesign, rows: RowsByTable) -> frozenset[str]:
    """The tabs of a new workbook with these rows that are hidden."""
    return frozenset(sheet.name for sheet in design.sheets if sheet.is_hidden or not _is_visible(sheet, design, rows))


def _is_visible(sheet: Sheet, design: WorkbookDesign, rows: RowsByTable) -> bool:
    if sheet.visibility != "data":
        return sheet.visibility == "always"
    names = sheet.data_tables or tuple(table.name for table in sheet.tables)
    tables = {name: design.tables[name][1] for name in names if name in design.tables}
    return any(_rows_hold_data(table, rows.get(name, ())) for name, table in tables.items())


def _rows_hold_data(table: Table, rows: Iterable[Mapping[str, Any]]) -> bool:
    fields = [column.field for column in _data_columns(table)]
    return any(not _is_nothing(row.get(field)) for row in rows for field in fields)


def tabs_to_show(design: WorkbookDesign, standing: Snapshot, then: Snapshot) -> tuple[str, ...]:
    """The tabs that come into view with a change: hidden, with data now and none before.

    Args:
        design: the workbook as it should be.
        standing: the workbook as it was.
        then: as the change leaves it.
    """
    return tuple(
        tab
        for sheet in design.sheets
        if sheet.visibility == "data" and (tab := standing_tab(sheet, then)) in then.hidden_tabs
        if _is_filled(sheet, design, then)
        if tab not in standing.hidden_tabs or not _is_filled(sheet, design, standing)
    )


def standing_tab(sheet: Sheet, snapshot: Snapshot) -> str:
    """The name of the tab on which a described one stands, "" for none: where its first table is, whatever it is
    called now; one without tables is known by its name.
    """
    if sheet.tables:
        return next((data.sheet for table in sheet.tables if (data := _find(table.name, snapshot)) is not None), "")
    return next((name for name in snapshot.sheets if name.casefold() == sheet.name.casefold()), "")


def _is_filled(sheet: Sheet, design: WorkbookDesign, snapshot: Snapshot) -> bool:
    names = sheet.data_tables or tuple(table.name for table in sheet.tables)
    tables = [design.tables[name][1] for name in names if name in design.tables]
    return any(_table_holds_data(table, snapshot) for table in tables)


def holds_anything(sheet: Sheet, design: WorkbookDesign, snapshot: Snapshot, rows_below: Collection[str] = ()) -> bool:
    """Whether a tab holds anything that somebody typed or a command worked out.

    Args:
        sheet: the tab.
        design: the workbook as it should be.
        snapshot: the workbook as it is.
        rows_below: the names of tables below which rows stand that are none of theirs.
    """
    return _is_filled(sheet, design, snapshot) or any(
        table.name in rows_below or _table_holds_data(table, snapshot) for table in sheet.tables
    )


def _table_holds_data(table: Table, snapshot: Snapshot) -> bool:
    data = _find(table.name, snapshot)
    if data is None:
        return False
    columns = dict(_columns_with_data(table, data))
    return any(_says_something(row[number], column) for row in data.rows for number, column in columns.items())


def _columns_with_data(table: Table, data: TableData) -> Iterator[tuple[int, Column | None]]:
    """Column number -> column, for those whose cells tell; None for a column of somebody's own."""
    known = {number: table.field_of[field] for field, number in match_columns(data.headers, table).items()}
    telling = _data_columns(table)
    for number in range(len(data.headers)):
        column = known.get(number)
        if column is None or column in telling:
            yield number, column


def _data_columns(table: Table) -> list[Column]:
    """The columns that are blank until somebody or a command fills a row.

    A table that is complete as it is has its rows named from the start.
    """
    named = table.spare == 0
    return [
        column
        for column in table.columns
        if not column.formula
        and not (named and (column.kind == "label" or (column.kind == "result" and column.field in table.key)))
    ]


def _says_something(cell: Any, column: Column | None) -> bool:
    if isinstance(cell, FormulaCell):  # a formula goes on into rows that hold nothing else
        return column is not None and not column.looked_up and not _is_nothing(cell.value)
    return not _is_nothing(cell)


def _is_nothing(value: Any) -> bool:
    if isinstance(value, Formula | FormulaCell):
        value = value.value
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _find(table: str, snapshot: Snapshot) -> TableData | None:
    folded = table.casefold()
    return next((data for name, data in snapshot.tables.items() if name.casefold() == folded), None)
