"""Cells to records, by table name and header, never by address. Misfits become values, all of them at once."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_addin.layout.describe import Column, Table
from xl_addin.layout.grid import FormulaCell, Snapshot, TableData
from xl_addin.layout.headers import columns_of
from xl_addin.layout.values import Unfit, asks, fit, is_blank, is_spelled_out
from xl_addin.model.facts import NA, Record, Ref
from xl_addin.model.finding import Misfit, Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: its place among the data rows, and the fields that fit."""

    at: int
    values: Mapping[str, Any]


@dataclass
class Parsed:
    """Rows by table name, and everything that did not fit, in reading order of the tables.

    `sources` tells what each table's rows were read from and what of its cells did not fit.
    """

    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)
    sources: dict[str, tuple[Table, TableData, tuple[Misfit, ...]]] = field(default_factory=dict)

    def records(self, table: Table) -> tuple[Any, ...]:
        """The rows of a table as records; a field that did not fit keeps its default."""
        record = table.record or Record
        return tuple(record(row=row.at, **row.values) for row in self.rows.get(table.name, ()))


def columns_in(data: TableData, table: Table) -> dict[str, int]:
    """Field -> column number (0 is the first) for every described column that the table has."""
    return columns_of(data.headers, table)


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
            parsed.misfits.append(Misfit("missing", Place(table.name), table.name, None, "the table"))
            continue
        old = known.sources.get(table.name) if known else None
        if known and old and old[1] is data and old[0] == table:
            parsed.rows[table.name], misfits = known.rows[table.name], old[2]
        else:
            found: list[Misfit] = []
            parsed.rows[table.name] = _rows(data, table, found, snapshot.date1904)
            misfits = tuple(found)
        parsed.misfits.extend(misfits)
        parsed.sources[table.name] = table, data, misfits
    for table in described:
        _duplicates(table, parsed)
        _references(table, parsed)
    return parsed


def _rows(data: TableData, table: Table, misfits: list[Misfit], date1904: bool) -> tuple[Row, ...]:
    at = columns_in(data, table)
    entered = [c for c in table.columns if c.entered]
    for column in entered:
        if column.field not in at:
            misfits.append(Misfit("missing", Place(table.name, -1, column.field), column.header, None, "the column"))
    present = [(c, at[c.field]) for c in entered if c.field in at]
    found: list[Row] = []
    for number, cells in enumerate(data.rows):
        if all(is_blank(cells[i]) for _, i in present):
            continue
        found.append(_row(table, number, {c: cells[i] for c, i in present}, misfits, date1904))
    return tuple(found)


def _row(table: Table, number: int, cells: Mapping[Column, Any], misfits: list[Misfit], date1904: bool) -> Row:
    values: dict[str, Any] = {}
    for column, cell in cells.items():
        place = Place(table.name, number, column.field)
        if is_blank(cell):
            if column.fact.required:
                misfits.append(Misfit("required", place, column.header, None, asks(column.fact)))
            continue
        value = fit(cell, column.fact, date1904=date1904)
        shown = cell.value if isinstance(cell, FormulaCell) else cell
        if isinstance(value, Unfit):
            misfits.append(Misfit(value.kind, place, column.header, shown, value.asks))
            continue
        values[column.field] = value
        if is_spelled_out(cell, column.fact, value):
            misfits.append(Misfit("text", place, column.header, shown, value if value == NA else f"{value:g}"))
    return Row(number, values)


def _duplicates(table: Table, parsed: Parsed) -> None:
    for column in table.columns:
        if not column.fact.unique:
            continue
        seen: set[str] = set()
        for row in parsed.rows.get(table.name, ()):
            value = row.values.get(column.field)
            folded = unicodedata.normalize("NFKC", str(value)).casefold()
            if value is not None and folded in seen:
                place = Place(table.name, row.at, column.field)
                parsed.misfits.append(Misfit("duplicate", place, column.header, value, "a name used once"))
            seen.add(folded)


def _references(table: Table, parsed: Parsed) -> None:
    for column in table.columns:
        limit = column.fact.limit
        if not isinstance(limit, Ref) or limit.table not in parsed.rows:
            continue
        known = {row.values.get(limit.field) for row in parsed.rows[limit.table]}
        for row in parsed.rows.get(table.name, ()):
            value = row.values.get(column.field)
            wanted = value if isinstance(value, tuple) else (value,) if value is not None else ()
            for name in wanted:
                if name not in known:
                    place = Place(table.name, row.at, column.field)
                    parsed.misfits.append(Misfit("reference", place, column.header, name, asks(column.fact)))
