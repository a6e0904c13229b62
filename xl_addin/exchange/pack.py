"""The manager's pack: an overview of the team and a tab for each report, and nothing of anybody else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from xl_addin.cells.area import letters
from xl_addin.exchange.file_names import unique_tab_name
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.form_design import Form, FormDesign
from xl_addin.exchange.form.form_figures import (
    MANAGER_HEADER,
    TallyFormulas,
    met_sentence,
    met_sentence_formula,
    rate_sentence,
    rate_sentence_formula,
    tally,
)
from xl_addin.exchange.form.form_rows import FormRow, Terms, person_ratings, rows_to_rate, scale_lines
from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.form.level_words import level_title, step_words
from xl_addin.exchange.form.plan_tables import (
    NEW_PLAN_TABLE,
    NEW_ROWS,
    PLAN_TABLE,
    new_row,
    open_action_row,
    open_plans,
    plan_blocks,
)
from xl_addin.exchange.form.rating_table import (
    FIELDS_BY_RATER,
    NAME,
    OPTIONAL,
    LevelSection,
    manager_table,
    personal_fields,
    rated_rows,
    section_tints,
    sections_of,
    shared_fields,
)
from xl_addin.exchange.form.tab_parts import do_now, form, key_line
from xl_addin.exchange.form.tab_team import overview, overview_rows
from xl_addin.exchange.form.team_figures import DirectReport
from xl_addin.exchange.reasons import identity_reason, manager_reason, rating_reason
from xl_addin.layout.describe import Block, Cell, Formula, Gap, Line, Link, Sheet, Table
from xl_addin.layout.placement import place_blocks
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import Employee, Rating

KIND: FormKind = "manager"
OVERVIEW = "My team"
_WIDTHS = (36.0, 42.0, 11.0, 12.0, 30.0)
"""Of what is expected, what shows it, the own view, the manager's rating, and how the two compare."""
_RATING_COLUMN = 3
_HIDDEN_COLUMNS = 5
_A_PAGE = 8
"""Rows that are easy to read on one printed page."""
_LEAD, _READY = "Rate the level held now", "✓ Rated. Agree the plan below."
_MET = "So far meets"
_MET_NEXT = f"{OPTIONAL} {_MET}"


@dataclass(frozen=True)
class _Tab:
    """One report's tab: who, its name, the rows to rate, what is known of them, and actions under way."""

    person: Employee
    name: str
    number: str
    rows: tuple[FormRow, ...]
    ratings: Mapping[tuple[str, str], Rating]
    plans: tuple[PlanAction, ...]

    @cached_property
    def sections(self) -> tuple[LevelSection, ...]:
        return sections_of(self.rows, NAME + self.number)

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
    sheets = [_sheet(data, tab) for tab in tabs]
    rows = {name: table_rows for tab in tabs for name, table_rows in _rows(data, tab, terms).items()}
    reports = [_report(data, tab, sheet, rows) for tab, sheet in zip(tabs, sheets, strict=True)]
    first = overview(data, OVERVIEW, manager, reports, terms)
    return FormDesign(form(data, [first, *sheets], first), {**overview_rows(reports), **rows})


def _report(data: Dataset, tab: _Tab, sheet: Sheet, rows: Mapping[str, Sequence[RowValues]]) -> DirectReport:
    section = tab.sections[0]
    top, left, _ = place_blocks(sheet, {name: len(table_rows) for name, table_rows in rows.items()}).tables[
        section.table
    ]
    return DirectReport(
        tab.person,
        tab.name,
        tab.number,
        f"{letters(left + _RATING_COLUMN)}{top + 1}",
        level_title(data.level[tab.person.level]),
        [(row.competency, row.name, row.key(tab.person.id)) for row in section.rows],
        rated_rows(section, tab.ratings, "manager_rating"),
        tab.plans,
        any(row.rating is not None for row in rated_rows(section, tab.ratings, "self_rating")),
        data.today,
    )


def _sheet(data: Dataset, tab: _Tab) -> Sheet:
    level = data.level[tab.person.level]
    scale = scale_lines(data)
    names = [row.name for row in tab.sections[0].rows]
    tables = [manager_table(section, " · ".join(scale), _WIDTHS) for section in tab.sections]
    return Sheet(
        name=tab.name,
        title=tab.person.name or tab.person.id,
        purpose=f"{level_title(level)}  ·  do these sentences describe the work of this round?",
        group="people",
        blocks=(
            do_now([_sentence(tab), *[None] * 3, Link(f"← {OVERVIEW}", OVERVIEW)], span=1),
            Line((Cell(" · ".join(scale), "hint", span=len(_WIDTHS)),)),
            *(
                block
                for section, table in zip(tab.sections, tables, strict=True)
                for block in _section_blocks(data, tab, section, table)
            ),
            Gap(),
            *plan_blocks(len(tab.plans), names, _WIDTHS, tab.number),
        ),
        widths=(*_WIDTHS, *[0.0] * _HIDDEN_COLUMNS),
        tints={section.table: section_tints(section, "manager_rating") for section in tab.sections},
        for_reading=True,
        is_protected=True,
        landscape=False,
        pages=max(2, -(-len(tab.rows) // _A_PAGE)),
    )


def _section_blocks(data: Dataset, tab: _Tab, section: LevelSection, table: Table) -> Iterator[Block]:
    """A level: its heading, what the ratings come to, and its table below the hidden keys."""
    level = data.level[tab.person.level]
    heading = f"The level held now: {level_title(level)}"
    if section.is_optional:
        heading = step_words(data, level, data.level[section.level])
        yield Gap()
    yield Line((Cell(heading, "heading", span=len(_WIDTHS)),))
    count = tally(rated_rows(section, tab.ratings, "manager_rating"))
    words, otherwise = (_MET_NEXT, OPTIONAL) if section.is_optional else (_MET, "")
    text = met_sentence_formula(TallyFormulas(section.table, MANAGER_HEADER), words, otherwise)
    yield Line((Cell(Formula(text, met_sentence(count, words, otherwise)), "hint_line"),), height=20)
    yield key_line(table.columns, FIELDS_BY_RATER[MANAGER_HEADER])
    yield table


def _sentence(tab: _Tab) -> Formula:
    """What to do now on a report's tab."""
    section = tab.sections[0]
    count = tally(rated_rows(section, tab.ratings, "manager_rating"))
    formula = rate_sentence_formula(TallyFormulas(section.table, MANAGER_HEADER), f'"{_LEAD}"', f'"{_READY}"')
    return Formula(formula, rate_sentence(count, _LEAD, _READY))


def _rows(data: Dataset, tab: _Tab, terms: Terms) -> dict[str, Sequence[RowValues]]:
    tables: dict[str, Sequence[RowValues]] = {
        NEW_PLAN_TABLE + tab.number: [
            new_row(str(form_keys.new_plan_key(tab.person.id, n + 1))) for n in range(NEW_ROWS)
        ],
    }
    for section in tab.sections:
        fields = personal_fields(section, tab.person.id, tab.ratings, "manager_rating", show_other=True)
        tables[section.table] = [
            {**shared_fields(row), **values} for row, values in zip(section.rows, fields, strict=True)
        ]
    if tab.plans:
        tables[PLAN_TABLE + tab.number] = [open_action_row(data, plan, terms.cycle) for plan in tab.plans]
    return tables
