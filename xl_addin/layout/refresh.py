"""Results of formulas that follow a change elsewhere: what the file shows where nothing works it out anew."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from math import isclose
from typing import Any

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import FormulaCell, Plain
from xl_addin.cells.serial import serial
from xl_addin.layout.describe import Formula, Slot, Table, WorkbookDesign
from xl_addin.layout.placement import place_blocks
from xl_addin.layout.record_rows import Content, RowValues
from xl_addin.layout.sheet_formulas import loose_formulas
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import Show
from xl_addin.layout.structured_refs import canonical_formula, own_row
from xl_addin.layout.tab_visibility import standing_tab
from xl_addin.layout.table_state import Change, TableState, find_table, is_blank_content, key_of_cells, key_of_values

_EXACT = 1e-9
"""Twins agree with their formulas to this."""


def formula_results(
    design: WorkbookDesign, snapshot: Snapshot, rows: Mapping[str, Sequence[RowValues]]
) -> dict[str, dict[str, Plain]]:
    """Tab -> formula as it is compared -> result, for the described formulas outside tables.

    The tables count as tall as they stand.
    """
    results_by_sheet: dict[str, dict[str, Plain]] = {}
    for sheet in design.sheets:
        standing = {table.name: find_table(snapshot, table.name) for table in sheet.tables}
        filled_rows = {t.name: len(data.rows) - t.spare for t in sheet.tables if (data := standing[t.name]) is not None}
        loose = loose_formulas(place_blocks(sheet, filled_rows), rows).values()
        results_by_sheet[sheet.name] = {
            canonical_formula(f.text): f.value for f in loose if not isinstance(f.value, Slot)
        }
    return results_by_sheet


def results_by_tab(
    design: WorkbookDesign, snapshot: Snapshot, rows: Mapping[str, Sequence[RowValues]]
) -> dict[str, dict[str, Plain]]:
    """The same, by what each tab is called in the workbook: people rename tabs, and a tab keeps the name of its track
    when that changes.
    """
    results = formula_results(design, snapshot, rows)
    return {standing_tab(sheet, snapshot) or sheet.name: results[sheet.name] for sheet in design.sheets}


def result_steps(
    rows: Mapping[str, Sequence[RowValues]], results: Mapping[str, Mapping[str, Plain]], change: Change
) -> list[Show]:
    """The steps after which every formula that is still ours shows its new result; none where it does already."""
    changed: dict[str, dict[Spot, Plain]] = {}
    for name, values in rows.items():
        data = find_table(change.snapshot, name)
        if data is not None and name in change.tables:
            changed.setdefault(data.sheet, {}).update(_in_table(values, change.table(name), change.tables[name]))
    for sheet, shown in results.items():
        for at, cell in change.snapshot.formulas.get(sheet, {}).items():
            # a formula that an earlier version wrote is not known any more: it is left to calculate for itself
            text = canonical_formula(cell.text)
            if text in shown and _stale(cell, text, shown[text]):
                changed.setdefault(sheet, {})[at] = "" if shown[text] is None else shown[text]
    return [Show(sheet, cells) for sheet, cells in changed.items() if cells]


def _in_table(rows: Sequence[RowValues], state: TableState, table: Table) -> Iterator[tuple[Spot, Plain]]:
    """Cells that show something else than the row of their key has; of several rows with one key, each in turn.

    In a row without a key formulas show nothing, unless something else is typed there, and never in a spare one.
    """
    positions = state.columns(table)
    input_columns = [positions[c.field] for c in table.columns if c.is_input and c.field in positions]
    formulas = {c.field: own_row(c.formula, table.name) for c in table.columns if c.formula and c.field in positions}
    waiting: dict[tuple[str, ...], list[RowValues]] = {}
    for values in reversed(rows):
        waiting.setdefault(key_of_values(values, table), []).append(values)
    nothing = dict.fromkeys(formulas, "")
    for number, cells in enumerate(state.rows):
        key = key_of_cells(cells, table, positions)
        candidates = None if _is_spare(key, [cells[n] for n in input_columns]) else waiting.get(key)
        values = candidates.pop() if candidates else {} if any(key) else nothing
        for field in positions.keys() & values.keys():
            cell, value = cells[positions[field]], values[field]
            formula = value.text if isinstance(value, Formula) else formulas.get(field)
            result: Any = value.value if isinstance(value, Formula) else value
            if isinstance(cell, FormulaCell) and formula and _stale(cell, formula, result):
                yield state.locate(number, positions[field]), "" if result is None else result


def _is_spare(key: Sequence[str], input_cells: Sequence[Content]) -> bool:
    """Whether nothing is typed in a row."""
    return not any(key) and all(is_blank_content(cell) for cell in input_cells)


def _stale(cell: FormulaCell, formula: str, result: Any) -> bool:
    """Whether a cell still holds our formula and shows something else, or was never worked out."""
    old, new = cell.value, serial(result) if isinstance(result, dt.date) else "" if result is None else result
    if old == new or canonical_formula(cell.text) != canonical_formula(formula):
        return False
    if isinstance(old, int | float) and isinstance(new, int | float):
        return not isclose(old, new, rel_tol=_EXACT, abs_tol=_EXACT)
    return True
