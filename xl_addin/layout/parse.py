"""Cells to records, by table name and header, never by address. Misfits become values, all of them at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_addin.cells.area import Area, letters
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.fold import fold_text
from xl_addin.cells.table import TableData
from xl_addin.layout.below import RowsBelow, rows_below, runs
from xl_addin.layout.describe import Column, Table
from xl_addin.layout.formula import canonical
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.headers import columns_of
from xl_addin.layout.values import Unfit, as_text, asks, day_shown, fit, is_blank, is_spelled_out
from xl_addin.model.facts import Ident, Record, Ref
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.ids import comparable


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: its place among the data rows, and the fields that fit."""

    at: int
    values: Mapping[str, Any]


@dataclass
class Parsed:
    """Rows by table name, and everything that did not fit, in reading order of the tables.

    `sources` tells what each table's rows were read from and what of its cells did not fit, `rows_below` what stands
    below a table and is none of its rows.
    """

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)
    sources: dict[str, tuple[Table, TableData, tuple[Misfit, ...]]] = field(default_factory=dict)
    rows_below: dict[str, RowsBelow] = field(default_factory=dict)

    def records(self, table: Table) -> tuple[Any, ...]:
        """The rows of a table as records; a blank cell leaves its field the default."""
        record = table.record or Record
        return tuple(record(row=row.at, **row.values) for row in self.rows.get(table.name, ()))


def columns_in(data: TableData, table: Table) -> dict[str, int]:
    """Field -> column number (0 is the first) for every described column that the table has."""
    return columns_of(data.headers, table)


def is_filled_in(table: Table) -> bool:
    """Whether people type in it; without it, something they said is out of sight."""
    return any(column.is_entry for column in table.columns)


def parse(snapshot: Snapshot, tables: Iterable[Table], known: Parsed | None = None) -> Parsed:
    """Read every described table the workbook has; a table or column that is missing is a misfit of its own.

    Tables that are the very same as in `known`, a reading of the same workbook before, are not read again.
    """
    parsed = Parsed()
    present = {name.casefold(): data for name, data in snapshot.tables.items()}
    described = tuple(tables)
    for table in described:
        data = present.get(table.name.casefold())
        if data is None:
            if is_filled_in(table):  # else nobody's words are out of sight: whatever fills it says so
                parsed.misfits.append(Misfit("missing", Place(table.name), table.name, None, "the table"))
            continue
        old = known.sources.get(table.name) if known else None
        if known and old and old[1] is data and old[0] == table:
            parsed.rows[table.name], misfits = known.rows[table.name], old[2]
        else:
            found: list[Misfit] = []
            parsed.rows[table.name] = _rows(data, table, found, snapshot)
            misfits = tuple(found)
        parsed.misfits.extend(misfits)
        parsed.sources[table.name] = table, data, misfits
        lines = snapshot.below.get(data.name) if is_filled_in(table) and not table.complete else None
        below = rows_below(data, table, lines, snapshot.merges.get(data.sheet, ())) if lines else None
        if below:
            parsed.rows_below[table.name] = below
            parsed.misfits += _misfits_below(table, below)
    for table in described:
        _respell(table, parsed)
        _duplicates(table, parsed)
        _references(table, parsed)
    return parsed


def _misfits_below(table: Table, below: RowsBelow) -> Iterator[Misfit]:
    for kind, rows in (("below", below.adjacent), ("apart", below.distant)):
        if rows:
            place = Place(table.name, rows[0] - below.table.top - 1)
            yield Misfit(kind, place, table.name, len(rows), ", ".join(map(below.area, runs(rows))))


