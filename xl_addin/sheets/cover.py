"""Cover: for each manager's team, who can do what: single points of failure and critical gaps."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.team import covers, team_managers
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import PERSON
from xl_addin.model.results import CoverRow

ORDER = 622
MOST_NAMES = 3
"""Up to so many people are named."""

TABLE = table(
    "tblCover",
    CoverRow,
    [
        label(CoverRow, "manager", 13, "key"),
        result(CoverRow, "name", 26, "computed"),
        label(CoverRow, "competency", 15, "key"),
        result(CoverRow, "title", 28, "computed"),
        result(CoverRow, "rated", 10, "count"),
        result(CoverRow, "able", 12, "count"),
        result(CoverRow, "who", 34, "computed"),
        result(CoverRow, "words", 44, "computed"),
    ],
    key=["manager", "competency"],
    spare=1,
    freeze=2,
    filled_by="score",
)


def sheet() -> Sheet:
    return Sheet(
        name="Cover",
        title="Who can do what?",
        purpose="Run Score to refresh. Where one person alone carries a competency, or nobody does, the team should "
        "know. From the manager's ratings in the open cycle.",
        group="results",
        visibility="data",
        data_tables=("tblScores",),
        blocks=(TABLE,),
        tints={
            "tblCover": (
                Tint("AND(ISNUMBER({able}),{rated}>0,{able}=0)", "far_below", ("able", "words")),
                Tint("AND(ISNUMBER({able}),{rated}>0,{able}=1)", "low", ("able", "words")),
            )
        },
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    cycle = str(data.setting("cycle"))
    cover_rows: list[RowValues] = []
    for manager in team_managers(data):
        person = data.person.get(manager)
        for cover in covers(data, manager, cycle):
            competency = data.competency.get(cover.competency)
            row = CoverRow(
                manager=manager,
                name=person.name if person else "",
                competency=cover.competency,
                title=competency.name if competency else "",
                rated=cover.rated,
                able=len(cover.able),
                who="; ".join(_label(data, employee) for employee in cover.able)
                if len(cover.able) <= MOST_NAMES
                else "",
                words=cover.words,
            )
            cover_rows.append(plain(row))
    return {TABLE.name: cover_rows}


def _label(data: Dataset, employee: str) -> str:
    """A person by name and, where IDs are asked, by ID; the ID alone where there is no name."""
    if data.by_names:
        return label_of(data, PERSON, employee)
    person = data.person.get(employee)
    return f"{person.name} ({employee})" if person and person.name else employee
