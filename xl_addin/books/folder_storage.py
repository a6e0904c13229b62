"""Folders as the place where workbooks lie: closed files, opened for one run at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from xl_addin.books.new_workbook import paint_workbook
from xl_addin.books.storage import Book, FormBatch, FormResult
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused


class FolderStorage:
    """Closed files in folders.

    What reads and writes files is asked for where it is used: a command on a workbook that is open in Excel needs none
    of it, and a click is to be quick.
    """

    @contextmanager
    def open(self, path: Path) -> Iterator[Book]:
        from xl_addin.books.closed_file import ClosedBook
        from xl_addin.package.safe import lock, save

        lock.open_elsewhere(path)
        with lock.Lock(path):
            save.sweep_after(path)
            yield ClosedBook(path)

    def create(self, path: Path, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> None:
        from xl_addin.package.safe import save

        save.create(path, paint_workbook(design, rows))

    def check_new_files(self, books: Collection[Path], texts: Collection[Path]) -> None:
        if not books and not texts:
            return
        from xl_addin.package.safe import save

        for path in books:
            save.check_target(path)
        for path in texts:
            save.check_target(path, overwrite=True)

    def make_folder(self, folder: Path) -> None:
        from xl_addin.package.safe import save

        save.make_folder(folder)

    def print_pdf(self, paths: Sequence[Path]) -> None:
        from xl_addin.books.printing import print_pdf

        print_pdf(paths)

    def paint(self, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> bytes:
        return paint_workbook(design, rows)

    def write_forms(self, batch: FormBatch) -> tuple[FormResult, ...]:
        from xl_addin.books.form_files import write_forms

        return write_forms(batch)

    def read_forms(
        self, folder: Path, *, skip: Collection[Path] = (), passwords: Mapping[str, str] | None = None
    ) -> Iterator[tuple[str, ReturnedWorkbook | Refused]]:
        from xl_addin.books.inbox import read_forms

        return read_forms(folder, skip, passwords or {})

    def write_text(self, path: Path, text: str) -> None:
        from xl_addin.package.safe import save

        save.check_target(path, overwrite=True)
        save.create(path, text.encode(), overwrite=True)
