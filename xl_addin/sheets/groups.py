"""Groups: what each group said, hidden where a group is too small or would give another away."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.opinions import GroupOpinion, ItemOpinion, Opinion
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.opinion_rows import GroupRow
from xl_addin.sheets.survey import HEADINGS, opinions

ORDER = 545

TABLE = table(
    "tblGroups",
    GroupRow,
    [
        label(GroupRow, "group", 26, "key"),
        label(GroupRow, "id", 0, "key"),
        result(GroupRow, "statement", 56, "computed"),
        result(GroupRow, "n", 9, "count"),
        result(GroupRow, "mean", 9, "decimal"),
        result(GroupRow, "favourable", 13, "percent"),
        result(GroupRow, "band", 26, "computed"),
    ],
    key=["group", "id"],
    spare=1,
    freeze=1,
    filled_by="score",
)


def sheet() -> Sheet:
    return Sheet(
        name="Groups",
        title="What each group says",
        purpose="Run Score to refresh. Groups under the least number are hidden, and the next smallest with them, "
        "so that nothing can be worked out by subtraction.",
        group="results",
        visibility="data",
        blocks=(TABLE,),
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    group_rows: list[RowValues] = []
    for name, opinion in opinions(data).items():
        for group in opinion.groups:
            hidden_rows = [_hidden_row(group, opinion, HEADINGS[name])]
            group_rows += hidden_rows if group.withheld else [_row(group.group, item) for item in group.items]
    return {TABLE.name: group_rows}


def _hidden_row(group: GroupOpinion, opinion: Opinion, heading: str) -> RowValues:
    first, last = opinion.items[0].key, opinion.items[-1].key
    words = f"{heading}: all statements"
    return plain(GroupRow(group=group.group, id=f"{first}-{last}", statement=words, n=group.withheld))


def _row(group: str, item: ItemOpinion) -> RowValues:
    figures = item.figures
    return plain(
        GroupRow(
            group=group,
            id=item.key,
            statement=item.text,
            n=item.withheld or item.n or 0,
            mean=figures.mean if figures else None,
            favourable=figures.favourable if figures else None,
            band=str(item.band) if item.band and figures else "",
        )
    )
