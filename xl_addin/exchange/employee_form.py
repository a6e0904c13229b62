"""The employee's form: track, ratings and plan of one person, and nothing of anybody else."""

from collections.abc import Mapping, Sequence
from functools import partial

from xl_addin.exchange.form import plan_tables, tab_plan, tab_rate, tab_track
from xl_addin.exchange.form.form_design import Form, FormDesign, Values
from xl_addin.exchange.form.form_rows import FormGroup, Terms, rows_to_rate
from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.form.past_cycles import past_cycles
from xl_addin.exchange.form.tab_parts import form
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

KIND: FormKind = "employee"


def employee_form(data: Dataset, person: Employee, terms: Terms) -> Form:
    """One person's form.

    Raises:
        Refused: there is nothing this person could rate.
    """
    rows = rows_to_rate(data, person)
    past = past_cycles(data, person, terms.cycle) if terms.scores else ()
    plans = plan_tables.open_plans(data, person)
    group = FormGroup(data.level[person.level], rows, terms, len(past), len(plans))
    values: Values = {
        **tab_rate.values(data, group, person),
        **tab_track.values(data, group, person),
        **tab_plan.values(data, group, person, plans, past),
    }
    row_keys = [str(value) for name, value in values.items() if name.endswith("|key") or name.startswith("new|")]
    return Form(
        KIND,
        person.id,
        person.name,
        (KIND, person.level, len(past), len(plans)),
        values,
        row_keys,
        partial(employee_design, data, group),
    )


def employee_design(data: Dataset, group: FormGroup) -> FormDesign:
    """What everybody of a group gets."""
    rate = tab_rate.sheet(data, group, tab_plan.NAME)
    sheets = (tab_track.sheet(data, group), rate, tab_plan.sheet(data, group))
    rows: Mapping[str, Sequence[RowValues]] = {
        **tab_track.rows(data, group),
        **tab_rate.rows(group),
        **tab_plan.rows(group),
    }
    return FormDesign(form(data, sheets, rate), rows)
