"""Competencies: what people do well here, described once and then level by level in the matrix."""

from collections.abc import Mapping, Sequence
from functools import cache

from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Sheet, Table
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency
from xl_addin.sheets.worked_out import worked_out

ORDER = 210

TABLE = table(
    "tblCompetencies",
    Competency,
    [
        column(Competency, "id", 14),
        column(Competency, "name", 26),
        column(Competency, "theme", 14),
        column(Competency, "definition", 56, "input_long"),
        column(Competency, "values", 22, "input_long"),
        column(Competency, "tracks", 16),
        column(Competency, "critical", 10, "input_centred"),
        column(Competency, "expected", 12, "input_centred"),
        column(Competency, "resources", 56, "input_long"),
    ],
    key=["id"],
    spare=12,
    freeze=2,
    next_entry=NextEntry(fewest=3),
    collection="competencies",
)


@cache
def named_table() -> Table:
    """Competencies where names are asked: all but what helps people grow comes from Framework."""
    return worked_out(
        TABLE, hidden_fields=("id", "values", "tracks", "expected"), labels=("name", "theme", "definition")
    )


def sheet(data: Dataset) -> Sheet:
    if data.by_names:
        return Sheet(
            name="Competencies",
            title="More about competencies",
            purpose="One row for each competency of Framework. Whether it is critical, and what helps a person grow "
            "in it.",
            group="inputs",
            visibility="more",
            blocks=(named_table(),),
        )
    return Sheet(
        name="Competencies",
        title="Competencies",
        purpose="One row for each competency. Aim for 8 to 12 on a track: enough to be fair, few enough to remember.",
        group="inputs",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: plain_rows(data.competencies)}
