"""Results of formulas that follow a change elsewhere: what the file shows where nothing works it out anew."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from math import isclose
from typing import Any

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import FormulaCell, Plain
from xl_addin.cells.serial import serial
from xl_addin.layout.content import Content, RowValues
from xl_addin.layout.describe import Formula, Slot, Table, Workbook
from xl_addin.layout.formula import canonical, own_row
from xl_addin.layout.formulas import loose_formulas
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import Change, Held, blank, key_of_cells, key_of_values, table_in
from xl_addin.layout.place import place
from xl_addin.layout.steps import Show

_EXACT = 1e-9
"""Twins agree with their formulas to this."""


def results_of(
    design: Workbook, snapshot: Snapshot, rows: Mapping[str, Sequence[RowValues]]
) -> dict[str, dict[str, Plain]]:
    """Tab -> formula as it is compared -> result, for the described formulas outside tables.

    The tables count as tall as they stand.
    """
    found: dict[str, dict[str, Plain]] = {}
    for sheet in design.sheets:
        standing = {table.name: table_in(snapshot, table.name) for table in sheet.tables}
        used = {t.name: len(held.rows) - t.spare for t in sheet.tables if (held := standing[t.name]) is not None}
        loose = loose_formulas(place(sheet, used), rows).values()
        found[sheet.name] = {canonical(f.text): f.value for f in loose if not isinstance(f.value, Slot)}
    return found


def result_steps(
    rows: Mapping[str, Sequence[RowValues]], results: Mapping[str, Mapping[str, Plain]], change: Change
) -> list[Show]:
    """The steps after which every formula that is still ours shows its new result; none where it does already."""
    changed: dict[str, dict[Spot, Plain]] = {}
    for name, values in rows.items():
        data = table_in(change.snapshot, name)
        if data is not None and name in change.tables:
            changed.setdefault(data.sheet, {}).update(_in_table(values, change.table(name), change.tables[name]))
    for sheet, shown in results.items():
        for at, cell in change.snapshot.formulas.get(sheet, {}).items():
            # a formula that an earlier version wrote is not known any more: it is left to calculate for itself
            text = canonical(cell.text)
            if text in shown and _stale(cell, text, shown[text]):
                changed.setdefault(sheet, {})[at] = "" if shown[text] is None else shown[text]
    return [Show(sheet, cells) for sheet, cells in changed.items() if cells]


def _in_table(rows: Sequence[RowValues], state: Held, table: Table) -> Iterator[tuple[Spot, Plain]]:
    """Cells that show something else than the row of their key has; of several rows with one key, each in turn.

    In a row without a key formulas show nothing, unless something else is typed there, and never in a spare one.
    """
    at = state.columns(table)
    typed = [at[c.field] for c in table.columns if c.entered and c.field in at]
    own = {c.field: own_row(c.formula, table.name) for c in table.columns if c.formula and c.field in at}
    waiting: dict[tuple[str, ...], list[RowValues]] = {}
    for values in reversed(rows):
        waiting.setdefault(key_of_values(values, table), []).append(values)
    nothing = dict.fromkeys(own, "")
    for number, cells in enumerate(state.rows):
        key = key_of_cells(cells, table, at)
        same = None if _is_spare(key, [cells[n] for n in typed]) else waiting.get(key)
        values = same.pop() if same else {} if any(key) else nothing
        for field in at.keys() & values.keys():
            cell, value = cells[at[field]], values[field]
            formula = value.text if isinstance(value, Formula) else own.get(field)
            result: Any = value.value if isinstance(value, Formula) else value
            if isinstance(cell, FormulaCell) and formula and _stale(cell, formula, result):
                yield state.at(number, at[field]), "" if result is None else result


def _is_spare(key: Sequence[str], typed: Sequence[Content]) -> bool:
    """Whether nothing is typed in a row."""
    return not any(key) and all(blank(cell) for cell in typed)


def _stale(cell: FormulaCell, formula: str, result: Any) -> bool:
    """Whether a cell still holds our formula and shows something else, or was never worked out."""
    old, new = cell.value, serial(result) if isinstance(result, dt.date) else "" if result is None else result
    if old == new or canonical(cell.text) != canonical(formula):
        return False
    if isinstance(old, int | float) and isinstance(new, int | float):
        return not isclose(old, new, rel_tol=_EXACT, abs_tol=_EXACT)
    return True
