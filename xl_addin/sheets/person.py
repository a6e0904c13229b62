"""Person: choose one person, and see every competency at a glance, with bars of expected and rated."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xl_addin.cells.cell import result_of
from xl_addin.cells.fold import fold_text
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.layout.declare import column, live, result, table
from xl_addin.layout.describe import Cell, Chart, Column, Formula, Gap, Line, Sheet, Table, Tint
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.roles import Role
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Text
from xl_addin.model.records import Employee
from xl_addin.model.results import PersonChoice, ProfileRow, ScoreRow
from xl_addin.model.text import equal_to
from xl_addin.scores import d08_gap
from xl_addin.scores.formula import lookup_text
from xl_addin.scores.requirements import ratings_at
from xl_addin.sheets.people import key_of_person, manager_labels
from xl_addin.sheets.team import CYCLE

ORDER = 625
NAME = "Person"
MOST_COMPETENCIES = 12
"""How many competencies there is room for; a track with more breaks a rule anyway."""

PICK = table(
    "tblPerson", PersonChoice, [column(PersonChoice, "employee", 34)], key=["employee"], spare=0, complete=True
)


@cache
def named_table() -> Table:
    """The choice where names are asked: a name is chosen, and a formula looks up the key, so that all follows live."""
    key = PICK.field_of["employee"]
    meaning = "Choose whom to look at; of two of one name also the team, as in Sam Taylor (Web)."
    name = Column("name", Fact("Name", meaning, Text(170)), key.width, "input", choices="lstPeopleNames")
    hidden_key = replace(key, width=0, role="computed", kind="result", formula=key_of_person("Name"))
    return replace(PICK, columns=(name, hidden_key), key=("name",))


_EMPLOYEE = "INDEX(tblPerson[Employee ID],1)"
_ROW = f"MATCH(1,INDEX((tblScores[Employee ID]={_EMPLOYEE})*(tblScores[Cycle]={CYCLE}),0),0)"
_LEVEL = f'IFERROR(INDEX(tblScores[Level ID],{_ROW}),"")'
_TRACK = f'IFERROR(INDEX(tblLevels[Track ID],MATCH({_LEVEL},tblLevels[Level ID],0)),"")'
_PLACE = "ROW(tblWeights[Track ID])-ROW(tblWeights[[#Headers],[Track ID]])"
_COUNT = "ROWS(tblWeights[Track ID])+1"
# the k-th row of the track, counted from the far end so that LARGE finds it and 0 means there is none
_KTH = f"SUMPRODUCT(LARGE((tblWeights[Track ID]={_TRACK})*({_COUNT}-({_PLACE})),[@No]))"
_ID = (
    f'IF(OR({_TRACK}="",[@No]>COUNTIF(tblWeights[Track ID],{_TRACK})),"",'
    f'INDEX(tblWeights[Competency ID],{_COUNT}-{_KTH})&"")'
)
_PERSON_RATINGS = (
    f"tblAssessments[Cycle],{CYCLE},tblAssessments[Employee ID],{_EMPLOYEE},"
    f"tblAssessments[Competency ID],{equal_to('[@Key]')},tblAssessments[Level ID],{_LEVEL},"
    'tblAssessments[Counts],"<>repeated"'
)


def _rating_formula(header: str) -> str:
    return f'IF([@Key]="","",IFERROR(AVERAGEIFS(tblAssessments[{header}],{_PERSON_RATINGS}),""))'


TABLE = table(
    "tblProfile",
    ProfileRow,
    [
        live(
            "name",
            "Competency",
            "Its name.",
            34,
            lookup_text("tblCompetencies[Competency]", "tblCompetencies[Competency ID]", "[@Key]"),
            role="computed",
        ),
        live("key", "Key", "The competency's ID.", 0, _ID, role="computed"),
        live("expected", "Expected", "The rating expected.", 12, _rating_formula("Expected")),
        live("own", "Self", "The person's own rating.", 12, _rating_formula("Self rating")),
        live("manager", "Manager", "The manager's rating; it counts.", 12, _rating_formula("Manager rating")),
        live(
            "gap",
            "Gap",
            "Above 0 is below expectation.",
            12,
            'IF(AND(ISNUMBER([@Expected]),ISNUMBER([@Manager])),[@Expected]-[@Manager],"")',
            role="gap",
        ),
        result(ProfileRow, "number", 8, "count"),
    ],
    key=["number"],
    spare=0,
)


def sheet(data: Dataset) -> Sheet:
    person, row = _choose_person(data)
    return Sheet(
        name=NAME,
        title="One person at a glance",
        purpose=f"Choose {'a person' if data.by_names else 'an Employee ID'}; everything else follows, "
        "for the open cycle and the level held now.",
        group="results",
        visibility="data",
        data_tables=("tblScores",),
        blocks=(
            named_table() if data.by_names else PICK,
            _fact("Name", _of_people("Name"), person.name if person else "", "lead"),
            _fact("Level", _level_title(), _title(data, row), "body"),
            _fact("Score", _of_scores("Score"), row.score if row else None, "figure_percent"),
            _fact("Coverage", _of_scores("Coverage"), row.coverage if row else None, "figure_percent"),
            _fact("In words", _of_scores("In words"), row.words if row else "", "body"),
            Gap(),
            TABLE,
            Chart(
                "bar",
                "Where does the person stand?",
                "tblProfile",
                "name",
                ("expected", "own", "manager"),
                "Bars of expected, self and manager rating for each competency, 1 to 5.",
                "Choose a person with ratings in the open cycle.",
                low=0,
                high=5,
                column_offset=8,
                width=640,
                height=540,
            ),
        ),
        widths=(34, 0, 12, 12, 12, 12, 8, 3, 20),
        tints={
            "tblProfile": (
                Tint("AND(ISNUMBER({gap}),{gap}>0)", "low", ("gap",)),
                Tint("AND(ISNUMBER({gap}),{gap}<0)", "high", ("gap",)),
                Tint('{key}=""', "not_needed", ("number",)),
            )
        },
        for_reading=True,
        shows=("score",),
    )


def _fact(label: str, text: str, value: str | float | None, role: Role) -> Line:
    cell = Cell(Formula(text, "" if value is None else value), role, span=1 if role == "figure_percent" else 5)
    return Line((Cell(label, "label"), None, cell))  # the column of keys lies between


def _of_people(header: str) -> str:
    return lookup_text(f"tblPeople[{header}]", "tblPeople[Employee ID]", _EMPLOYEE)


def _of_scores(header: str) -> str:
    return f'IFERROR(INDEX(tblScores[{header}],{_ROW}),"")'


def _level_title() -> str:
    return lookup_text("tblLevels[Level title]", "tblLevels[Level ID]", _LEVEL)


def _choose_person(data: Dataset) -> tuple[Employee | None, ScoreRow | None]:
    cycle = str(data.setting("cycle"))
    row = next((r for r in person_scores(data) if (r.cycle, r.employee) == (cycle, data.chosen_employee)), None)
    return data.person.get(data.chosen_employee), row


def _title(data: Dataset, row: ScoreRow | None) -> str:
    level = data.level.get(row.level) if row else None
    return level.title if level else ""


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    _, row = _choose_person(data)
    track = data.level[row.level].track if row and row.level in data.level else ""
    keys = [w.competency for w in data.weights if w.track == track and track][:MOST_COMPETENCIES]
    return {
        PICK.name: [_choice(data)],
        TABLE.name: [
            _profile(data, row, n, keys[n - 1] if n <= len(keys) else "") for n in range(1, MOST_COMPETENCIES + 1)
        ],
    }


def chosen_person(snapshot: Snapshot, data: Dataset) -> str:
    """The key of whom the tab shows where names are asked, whether or not a program has worked out its formula."""
    standing = find_table(snapshot, PICK.name)
    place = find_columns(standing, named_table()).get("name") if standing else None
    if standing is None or place is None or not standing.rows:
        return data.chosen_employee
    text = fold_text(str(result_of(standing.rows[0][place]) or ""))
    keys = [key for key, label in manager_labels(data).items() if fold_text(label) == text]
    return keys[0] if len(keys) == 1 and text else ""


def _choice(data: Dataset) -> RowValues:
    name = manager_labels(data).get(data.chosen_employee, "")
    return {**plain(PersonChoice(employee=data.chosen_employee)), "name": name}


def _profile(data: Dataset, row: ScoreRow | None, number: int, key: str) -> RowValues:
    blank = dict.fromkeys(("key", "name", "expected", "own", "manager", "gap"), "")
    if row is None or not key:
        return {**plain(ProfileRow(number=number)), **blank}
    rating = ratings_at(data, row.cycle, row.employee, row.level).get(key)
    competency = data.competency.get(key)
    expected_rating: int | str = d08_gap.expected_of(data, key) if rating else ""
    manager = rating.manager_rating if rating and isinstance(rating.manager_rating, int) else ""
    figures = {
        "key": key,
        "name": competency.name if competency else "",
        "expected": expected_rating,
        "own": rating.self_rating if rating and isinstance(rating.self_rating, int) else "",
        "manager": manager,
        "gap": expected_rating - manager if isinstance(expected_rating, int) and isinstance(manager, int) else "",
    }
    return {**plain(ProfileRow(number=number)), **figures}
