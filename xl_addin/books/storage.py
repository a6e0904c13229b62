"""What commands ask of a workbook and of the place where files are; whoever provides it stays unknown to them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue
from xl_addin.layout.describe import Table, WorkbookDesign
from xl_addin.layout.edits import Edit
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Refused


@dataclass(frozen=True, slots=True)
class FormItem:
    """One form to write: its file's name, what fills its slots, and the digests this file may have if it is ours.

    `password` locks it; "" for none.
    """

    file: str
    values: Mapping[str, str | int | float | None]
    known_digests: tuple[str, ...] = ()
    password: str = ""


@dataclass(frozen=True, slots=True)
class FormBatch:
    """Forms of one design for one folder; plain data, so that any process or computer may write it.

    Attributes:
        template: the workbook with slots, as `Storage.paint` made it.
        items: the forms.
        folder: where they go.
    """

    template: bytes
    items: tuple[FormItem, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class FormResult:
    """What became of one form: SHA-256 of the form and of the file as it lies there.

    `state`: new; same, when it lay there already; replaced, when an earlier one of ours did; kept, when a file
    that somebody has worked in or that is not ours has its name and stays as it is.
    """

    file: str
    plain_digest: str
    stored_digest: str
    state: Literal["new", "same", "replaced", "kept"]


class Book(Protocol):
    """One workbook, read once and changed at most once.

    `calculates` says that its formulas are worked out as soon as it changes; in a file their results are stored.
    """

    @property
    def calculates(self) -> bool: ...

    def read_snapshot(self) -> Snapshot:
        """Everything in the workbook's tables.

        Raises:
            Stop: it cannot be read; nothing was changed.
        """
        ...

    def cells(self, sheet: str) -> Mapping[Spot, CellValue]:
        """Every cell of a tab by row and column, in a table or not: for tables that are to be found again."""
        ...

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: WorkbookDesign) -> bool:
        """Carry out the edits against the snapshot last read; whether anything had to change.

        Raises:
            Stop: it cannot be written; the workbook stays as it was.
        """
        ...


class Storage(Protocol):
    """Where workbooks lie: a folder, or Excel itself."""

    def open(self, path: Path) -> AbstractContextManager[Book]:
        """A workbook, held for this run so that nobody else changes it meanwhile.

        Raises:
            Stop: missing, not a workbook, open elsewhere or in use by another run.
        """
        ...

    def create(self, path: Path, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> None:
        """A new workbook.

        Raises:
            Stop: a file of this name exists, or the folder takes none.
        """
        ...

    def check_new_files(self, books: Collection[Path], texts: Collection[Path]) -> None:
        """Whether `create` and `write_text` can make these files; nothing is made.

        Raises:
            Stop: one of them cannot be made, or a text would take the place of what is no text file.
        """
        ...

    def make_folder(self, folder: Path) -> None:
        """A folder to write into, made when absent; what an interrupted run left in it is cleared away.

        Raises:
            Stop: it cannot be made.
        """
        ...

    def print_pdf(self, paths: Sequence[Path]) -> None:
        """A PDF beside each workbook.

        Raises:
            Stop: no program that prints workbooks is installed, or it failed.
        """
        ...

    def paint(self, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> bytes:
        """A workbook with slots, ready to be filled in many times."""
        ...

    def write_forms(self, batch: FormBatch) -> tuple[FormResult, ...]:
        """Write the forms of a batch, each whole or not at all; doing it again changes nothing.

        Raises:
            Stop: the folder takes none. What was written before stays, and is found again.
        """
        ...

    def read_forms(
        self, folder: Path, *, skip: Collection[Path] = (), passwords: Mapping[str, str] | None = None
    ) -> Iterator[tuple[str, ReturnedWorkbook | Refused]]:
        """Every file somebody sent back into a folder, by its path from there: what is in it, or why it is not taken.

        Args:
            folder: where the files are; folders in it are looked into, links out of it are not followed.
            skip: files that are no returned forms.
            passwords: file name -> what opens it.

        Raises:
            Stop: there is no such folder, or it may not be read.
        """
        ...

    def write_text(self, path: Path, text: str) -> None:
        """A text file, whole or not at all; one of this name is replaced.

        Raises:
            Stop: the folder takes none.
        """
        ...
