"""Moves: the log of promotions, sideways moves and other changes that the measures count."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.model.dataset import Dataset
from xl_addin.model.rollout import Move

ORDER = 550

TABLE = table(
    "tblMoves",
    Move,
    [
        column(Move, "date", 14, "date"),
        column(Move, "employee", 16),
        column(Move, "origin", 14),
        column(Move, "target", 14),
        column(Move, "kind", 16, "input_centred"),
    ],
    key=["date", "employee", "kind"],
    spare=20,
    freeze=2,
    collection="moves",
)


def sheet() -> Sheet:
    return Sheet(
        name="Moves",
        title="Moves",
        purpose="One row for each promotion, sideways move, step down, joining or leaving. The KPIs count them.",
        group="people",
        visibility="more",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: plain_rows(data.moves)}
