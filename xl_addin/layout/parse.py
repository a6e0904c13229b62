"""Cells to records, by table name and header, never by address. Misfits become values, all of them at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.fold import fold_text
from xl_addin.cells.table import TableData
from xl_addin.layout.column_headers import match_columns
from xl_addin.layout.describe import Column, Table
from xl_addin.layout.field_values import (
    Unfit,
    as_text,
    describe_limit,
    fit_value,
    is_blank,
    is_spelled_out,
    visible_day,
)
from xl_addin.layout.rows_below import RowsBelow, rows_below, runs
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.special_cells import anchors_of_merges, days_of_ids
from xl_addin.layout.structured_refs import canonical_formula
from xl_addin.model.facts import Ident, Record, Ref
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.ids import comparable


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row that says something: its place among the data rows, and the fields that fit."""

    position: int
    values: Mapping[str, Any]


@dataclass
class ParsedTables:
    """Rows by table name, and everything that did not fit, in reading order of the tables.

    `sources` tells what each table's rows were read from and what of its cells did not fit, `rows_below` what stands
    below a table and is none of its rows.
    """

    rows: dict[str, tuple[ParsedRow, ...]] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)
    sources: dict[str, tuple[Table, TableData, tuple[Misfit, ...]]] = field(default_factory=dict)
    rows_below: dict[str, RowsBelow] = field(default_factory=dict)

    def records(self, table: Table) -> tuple[Any, ...]:
        """The rows of a table as records; a blank cell leaves its field the default."""
        record = table.record or Record
        return tuple(record(row=row.position, **row.values) for row in self.rows.get(table.name, ()))


def find_columns(data: TableData, table: Table) -> dict[str, int]:
    """Field -> column number (0 is the first) for every described column that the table has."""
    return match_columns(data.headers, table)


def is_filled_in(table: Table) -> bool:
    """Whether people type in it; without it, something they said is out of sight."""
    return any(column.is_entry for column in table.columns)


def parse(snapshot: Snapshot, tables: Iterable[Table], previous: ParsedTables | None = None) -> ParsedTables:
    """Read every described table the workbook has; a table or column that is missing is a misfit of its own.

    Tables that are the very same as in `previous`, a reading of the same workbook before, are not read again.
    """
    result = ParsedTables()
    present = {name.casefold(): data for name, data in snapshot.tables.items()}
    descriptions = tuple(tables)
    for table in descriptions:
        data = present.get(table.name.casefold())
        if data is None:
            # else nobody's words are out of sight: whatever fills it says so, or they stand elsewhere
            if is_filled_in(table) and not table.is_optional:
                result.misfits.append(Misfit("missing", Place(table.name), table.name, None, "the table"))
            continue
        old = previous.sources.get(table.name) if previous else None
        if previous and old and old[1] is data and old[0] == table:
            result.rows[table.name], misfits = previous.rows[table.name], old[2]
        else:
            table_misfits: list[Misfit] = []
            result.rows[table.name] = _rows(data, table, table_misfits, snapshot)
            misfits = tuple(table_misfits)
        result.misfits.extend(misfits)
        result.sources[table.name] = table, data, misfits
        lines = snapshot.lines_below.get(data.name) if is_filled_in(table) and not table.complete else None
        extra_rows = rows_below(data, table, lines, snapshot.merges.get(data.sheet, ())) if lines else None
        if extra_rows:
            result.rows_below[table.name] = extra_rows
            result.misfits += _misfits_below(table, extra_rows)
    for table in descriptions:
        _respell(table, result)
        _duplicates(table, result)
        _references(table, result)
    return result


def _misfits_below(table: Table, extra_rows: RowsBelow) -> Iterator[Misfit]:
    for kind, rows in (("below", extra_rows.adjacent), ("apart", extra_rows.distant)):
        if rows:
            place = Place(table.name, rows[0] - extra_rows.table.top - 1)
            yield Misfit(kind, place, table.name, len(rows), ", ".join(map(extra_rows.area, runs(rows))))