def _rows(data: TableData, table: Table, misfits: list[Misfit], snapshot: Snapshot) -> tuple[Row, ...]:
    at = columns_in(data, table)
    entered = [c for c in table.columns if c.entered]
    unknown = tuple(header for number, header in enumerate(data.headers) if number not in at.values())
    for column in entered:
        if column.field not in at and not table.pasted:
            kind = "missing" if column.fact.required or column.field in table.key else "absent"
            misfits.append(Misfit(kind, Place(table.name, -1, column.field), column.header, unknown, "the column"))
    present = [(c, at[c.field]) for c in entered if c.field in at]
    swallowed = _swallowed(data, snapshot.merges.get(data.sheet, ()))
    found: list[Row] = []
    for number, cells in enumerate(data.rows):
        typed = {c: _typed(cells[i], c) for c, i in present}
        if all(is_blank(cell) for cell in typed.values()):
            continue
        for column, i in present:
            if (number, i) in swallowed and is_blank(typed[column]):
                place = Place(table.name, number, column.field)
                misfits.append(Misfit("merged", place, column.header, swallowed[number, i], asks(column.fact)))
                del typed[column]
        days = _days_of_ids(data, number, {c.field: i for c, i in present if c.names_rows}, snapshot)
        found.append(_row(table, number, typed, misfits, days, snapshot.date1904))
    for column, numbers in numbers_of_ids(data, table, snapshot).items():
        row, text = next(iter(numbers.items()))
        misfits.append(Misfit("number", Place(table.name, row, column.field), column.header, len(numbers), text))
    return tuple(found)


def numbers_of_ids(data: TableData, table: Table, snapshot: Snapshot) -> dict[Column, dict[int, str]]:
    """By column of IDs and data row, the IDs that are numbers, as text: to formulas 7 and the text 7 are two.

    Days are none of them: what was typed there is lost. Nor is what a formula makes.
    """
    numbers: dict[Column, dict[int, str]] = {}
    dated, at = snapshot.dated.get(data.sheet, ()), columns_in(data, table)
    for column in (own for own in table.columns if own.entered and own.names_rows and own.field in at):
        i = at[column.field]
        texts = {
            row: as_text(cell)
            for row, cell in enumerate(cells[i] for cells in data.rows)
            if isinstance(cell, int | float)
            and not isinstance(cell, bool)
            and (data.top + 1 + row, data.left + i) not in dated
        }
        if texts:
            numbers[column] = texts
    return numbers


def _days_of_ids(data: TableData, row: int, ids: Mapping[str, int], snapshot: Snapshot) -> Collection[str]:
    """The fields of a row that ask for an ID and hold a day: Excel makes one of MAR1 or 2026-12."""
    numbers = [(name, i) for name, i in ids.items() if type(data.rows[row][i]) in (int, float)]
    if not numbers:
        return ()
    dated = snapshot.dated.get(data.sheet, ())
    return [name for name, i in numbers if (data.top + 1 + row, data.left + i) in dated]


def _swallowed(data: TableData, merges: Iterable[Area]) -> dict[tuple[int, int], str]:
    """(data row, column) of each cell that a merge has taken in -> the cell that holds the words of them all."""
    found: dict[tuple[int, int], str] = {}
    for area in merges:
        for row in range(max(area.top, data.top + 1), min(area.bottom, data.top + len(data.rows)) + 1):
            for column in range(max(area.left, data.left), min(area.right, data.left + len(data.headers) - 1) + 1):
                if (row, column) != (area.top, area.left):
                    found[row - data.top - 1, column - data.left] = f"{letters(area.left)}{area.top}"
    return found


def _typed(cell: CellValue, column: Column) -> CellValue:
    """What people put into the cell: a formula of ours is none of it, whatever result is stored or is not."""
    return None if isinstance(cell, FormulaCell) and canonical(cell.text) in column.looked_up else cell


def _row(
    table: Table,
    number: int,
    cells: Mapping[Column, Any],
    misfits: list[Misfit],
    days: Collection[str],
    date1904: bool,
) -> Row:
    values: dict[str, Any] = {}
    for column, cell in cells.items():
        place = Place(table.name, number, column.field)
        if is_blank(cell):
            if column.fact.required:
                misfits.append(Misfit("required", place, column.header, None, asks(column.fact)))
            continue
        value = fit(cell, column.fact, date1904=date1904)
        shown = cell.value if isinstance(cell, FormulaCell) else cell
        if column.field in days:
            value = Unfit("day", asks(column.fact))
            shown = day_shown(cell, date1904)
        if isinstance(value, Unfit):
            misfits.append(Misfit(value.kind, place, column.header, shown, value.asks))
            if isinstance(column.fact.limit, Ref) and column.field in days and not column.fact.limit.many:
                values[column.field] = as_text(cell.value if isinstance(cell, FormulaCell) else cell)
            elif _default(table, column.field):
                # a status nobody can read must not count as the status that a blank stands for
                values[column.field] = ""
            continue
        if is_spelled_out(cell, column.fact, value):
            # what no formula takes for the same no command does: tabs and commands tell of the same company
            wanted = f"{value:g}" if isinstance(value, int | float) else str(value)
            misfits.append(Misfit("text", place, column.header, shown, wanted))
            if not isinstance(column.fact.limit, Ident):
                continue
            value = shown
        values[column.field] = value
    return Row(number, values)


