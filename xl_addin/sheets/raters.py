"""Raters: whether managers rate alike. Questions to ask; no score is adjusted."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.raters import TALK, raters
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import RaterRow

ORDER = 624

TABLE = table(
    "tblRaters",
    RaterRow,
    [
        label(RaterRow, "manager", 13, "key"),
        result(RaterRow, "name", 28, "computed"),
        result(RaterRow, "n", 12, "count"),
        result(RaterRow, "compared", 12, "count"),
        result(RaterRow, "severity", 12, "change"),
        result(RaterRow, "z", 12, "change"),
        result(RaterRow, "spread", 12, "decimal"),
        result(RaterRow, "words", 57, "computed"),
    ],
    key=["manager"],
    spare=1,
    freeze=2,
    filled_by="score",
)


def sheet() -> Sheet:
    return Sheet(
        name="Raters",
        title="Do managers rate alike?",
        purpose="Run Score to refresh. Figures are shown from five people on. A difference is a question to ask, not a "
        "fault: the team may be that good. No score is adjusted.",
        group="results",
        visibility="more",
        blocks=(TABLE,),
        tints={
            TABLE.name: (
                Tint(f'ISNUMBER(SEARCH("{TALK}",{{words}}))', "low", ("words",)),
                Tint('AND({words}<>"",NOT(ISNUMBER({spread})))', "not_needed", ("words",)),
            )
        },
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    rater_rows = []
    for rater in raters(data, str(data.setting("cycle"))):
        person = data.person.get(rater.manager)
        row = RaterRow(
            manager=rater.manager,
            name=person.name if person else "",
            n=rater.n,
            compared=rater.compared,
            severity=rater.severity,
            z=rater.z,
            spread=rater.spread,
            words=rater.words,
        )
        rater_rows.append(plain(row))
    return {TABLE.name: rater_rows}
