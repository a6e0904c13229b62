"""Edits in words to steps with addresses, against the workbook as it was read; `books` carries the steps out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xl_addin.layout.describe import Column, Formula, Link, Table
from xl_addin.layout.edits import AddColumns, AddSheets, Append, Edit, RenameColumn, Replace, RowValues, SetCells
from xl_addin.layout.formula import own_row
from xl_addin.layout.grid import ErrorCell, FormulaCell, Snapshot, TableData
from xl_addin.layout.heights import by_header, row_height
from xl_addin.layout.parse import columns_in, fold_header
from xl_addin.layout.steps import Content, Insert, Moved, Put, Rename, Resize, Step, Stretch, Widen
from xl_addin.layout.values import is_blank
from xl_addin.model.errors import Stop

_FRESH = ErrorCell("")
"""What a cell of a row just added holds: a spreadsheet may go on with the formula above it."""


@dataclass
class _Held:
    """A table as it will stand after the steps so far."""

    data: TableData
    headers: list[str]
    rows: list[list[Content]]
    steps: list[Step] = field(default_factory=list)

    def at(self, row: int, column: int) -> tuple[int, int]:
        return self.data.top + 1 + row, self.data.left + column

    def put(self, cells: Mapping[tuple[int, int], Content]) -> None:
        changed = {}
        for (row, column), content in cells.items():
            if not _same(self.rows[row][column], content):
                self.rows[row][column] = content
                changed[self.at(row, column)] = content
        if changed:
            self.steps.append(Put(self.data.sheet, changed))

    def resize(self, rows: int) -> None:
        if rows == len(self.rows):
            return
        self.steps.append(Resize(self.data.name, rows))
        del self.rows[rows:]
        self.rows += [[_FRESH] * len(self.headers) for _ in range(rows - len(self.rows))]


def resolve(edits: Sequence[Edit], snapshot: Snapshot, tables: Mapping[str, Table]) -> list[Step]:
    """The steps that carry out the edits, in order; nothing for what already stands there.

    Raises:
        Stop: an edit needs a table that the workbook does not have.
    """
    held: dict[str, _Held] = {}
    known = dict(tables)
    steps: list[Step] = []
    for edit in edits:
        if isinstance(edit, AddSheets):
            steps.append(Insert(edit.sheets, edit.rows, edit.after))
            continue
        state = held.setdefault(edit.table, _open(edit.table, snapshot))
        _apply(edit, state, known[edit.table])
        known[edit.table] = _described(edit, known[edit.table])
        steps += state.steps
        steps += _stretched(state, known[edit.table])
        state.steps.clear()
    return steps


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


def _stretched(state: _Held, table: Table) -> list[Step]:
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


def _open(table: str, snapshot: Snapshot) -> _Held:
    data = next((t for name, t in snapshot.tables.items() if name.casefold() == table.casefold()), None)
    if data is None:
        raise Stop(table, "the workbook no longer has this table", "run build to put its tab back")
    return _Held(data, list(data.headers), [list(row) for row in data.rows])


def _apply(edit: Edit, state: _Held, table: Table) -> None:
    if isinstance(edit, Replace):
        _replace(edit, state, table)
    elif isinstance(edit, Append):
        _append(edit, state, table)
    elif isinstance(edit, SetCells):
        at = _columns(state, table)
        wanted = {(row, at[name]): cell_content(value) for (row, name), value in edit.cells.items() if name in at}
        state.put(wanted)
    elif isinstance(edit, AddColumns):
        standing = _columns(state, table)
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


def _columns(state: _Held, table: Table) -> dict[str, int]:
    current = TableData("", "", 1, 1, tuple(state.headers), ())
    return columns_in(current, table)


def _append(edit: Append, state: _Held, table: Table) -> None:
    at = _columns(state, table)
    typed = {at[c.field] for c in table.columns if c.field in at and not c.formula}
    own = set(range(len(state.headers))) - set(at.values())
    used = [n for n, row in enumerate(state.rows) if any(not _blank(row[i]) for i in typed) or _own_words(row, own)]
    first = used[-1] + 1 if used else 0
    state.resize(max(len(state.rows), first + len(edit.rows)))
    cells: dict[tuple[int, int], Content] = {}
    for number, row in enumerate(edit.rows, first):
        cells.update({(number, i): None for i in typed})
        cells.update(_row_cells(number, row, table, at))
    state.put(cells)


def _replace(edit: Replace, state: _Held, table: Table) -> None:
    at = _columns(state, table)
    own = [i for i in range(len(state.headers)) if i not in at.values()]
    typed = [at[c.field] for c in table.columns if c.role in ("input", "input_long") and c.field in at]
    old = {_key_of_cells(row, table, at): n for n, row in reversed(list(enumerate(state.rows)))}
    named = {field for values in edit.rows for field in values}
    left = own + [at[c.field] for c in table.columns if c.field in at and not c.formula and c.field not in named]
    kept = {_key_of_values(row, table) for row in edit.rows}
    gone = [
        (n, row)
        for n, row in enumerate(state.rows)
        if any(not _blank(row[i]) for i in at.values())
        and _key_of_cells(row, table, at) not in kept
        and _has_words(row, own, typed, table, at)
    ]
    rows: list[list[Content]] = []
    for values in edit.rows:
        before = old.get(_key_of_values(values, table))
        line: list[Content] = [None] * len(state.headers)
        for i in left:
            line[i] = _own_cell(state.rows, before, i, len(rows))
        for (_, i), content in _row_cells(0, values, table, at).items():
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
        filled = [n for n, row in enumerate(rows) if not _blank(row[column])]
        if filled and all(isinstance(rows[n][column], FormulaCell) for n in filled):
            before = filled[-1]
            cell = FormulaCell(getattr(rows[before][column], "text", ""), None)
    return Moved(cell, to - before) if isinstance(cell, FormulaCell) and before not in (None, to) else cell


def _own_words(row: Sequence[Content], own: Iterable[int]) -> bool:
    """Whether columns of a person's own say something in the row; a formula stands in every row and says nothing."""
    return any(not _blank(row[i]) and not isinstance(row[i], FormulaCell) for i in own)


