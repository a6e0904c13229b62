"""Reflection: what people thought while filling in a track's matrix."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.answers import REFLECTION, Reflection
from xl_addin.model.dataset import Dataset

ORDER = 400
NAME = "Reflection"

TABLE = table(
    "tblReflection",
    Reflection,
    [
        label(Reflection, "track", 12, "label"),
        label(Reflection, "id", 0, "label"),
        label(Reflection, "question", 46, "label"),
        column(Reflection, "answer", 80, "input_long"),
    ],
    key=["track", "id"],
    spare=1,
    freeze=2,
    next_entry=NextEntry(("answer",)),
    collection="reflections",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="What did you learn?",
        purpose="Four questions for each track, best answered right after its matrix was filled. "
        "The Dashboard shows the answers beside the scores.",
        group="steps",
        blocks=(TABLE,),
    )


def missing_reflections(data: Dataset) -> tuple[Reflection, ...]:
    """The questions that a built track has no row for yet."""
    keys = {(answer.track, answer.id) for answer in data.reflections}
    return tuple(
        Reflection(track=matrix.track, id=item.key, question=item.text)
        for matrix in data.matrices
        for item in REFLECTION
        if (matrix.track, item.key) not in keys
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [plain(answer) for answer in (*data.reflections, *missing_reflections(data))]}
