"""The manager's pack: an overview of the team and a tab for each report, and nothing of anybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

from xl_addin.exchange.file_names import unique_tab_name
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.form_design import Form, FormDesign
from xl_addin.exchange.form.form_figures import MANAGER_HEADER, level_view
from xl_addin.exchange.form.form_rows import FormRow, Terms, person_ratings, rows_to_rate, scale_words
from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.form.rating_table import (
    FIELDS_BY_RATER,
    GAP_TINTS,
    NAME,
    personal_fields,
    rated_row,
    rating_table,
    shared_fields,
)
from xl_addin.exchange.form.tab_parts import form, key_line
from xl_addin.exchange.form.tab_plan import (
    NEW_PLAN_TABLE,
    NEW_ROWS,
    PLAN_TABLE,
    new_row,
    open_action_row,
    open_plans,
    plan_blocks,
)
from xl_addin.exchange.form.tab_progress import LIVE_TABLE, live_table
from xl_addin.exchange.form.tab_team import DirectReport, overview, overview_rows
from xl_addin.exchange.reasons import identity_reason, manager_reason, rating_reason
from xl_addin.layout.describe import Cell, Gap, Line, Sheet
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import Employee, Rating

KIND: FormKind = "manager"
OVERVIEW = "My team"


@dataclass(frozen=True)
class _Tab:
    """One report's tab: who, its name, the rows to rate, what is known of them, and actions under way."""

    person: Employee
    name: str
    number: str
    rows: tuple[FormRow, ...]
    ratings: Mapping[tuple[str, str], Rating]
    plans: tuple[PlanAction, ...]

    @property
    def row_keys(self) -> list[str]:
        own_plans = [str(form_keys.plan_key(p.employee, p.cycle, p.competency)) for p in self.plans]
        new = [str(form_keys.new_plan_key(self.person.id, n + 1)) for n in range(NEW_ROWS)]
        return [row.key(self.person.id) for row in self.rows] + own_plans + new


def reports_by_manager(data: Dataset) -> Mapping[str, Sequence[Employee]]:
    """Employee id of a manager -> the people who can be rated there, in the order of the People tab."""
    return memo(data, __name__, lambda: _reports(data))


def _reports(data: Dataset) -> dict[str, list[Employee]]:
    reports: dict[str, list[Employee]] = {}
    for person in data.people:
        if person.active == "Yes" and not (
            identity_reason(data, person) or manager_reason(data, person) or rating_reason(data, person)
        ):
            reports.setdefault(person.manager, []).append(person)
    return reports


def manager_pack(data: Dataset, manager: Employee, terms: Terms) -> Form:
    """A manager's pack. Reports who cannot be rated are not among them: `export_status` says why."""
    tabs: list[_Tab] = []
    used_names = {OVERVIEW.casefold()}
    for person in reports_by_manager(data)[manager.id]:
        rows = rows_to_rate(data, person)
        name = unique_tab_name(person.name or person.id, used_names)
        used_names.add(name.casefold())
        ratings = person_ratings(data, terms.cycle, person.id)
        tabs.append(_Tab(person, name, str(len(tabs) + 1), rows, ratings, open_plans(data, person)))
    held_keys = [key for tab in tabs for key in tab.row_keys]
    return Form(
        KIND, manager.id, manager.name, (KIND, manager.id), {}, held_keys, partial(_design, data, manager, tabs, terms)
    )


def _design(data: Dataset, manager: Employee, tabs: Sequence[_Tab], terms: Terms) -> FormDesign:
    reports = [_report(data, tab) for tab in tabs]
    first = overview(OVERVIEW, manager, reports, terms)
    rows = dict(overview_rows(reports))
    for tab in tabs:
        rows |= _rows(data, tab, terms)
    return FormDesign(form([first, *(_sheet(data, tab, terms) for tab in tabs)], first), rows)


def _report(data: Dataset, tab: _Tab) -> DirectReport:
    least_coverage = data.number("D09.coverage")
    label = tab.rows[0].label
    current_rows = [row for row in tab.rows if row.label == label]
    rated_rows = {row.competency: rated_row(row, tab.ratings, "manager_rating") for row in current_rows}
    return DirectReport(
        tab.person,
        tab.name,
        NAME + tab.number,
        LIVE_TABLE + tab.number,
        label,
        [(row.competency, row.name, row.key(tab.person.id)) for row in current_rows],
        rated_rows,
        level_view(list(rated_rows.values()), least_coverage),
    )


def _sheet(data: Dataset, tab: _Tab, terms: Terms) -> Sheet:
    table = rating_table(MANAGER_HEADER, NAME + tab.number)
    title = data.level[tab.person.level].title
    live = live_table(
        LIVE_TABLE + tab.number, table.name, MANAGER_HEADER, data.number("D09.coverage"), scores=terms.scores
    )
    return Sheet(
        name=tab.name,
        title=tab.person.name or tab.person.id,
        purpose=f"{title}. Rate every line, {scale_words(data)}; the self rating stands beside yours and is never "
        "averaged in.",
        group="people",
        blocks=(
            Line(
                (
                    Cell("Employee ID", "label"),
                    Cell(tab.person.id, "body", text=True),
                    Cell(f"{title} ({tab.person.level})", "lead"),
                ),
                height=20,
            ),
            key_line(table.columns, FIELDS_BY_RATER[MANAGER_HEADER]),
            table,
            Line((Cell("What your ratings come to", "heading", span=6),)),
            live,
            *plan_blocks(len(tab.plans), [row.name for row in tab.rows if row.level == tab.person.level], tab.number),
            Gap(),
        ),
        widths=tuple(c.width for c in table.columns),
        tints={table.name: GAP_TINTS},
        is_protected=True,
        pages=0,
    )


def _rows(data: Dataset, tab: _Tab, terms: Terms) -> dict[str, Sequence[RowValues]]:
    rating_rows = [
        {
            **shared_fields(row),
            **personal_fields(
                row, tab.person.id, tab.ratings.get((row.competency, row.level)), MANAGER_HEADER, show_other=True
            ),
        }
        for row in tab.rows
    ]
    labels = dict.fromkeys(row.label for row in tab.rows)
    least_coverage = data.number("D09.coverage")
    live = []
    for label in labels:
        of_level = [rated_row(row, tab.ratings, "manager_rating") for row in tab.rows if row.label == label]
        live.append({"level": label, **asdict(level_view(of_level, least_coverage))})
    tables: dict[str, Sequence[RowValues]] = {
        NAME + tab.number: rating_rows,
        LIVE_TABLE + tab.number: live,
        NEW_PLAN_TABLE + tab.number: [
            new_row(terms.cycle, str(form_keys.new_plan_key(tab.person.id, n + 1))) for n in range(NEW_ROWS)
        ],
    }
    if tab.plans:
        tables[PLAN_TABLE + tab.number] = [open_action_row(data, plan) for plan in tab.plans]
    return tables
