"""Plans: what people and their managers agreed to do about the gaps that matter most."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import column, result, table
from xl_addin.layout.describe import Column, Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.plans import DROPPED, FINISHED, PlanAction
from xl_addin.scores.formula import text_of

ORDER = 525


def _looked_up(field: str, title: str, meaning: str, width: float, source: str, key: str, own: str) -> Column:
    found = f'IF([@{own}]="","",{text_of(source, key, f"[@{own}]")})'
    return Column(field, Fact(title, meaning, Anything()), width, "computed", found)


TABLE = table(
    "tblPlans",
    PlanAction,
    [
        column(PlanAction, "cycle", 12),
        column(PlanAction, "employee", 13),
        _looked_up(
            "name", "Name", "From the People tab.", 22, "tblPeople[Name]", "tblPeople[Employee ID]", "Employee ID"
        ),
        column(PlanAction, "competency", 15),
        _looked_up(
            "competency_name",
            "Competency",
            "From the Competencies tab.",
            22,
            "tblCompetencies[Competency]",
            "tblCompetencies[Competency ID]",
            "Competency ID",
        ),
        result(PlanAction, "gap", 10, "count"),
        column(PlanAction, "proposed", 44, "input_long"),
        column(PlanAction, "action", 44, "input_long"),
        column(PlanAction, "due", 13, "date"),
        column(PlanAction, "status", 13, "input_centred"),
        column(PlanAction, "notes", 44, "input_long"),
    ],
    key=["cycle", "employee", "competency"],
    spare=10,
    freeze=3,
)


def sheet() -> Sheet:
    return Sheet(
        name="Plans",
        title="What will help",
        purpose="Score proposes an action for each person's most important gaps. Keep it, edit it or drop it; what is "
        "agreed and not done comes along to the next cycle.",
        group="people",
        blocks=(TABLE,),
        tints={"tblPlans": (Tint(f'OR({{status}}="{DROPPED}",{{status}}="{FINISHED}")', "not_needed"),)},
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [row(data, plan) for plan in data.plans]}


def row(data: Dataset, plan: PlanAction) -> RowValues:
    """A plan's action as a row."""
    person, competency = data.person.get(plan.employee), data.competency.get(plan.competency)
    return {
        **plain(plan),
        "name": person.name if person else "",
        "competency_name": competency.name if competency else "",
    }
