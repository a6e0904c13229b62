"""From the journal to the master: what its tables must say for what people answered. Only answered columns change."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_addin.cells.cell import CellValue, result_of
from xl_addin.cells.fold import fold_text
from xl_addin.exchange.form.form_keys import FormKey, parse_key
from xl_addin.exchange.journal import JournalAnswer
from xl_addin.exchange.survey_form import GROUP
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Append, Edit, SetCells
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import plain
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Stop
from xl_addin.sheets import assessments, plans, responses

_UNITS = 32_767
"""The most UTF-16 units one cell can hold."""
_CUT_MARK = " […]"
_MANAGER = "\n\nManager: "

RowKey = tuple[str, ...]
RowsByKey = dict[RowKey, dict[str, Any]]


@dataclass
class _TargetRows:
    """Rows by key, one dictionary for each table we fill."""

    ratings: RowsByKey = field(default_factory=dict)
    plans: RowsByKey = field(default_factory=dict)
    responses: RowsByKey = field(default_factory=dict)


def answer_edits(answers: Iterable[JournalAnswer], snapshot: Snapshot, room: int) -> list[Edit]:
    """What to write so that the tables say what was answered.

    Args:
        answers: answers in the order they were taken; of one kind of form, the last on a row counts.
        snapshot: the master as it stands.
        room: the most rows a table may have.

    Raises:
        Stop: a table or a column of ours is gone, or a table would grow beyond `room`.
    """
    targets = _target_rows(answers)
    changes: list[Edit] = []
    for table, rows in (
        (assessments.TABLE, targets.ratings),
        (plans.TABLE, targets.plans),
        (responses.TABLE, targets.responses),
    ):
        if rows:
            changes += _table_edits(table, rows, snapshot, room)
    return changes


def _target_rows(answers: Iterable[JournalAnswer]) -> _TargetRows:
    """The rows the answers ask for. A manager's word counts before the employee's, whoever sent theirs first."""
    latest: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for answer in answers:
        person = answer.person if answer.kind == "respondent" else ""
        latest.setdefault((answer.kind, answer.cycle, person, answer.key), {})[answer.field] = answer.value
    targets = _TargetRows()
    for (_, cycle, person, text), fields in sorted(latest.items(), key=lambda item: item[0]):
        key = parse_key(text)
        if key is None:
            continue
        if key.kind == "rating":
            _add_rating(targets.ratings.setdefault((cycle, *key.parts), {}), fields)
        elif key.kind == "answer":
            item = "group" if key.parts[0] == GROUP else key.parts[0]
            targets.responses.setdefault((person,), {})[item] = fields["answer"]
        else:
            plan_fields = {n: v for n, v in fields.items() if n != "competency"}
            targets.plans.setdefault(_plan_key(key, cycle, fields), {}).update(plan_fields)
    return targets


def _add_rating(row: dict[str, Any], fields: Mapping[str, Any]) -> None:
    """One side's answers; "employee" sorts before "manager", so what stands there already is the employee's."""
    evidence = join_evidence(str(row.get("evidence", "")), str(fields.get("evidence", "")))
    row.update(fields)
    if evidence:
        row["evidence"] = evidence


def join_evidence(employee: str, manager: str) -> str:
    """Both sides' evidence in one cell: the longer one where it holds the other, else one below the other."""
    if not employee or employee in manager:
        return manager
    if manager in employee:
        return employee
    return f"{employee}{_MANAGER}{manager}"


def _plan_key(key: FormKey, cycle: str, fields: Mapping[str, Any]) -> RowKey:
    if key.kind == "plan":
        employee, own_cycle, competency = key.parts
        return own_cycle, employee, competency
    return cycle, key.parts[0], str(fields.get("competency", ""))


def _table_edits(table: Table, rows: RowsByKey, snapshot: Snapshot, room: int) -> list[Edit]:
    """Cells of rows that are there, new rows for the others."""
    row_numbers, count = _standing(table, rows, snapshot)
    cells = {
        (row_numbers[_fold_key(key)], name): _cell(name, value)
        for key, fields in rows.items()
        if _fold_key(key) in row_numbers
        for name, value in fields.items()
    }
    new = [
        {**_defaults(table), **dict(zip(table.key, key, strict=True)), **{n: _cell(n, v) for n, v in fields.items()}}
        for key, fields in rows.items()
        if _fold_key(key) not in row_numbers
    ]
    if count + len(new) > room:
        problem = f"would need {count + len(new):,} rows, more than {room:,}"
        todo = "delete the rows of old cycles there (the journal keeps them), then run collect --apply again"
        raise Stop(table.name, problem, todo)
    changes: list[Edit] = [SetCells(table.name, cells)] if cells else []
    return [*changes, Append(table.name, new)] if new else changes


def _standing(table: Table, rows: RowsByKey, snapshot: Snapshot) -> tuple[dict[RowKey, int], int]:
    """Folded key -> the first data row that carries it, and how many rows say something."""
    data = next((t for name, t in snapshot.tables.items() if name.casefold() == table.name.casefold()), None)
    if data is None:
        raise Stop(table.name, "the workbook no longer has this table", "run build to put its tab back")
    columns = find_columns(data, table)
    needed_fields = dict.fromkeys([*table.key, *(name for fields in rows.values() for name in fields)])
    missing_headers = [table.field_of[name].header for name in needed_fields if name not in columns]
    if missing_headers:
        todo = "put the column back under this header, then run the command again"
        raise Stop(table.name, f"the workbook no longer has its column {missing_headers[0]}", todo)
    row_numbers: dict[RowKey, int] = {}
    for number, row in enumerate(data.rows):
        key = _fold_key([_visible_text(row[columns[name]]) for name in table.key])
        if any(key):
            row_numbers.setdefault(key, number)
    return row_numbers, len(row_numbers)


def _visible_text(cell: CellValue) -> str:
    value = result_of(cell)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _fold_key(key: Sequence[str]) -> RowKey:
    return tuple(fold_text(part) for part in key)


def _defaults(table: Table) -> dict[str, Any]:
    """What a new row says of itself, such as an action's first status."""
    return {name: value for name, value in plain(table.record()).items() if value} if table.record else {}


def _cell(name: str, value: Any) -> Any:
    """An answer as its cell holds it: a day as a day, words no longer than a cell takes."""
    if name == "due":
        return dt.date.fromisoformat(value)
    return truncate_words(value) if isinstance(value, str) else value


def truncate_words(text: str) -> str:
    """Words that fit into a cell, with a mark where some had to be left out; the journal holds them all."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _UNITS:
        return text
    return units[: 2 * (_UNITS - len(_CUT_MARK))].decode("utf-16-le", "ignore") + _CUT_MARK