def _rows(data: TableData, table: Table, misfits: list[Misfit], snapshot: Snapshot) -> tuple[ParsedRow, ...]:
    positions = find_columns(data, table)
    input_columns = [c for c in table.columns if c.is_input]
    unknown = tuple(header for number, header in enumerate(data.headers) if number not in positions.values())
    for column in input_columns:
        if column.field not in positions and not table.accepts_pasting:
            kind = "missing" if column.fact.required or column.field in table.key else "absent"
            misfits.append(Misfit(kind, Place(table.name, -1, column.field), column.header, unknown, "the column"))
    present = [(c, positions[c.field]) for c in input_columns if c.field in positions]
    merged_cells = anchors_of_merges(data, snapshot.merges.get(data.sheet, ()))
    parsed_rows: list[ParsedRow] = []
    for number, cells in enumerate(data.rows):
        cells_by_column = {c: _input_cell(cells[i], c) for c, i in present}
        if all(is_blank(cell) for cell in cells_by_column.values()):
            continue
        for column, i in present:
            if (number, i) in merged_cells and is_blank(cells_by_column[column]):
                place = Place(table.name, number, column.field)
                misfits.append(
                    Misfit("merged", place, column.header, merged_cells[number, i], describe_limit(column.fact))
                )
                del cells_by_column[column]
        days = days_of_ids(data, number, {c.field: i for c, i in present if c.names_rows}, snapshot)
        parsed_rows.append(_row(table, number, cells_by_column, misfits, days, snapshot.date1904))
    for column, numbers in numbers_of_ids(data, table, snapshot).items():
        row, text = next(iter(numbers.items()))
        misfits.append(Misfit("number", Place(table.name, row, column.field), column.header, len(numbers), text))
    return tuple(parsed_rows)


def numbers_of_ids(data: TableData, table: Table, snapshot: Snapshot) -> dict[Column, dict[int, str]]:
    """By column of IDs and data row, the IDs that are numbers, as text: to formulas 7 and the text 7 are two.

    Days are none of them: what was typed there is lost. Nor is what a formula makes.
    """
    numbers: dict[Column, dict[int, str]] = {}
    date_cells, positions = snapshot.date_cells.get(data.sheet, ()), find_columns(data, table)
    for column in (
        candidate
        for candidate in table.columns
        if candidate.is_input and candidate.names_rows and candidate.field in positions
    ):
        i = positions[column.field]
        texts = {
            row: as_text(cell)
            for row, cell in enumerate(cells[i] for cells in data.rows)
            if isinstance(cell, int | float)
            and not isinstance(cell, bool)
            and (data.top + 1 + row, data.left + i) not in date_cells
        }
        if texts:
            numbers[column] = texts
    return numbers


def _input_cell(cell: CellValue, column: Column) -> CellValue:
    """What people put into the cell: a formula of ours is none of it, whatever result is stored or is not."""
    return None if isinstance(cell, FormulaCell) and canonical_formula(cell.text) in column.looked_up else cell


def _row(
    table: Table,
    number: int,
    cells: Mapping[Column, Any],
    misfits: list[Misfit],
    days: Collection[str],
    date1904: bool,
) -> ParsedRow:
    values: dict[str, Any] = {}
    for column, cell in cells.items():
        place = Place(table.name, number, column.field)
        if is_blank(cell):
            if column.fact.required:
                misfits.append(Misfit("required", place, column.header, None, describe_limit(column.fact)))
            continue
        value = fit_value(cell, column.fact, date1904=date1904)
        visible_value = cell.value if isinstance(cell, FormulaCell) else cell
        if column.field in days:
            value = Unfit("day", describe_limit(column.fact))
            visible_value = visible_day(cell, date1904)
        if isinstance(value, Unfit):
            misfits.append(Misfit(value.kind, place, column.header, visible_value, value.asks))
            if isinstance(column.fact.limit, Ref) and column.field in days and not column.fact.limit.multiple:
                values[column.field] = as_text(cell.value if isinstance(cell, FormulaCell) else cell)
            elif _default(table, column.field):
                # a status nobody can read must not count as the status that a blank stands for
                values[column.field] = ""
            continue
        if is_spelled_out(cell, column.fact, value):
            # what no formula takes for the same no command does: tabs and commands tell of the same company
            proper_text = f"{value:g}" if isinstance(value, int | float) else str(value)
            misfits.append(Misfit("text", place, column.header, visible_value, proper_text))
            if not isinstance(column.fact.limit, Ident):
                continue
            value = visible_value
        values[column.field] = value
    return ParsedRow(number, values)


