"""Names: each name that may be a new thing or a new name for an old one, with a list to answer from."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, result, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import NameQuestion

ORDER = 205
NAME = "Names"
CHOICES = ("choice_1", "choice_2", "choice_3", "choice_4")
"""The columns of what may be answered, likeliest first."""

TABLE = table(
    "tblNameQuestions",
    NameQuestion,
    [
        label(NameQuestion, "name", 26, "key"),
        result(NameQuestion, "question", 56, "label"),
        *(label(NameQuestion, field, 30) for field in CHOICES),
        column(NameQuestion, "answer", 34),
        label(NameQuestion, "kind", 0),
        label(NameQuestion, "place", 0),
    ],
    key=["kind", "place", "name"],
    spare=0,
    next_entry=NextEntry(("answer",)),
    collection="name_questions",
    is_optional=True,
)


def sheet(data: Dataset) -> Sheet | None:
    """The tab of a workbook that asks for names; None for one that asks for IDs."""
    if not data.by_names:
        return None
    return Sheet(
        name=NAME,
        title="Which name is which?",
        purpose="Each of these may be something new, or a new name for what was there. Choose under Your answer, then "
        "press Build; until then it counts as it was.",
        group="inputs",
        visibility="data",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """The questions that are open."""
    return {TABLE.name: plain_rows(data.name_questions)} if data.by_names else {}
