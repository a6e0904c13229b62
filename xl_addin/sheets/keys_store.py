"""The ledger: every key ever made and the name it last had. Written by commands only; very hidden.

Not in the list of tabs yet: it has no ORDER before reading and writing go through `ladder.reconcile`.
"""

from collections.abc import Iterable, Sequence

from xl_addin.layout.declare import label, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.model.ladder import KeyEntry

TABLE = table(
    "tblKeys",
    KeyEntry,
    [
        label(KeyEntry, "kind", 8),
        label(KeyEntry, "key", 12),
        label(KeyEntry, "parent", 12),
        label(KeyEntry, "name", 30),
        label(KeyEntry, "step", 8),
        label(KeyEntry, "find", 40),
        label(KeyEntry, "place", 24),
        label(KeyEntry, "state", 10),
        label(KeyEntry, "address", 30),
        label(KeyEntry, "content", 60),
    ],
    key=["kind", "key"],
    spare=1,
)


def sheet() -> Sheet:
    """The hidden tab."""
    return Sheet(
        name="_keys",
        title="Keys",
        purpose="What each name is behind the scenes. Commands write here; nothing is to be typed.",
        group="inputs",
        blocks=(TABLE,),
        is_hidden=True,
    )


def ledger_rows(ledger: Iterable[KeyEntry]) -> Sequence[RowValues]:
    """The ledger as the rows of its table."""
    return plain_rows(tuple(ledger))
