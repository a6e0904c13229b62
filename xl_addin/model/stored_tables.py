"""What a workbook's result tables hold today, which may be older than what people have typed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

StoredRow = Mapping[str, Any]
"""Field -> what the cell shows; None where it is blank."""


@dataclass(frozen=True)
class StoredTables:
    """`rows` are those of the result tables by table name; `inputs` says what of the inputs looks how now.

    `inputs` holds, for each part of the inputs, its name, which of several, and the fingerprint as formula and number.
    """

    rows: Mapping[str, Sequence[StoredRow]]
    inputs: Sequence[tuple[str, str, str, float | str]] = ()
