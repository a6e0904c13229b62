"""Two views: each person's self ratings beside the manager's, live from the Assessments tab."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.describe import Cell, Column, Formula, Gap, Line, Role, Sheet, Tint, column, table
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.results import ViewRow
from xl_addin.scores.asked import level_rated, name_of
from xl_addin.scores.d11_team import EXCEL
from xl_addin.scores.team import Deltas, deltas
from xl_addin.scores.telling import LARGEST

ORDER = 623


def _live(field: str, title: str, meaning: str, role: Role = "count", width: float = 12) -> Column:
    formula = f'IF([@Employee ID]="","",{EXCEL[field]})'
    return Column(field, Fact(title, meaning, Anything()), width, role, formula)


TABLE = table(
    "tblViews",
    ViewRow,
    [
        column(ViewRow, "employee", 13, "key"),
        column(ViewRow, "name", 26, "computed"),
        column(ViewRow, "team", 20, "computed"),
        column(ViewRow, "manager", 12, "computed"),
        column(ViewRow, "level", 10, "computed"),
        _live("compared", "Compared", "Competencies rated by both."),
        _live("mean", "Mean", "Mean of self minus manager rating; above 0 is the higher self rating.", "change"),
        _live("discuss", "Worth a talk", "Competencies in which the two lie far apart."),
        column(ViewRow, "which", 46, "computed"),
        _live("profile", "Profile", "Against everybody's mean; named only for enough people.", "computed", 16),
    ],
    key=["employee"],
    spare=1,
    freeze=2,
)
_HEADLINE = (
    'IF(COUNT(tblViews[Mean])=0,"Nothing to compare yet: it takes a self and a manager rating of the same competency.",'
    'COUNTIFS(tblViews[Worth a talk],">0")&" of "&COUNT(tblViews[Mean])&" people have something worth a talk.")'
)


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name="Two views",
        title="Where do self and manager differ?",
        purpose="Run Score to refresh the list. One point apart is normal, and most people rate themselves a little "
        "higher. The self rating never counts in a score.",
        group="results",
        blocks=(Line((Cell(Formula(_HEADLINE, _headline(data)), "lead", span=8),)), Gap(), TABLE),
        widths=tuple(c.width for c in TABLE.columns),
        tints={TABLE.name: (Tint("AND(ISNUMBER({discuss}),{discuss}>0)", "low", ("discuss", "which")),)},
        read=True,
    )


def _headline(data: Dataset) -> str:
    found = deltas(data, str(data.setting("cycle")))
    if not found:
        return "Nothing to compare yet: it takes a self and a manager rating of the same competency."
    return f"{sum(bool(own.discuss) for own in found)} of {len(found)} people have something worth a talk."


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    cycle = str(data.setting("cycle"))
    return {TABLE.name: [_row(data, own, cycle) for own in deltas(data, cycle)]}


def _row(data: Dataset, own: Deltas, cycle: str) -> RowValues:
    person = data.person[own.employee]
    furthest = sorted(own.discuss, key=lambda pair: (-abs(pair[1]), name_of(data, pair[0]).casefold()))
    row = ViewRow(
        employee=person.id,
        name=person.name,
        team=person.team,
        manager=person.manager,
        level=level_rated(data, cycle, person),
        which="; ".join(f"{name_of(data, c)} ({points:+})" for c, points in furthest[:LARGEST]),
    )
    figures = {"compared": own.n, "mean": own.mean, "discuss": len(own.discuss), "profile": own.profile}
    return {**plain(row), **figures}
