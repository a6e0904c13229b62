"""The tables of a plan, as an employee and as a manager get them: actions under way, and room for new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xl_addin.cells.serial import serial
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.tab_parts import KEY, display_column, key_line
from xl_addin.layout.declare import column
from xl_addin.layout.describe import Block, Cell, Column, Line, Slot, Table, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import OneOf, Text
from xl_addin.model.memo import memo
from xl_addin.model.plans import PLAN_DONE, PLAN_DROPPED, PlanAction
from xl_addin.model.records import Employee

PLAN_TABLE, NEW_PLAN_TABLE = "tblPlan", "tblNewPlan"
PLAN_FIELDS = ("action", "due", "status", "notes")
NEW_PLAN_FIELDS = ("competency", *PLAN_FIELDS)
NEW_ROWS = 4
"""How many empty rows there are for new actions."""
_LIST = 255
"""Most characters of a list in a drop-down."""
_ROW_HEIGHT = 32.0
_OPEN_DAY = f'IF(OR([@Status]="{PLAN_DONE}",[@Status]="{PLAN_DROPPED}",NOT(ISNUMBER([@Due]))),"",[@Due])'


def plan_blocks(under_way: int, names: Sequence[str], widths: Sequence[float], number: str = "") -> tuple[Block, ...]:
    """The tables of a plan, each under its heading: `under_way` actions, and empty rows for some of `names`."""
    open_actions = open_actions_table(widths, PLAN_TABLE + number)
    new = new_table(names, widths, NEW_PLAN_TABLE + number)
    blocks: list[Block] = []
    if under_way:
        blocks += [
            Line((Cell("Under way: keep it, edit it, or drop it", "heading", span=len(widths)),)),
            key_line(open_actions.columns, PLAN_FIELDS),
            open_actions,
        ]
    blocks += [
        Line((Cell("New", "heading", span=len(widths)),)),
        key_line(new.columns, NEW_PLAN_FIELDS),
        new,
    ]
    return tuple(blocks)


def open_actions_table(widths: Sequence[float], name: str = PLAN_TABLE) -> Table:
    """Actions from this and earlier cycles that are neither done nor dropped."""
    columns = (
        display_column("name", "Competency", "What it helps with.", widths[0], "key", kind="label"),
        *_input_columns(widths),
        KEY,
        _open_day_column(),
    )
    return Table(name, columns, ("key",), spare=0, row_height=_ROW_HEIGHT, next_entry=OWN_COLOURS)


def new_table(names: Sequence[str], widths: Sequence[float], name: str = NEW_PLAN_TABLE) -> Table:
    """Empty rows; the competency is chosen from `names` where they fit a drop-down, else written."""
    competency_column = column(PlanAction, "competency", widths[0])
    short = len(",".join(names)) <= _LIST and not any("," in choice for choice in names)
    limit = OneOf(tuple(names)) if short else Text(80)
    columns = (
        replace(
            competency_column, fact=replace(competency_column.fact, title="Competency", limit=limit, required=False)
        ),
        *_input_columns(widths),
        KEY,
        _open_day_column(),
    )
    return Table(name, columns, ("key",), spare=0, row_height=_ROW_HEIGHT, next_entry=OWN_COLOURS)


def first_action_tints() -> tuple[Tint, ...]:
    """The first new action asks for itself, cell by cell; nobody has to write a second one."""
    is_first = 'RIGHT({key},2)="|1"'
    return tuple(
        Tint(f'AND({is_first},{filled}{{{field}}}="")', "next", (field,))
        for field, filled in (("competency", ""), ("action", '{competency}<>"",'), ("due", '{action}<>"",'))
    )


def _input_columns(widths: Sequence[float]) -> tuple[Column, ...]:
    """What people fill in. A proposal stands where the agreed action goes: keep it, edit it, or drop it."""
    action = column(PlanAction, "action", widths[1], "input_long")
    meaning = "What you agreed to do. A proposal stands here already: keep it, edit it, or drop it under Status."
    return (
        replace(action, fact=replace(action.fact, meaning=meaning)),
        column(PlanAction, "due", widths[2], "date"),
        column(PlanAction, "status", widths[3], "input_centred"),
        column(PlanAction, "notes", widths[4], "input_long"),
    )


def _open_day_column() -> Column:
    return display_column(
        "open_day", "Open until", "The day, while it is neither done nor dropped.", 0, "day", _OPEN_DAY
    )


def new_row(key: Slot | str) -> RowValues:
    """An empty row for one more action."""
    return {"key": key, "open_day": ""}


def open_action_row(data: Dataset, plan: PlanAction, cycle: str) -> dict[str, Any]:
    """An action under way, as its row says it; the day as its serial number. `cycle` is the round it is asked in."""
    competency = data.competency.get(plan.competency)
    name = competency.name if competency else plan.competency
    due = serial(plan.due) if plan.due else None
    return {
        "name": name if plan.cycle == cycle else f"{name} (since {plan.cycle})",
        "action": plan.action or plan.proposed,
        "due": due,
        "status": plan.status,
        "notes": plan.notes,
        "key": str(form_keys.plan_key(plan.employee, plan.cycle, plan.competency)),
        "open_day": due or "",
    }


def open_plans(data: Dataset, person: Employee) -> tuple[PlanAction, ...]:
    """A person's actions that are neither done nor dropped, as they stand in the Plans tab."""
    return tuple(memo(data, __name__, lambda: _by_person(data)).get(person.id, ()))


def _by_person(data: Dataset) -> Mapping[str, list[PlanAction]]:
    plans: dict[str, list[PlanAction]] = {}
    for plan in data.plans:
        if plan.cycle and plan.competency and plan.status not in (PLAN_DONE, PLAN_DROPPED):
            plans.setdefault(plan.employee, []).append(plan)
    return plans
