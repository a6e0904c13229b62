"""The list of keys: every key ever made and the name it last had. Written by commands only, in a hidden tab."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import label, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import KeyEntry

ORDER = 995
NAME = "_keys"
TABLE = table(
    "tblKeys",
    KeyEntry,
    [
        label(KeyEntry, "kind", 8),
        label(KeyEntry, "key", 12),
        label(KeyEntry, "parent", 12),
        label(KeyEntry, "name", 30),
        label(KeyEntry, "step", 8),
        label(KeyEntry, "state", 10),
        label(KeyEntry, "address", 30),
        label(KeyEntry, "content", 60),
    ],
    key=["kind", "key"],
    spare=0,
    collection="ledger",
    is_optional=True,
)


def sheet(data: Dataset) -> Sheet | None:
    """The hidden tab of a workbook that asks for names; None for one that asks for IDs."""
    if not data.by_names:
        return None
    return Sheet(
        name=NAME,
        title="Keys",
        purpose="What each name is behind the scenes. Commands write here; nothing is to be typed.",
        group="results",
        blocks=(TABLE,),
        is_hidden=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """The list as it stands."""
    return {TABLE.name: plain_rows(data.ledger)} if data.by_names else {}
