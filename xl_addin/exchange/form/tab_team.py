"""My team: the first tab of a pack, a live heat map of the gaps on the tabs that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.exchange.form.form_figures import MANAGER_HEADER, LevelView, RatedRow, row_view
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.exchange.form.tab_parts import PERSON, display_column
from xl_addin.layout.describe import Cell, Column, Formula, Line, Link, Sheet, Table, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import literal
from xl_addin.model.records import Employee

TABLE = "tblTeam"
_FIXED_FIELDS = ("name", "level", "rated", "score", "words")


@dataclass(frozen=True)
class DirectReport:
    """One report as the overview shows them, at the level held now.

    `tab`, `ratings` and `live` are the names of their tab and its tables; `competencies` has (competency id, name, row
    key) of every row, `rated_rows` the rows as they stand, `view` what they come to.
    """

    person: Employee
    tab: str
    ratings: str
    live: str
    label: str
    competencies: Sequence[tuple[str, str, str]]
    rated_rows: Mapping[str, RatedRow]
    view: LevelView


def overview(name: str, manager: Employee, reports: Sequence[DirectReport], terms: Terms) -> Sheet:
    """The tab."""
    gap_columns = _gap_columns(reports)
    fields = [column.field for column in gap_columns]
    columns = (
        display_column("name", "Name", "Leads to this person's tab.", 28, "link_boxed", kind="label"),
        display_column("level", "Level", "The level held now.", 12),
        display_column("rated", "Rated", "Lines you have rated, of those that apply.", 12),
        *(
            [display_column("score", "Score", "From your ratings; blank below the least coverage.", 10, "percent")]
            if terms.scores
            else []
        ),
        display_column("words", "In words", "What your ratings come to.", 40),
        *gap_columns,
    )
    tints = [
        tint
        for field in fields
        for tint in (
            Tint(f"AND(ISNUMBER({{{field}}}),{{{field}}}>=2)", "far_below", (field,)),
            Tint(f"AND(ISNUMBER({{{field}}}),{{{field}}}>0)", "low", (field,)),
            Tint(f"AND(ISNUMBER({{{field}}}),{{{field}}}<0)", "high", (field,)),
        )
    ]
    due = f" Please return this workbook by {terms.due}." if terms.due else ""
    return Sheet(
        name=name,
        title=f"My team, {terms.cycle}",
        purpose=f"A tab for each of your reports. The map fills as you rate: +1 and +2 are points below "
        f"expectation.{due}",
        group="results",
        blocks=(
            Line(
                (
                    Cell(f"Pack of {manager.name}", "lead"),
                    Cell("Your ID", "label"),
                    Cell(manager.id, "body", name=PERSON, text=True),
                ),
                height=20,
            ),
            Table(TABLE, columns, ("name",), spare=0, freeze=1),
        ),
        widths=tuple(c.width for c in columns),
        tints={TABLE: tints},
        for_reading=True,
        is_protected=True,
        pages=0,
    )


def _gap_columns(reports: Sequence[DirectReport]) -> list[Column]:
    """A column for each competency anybody in the team is rated on."""
    names = {competency: name for report in reports for competency, name, _ in report.competencies}
    titles: set[str] = set()
    columns = []
    for competency, name in names.items():
        title = name if name.casefold() not in titles | set(_FIXED_FIELDS) else f"{name} ({competency})"
        titles.add(title.casefold())
        columns.append(display_column(f"c_{competency}", title, "Gap: expected minus your rating.", 13, "gap"))
    return columns


def overview_rows(reports: Sequence[DirectReport]) -> Mapping[str, Sequence[RowValues]]:
    """A row for each report, every figure a formula over their tab."""
    return {TABLE: [_row(report) for report in reports]}


def _row(report: DirectReport) -> RowValues:
    def lookup(header: str) -> str:
        return f"INDEX({report.live}[{header}],MATCH({literal(report.label)},{report.live}[Level],0))"

    view = report.view
    cells = {f"c_{competency}": _gap(report, competency, key) for competency, _, key in report.competencies}
    return {
        "name": Link(report.person.name or report.person.id, report.tab),
        "level": report.label,
        "rated": Formula(lookup("Rated"), view.rated),
        "score": Formula(lookup("Score"), view.score),
        "words": Formula(lookup("In words"), view.words),
        **cells,
    }


def _gap(report: DirectReport, competency: str, key: str) -> Formula:
    criteria = f'{report.ratings}[Key],{literal(key)},{report.ratings}[{MANAGER_HEADER}],">=1"'
    text = f'IF(COUNTIFS({criteria})=0,"",SUMIFS({report.ratings}[Gap],{criteria}))'
    return Formula(text, row_view(report.rated_rows[competency])["gap"])
