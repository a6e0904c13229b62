"""Closed files for a door that says where it writes: with a list of what was written, into a copy, or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.storage import Book
from xl_addin.layout.describe import Table, WorkbookDesign
from xl_addin.layout.edits import Edit
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.errors import Stop
from xl_addin.package.safe import save
from xl_addin.package.safe.file_kind import read_bytes


def file_mark(path: Path) -> tuple[int, ...]:
    """Another one as soon as a file was written anew; () where there is none."""
    with suppress(OSError):
        state = path.stat()
        return state.st_ino, state.st_mtime_ns, state.st_size
    return ()


class ListingFolder(FolderStorage):
    """Closed files in folders. `files` lists what was written, forms aside: these the outcome names itself."""

    def __init__(self) -> None:
        self.files: list[Path] = []

    @contextmanager
    def open(self, path: Path) -> Iterator[Book]:
        with super().open(path) as book:
            before = file_mark(path)
            yield book
            if file_mark(path) != before:
                self.files[:0] = path, save.backup_path(path)  # the workbook first, though lists were written before

    def create(self, path: Path, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> None:
        super().create(path, design, rows)
        self.files.append(path)

    def write_text(self, path: Path, text: str) -> None:
        super().write_text(path, text)
        self.files.append(path)


class CopyFolder(ListingFolder):
    """Opens a workbook under the name of a copy, which takes in what changes; the workbook stays as it is."""

    def __init__(self, original: Path) -> None:
        super().__init__()
        self.original = original

    @contextmanager
    def open(self, path: Path) -> Iterator[Book]:
        if path.suffix.lower() != self.original.suffix.lower():
            todo = f"try {path.stem}{self.original.suffix}"
            raise Stop(path.name, f"is not the kind of file that {self.original.name} is", todo)
        book = _CopiedBook(self.original, path)
        yield book
        book.finish()
        self.files.insert(0, path)


class ReadOnlyFolder(FolderStorage):
    """Opens workbooks to look at: nothing is written, not even a lock, so it may be open elsewhere meanwhile."""

    @contextmanager
    def open(self, path: Path) -> Iterator[Book]:
        yield _ReadOnlyBook(path)


class _CopiedBook(ClosedBook):
    """One file, written under another name, which must be free."""

    def __init__(self, original: Path, copy: Path) -> None:
        super().__init__(original)
        self._copy = copy
        self._is_written = False

    def _save(self, data: bytes) -> None:
        if save.fingerprint(self.path) != self._print:
            raise Stop(self.path.name, "was changed by somebody else meanwhile", "run it again")
        save.create(self._copy, data)
        self._is_written = True

    def finish(self) -> None:
        """A plain copy where there was nothing to change."""
        if not self._is_written:
            self._save(read_bytes(self.path))


class _ReadOnlyBook(ClosedBook):
    """One file, read as any other and never written."""

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: WorkbookDesign) -> bool:
        return False