def _default(table: Table, field: str) -> str:
    """The word a blank cell of the field stands for; "" where it stands for nothing, or for no word."""
    field_info = table.record.model_fields.get(field) if table.record else None
    return field_info.default if field_info and isinstance(field_info.default, str) else ""


def _duplicates(table: Table, result: ParsedTables) -> None:
    """Values that must be used once and are not, and IDs that Excel takes for an earlier one."""
    for column in table.columns:
        if not column.fact.unique:
            continue
        is_id = isinstance(column.fact.limit, Ident)
        make_comparable = comparable if is_id else fold_text
        first: dict[str, str] = {}
        for row in result.rows.get(table.name, ()):
            value = row.values.get(column.field)
            key = "" if value is None else make_comparable(str(value))
            if not key or key not in first:
                first[key] = str(value)
                continue
            place, earlier = Place(table.name, row.position, column.field), first[key]
            if earlier == str(value) or not is_id:
                result.misfits.append(Misfit("duplicate", place, column.header, value, "a name used once"))
            else:
                result.misfits.append(Misfit("alike", place, column.header, value, earlier))


def _respell(table: Table, result: ParsedTables) -> None:
    """Write IDs that only case tells apart as they are written where they are made, or most: to formulas it is one."""
    for column in table.columns:
        limit, rows = column.fact.limit, result.rows.get(table.name, ())
        if isinstance(limit, Ref):
            ids = [row.values.get(limit.field) for row in result.rows.get(limit.table, ())]
            exact = {id_text: id_text for id_text in ids}
        elif isinstance(limit, Ident) and not column.fact.unique:
            id_counts = Counter(row.values.get(column.field) for row in rows)
            ids, exact = [id_text for id_text, _ in id_counts.most_common()], {}
        else:
            continue
        first = {id_text.casefold(): id_text for id_text in reversed(ids) if id_text} | exact
        # few values stand in many rows, and hardly any is written in another way
        values = {row.values.get(column.field) for row in rows} - {None}
        respellings = {value: spelling for value in values if (spelling := _spell_id(value, first)) != value}
        if respellings:
            result.rows[table.name] = tuple(
                ParsedRow(row.position, {**row.values, column.field: respellings[value]})
                if (value := row.values.get(column.field)) in respellings
                else row
                for row in rows
            )


def _spell_id(value: Any, first: Mapping[str, str]) -> Any:
    """An ID, or each of several, as it is written where it is made."""
    if isinstance(value, tuple):
        return tuple(_spell_id(part, first) for part in value)
    return first.get(value) or first.get(value.casefold(), value)


def _references(table: Table, result: ParsedTables) -> None:
    for column in table.columns:
        limit = column.fact.limit
        if not isinstance(limit, Ref) or limit.table not in result.rows:
            continue
        known_ids = {row.values.get(limit.field) for row in result.rows[limit.table]}
        _, _, amiss = result.sources[limit.table]
        # a day that Excel made of an ID is told of as that: nobody typed the number behind it
        _, _, table_misfits = result.sources.get(table.name, (table, None, ()))
        days = {
            misfit.place.row for misfit in table_misfits if misfit.kind == "day" and misfit.place.field == column.field
        }
        # an ID that stands there with a blank around it is told of once, at its own cell
        known_ids |= {misfit.asks for misfit in amiss if misfit.kind == "text" and misfit.place.field == limit.field}
        for row in result.rows.get(table.name, ()):
            value = row.values.get(column.field)
            names = value if isinstance(value, tuple) else (value,) if value is not None else ()
            for name in names:
                if name not in known_ids and row.position not in days:
                    place = Place(table.name, row.position, column.field)
                    result.misfits.append(Misfit("reference", place, column.header, name, describe_limit(column.fact)))
