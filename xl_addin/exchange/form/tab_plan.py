"""My plan: development actions under way, and room for new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xl_addin.cells.serial import serial
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_rows import FormGroup
from xl_addin.exchange.form.tab_parts import KEY, display_column, key_line
from xl_addin.layout.declare import column
from xl_addin.layout.describe import Block, Cell, Column, Line, Sheet, Slot, Table
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ident, OneOf, Text
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
_FIELDS = ("name", "cycle", *PLAN_FIELDS, "key")
_WIDTHS = (18, 11, 44, 12, 12, 42)


def sheet(group: FormGroup) -> Sheet:
    """The tab for everybody of a group."""
    return Sheet(
        name="My plan",
        title="My plan",
        purpose="What you and your manager agree to do next. Keep a proposal, edit it or drop it; add your own below.",
        group="inputs",
        blocks=plan_blocks(group.plans, [row.name for row in group.current]),
        widths=(*_WIDTHS, 0),
        is_protected=True,
    )


def plan_blocks(under_way: int, names: Sequence[str], number: str = "") -> tuple[Block, ...]:
    """The tables of a plan, each under its heading: `under_way` actions, and empty rows for some of `names`."""
    open_actions, new = open_actions_table(PLAN_TABLE + number), new_table(names, NEW_PLAN_TABLE + number)
    blocks: list[Block] = []
    if under_way:
        blocks += [
            Line((Cell("Under way", "heading", span=6),)),
            key_line(open_actions.columns, PLAN_FIELDS),
            open_actions,
        ]
    blocks += [Line((Cell("New", "heading", span=6),)), key_line(new.columns, NEW_PLAN_FIELDS), new]
    return tuple(blocks)


def open_actions_table(name: str = PLAN_TABLE) -> Table:
    """Actions from this and earlier cycles that are neither done nor dropped."""
    columns = (
        display_column("name", "Competency", "What it helps with.", _WIDTHS[0], "key", kind="label"),
        display_column("cycle", "Cycle", "The round of reviews it comes from.", _WIDTHS[1], limit=Ident()),
        *_input_columns(),
        KEY,
    )
    return Table(name, columns, ("key",), spare=0, row_height=32)


def new_table(names: Sequence[str], name: str = NEW_PLAN_TABLE) -> Table:
    """Empty rows; the competency is chosen from `names` where they fit a drop-down, else written."""
    competency_column = column(PlanAction, "competency", _WIDTHS[0])
    short = len(",".join(names)) <= _LIST and not any("," in choice for choice in names)
    limit = OneOf(tuple(names)) if short else Text(80)
    columns = (
        replace(
            competency_column, fact=replace(competency_column.fact, title="Competency", limit=limit, required=False)
        ),
        display_column("cycle", "Cycle", "This round of reviews.", _WIDTHS[1], limit=Ident()),
        *_input_columns(),
        KEY,
    )
    return Table(name, columns, ("key",), spare=0, row_height=32)


def _input_columns() -> tuple[Column, ...]:
    """What people fill in. A proposal stands where the agreed action goes: keep it, edit it, or drop it."""
    action = column(PlanAction, "action", _WIDTHS[2], "input_long")
    meaning = "What you agreed to do. A proposal stands here already: keep it, edit it, or drop it under Status."
    return (
        replace(action, fact=replace(action.fact, meaning=meaning)),
        column(PlanAction, "due", _WIDTHS[3], "date"),
        column(PlanAction, "status", _WIDTHS[4], "input_centred"),
        column(PlanAction, "notes", _WIDTHS[5], "input_long"),
    )


def rows(group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """Rows with slots for what differs from person to person."""
    tables = {NEW_PLAN_TABLE: [new_row(group.terms.cycle, Slot(f"new|{n}")) for n in range(NEW_ROWS)]}
    if group.plans:
        tables[PLAN_TABLE] = [{field: Slot(f"plan|{n}|{field}") for field in _FIELDS} for n in range(group.plans)]
    return tables


def new_row(cycle: str, key: Slot | str) -> RowValues:
    """An empty row for one more action."""
    return {"cycle": cycle, "key": key}


def values(data: Dataset, person: Employee, plans: Sequence[PlanAction]) -> Values:
    """What fills the slots for one person; `plans` is as long as the group says."""
    slots: Values = {f"new|{n}": str(form_keys.new_plan_key(person.id, n + 1)) for n in range(NEW_ROWS)}
    for number, plan in enumerate(plans):
        slots |= {f"plan|{number}|{field}": value for field, value in open_action_row(data, plan).items()}
    return slots


def open_action_row(data: Dataset, plan: PlanAction) -> dict[str, Any]:
    """An action under way, as its row says it; the day as its serial number."""
    competency = data.competency.get(plan.competency)
    return {
        "name": competency.name if competency else plan.competency,
        "cycle": plan.cycle,
        "action": plan.action or plan.proposed,
        "due": serial(plan.due) if plan.due else None,
        "status": plan.status,
        "notes": plan.notes,
        "key": str(form_keys.plan_key(plan.employee, plan.cycle, plan.competency)),
    }


def open_plans(data: Dataset, person: Employee) -> tuple[PlanAction, ...]:
    """A person's actions that are neither done nor dropped, as they stand in the Plans tab."""
    return tuple(memo(data, __name__, lambda: _by_person(data)).get(person.id, ()))


def _by_person(data: Dataset) -> dict[str, list[PlanAction]]:
    plans: dict[str, list[PlanAction]] = {}
    for plan in data.plans:
        if plan.cycle and plan.competency and plan.status not in (PLAN_DONE, PLAN_DROPPED):
            plans.setdefault(plan.employee, []).append(plan)
    return plans
