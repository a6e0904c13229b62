"""Next steps: what the evidence allows to be said about every person's next levels, traceable figure by figure."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.describe import Column, Role, Sheet, Tint, column, table
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.results import NextRow
from xl_addin.scores.asked import asked_of, not_asked, ratings_at
from xl_addin.scores.d10_readiness import EXCEL
from xl_addin.scores.people import LARGEST
from xl_addin.scores.readiness import NO_DATA, SUPPORTED, Readiness, readiness_of

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
        column(NextRow, "not_asked", 14, "computed"),
        _live("asked_weight", "Asked weight", "Weight of what the next level asks for.", "count"),
        _live("coverage", "Coverage", "Share of that weight the manager has rated."),
        _live("a", "Met", "Share of the weight rated as expected or above."),
        _live("b", "Part met", "The same, with part marks for what is partly there."),
        _live("e", "Overall rating", "Weighted mean rating, 1 to 5.", "count"),
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
    people = [p for p in data.people if p.id and p.active == "Yes" and (cycle, p.id) in data.rated]
    found: list[RowValues] = []
    for person in people:
        for ready in readiness_of(data, person.id, cycle, data.today):
            named = "; ".join(f"{name} ({size})" for name, size in ready.gaps[:LARGEST])
            row = NextRow(
                cycle=cycle,
                employee=person.id,
                name=person.name,
                team=person.team,
                level=person.level,
                to=ready.to,
                words=ready.words,
                gaps=named,
                not_asked=";".join(not_asked(data, ready.to)),
            )
            found.append({**plain(row), **_figures(data, cycle, person.id, ready)})
    return {TABLE.name: found}


def _figures(data: Dataset, cycle: str, employee: str, ready: Readiness) -> RowValues:
    asked = asked_of(data, ready.to, ratings_at(data, cycle, employee, ready.to))
    shown = {name: ready.variants[name].figure for name in ("a", "b", "e")}
    return {
        "asked_weight": sum(a.weight for a in asked if a.applies),
        "coverage": "" if ready.coverage is None else ready.coverage,
        **{name: "" if figure is None else figure for name, figure in shown.items()},
    }
