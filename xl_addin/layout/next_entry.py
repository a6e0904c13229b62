"""Which cell of a table asks to be filled next, as conditions that Excel works out while people type.

Each condition looks at its own row and the one above, so a table of thousands of rows costs no more than a short one;
only lists whose rows are given, a dozen at most, look further up.
"""

from collections.abc import Mapping, Sequence

from xl_addin.layout.describe import Table


def next_fields(table: Table) -> tuple[str, ...]:
    """The fields that have to be filled, in the order of the columns."""
    if table.next_entry.fields is not None:
        return tuple(column.field for column in table.columns if column.field in table.next_entry.fields)
    if table.accepts_pasting or table.filled_by:
        return ()
    return tuple(c.field for c in table.columns if c.is_entry and (c.fact.required or not table.spare))


def next_runs(table: Table) -> list[tuple[int, int]]:
    """First and last place, from 0, of the asked columns that stand side by side."""
    places = [number for number, column in enumerate(table.columns) if column.field in next_fields(table)]
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return runs


def next_condition(table: Table, columns: Sequence[str], header_row: int, first: int) -> str:
    """The condition for the cell in the first data row of the column at place `first`, without "=".

    Args:
        table: the table.
        columns: the letters of its columns.
        header_row: where its headers stand, from 1.
        first: the place of the column, from 0; the condition moves along with the cell.
    """
    cell = f"{columns[first]}{header_row + 1}"
    if table.next_entry.where:
        return f'AND({cell}="",{fill_condition(table.next_entry.where, _cells(table, columns, header_row + 1))})'
    parts = [f'{cell}=""', _complete(table, columns, header_row)]
    if not table.spare and len(next_fields(table)) > 1:
        # and its own column, which may have come right of those the condition was written for: a new level
        parts.append(f"COUNTBLANK({columns[first]}${header_row}:{columns[first]}{header_row})=0")
    if table.spare and table.next_entry.fewest is not None:
        number = f"ROW({cell})-ROW(${columns[0]}${header_row})"
        parts.append(f'OR({_begun(table, columns, header_row + 1)}<>"",{number}<={table.next_entry.fewest})')
    return f"AND({','.join(parts)})"


def _complete(table: Table, columns: Sequence[str], row: int) -> str:
    """Whether what stands above lacks nothing: a header is never blank, so the first row follows a full one."""
    start = row if table.spare else f"${row}"
    ranges = [f"${columns[first]}{start}:${columns[last]}{row}" for first, last in next_runs(table)]
    return "+".join(f"COUNTBLANK({area})" for area in ranges) + "=0"


def _begun(table: Table, columns: Sequence[str], row: int) -> str:
    """All that is typed in a row and what says what it is about, in one text."""
    required = (column.field for column in table.columns if column.is_entry and column.fact.required)
    fields = {*next_fields(table), *table.key, *required}
    cells = _cells(table, columns, row)
    return "&".join(cells[column.field] for column in table.columns if column.field in fields)


def _cells(table: Table, columns: Sequence[str], row: int) -> dict[str, str]:
    return {column.field: f"${letter}{row}" for column, letter in zip(table.columns, columns, strict=True)}


def fill_condition(formula: str, cells: Mapping[str, str]) -> str:
    """A condition with `{field}` replaced by the cell of that field."""
    # not str.format: a field may be an ID of any kind, with dots and brackets in it
    for field, cell in cells.items():
        formula = formula.replace(f"{{{field}}}", cell)
    return formula
