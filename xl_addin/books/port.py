"""What commands ask of a workbook and of the place where files are; whoever provides it stays unknown to them."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from xl_addin.layout.describe import Table, Workbook
from xl_addin.layout.edits import Edit, RowValues
from xl_addin.layout.grid import Snapshot


class Book(Protocol):
    """One workbook, read once and changed at most once."""

    def read(self) -> Snapshot:
        """Everything in the workbook's tables.

        Raises:
            Stop: it cannot be read; nothing was changed.
        """
        ...

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: Workbook) -> bool:
        """Carry out the edits against the snapshot last read; whether anything had to change.

        Raises:
            Stop: it cannot be written; the workbook stays as it was.
        """
        ...


class Desk(Protocol):
    """Where workbooks lie: a folder, or Excel itself."""

    def open(self, path: Path) -> AbstractContextManager[Book]:
        """A workbook, held for this run so that nobody else changes it meanwhile.

        Raises:
            Stop: missing, not a workbook, open elsewhere or in use by another run.
        """
        ...

    def create(self, path: Path, design: Workbook, rows: Mapping[str, Sequence[RowValues]]) -> None:
        """A new workbook.

        Raises:
            Stop: a file of this name exists, or the folder takes none.
        """
        ...

    def write_text(self, path: Path, text: str) -> None:
        """A text file, whole or not at all; one of this name is replaced.

        Raises:
            Stop: the folder takes none.
        """
        ...
