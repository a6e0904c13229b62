"""Edits in words to steps with addresses, against the workbook as it was read; `books` carries the steps out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xl_addin.layout.after import after
from xl_addin.layout.describe import Column, Table
from xl_addin.layout.edits import (
    AddColumns,
    AddSheets,
    Append,
    DressColumns,
    Edit,
    LayTables,
    Refresh,
    RenameColumn,
    Replace,
    SetCells,
    SetNotes,
    TakeIn,
)
from xl_addin.layout.grid import FormulaCell, Snapshot, TableData
from xl_addin.layout.headers import fold_header
from xl_addin.layout.heights import by_header, row_height
from xl_addin.layout.held import Held, blank, cell_content, check_room, key_of_cells, key_of_values, opened, row_cells
from xl_addin.layout.notes import annotated
from xl_addin.layout.refresh import shown
from xl_addin.layout.steps import Content, Dress, Insert, Lay, Moved, Put, Rename, Stamp, Step, Stretch, Widen


def resolve(edits: Sequence[Edit], snapshot: Snapshot, tables: Mapping[str, Table]) -> list[Step]:
    """The steps that carry out the edits, in order; nothing for what already stands there.

    Raises:
        Stop: an edit needs a table that the workbook does not have.
    """
    held: dict[str, Held] = {}
    known = dict(tables)
    steps: list[Step] = []
    for edit in edits:
        if isinstance(edit, LayTables):
            laid: list[Step] = [Lay(table, edit.formulas[table.name]) for table in edit.tables]
            laid.append(Stamp(edit.properties))
            snapshot = after(snapshot, laid)
            steps += laid
            continue
        if isinstance(edit, AddSheets):
            _check_rows(edit)
            steps.append(Insert(edit.sheets, edit.rows, edit.after))
            continue
        if isinstance(edit, SetNotes):
            steps += annotated(edit, snapshot)
            continue
        if isinstance(edit, Refresh):
            steps += shown(edit, snapshot, held, known)
            continue
        if isinstance(edit, DressColumns):
            headers = (c.header for name in edit.fields if (c := known[edit.table].field_of.get(name)))
            steps.append(Dress(edit.table, tuple(headers)))
            continue
        state = held.setdefault(edit.table, opened(edit.table, snapshot))
        _apply(edit, state, known[edit.table])
        known[edit.table] = _described(edit, known[edit.table])
        steps += _keeping_texts(state, known[edit.table])
        steps += _stretched(state, known[edit.table])
        state.steps.clear()
    return steps


def _check_rows(edit: AddSheets) -> None:
    for sheet in edit.sheets:
        for table in sheet.tables:
            check_room(TableData(table.name, sheet.name, 1, 1, (), ()), len(edit.rows.get(table.name, ())))


def _described(edit: Edit, table: Table) -> Table:
    """The table as it is described after the edit, so that later ones find new and renamed columns."""
    if isinstance(edit, AddColumns):
        return replace(table, columns=(*table.columns, *(c for c in edit.columns if c.field not in table.field_of)))
    if isinstance(edit, RenameColumn):
        old = fold_header(edit.old)
        return replace(
            table,
            columns=tuple(
                replace(c, fact=replace(c.fact, title=edit.new)) if fold_header(c.header) == old else c
                for c in table.columns
            ),
        )
    return table


def _keeping_texts(state: Held, table: Table) -> list[Step]:
    """The steps of a table, with the columns named in which IDs stand."""
    at = state.columns(table)
    ids = frozenset(state.at(0, at[c.field])[1] for c in table.columns if c.keeps_text and c.field in at)
    return [replace(step, texts=ids) if isinstance(step, Put) else step for step in state.steps]


def _stretched(state: Held, table: Table) -> list[Step]:
    """Heights for the rows whose cells the edit changed."""
    touched = {row for step in state.steps if isinstance(step, Put) for row, _ in step.cells}
    if not touched:
        return []
    first = state.data.top + 1
    known = by_header(table.columns, state.headers)
    heights = {}
    for row in touched:
        pairs = [(c, v) for c, v in zip(known, state.rows[row - first], strict=True) if c is not None]
        heights[row] = row_height([c for c, _ in pairs], [v for _, v in pairs], table.row_height)
    return [Stretch(state.data.sheet, heights)]


def _apply(edit: Edit, state: Held, table: Table) -> None:
    if isinstance(edit, Replace):
        _replace(edit, state, table)
    elif isinstance(edit, Append):
        _append(edit, state, table)
    elif isinstance(edit, TakeIn):
        _take_in(edit, state, table)
    elif isinstance(edit, SetCells):
        at = state.columns(table)
        wanted = {(row, at[name]): cell_content(value) for (row, name), value in edit.cells.items() if name in at}
        state.put(wanted)
    elif isinstance(edit, AddColumns):
        standing = state.columns(table)
        last = len(state.headers) - 1
        place = standing.get(edit.after, last) + 1
        new = [c.header for c in edit.columns]
        state.steps.append(Widen(state.data.name, tuple(new), standing.get(edit.like, last), place))
        state.headers[place:place] = new
        for row in state.rows:
            row[place:place] = [None] * len(new)
    elif isinstance(edit, RenameColumn):
        index = [fold_header(h) for h in state.headers].index(fold_header(edit.old))
        state.steps.append(Rename(state.data.name, index, edit.new))
        state.headers[index] = edit.new


def _take_in(edit: TakeIn, state: Held, table: Table) -> None:
    height = len(state.rows)
    state.grow_over(edit.lines)
    at, cells = state.columns(table), dict[tuple[int, int], Content]()
    for row in range(height, len(state.rows)):
        cells.update(row_cells(row, {}, table, at))
    state.put(cells)


def _append(edit: Append, state: Held, table: Table) -> None:
    at = state.columns(table)
    typed = {at[c.field] for c in table.columns if c.field in at and not c.formula}
    own = set(range(len(state.headers))) - set(at.values())
    used = [n for n, row in enumerate(state.rows) if any(not blank(row[i]) for i in typed) or _own_words(row, own)]
    first = used[-1] + 1 if used else 0
    state.resize(max(len(state.rows), first + len(edit.rows)))
    cells: dict[tuple[int, int], Content] = {}
    for number, row in enumerate(edit.rows, first):
        cells.update({(number, i): None for i in typed})
        cells.update(row_cells(number, row, table, at))
    state.put(cells)


def _replace(edit: Replace, state: Held, table: Table) -> None:
    at = state.columns(table)
    own = [i for i in range(len(state.headers)) if i not in at.values()]
    typed = [at[c.field] for c in table.columns if c.is_entry and c.field in at]
    old = {key_of_cells(row, table, at): n for n, row in reversed(list(enumerate(state.rows)))}
    named = {field for values in edit.rows for field in values}
    left = own + [at[c.field] for c in table.columns if c.field in at and not c.formula and c.field not in named]
    kept = {key_of_values(row, table) for row in edit.rows}
    gone = [
        (n, row)
        for n, row in enumerate(state.rows)
        if any(not blank(row[i]) for i in at.values())
        and key_of_cells(row, table, at) not in kept
        and _has_words(row, own, typed, table, at)
    ]
    rows: list[list[Content]] = []
    for values in edit.rows:
        before = old.get(key_of_values(values, table))
        line: list[Content] = [None] * len(state.headers)
        for i in left:
            line[i] = _own_cell(state.rows, before, i, len(rows))
        for (_, i), content in row_cells(0, values, table, at).items():
            line[i] = content
        rows.append(line)
    for number, row in gone:
        line = [_own_cell(state.rows, number, i, len(rows)) if i in own else cell for i, cell in enumerate(row)]
        for name, value in edit.retired.items():
            if name in at:
                line[at[name]] = value
        rows.append(line)
    # A table always has at least one data row; an emptied one keeps a blank row with its formulas.
    state.resize(max(len(rows), 1))
    if rows:
        state.put({(r, c): content for r, row in enumerate(rows) for c, content in enumerate(row)})
    else:
        computed = {at[c.field] for c in table.columns if c.formula and c.field in at}
        state.put({(0, c): None for c in range(len(state.headers)) if c not in computed})


def _own_cell(rows: Sequence[Sequence[Content]], before: int | None, column: int, to: int) -> Content:
    """A cell of a person's own for a row that comes to stand at `to` and stood at `before`, None for a new row.

    Where every filled cell of the column is a formula, a new row gets it too.
    """
    cell: Content = None
    if before is not None:
        cell = rows[before][column]
    else:
        filled = [n for n, row in enumerate(rows) if not blank(row[column])]
        if filled and all(isinstance(rows[n][column], FormulaCell) for n in filled):
            before = filled[-1]
            cell = FormulaCell(getattr(rows[before][column], "text", ""), None)
    return Moved(cell, to - before) if isinstance(cell, FormulaCell) and before not in (None, to) else cell


def _own_words(row: Sequence[Content], own: Iterable[int]) -> bool:
    """Whether columns of a person's own say something in the row; a formula stands in every row and says nothing."""
    return any(not blank(row[i]) and not isinstance(row[i], FormulaCell) for i in own)


def _has_words(
    row: Sequence[Content], own: Sequence[int], typed: Sequence[int], table: Table, at: Mapping[str, int]
) -> bool:
    """Whether a person typed something in the row: in a column of their own, or over one of ours' default."""
    defaults = {at[c.field]: _default(table, c) for c in table.columns if c.field in at}
    return _own_words(row, own) or any(not blank(row[i]) and row[i] != defaults.get(i) for i in typed)


def _default(table: Table, column: Column) -> Any:
    known = table.record.model_fields.get(column.field) if table.record else None
    return known.default if known else None