def _default(table: Table, field: str) -> str:
    """The word a blank cell of the field stands for; "" where it stands for nothing, or for no word."""
    known = table.record.model_fields.get(field) if table.record else None
    return known.default if known and isinstance(known.default, str) else ""


def _duplicates(table: Table, parsed: Parsed) -> None:
    """Values that must be used once and are not, and IDs that Excel takes for an earlier one."""
    for column in table.columns:
        if not column.fact.unique:
            continue
        is_id = isinstance(column.fact.limit, Ident)
        compared = comparable if is_id else fold_text
        first: dict[str, str] = {}
        for row in parsed.rows.get(table.name, ()):
            value = row.values.get(column.field)
            key = "" if value is None else compared(str(value))
            if not key or key not in first:
                first[key] = str(value)
                continue
            place, earlier = Place(table.name, row.at, column.field), first[key]
            if earlier == str(value) or not is_id:
                parsed.misfits.append(Misfit("duplicate", place, column.header, value, "a name used once"))
            else:
                parsed.misfits.append(Misfit("alike", place, column.header, value, earlier))


def _respell(table: Table, parsed: Parsed) -> None:
    """Write IDs that only case tells apart as they are written where they are made, or most: to formulas it is one."""
    for column in table.columns:
        limit, rows = column.fact.limit, parsed.rows.get(table.name, ())
        if isinstance(limit, Ref):
            ids = [row.values.get(limit.field) for row in parsed.rows.get(limit.table, ())]
            exact = {own: own for own in ids}
        elif isinstance(limit, Ident) and not column.fact.unique:
            counted = Counter(row.values.get(column.field) for row in rows)
            ids, exact = [own for own, _ in counted.most_common()], {}
        else:
            continue
        first = {own.casefold(): own for own in reversed(ids) if own} | exact
        # few values stand in many rows, and hardly any is written in another way
        values = {row.values.get(column.field) for row in rows} - {None}
        wanted = {value: spelled for value in values if (spelled := _spelled(value, first)) != value}
        if wanted:
            parsed.rows[table.name] = tuple(
                Row(row.at, {**row.values, column.field: wanted[value]})
                if (value := row.values.get(column.field)) in wanted
                else row
                for row in rows
            )


def _spelled(value: Any, first: Mapping[str, str]) -> Any:
    """An ID, or each of several, as it is written where it is made."""
    if isinstance(value, tuple):
        return tuple(_spelled(one, first) for one in value)
    return first.get(value) or first.get(value.casefold(), value)


def _references(table: Table, parsed: Parsed) -> None:
    for column in table.columns:
        limit = column.fact.limit
        if not isinstance(limit, Ref) or limit.table not in parsed.rows:
            continue
        known = {row.values.get(limit.field) for row in parsed.rows[limit.table]}
        _, _, amiss = parsed.sources[limit.table]
        # a day that Excel made of an ID is told of as that: nobody typed the number behind it
        _, _, own = parsed.sources.get(table.name, (table, None, ()))
        days = {misfit.place.row for misfit in own if misfit.kind == "day" and misfit.place.field == column.field}
        # an ID that stands there with a blank around it is told of once, at its own cell
        known |= {misfit.asks for misfit in amiss if misfit.kind == "text" and misfit.place.field == limit.field}
        for row in parsed.rows.get(table.name, ()):
            value = row.values.get(column.field)
            wanted = value if isinstance(value, tuple) else (value,) if value is not None else ()
            for name in wanted:
                if name not in known and row.at not in days:
                    place = Place(table.name, row.at, column.field)
                    parsed.misfits.append(Misfit("reference", place, column.header, name, asks(column.fact)))
