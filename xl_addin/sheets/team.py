"""Team: a heat map of gaps, people down, competencies across; filter it by team or manager."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column
from xl_addin.layout.describe import Column, Sheet, Table, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.layout.formula import literal
from xl_addin.layout.headers import fold_header
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.records import Competency
from xl_addin.model.results import TeamRow
from xl_addin.scores.formula import in_use
from xl_addin.scores.people import competency_gaps, person_scores

ORDER = 620
NAME = "Team"
TABLE_NAME = "tblTeam"
CYCLE = in_use("cycle")
"""The open cycle, as a formula."""

_FIXED = (
    column(TeamRow, "team", 18, "key"),
    column(TeamRow, "manager", 11, "computed"),
    column(TeamRow, "employee", 12, "key"),
    column(TeamRow, "name", 24, "computed"),
    column(TeamRow, "level", 9, "computed"),
)


def competency_column(competency: Competency) -> Column:
    """The column of one competency: the person's gap in it, from the manager's ratings in the open cycle."""
    gaps = (
        f"AVERAGEIFS(tblAssessments[Gap],tblAssessments[Cycle],{CYCLE},tblAssessments[Employee ID],[@Employee ID],"
        f"tblAssessments[Competency ID],{literal(competency.id)},tblAssessments[Level ID],[@Level ID],"
        'tblAssessments[Counts],"yes")'
    )
    fact = Fact(competency.name or competency.id, "Gap: above 0 is below expectation.", Anything())
    return Column(competency.id, fact, 6, "heat", f'IF([@Employee ID]="","",IFERROR({gaps},""))')


def table_of(competencies: Sequence[Competency]) -> Table:
    """The heat map with a column for each of these competencies."""
    across = [competency_column(c) for c in competencies if c.id]
    return Table(TABLE_NAME, (*_FIXED, *across), ("employee",), TeamRow, spare=1, freeze=4)


def across(data: Dataset) -> tuple[str, ...]:
    """The fields of the competencies' columns."""
    return tuple(competency.id for competency in data.competencies if competency.id)


def missing(data: Dataset, headers: Sequence[str]) -> tuple[Column, ...]:
    """The columns of competencies that a heat map with these headers lacks."""
    held = {fold_header(header) for header in headers}
    made = (competency_column(c) for c in data.competencies if c.id)
    return tuple(c for c in made if fold_header(c.header) not in held)


def model_column(data: Dataset, headers: Sequence[str]) -> str:
    """The field of a column that a new competency's should look like."""
    held = {fold_header(header) for header in headers}
    made = (competency_column(c) for c in data.competencies if c.id)
    return next((c.field for c in made if fold_header(c.header) in held), "level")


def sheet(data: Dataset) -> Sheet:
    table = table_of(data.competencies)
    across = tuple(c.field for c in table.columns[len(_FIXED) :])
    first = across[:1]
    tints = (
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}>=2)", "far_below", (f,)) for f in across),
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}>0)", "low", (f,)) for f in across),
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}<0)", "high", (f,)) for f in across),
    )
    return Sheet(
        name=NAME,
        title="Where are the gaps?",
        purpose="Run Score to refresh. +1 and +2 are points below expectation, 0 as expected, minus above it; "
        "blank is not rated. Filter by team or manager.",
        group="results",
        blocks=(table,),
        tints={TABLE_NAME: tints} if first else None,
        read=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    cycle = str(data.setting("cycle"))
    listed = _listed(data, cycle) if data.standing is None else data.standing.rows.get(TABLE_NAME, ())
    return {TABLE_NAME: [{**row, **_gaps(data, cycle, row)} for row in listed]}


def _listed(data: Dataset, cycle: str) -> list[RowValues]:
    """Everybody with ratings in the open cycle, team by team."""
    levels = {row.employee: row.level for row in person_scores(data) if row.cycle == cycle}
    people = sorted((data.person[employee] for employee in levels), key=lambda p: (p.team.casefold(), p.manager, p.id))
    return [
        {"team": p.team, "manager": p.manager, "employee": p.id, "name": p.name, "level": levels[p.id]} for p in people
    ]


def _gaps(data: Dataset, cycle: str, row: RowValues) -> RowValues:
    """What the live columns show in a row, from its person and level."""
    gaps = competency_gaps(data, cycle, row["employee"], row["level"] or "")
    return {c.id: gaps.get(c.id) for c in data.competencies if c.id}
