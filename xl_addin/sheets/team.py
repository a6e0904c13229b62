"""Team: a heat map of gaps, people down, competencies across; filter it by team or manager."""

from collections.abc import Mapping, Sequence

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.evaluate.person_figures import competency_gaps, person_scores
from xl_addin.layout.declare import label, live, result
from xl_addin.layout.describe import Column, Sheet, Table, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import canonical_formula, literal, own_row
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency
from xl_addin.model.results import TeamRow
from xl_addin.scores.formula import in_use

ORDER = 620
NAME = "Team"
TABLE_NAME = "tblTeam"
CYCLE = in_use("cycle")
"""The open cycle, as a formula."""

_FIXED_COLUMNS = (
    label(TeamRow, "team", 18, "key"),
    result(TeamRow, "manager", 11, "computed"),
    label(TeamRow, "employee", 12, "key"),
    result(TeamRow, "name", 24, "computed"),
    result(TeamRow, "level", 9, "computed"),
)


def competency_columns(competencies: Sequence[Competency]) -> tuple[Column, ...]:
    """A column for each competency; of two with one name the second shows its ID beside it: no table has twins."""
    folded_headers = {fold_header(column.header) for column in _FIXED_COLUMNS}
    columns, ids = [], set[str]()
    for competency in competencies:
        if not competency.id or competency.id in ids:
            continue
        ids.add(competency.id)
        name = competency.name or competency.id
        header = name
        while fold_header(header) in folded_headers:
            header = f"{header} ({competency.id})"
        folded_headers.add(fold_header(header))
        columns.append(_column(competency, header))
    return tuple(columns)


def _column(competency: Competency, header: str) -> Column:
    """The column of one competency: the person's gap in it, from the manager's ratings in the open cycle."""
    gaps = (
        f"AVERAGEIFS(tblAssessments[Gap],tblAssessments[Cycle],{CYCLE},tblAssessments[Employee ID],[@Employee ID],"
        f"tblAssessments[Competency ID],{literal(competency.id)},tblAssessments[Level ID],[@Level ID],"
        'tblAssessments[Counts],"yes")'
    )
    meaning = "Gap: above 0 is below expectation."
    return live(competency.id, header, meaning, 10, f'IFERROR({gaps},"")', role="heat", only_if="[@Employee ID]")


def team_table(competencies: Sequence[Competency]) -> Table:
    """The heat map with a column for each of these competencies."""
    columns = (*_FIXED_COLUMNS, *competency_columns(competencies))
    return Table(TABLE_NAME, columns, ("employee",), TeamRow, spare=1, freeze=4, filled_by="score")


def competency_fields(data: Dataset) -> tuple[str, ...]:
    """The fields of the competencies' columns."""
    return tuple(column.field for column in competency_columns(data.competencies))


def columns_to_add(data: Dataset, headers: Sequence[str]) -> tuple[Column, ...]:
    """The columns of competencies that a heat map with these headers lacks."""
    folded_headers = {fold_header(header) for header in headers}
    return tuple(c for c in competency_columns(data.competencies) if fold_header(c.header) not in folded_headers)


def header_changes(data: Dataset, heat: TableData) -> list[tuple[str, str]]:
    """Old header and new one of each column whose competency is called something else now, told by its formula."""
    folded_headers = {fold_header(header) for header in heat.headers}
    headers_by_formula = {
        canonical_formula(own_row(c.formula, TABLE_NAME)): c.header for c in competency_columns(data.competencies)
    }
    new_headers = {fold_header(header) for header in headers_by_formula.values()}
    pairs = []
    for header, cell in zip(heat.headers, heat.rows[0] if heat.rows else (), strict=False):
        new = headers_by_formula.get(canonical_formula(cell.text), "") if isinstance(cell, FormulaCell) else ""
        if new and fold_header(header) not in new_headers and fold_header(new) not in folded_headers:
            pairs.append((header, new))
    return pairs


def model_column(data: Dataset, headers: Sequence[str]) -> str:
    """The field of a column that a new competency's should look like."""
    folded_headers = {fold_header(header) for header in headers}
    columns = competency_columns(data.competencies)
    return next((c.field for c in columns if fold_header(c.header) in folded_headers), "level")


def sheet(data: Dataset) -> Sheet:
    table = team_table(data.competencies)
    fields = tuple(c.field for c in table.columns[len(_FIXED_COLUMNS) :])
    first = fields[:1]
    tints = (
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}>=2)", "far_below", (f,)) for f in fields),
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}>0)", "low", (f,)) for f in fields),
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}<=-2)", "far_above", (f,)) for f in fields),
        *(Tint(f"AND(ISNUMBER({{{f}}}),{{{f}}}<0)", "high", (f,)) for f in fields),
    )
    return Sheet(
        name=NAME,
        title="Where are the gaps?",
        purpose="Run Score to refresh. ▼ 1 and ▼ 2 are points below expectation, ✓ as expected, ▲ above it; "
        "blank is not rated.",
        group="results",
        visibility="data",
        data_tables=("tblScores",),
        blocks=(table,),
        tints={TABLE_NAME: tints} if first else None,
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    cycle = str(data.setting("cycle"))
    team_rows = _team_rows(data, cycle) if data.stored_tables is None else data.stored_tables.rows.get(TABLE_NAME, ())
    return {TABLE_NAME: [{**row, **_gaps(data, cycle, row)} for row in team_rows]}


def _team_rows(data: Dataset, cycle: str) -> list[RowValues]:
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
