"""The manager's pack: an overview of the team and a tab for each report, and nothing of anybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

from xl_addin.exchange import keys
from xl_addin.exchange.asked import Asked, Terms, asked_of, given, scale_words
from xl_addin.exchange.files import tab_name
from xl_addin.exchange.identity import FormKind
from xl_addin.exchange.live import MANAGER, level_view
from xl_addin.exchange.overview import Report, overview, overview_rows
from xl_addin.exchange.rating_table import FILLED, NAME, TINTS, fixed, own, rated_row, rating_table
from xl_addin.exchange.reasons import unknowable, unled, unrateable
from xl_addin.exchange.send import Form, FormDesign
from xl_addin.exchange.tab_plan import NEW, NEW_ROWS, OPEN, new_row, open_plans, plan_blocks, plan_row
from xl_addin.exchange.tab_progress import LIVE, live_table
from xl_addin.exchange.tabs import form, key_line
from xl_addin.layout.content import RowValues
from xl_addin.layout.describe import Cell, Gap, Line, Sheet
from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
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
    rows: tuple[Asked, ...]
    held: Mapping[tuple[str, str], Rating]
    plans: tuple[PlanAction, ...]

    @property
    def row_keys(self) -> list[str]:
        own_plans = [str(keys.plan(p.employee, p.cycle, p.competency)) for p in self.plans]
        new = [str(keys.new_plan(self.person.id, n + 1)) for n in range(NEW_ROWS)]
        return [asked.key(self.person.id) for asked in self.rows] + own_plans + new


def managers(data: Dataset) -> Mapping[str, Sequence[Employee]]:
    """Employee id of a manager -> the people who can be rated there, in the order of the People tab."""
    return kept(data, __name__, lambda: _reports(data))


def _reports(data: Dataset) -> dict[str, list[Employee]]:
    found: dict[str, list[Employee]] = {}
    for person in data.people:
        if person.active == "Yes" and not (unknowable(data, person) or unled(data, person) or unrateable(data, person)):
            found.setdefault(person.manager, []).append(person)
    return found


def form_of(data: Dataset, manager: Employee, terms: Terms) -> Form:
    """A manager's pack. Reports who cannot be rated are not among them: `standing` says why."""
    tabs: list[_Tab] = []
    taken = {OVERVIEW.casefold()}
    for person in managers(data)[manager.id]:
        rows = asked_of(data, person)
        name = tab_name(person.name or person.id, taken)
        taken.add(name.casefold())
        held = given(data, terms.cycle, person.id)
        tabs.append(_Tab(person, name, str(len(tabs) + 1), rows, held, open_plans(data, person)))
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


def _report(data: Dataset, tab: _Tab) -> Report:
    least = data.number("D09.coverage")
    label = tab.rows[0].label
    now = [asked for asked in tab.rows if asked.label == label]
    rated = {asked.competency: rated_row(asked, tab.held, "manager_rating") for asked in now}
    return Report(
        tab.person,
        tab.name,
        NAME + tab.number,
        LIVE + tab.number,
        label,
        [(asked.competency, asked.name, asked.key(tab.person.id)) for asked in now],
        rated,
        level_view(list(rated.values()), least),
    )


def _sheet(data: Dataset, tab: _Tab, terms: Terms) -> Sheet:
    table = rating_table(MANAGER, NAME + tab.number)
    title = data.level[tab.person.level].title
    live = live_table(LIVE + tab.number, table.name, MANAGER, data.number("D09.coverage"), scores=terms.scores)
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
            key_line(table.columns, FILLED[MANAGER]),
            table,
            Line((Cell("What your ratings come to", "heading", span=6),)),
            live,
            *plan_blocks(
                len(tab.plans), [asked.name for asked in tab.rows if asked.level == tab.person.level], tab.number
            ),
            Gap(),
        ),
        widths=tuple(c.width for c in table.columns),
        tints={table.name: TINTS},
        protected=True,
        pages=0,
    )


def _rows(data: Dataset, tab: _Tab, terms: Terms) -> dict[str, Sequence[RowValues]]:
    rated = [
        {
            **fixed(asked),
            **own(asked, tab.person.id, tab.held.get((asked.competency, asked.level)), MANAGER, other=True),
        }
        for asked in tab.rows
    ]
    labels = dict.fromkeys(asked.label for asked in tab.rows)
    least = data.number("D09.coverage")
    live = []
    for label in labels:
        of_level = [rated_row(asked, tab.held, "manager_rating") for asked in tab.rows if asked.label == label]
        live.append({"level": label, **asdict(level_view(of_level, least))})
    found: dict[str, Sequence[RowValues]] = {
        NAME + tab.number: rated,
        LIVE + tab.number: live,
        NEW + tab.number: [new_row(terms.cycle, str(keys.new_plan(tab.person.id, n + 1))) for n in range(NEW_ROWS)],
    }
    if tab.plans:
        found[OPEN + tab.number] = [plan_row(data, plan) for plan in tab.plans]
    return found
