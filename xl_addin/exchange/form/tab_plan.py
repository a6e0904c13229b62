"""My plan: development actions under way, room for new ones, and how earlier rounds went."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from xl_addin.cells.area import letters
from xl_addin.exchange.form import form_keys, tab_rate
from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_figures import TallyFormulas
from xl_addin.exchange.form.form_rows import FormGroup
from xl_addin.exchange.form.past_cycles import PastCycle
from xl_addin.exchange.form.plan_tables import (
    NEW_PLAN_TABLE,
    NEW_ROWS,
    PLAN_TABLE,
    first_action_tints,
    new_row,
    open_action_row,
    plan_blocks,
)
from xl_addin.exchange.form.rating_table import sections_of
from xl_addin.exchange.form.tab_parts import display_column, do_now, send_back
from xl_addin.layout.describe import Block, Cell, Formula, Line, Link, Sheet, Slot, Table
from xl_addin.layout.placement import place_blocks
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import literal
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ident
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import Employee

NAME = "My plan"
PAST_TABLE = "tblPast"
_FIELDS = ("name", "action", "due", "status", "notes", "key", "open_day")
_WIDTHS = (24.0, 44.0, 12.0, 12.0, 40.0)
_PAST_FIELDS = ("cycle", "level", "own", "manager")
_TO_DO = "plan_to_do"
_WRITE = "Write one thing you will do next, and by when."


def sheet(data: Dataset, group: FormGroup) -> Sheet:
    """The tab for everybody of a group."""
    section = sections_of(group.rows)[0]
    return Sheet(
        name=NAME,
        title=NAME,
        purpose="What you and your manager agree to do next.",
        group="inputs",
        blocks=(
            do_now(
                [Formula(_sentence_formula(data, group), Slot(_TO_DO)), Link(f"← {tab_rate.NAME}", tab_rate.NAME)], 4
            ),
            *plan_blocks(group.plans, [row.name for row in section.rows], _WIDTHS),
            *_past_blocks(group),
        ),
        widths=(*_WIDTHS, 0, 0),
        tints={} if group.plans else {NEW_PLAN_TABLE: first_action_tints()},
        for_reading=True,
        is_protected=True,
        pages=1,
    )


def first_cell(data: Dataset, group: FormGroup) -> str:
    """The cell where the first new action is written."""
    placement = place_blocks(sheet(data, group), {PLAN_TABLE: group.plans, NEW_PLAN_TABLE: NEW_ROWS})
    top, left, _ = placement.tables[NEW_PLAN_TABLE]
    return f"{letters(left)}{top + 1}"


def _past_blocks(group: FormGroup) -> Sequence[Block]:
    """How earlier rounds went, where there were any."""
    if not group.past:
        return ()
    columns = (
        display_column("cycle", "Round", "The round of reviews.", _WIDTHS[0], "key", limit=Ident(), kind="label"),
        display_column("level", "Level", "The level rated against.", _WIDTHS[1]),
        display_column("own", "Own view", "Lines met of those rated, by your own ratings.", _WIDTHS[2], "tally"),
        display_column("manager", "Manager", "The same by your manager's ratings.", _WIDTHS[3], "tally"),
    )
    return (
        Line((Cell("Earlier rounds: lines you met, of those rated", "heading", span=len(_WIDTHS)),)),
        Table(PAST_TABLE, columns, ("cycle",), spare=0),
    )


def _sentence_formula(data: Dataset, group: FormGroup) -> str:
    """What to do now: an action first, then what is left to rate, then the way back."""
    tables = (PLAN_TABLE, NEW_PLAN_TABLE) if group.plans else (NEW_PLAN_TABLE,)
    actions = "+".join(f"COUNTA({table}[Agreed action])" for table in tables)
    blank = TallyFormulas(*tab_rate.RATED).blank_count
    return (
        f'IF({actions}=0,"{_WRITE}",IF({blank}>0,"Rate what is left first: "&{blank}&".",'
        f"{literal(_ready(data, group))}))"
    )


def _sentence(data: Dataset, group: FormGroup, person: Employee, plans: Sequence[PlanAction]) -> str:
    if not any(plan.action or plan.proposed for plan in plans):
        return _WRITE
    blank_count = tab_rate.person_tally(data, group, person).blank_count
    return f"Rate what is left first: {blank_count}." if blank_count else _ready(data, group)


def _ready(data: Dataset, group: FormGroup) -> str:
    return f"✓ Ready. Save this workbook and {send_back(data, group.terms)}."


def rows(group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """Rows with slots for what differs from person to person."""
    tables = {NEW_PLAN_TABLE: [new_row(Slot(f"new|{number}")) for number in range(NEW_ROWS)]}
    if group.plans:
        tables[PLAN_TABLE] = [{field: Slot(f"plan|{n}|{field}") for field in _FIELDS} for n in range(group.plans)]
    if group.past:
        tables[PAST_TABLE] = [{field: Slot(f"past|{n}|{field}") for field in _PAST_FIELDS} for n in range(group.past)]
    return tables


def values(
    data: Dataset, group: FormGroup, person: Employee, plans: Sequence[PlanAction], past: Sequence[PastCycle]
) -> Values:
    """What fills the slots for one person; `plans` and `past` are as long as the group says."""
    slots: Values = {f"new|{n}": str(form_keys.new_plan_key(person.id, n + 1)) for n in range(NEW_ROWS)}
    for number, plan in enumerate(plans):
        action_row = open_action_row(data, plan, group.terms.cycle)
        slots |= {f"plan|{number}|{field}": value for field, value in action_row.items()}
    for number, past_cycle in enumerate(past):
        slots |= {f"past|{number}|{field}": value for field, value in asdict(past_cycle).items()}
    return {**slots, _TO_DO: _sentence(data, group, person, plans)}
