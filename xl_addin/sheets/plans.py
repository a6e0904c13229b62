"""Plans: what people and their managers agreed to do about the gaps that matter most."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, live, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, live_values, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.plans import PLAN_DONE, PLAN_DROPPED, PlanAction
from xl_addin.scores.formula import lookup_text

ORDER = 525


TABLE = table(
    "tblPlans",
    PlanAction,
    [
        column(PlanAction, "cycle", 12),
        column(PlanAction, "employee", 13),
        live(
            "name",
            "Name",
            "From the People tab.",
            22,
            lookup_text("tblPeople[Name]", "tblPeople[Employee ID]", "[@Employee ID]"),
            lambda plan, data: data.person[plan.employee].name if plan.employee in data.person else "",
            "computed",
            only_if="[@Employee ID]",
        ),
        column(PlanAction, "competency", 15),
        live(
            "competency_name",
            "Competency",
            "From the Competencies tab.",
            22,
            lookup_text("tblCompetencies[Competency]", "tblCompetencies[Competency ID]", "[@Competency ID]"),
            lambda plan, data: data.competency[plan.competency].name if plan.competency in data.competency else "",
            "computed",
            only_if="[@Competency ID]",
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
    collection="plans",
)


def sheet() -> Sheet:
    return Sheet(
        name="Plans",
        title="What will help",
        purpose="Score proposes an action for each person's most important gaps. Keep it, edit it or drop it; what is "
        "agreed and not done comes along to the next cycle.",
        group="people",
        visibility="data",
        blocks=(TABLE,),
        tints={"tblPlans": (Tint(f'OR({{status}}="{PLAN_DROPPED}",{{status}}="{PLAN_DONE}")', "not_needed"),)},
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [plan_cells(data, plan) for plan in data.plans]}


def plan_cells(data: Dataset, plan: PlanAction) -> RowValues:
    """A plan's action as a row."""
    return {**plain(plan), **live_values(TABLE, plan, data)}