def _has_words(
    row: Sequence[Content], own: Sequence[int], typed: Sequence[int], table: Table, at: Mapping[str, int]
) -> bool:
    """Whether a person typed something in the row: in a column of their own, or over one of ours' default."""
    defaults = {at[c.field]: _default(table, c) for c in table.columns if c.field in at}
    return _own_words(row, own) or any(not _blank(row[i]) and row[i] != defaults.get(i) for i in typed)


def _default(table: Table, column: Column) -> Any:
    known = table.record.model_fields.get(column.field) if table.record else None
    return known.default if known else None


def _row_cells(number: int, values: RowValues, table: Table, at: Mapping[str, int]) -> dict[tuple[int, int], Content]:
    cells: dict[tuple[int, int], Content] = {}
    for column in table.columns:
        if column.field not in at:
            continue
        value = values.get(column.field)
        if column.formula:
            cells[number, at[column.field]] = FormulaCell(own_row(column.formula, table.name), value)
        elif column.field in values:
            cells[number, at[column.field]] = cell_content(value)
    return cells


def cell_content(value: Any) -> Content:
    """A field's value as a cell holds it: several names joined, a described formula as a formula cell."""
    if isinstance(value, Formula):
        return FormulaCell(value.text, value.value)
    if isinstance(value, tuple):
        return "; ".join(value) or None
    return None if value == "" else value


def _key_of_values(values: RowValues, table: Table) -> tuple[str, ...]:
    return tuple(_plain(cell_content(values.get(name))) for name in table.key)


def _key_of_cells(row: Sequence[Content], table: Table, at: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(_plain(row[at[name]]) if name in at else "" for name in table.key)


def _plain(content: Content) -> str:
    if isinstance(content, Link):
        content = content.text
    if isinstance(content, Moved):
        content = content.formula
    if isinstance(content, FormulaCell):
        content = content.value
    if isinstance(content, float) and content.is_integer():
        content = int(content)
    return "" if content is None else str(content).strip().casefold()


def _blank(content: Content) -> bool:
    return not isinstance(content, Link | Moved) and is_blank(content)


def _same(old: Content, new: Content) -> bool:
    """Whether the cell already says this. A link's text stands in the cell, its target beside it: write it anew."""
    if isinstance(new, Link | Moved) or isinstance(old, Link | Moved):
        return False
    if isinstance(old, bool) != isinstance(new, bool):
        return False
    return old == new or (_blank(old) and _blank(new))
