"""The rows of a table that change: replaced, appended, taken in from below, each with what people typed beside it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.formula import shift
from xl_addin.layout.describe import Column, Table
from xl_addin.layout.record_rows import Content, RowValues
from xl_addin.layout.table_state import TableState, is_blank_content, key_of_cells, key_of_values, row_cells


def take_rows(lines: Mapping[int, Sequence[CellValue]], state: TableState, table: Table) -> None:
    """The table reaches down over rows of its tab that say something: row of the tab -> the cells under its columns."""
    height = len(state.rows)
    state.grow_over(lines)
    at, cells = state.columns(table), dict[Spot, Content]()
    for row in range(height, len(state.rows)):
        cells.update(row_cells(row, {}, table, at))
    state.set_cells(cells, table)


def append_rows(rows: Sequence[RowValues], state: TableState, table: Table) -> None:
    """Rows after the last used one; empty spare rows are used first."""
    at = state.columns(table)
    input_columns = {at[c.field] for c in table.columns if c.field in at and not c.formula}
    own_columns = set(range(len(state.headers))) - set(at.values())
    used_rows = [
        n
        for n, row in enumerate(state.rows)
        if any(not is_blank_content(row[i]) for i in input_columns) or _own_words(row, own_columns)
    ]
    first = used_rows[-1] + 1 if used_rows else 0
    state.resize(max(len(state.rows), first + len(rows)))
    cells: dict[Spot, Content] = {}
    for number, row in enumerate(rows, first):
        cells.update({(number, i): None for i in input_columns})
        cells.update(row_cells(number, row, table, at))
    state.set_cells(cells, table)


def replace_rows(
    new_rows: Sequence[RowValues], retired_values: RowValues | None, state: TableState, table: Table
) -> None:
    """The table gets exactly the new rows, and at its end those that it loses but that carry words a person typed.

    Such a row has the fields in `retired_values` set; where that is None it goes too. What stands in columns
    of a person's own goes with the row of its
    key.
    """
    at = state.columns(table)
    own_columns = [i for i in range(len(state.headers)) if i not in at.values()]
    old_rows = {key_of_cells(row, table, at): n for n, row in reversed(list(enumerate(state.rows)))}
    new_fields = {field for values in new_rows for field in values}
    carried_columns = own_columns + [
        at[c.field] for c in table.columns if c.field in at and not c.formula and c.field not in new_fields
    ]
    rows: list[list[Content]] = []
    for values in new_rows:
        old_row = old_rows.get(key_of_values(values, table))
        line: list[Content] = [None] * len(state.headers)
        for i in carried_columns:
            line[i] = _own_cell(state.rows, old_row, i, len(rows))
        for (_, i), content in row_cells(0, values, table, at).items():
            line[i] = content
        rows.append(line)
    for number in _rows_with_words(new_rows, state, table) if retired_values is not None else ():
        line = [
            _own_cell(state.rows, number, i, len(rows)) if i in own_columns else cell
            for i, cell in enumerate(state.rows[number])
        ]
        for name, value in (retired_values or {}).items():
            if name in at:
                line[at[name]] = value
        rows.append(line)
    # A table always has at least one data row; an emptied one keeps a blank row with its formulas.
    state.resize(max(len(rows), 1))
    if rows:
        state.set_cells({(r, c): content for r, row in enumerate(rows) for c, content in enumerate(row)}, table)
    else:
        formula_columns = {at[c.field] for c in table.columns if c.formula and c.field in at}
        state.set_cells({(0, c): None for c in range(len(state.headers)) if c not in formula_columns}, table)


def _rows_with_words(new_rows: Sequence[RowValues], state: TableState, table: Table) -> list[int]:
    """The rows that are none of the new ones and carry words a person typed."""
    at = state.columns(table)
    own_columns = [i for i in range(len(state.headers)) if i not in at.values()]
    entry_columns = [at[c.field] for c in table.columns if c.is_entry and c.field in at]
    new_keys = {key_of_values(row, table) for row in new_rows}
    return [
        n
        for n, row in enumerate(state.rows)
        if any(not is_blank_content(row[i]) for i in at.values())
        and key_of_cells(row, table, at) not in new_keys
        and _has_words(row, own_columns, entry_columns, table, at)
    ]


def _own_cell(rows: Sequence[Sequence[Content]], old_row: int | None, column: int, new_row: int) -> Content:
    """A cell of a person's own for the row `new_row` that stood at `old_row`, None where nothing stood.

    Where every filled cell of the column is a formula, a new row gets it too.
    """
    cell: Content = None
    if old_row is not None:
        cell = rows[old_row][column]
    else:
        filled_rows = [n for n, row in enumerate(rows) if not is_blank_content(row[column])]
        if filled_rows and all(isinstance(rows[n][column], FormulaCell) for n in filled_rows):
            old_row = filled_rows[-1]
            cell = FormulaCell(getattr(rows[old_row][column], "text", ""), None)
    if isinstance(cell, FormulaCell) and old_row not in (None, new_row):
        return FormulaCell(shift(cell.text, new_row - old_row), cell.value)
    return cell


def _own_words(row: Sequence[Content], own_columns: Iterable[int]) -> bool:
    """Whether columns of a person's own say something in the row; a formula stands in every row and says nothing."""
    return any(not is_blank_content(row[i]) and not isinstance(row[i], FormulaCell) for i in own_columns)


def _has_words(
    row: Sequence[Content],
    own_columns: Sequence[int],
    entry_columns: Sequence[int],
    table: Table,
    at: Mapping[str, int],
) -> bool:
    """Whether a person typed something in the row: in a column of their own, or over one of ours' default."""
    defaults = {at[c.field]: _default(table, c) for c in table.columns if c.field in at}
    return _own_words(row, own_columns) or any(
        not is_blank_content(row[i]) and row[i] != defaults.get(i) for i in entry_columns
    )


def _default(table: Table, column: Column) -> Any:
    field = table.record.model_fields.get(column.field) if table.record else None
    return field.default if field else None
