"""Levels: the steps of each track, and which step leads to which."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain_rows
from xl_addin.layout.describe import Sheet, column, table
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Level

ORDER = 230

TABLE = table(
    "tblLevels",
    Level,
    [
        column(Level, "id", 12),
        column(Level, "track", 12),
        column(Level, "title", 30),
        column(Level, "rank", 8, "input_centred"),
        column(Level, "next", 18),
        column(Level, "lateral", 18),
        column(Level, "scope", 16),
        column(Level, "summary", 46, "input_long"),
        column(Level, "promotion", 46, "input_long"),
        column(Level, "months", 10, "input_centred"),
    ],
    key=["id"],
    spare=16,
    freeze=3,
)


def sheet() -> Sheet:
    return Sheet(
        name="Levels",
        title="Levels",
        purpose="One row for each level of each track. Next levels may branch: a senior engineer can lead to staff "
        "engineer and to engineering manager.",
        group="inputs",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: plain_rows(data.levels)}
