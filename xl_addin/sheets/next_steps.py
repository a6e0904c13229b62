"""Next steps: what the evidence allows to be said about every person's next levels, traceable figure by figure."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.describe import Column, Role, Sheet, Tint, column, table
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.results import NextRow
from xl_addin.scores.asked import not_asked
from xl_addin.scores.d10_readiness import EXCEL
from xl_addin.scores.readiness import Readiness, ready_people
from xl_addin.scores.telling import NO_DATA, SUPPORTED, largest

ORDER = 612


def _live(field: str, title: str, meaning: str, role: Role = "percent") -> Column:
    formula = f'IF([@Employee ID]="","",{EXCEL[field]})'
    return Column(field, Fact(title, meaning, Anything()), 12, role, formula)


TABLE = table(
    "tblNext",
    NextRow,
    [
        column(NextRow, "cycle", 11, "key"),
        column(NextRow, "employee", 12, "key"),
        column(NextRow, "name", 24, "computed"),
        column(NextRow, "team", 18, "computed"),
        column(NextRow, "level", 9, "computed"),
        column(NextRow, "to", 11, "key"),
        column(NextRow, "words", 56, "computed"),
        column(NextRow, "gaps", 40, "computed"),
        _live("asked_weight", "Asked weight", "Weight of what the next level asks for.", "decimal"),
        _live("coverage", "Coverage", "Share of that weight the manager has rated."),
        _live("a", "Met", "Share of the weight rated as expected or above."),
        _live("b", "Part met", "The same, with part marks for what is partly there."),
        _live("e", "Overall rating", "Weighted mean rating, 1 to 5.", "decimal"),
        column(NextRow, "not_asked", 14, "computed"),
    ],
    key=["cycle", "employee", "to"],
    spare=1,
    freeze=3,
)


def sheet() -> Sheet:
    return Sheet(
        name="Next steps",
        title="What the evidence supports",
        purpose="Run Score to refresh. From ratings against the next level. It supports a conversation and decides "
        "nothing; what is not rated is never assumed.",
        group="results",
        blocks=(TABLE,),
        tints={
            "tblNext": (
                Tint(f'LEFT({{words}},{len(SUPPORTED)})="{SUPPORTED}"', "high", ("words",)),
                Tint(f'LEFT({{words}},{len(NO_DATA)})="{NO_DATA}"', "not_needed", ("words",)),
            )
        },
        read=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    cycle = str(data.setting("cycle"))
    dropped = {level: ";".join(not_asked(data, level)) for level in data.level}
    found: list[RowValues] = []
    for employee, steps in ready_people(data, cycle).items():
        person = data.person[employee]
        for ready in steps:
            row = NextRow(
                cycle=cycle,
                employee=person.id,
                name=person.name,
                team=person.team,
                level=person.level,
                to=ready.to,
                words=ready.words,
                gaps="; ".join(largest(ready.gaps)),
                not_asked=dropped[ready.to],
            )
            found.append({**plain(row), **_figures(ready)})
    return {TABLE.name: found}


def _figures(ready: Readiness) -> RowValues:
    shown = {"coverage": ready.coverage, **{name: ready.variants[name].figure for name in ("a", "b", "e")}}
    return {"asked_weight": ready.weight, **{name: "" if figure is None else figure for name, figure in shown.items()}}
