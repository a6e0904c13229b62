"""What a pack's overview says of each report: formulas over the person's tab, and their Python twins."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xl_addin.cells.serial import serial
from xl_addin.exchange.form.form_figures import MANAGER_HEADER, RatedRow, Tally, TallyFormulas, gap_shown, met_of, tally
from xl_addin.exchange.form.plan_tables import NEW_PLAN_TABLE, PLAN_TABLE
from xl_addin.exchange.form.rating_table import NAME
from xl_addin.layout.describe import Formula
from xl_addin.layout.structured_refs import literal
from xl_addin.model.counts import quantity
from xl_addin.model.facts import NA
from xl_addin.model.plans import PLAN_DONE, PLAN_EDITED, PLAN_KEPT, PlanAction
from xl_addin.model.records import Employee

OWN_VIEW_IN, OWN_VIEW_OUT = "✓ in", "○ not yet"
_AGREED = (PLAN_KEPT, PLAN_EDITED, PLAN_DONE)
"""The statuses of an action somebody has talked about and not dropped."""
_LATE = "AND(ISNUMBER([@Plan due]),[@Plan due]<TODAY())"
TO_DO_FORMULA = (
    'IF([@Open]>0,"▸ Rate "&[@Open]&IF([@Open]=1," line"," lines"),IF([@Plans]=0,"▸ Agree a plan",'
    f'IF({_LATE},"! Plan is late","✓ Done")))'
)
SENTENCE_FORMULA = (
    'IF([@Open]>0,"Rate "&[@Name]&" next: "&[@Open]&IF([@Open]=1," line"," lines")&" left"&'
    f'IF([@Own view]="{OWN_VIEW_IN}",", and the own view is in.","."),'
    'IF([@Plans]=0,"Agree a plan with "&[@Name]&".",'
    f'IF({_LATE},"Talk with "&[@Name]&": the plan is late.","")))'
)


@dataclass(frozen=True)
class DirectReport:
    """One report as the overview shows them, at the level held now.

    `tab` is the name of their tab, `number` that of its tables, `first_cell` the address where rating begins;
    `competencies` has (competency ID, name, row key) of every row, `rated_rows` the rows as they stand, `plans` the
    actions under way; `has_own_view` whether any self rating came in, `today` the day on which this is said.
    """

    person: Employee
    tab: str
    number: str
    first_cell: str
    level: str
    competencies: Sequence[tuple[str, str, str]]
    rated_rows: Sequence[RatedRow]
    plans: Sequence[PlanAction]
    has_own_view: bool
    today: dt.date

    @property
    def name(self) -> str:
        return self.person.name or self.person.id

    @property
    def ratings(self) -> str:
        """The name of the table with the ratings."""
        return NAME + self.number

    @property
    def plan_tables(self) -> Sequence[str]:
        """The names of the tables with plans."""
        return [PLAN_TABLE + self.number] * bool(self.plans) + [NEW_PLAN_TABLE + self.number]

    @cached_property
    def tally(self) -> Tally:
        """What the ratings come to."""
        return tally(self.rated_rows)

    @property
    def plan_count(self) -> int:
        """Actions somebody has talked about and not dropped."""
        return sum(plan.status in _AGREED for plan in self.plans)

    @property
    def due(self) -> dt.date | None:
        """The first day of an action under way."""
        return min((plan.due for plan in self.plans if plan.due), default=None)

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def to_do(self) -> str:
        """What comes next with this person, in two or three words."""
        if self.tally.blank_count:
            return f"▸ Rate {quantity(self.tally.blank_count, 'line')}"
        if not self.plan_count:
            return "▸ Agree a plan"
        return "! Plan is late" if self.is_late else "✓ Done"

    @property
    def sentence(self) -> str:
        """The same as a sentence; "" where nothing is left to do."""
        if self.tally.blank_count:
            lines = f"{quantity(self.tally.blank_count, 'line')} left"
            return f"Rate {self.name} next: {lines}{', and the own view is in.' if self.has_own_view else '.'}"
        if not self.plan_count:
            return f"Agree a plan with {self.name}."
        return f"Talk with {self.name}: the plan is late." if self.is_late else ""


def report_figures(report: DirectReport) -> Mapping[str, object]:
    """Field -> what a report's row shows; formulas with the results they have now."""
    formulas = TallyFormulas(report.ratings, MANAGER_HEADER)
    met = f'{formulas.met_count}&" of "&{formulas.rated_count}'
    return {
        "own_view": OWN_VIEW_IN if report.has_own_view else OWN_VIEW_OUT,
        "rated": Formula(_rated_formula(report, formulas), _rated(report)),
        "meets": Formula(f'IF({formulas.rated_count}=0,"–",{met})', met_of(report.tally)),
        "biggest": Formula(_biggest_formula(report, formulas), _biggest(report)),
        "due": Formula(_due_formula(report), serial(report.due) if report.due else ""),
        "open": Formula(formulas.blank_count, report.tally.blank_count),
        "plans": Formula(_plans_formula(report), report.plan_count),
        "to_do": report.to_do,
        "sentence": report.sentence,
    }


def gap_figures(report: DirectReport) -> Mapping[str, Formula]:
    """Competency ID -> the gap a report has in it, found by the row's key."""
    figures = {}
    for (competency, _, key), row in zip(report.competencies, report.rated_rows, strict=True):
        criteria = f'{report.ratings}[Key],{literal(key)},{report.ratings}[{MANAGER_HEADER}],">=1"'
        text = f'IF(COUNTIFS({criteria})=0,"",SUMIFS({report.ratings}[Gap],{criteria}))'
        figures[competency] = Formula(text, gap_shown(row))
    return figures


def _rated(report: DirectReport) -> str:
    return f"{report.tally.rated_count} of {sum(row.rating != NA for row in report.rated_rows)}"


def _rated_formula(report: DirectReport, formulas: TallyFormulas) -> str:
    unasked = f'COUNTIF({report.ratings}[{MANAGER_HEADER}],"{NA}")'
    return f'{formulas.rated_count}&" of "&({formulas.lines}-{unasked})'


def _biggest(report: DirectReport) -> str:
    gaps = [(gap_shown(row), name) for row, (_, name, _) in zip(report.rated_rows, report.competencies, strict=True)]
    points = [points for points, _ in gaps if isinstance(points, int)]
    if not points:
        return "–"
    if max(points) <= 0:
        return "none below"
    return f"▼ {next(name for gap, name in gaps if gap == max(points))}, {max(points)} below"


def _biggest_formula(report: DirectReport, formulas: TallyFormulas) -> str:
    gap_column = f"{report.ratings}[Gap]"
    name = f"INDEX({report.ratings}[Competency],MATCH(MAX({gap_column}),{gap_column},0))"
    return (
        f'IF({formulas.rated_count}=0,"–",IF(MAX({gap_column})>0,"▼ "&{name}&", "&MAX({gap_column})&" below",'
        '"none below"))'
    )


def _due_formula(report: DirectReport) -> str:
    columns = ",".join(f"{table}[Open until]" for table in report.plan_tables)
    return f'IF(COUNT({columns})=0,"",MIN({columns}))'


def _plans_formula(report: DirectReport) -> str:
    *under_way, new = report.plan_tables
    counts = [f'COUNTIF({table}[Status],"{word}")' for table in under_way for word in _AGREED]
    return "+".join([*counts, f"COUNTA({new}[Agreed action])"])
