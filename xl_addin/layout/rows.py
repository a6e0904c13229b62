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
    typed = {at[c.field] for c in table.columns if c.field in at and not c.formula}
    own = set(range(len(state.headers))) - set(at.values())
    used = [
        n
        for n, row in enumerate(state.rows)
        if any(not is_blank_content(row[i]) for i in typed) or _own_words(row, own)
    ]
    first = used[-1] + 1 if used else 0
    state.resize(max(len(state.rows), first + len(rows)))
    cells: dict[Spot, Content] = {}
    for number, row in enumerate(rows, first):
        cells.update({(number, i): None for i in typed})
        cells.update(row_cells(number, row, table, at))
    state.set_cells(cells, table)


def replace_rows(new: Sequence[RowValues], retired: RowValues, state: TableState, table: Table) -> None:
    """The table gets exactly the new rows, and at its end those that are gone but carry words a person typed.

    Such a row has the fields in `retired` set. What stands in columns of a person's own goes with the row of its key.
    """
    at = state.columns(table)
    own = [i for i in range(len(state.headers)) if i not in at.values()]
    typed = [at[c.field] for c in table.columns if c.is_entry and c.field in at]
    old = {key_of_cells(row, table, at): n for n, row in reversed(list(enumerate(state.rows)))}
    named = {field for values in new for field in values}
    left = own + [at[c.field] for c in table.columns if c.field in at and not c.formula and c.field not in named]
    kept = {key_of_values(row, table) for row in new}
    gone = [
        (n, row)
        for n, row in enumerate(state.rows)
        if any(not is_blank_content(row[i]) for i in at.values())
        and key_of_cells(row, table, at) not in kept
        and _has_words(row, own, typed, table, at)
    ]
    rows: list[list[Content]] = []
    for values in new:
        before = old.get(key_of_values(values, table))
        line: list[Content] = [None] * len(state.headers)
        for i in left:
            line[i] = _own_cell(state.rows, before, i, len(rows))
        for (_, i), content in row_cells(0, values, table, at).items():
            line[i] = content
        rows.append(line)
    for number, row in gone:
        line = [_own_cell(state.rows, number, i, len(rows)) if i in own else cell for i, cell in enumerate(row)]
        for name, value in retired.items():
            if name in at:
                line[at[name]] = value
        rows.append(line)
    # A table always has at least one data row; an emptied one keeps a blank row with its formulas.
    state.resize(max(len(rows), 1))
    if rows:
        state.set_cells({(r, c): content for r, row in enumerate(rows) for c, content in enumerate(row)}, table)
    else:
        computed = {at[c.field] for c in table.columns if c.formula and c.field in at}
        state.set_cells({(0, c): None for c in range(len(state.headers)) if c not in computed}, table)


def _own_cell(rows: Sequence[Sequence[Content]], before: int | None, column: int, to: int) -> Content:
    """A cell of a person's own for a row that comes to stand at `to` and stood at `before`, None for a new row.

    Where every filled cell of the column is a formula, a new row gets it too.
    """
    cell: Content = None
    if before is not None:
        cell = rows[before][column]
    else:
        filled = [n for n, row in enumerate(rows) if not is_blank_content(row[column])]
        if filled and all(isinstance(rows[n][column], FormulaCell) for n in filled):
            before = filled[-1]
            cell = FormulaCell(getattr(rows[before][column], "text", ""), None)
    if isinstance(cell, FormulaCell) and before not in (None, to):
        return FormulaCell(shift(cell.text, to - before), cell.value)
    return cell


def _own_words(row: Sequence[Content], own: Iterable[int]) -> bool:
    """Whether columns of a person's own say something in the row; a formula stands in every row and says nothing."""
    return any(not is_blank_content(row[i]) and not isinstance(row[i], FormulaCell) for i in own)


def _has_words(
    row: Sequence[Content], own: Sequence[int], typed: Sequence[int], table: Table, at: Mapping[str, int]
) -> bool:
    """Whether a person typed something in the row: in a column of their own, or over one of ours' default."""
    defaults = {at[c.field]: _default(table, c) for c in table.columns if c.field in at}
    return _own_words(row, own) or any(not is_blank_content(row[i]) and row[i] != defaults.get(i) for i in typed)


def _default(table: Table, column: Column) -> Any:
    known = table.record.model_fields.get(column.field) if table.record else None
    return known.default if known else None
