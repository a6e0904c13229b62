"""A workbook in memory, for tests: the same steps on plain lists, so that every command runs without a file."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from xl_addin.books.paint import paint
from xl_addin.books.storage import FormBatch, FormResult
from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue
from xl_addin.layout.describe import Table, WorkbookDesign
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import Edit
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.resolve import resolve
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.layout.simulate import simulate
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Refused, Stop
from xl_addin.package.fill.form_template import FormTemplate


class MemoryBook:
    """Tables as lists of cells."""

    calculates = False

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def read_snapshot(self) -> Snapshot:
        return self.snapshot

    def cells(self, sheet: str) -> Mapping[Spot, CellValue]:
        """None: tables are all that is held here."""
        return {}

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: WorkbookDesign) -> bool:
        steps = resolve(edits, self.snapshot, tables)
        self.snapshot = simulate(self.snapshot, steps)
        return bool(steps)


class MemoryStorage:
    """Workbooks by path, in memory."""

    def __init__(self) -> None:
        self.books: dict[Path, MemoryBook] = {}
        self.texts: dict[Path, str] = {}
        self.forms: dict[Path, dict[str, ReturnedWorkbook | Refused]] = {}
        self.files: dict[Path, bytes] = {}

    @contextmanager
    def open(self, path: Path) -> Iterator[MemoryBook]:
        if path not in self.books:
            raise Stop(path.name, "there is no such file", "check the name")
        yield self.books[path]

    def create(self, path: Path, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> None:
        if path in self.books:
            raise Stop(path.name, "is there already", "choose another name")
        self.books[path] = MemoryBook(snapshot_of(design, rows))

    def check_new_files(self, books: Collection[Path], texts: Collection[Path]) -> None:
        """There is room for any file."""

    def make_folder(self, folder: Path) -> None:
        """A path is all the folder there is."""

    def print_pdf(self, paths: Sequence[Path]) -> None:
        raise Stop("--pdf", "there is no printer here", "print from files")

    def paint(self, design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]]) -> bytes:
        return paint(design, rows)

    def write_forms(self, batch: FormBatch) -> tuple[FormResult, ...]:
        template = FormTemplate(batch.template)
        return tuple(self._form(batch.folder / item.file, template.fill(item.values)) for item in batch.items)

    def _form(self, path: Path, data: bytes) -> FormResult:
        digest, is_same = hashlib.sha256(data).hexdigest(), self.files.get(path) == data
        self.files[path] = data
        return FormResult(path.name, digest, digest, "same" if is_same else "new")

    def read_forms(
        self, folder: Path, *, skip: Collection[Path] = (), passwords: Mapping[str, str] | None = None
    ) -> Iterator[tuple[str, ReturnedWorkbook | Refused]]:
        return iter(sorted(self.forms.get(folder, {}).items()))

    def write_text(self, path: Path, text: str) -> None:
        self.texts[path] = text
