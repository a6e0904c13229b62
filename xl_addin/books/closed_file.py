"""A workbook as a closed file, read and changed through `package`: nothing that is not ours is touched."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from xl_addin.books.defined_names import names_of
from xl_addin.books.new_workbook import paint_workbook
from xl_addin.cells.area import Spot, quoted
from xl_addin.cells.cell import CellValue, FormulaCell, Plain
from xl_addin.cells.contents import Contents
from xl_addin.cells.table import Lines, TableData
from xl_addin.layout.describe import Link, Sheet, Table, WorkbookDesign
from xl_addin.layout.edits import Edit
from xl_addin.layout.record_rows import Content, RowValues
from xl_addin.layout.resolve import resolve
from xl_addin.layout.rows_below import lines_below
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.spreadsheet import Spreadsheet
from xl_addin.layout.tab_visibility import hidden_in_new
from xl_addin.package.edit import cell_notes
from xl_addin.package.edit.editor import Editor
from xl_addin.package.read import reader
from xl_addin.package.read.date_cells import date_cells
from xl_addin.package.safe import preflight, save
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_kind import read_bytes
from xl_addin.package.safe.file_limits import MASTER
from xl_addin.package.safe.outline import outline


class ClosedBook:
    """One .xlsx or .xlsm file. The fingerprint taken at reading is compared again before writing."""

    calculates = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._print = ""
        self._snapshot = Snapshot()
        self._contents: Contents | None = None

    def read_snapshot(self) -> Snapshot:
        data = read_bytes(self.path, MASTER.size)
        self._print = save.fingerprint_of(data)
        archive = preflight.archive_checked(data, self.path.name, MASTER)
        self._snapshot = file_snapshot(
            reader.contents(archive, MASTER), cell_notes.read_notes(archive), DateCells(archive)
        )
        return self._snapshot

    def cells(self, sheet: str) -> Mapping[Spot, CellValue]:
        if self._contents is None:  # read anew: rarely asked for, and much to hold for all the others
            self._contents = reader.read_workbook(self.path, MASTER)
        return self._contents.sheets[sheet].cells

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: WorkbookDesign) -> bool:
        steps = resolve(edits, self._snapshot, tables)
        if not steps:
            return False
        old = read_bytes(self.path, MASTER.size)
        # The very bytes that `read` has checked through and through need no second look.
        check = Editor.from_checked_bytes if save.fingerprint_of(old) == self._print else Editor.from_bytes
        workbook_editor = EditedFile(check(old, self.path.name, MASTER), design)
        for step in steps:
            step.carry_out(workbook_editor)
        data = workbook_editor.to_bytes()
        if data == old:
            return False  # the same again: no new backup for nothing
        preflight.check_written(data, self.path.name, MASTER)
        self._save(data)
        return True

    def _save(self, data: bytes) -> None:
        save.replace(self.path, data, expect=self._print)


class DateCells(Mapping[str, frozenset[Spot]]):
    """Tab -> cells that show a day or a time, looked for when first asked: few hold a number where it matters."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    @cached_property
    def _cells(self) -> Mapping[str, frozenset[Spot]]:
        return date_cells(self._archive, outline(self._archive))

    def __getitem__(self, sheet: str) -> frozenset[Spot]:
        return self._cells[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def file_snapshot(
    contents: Contents,
    notes: Mapping[str, Mapping[Spot, str]],
    date_places: Mapping[str, Collection[Spot]] | None = None,
) -> Snapshot:
    """The tables of a file, its notes, and its formulas outside tables, in the layout's shape."""
    tables = {name: table.data(contents.sheets[table.sheet].cells) for name, table in contents.tables.items()}
    return Snapshot(
        tuple(contents.sheets),
        tables,
        dict(contents.properties),
        contents.date1904,
        notes,
        {name: dict(_formulas(name, contents)) for name in contents.sheets},
        date_cells=date_places or {},
        merges={name: sheet.merges for name, sheet in contents.sheets.items() if sheet.merges},
        lines_below={
            name: lines for tab in contents.sheets for name, lines in _rows_below(tab, contents, tables).items()
        },
        hidden_tabs=frozenset(name for name, sheet in contents.sheets.items() if sheet.state != "visible"),
    )


def _rows_below(sheet: str, contents: Contents, tables: Mapping[str, TableData]) -> dict[str, Lines]:
    sheet_tables = [table for table in tables.values() if table.sheet == sheet]
    if not sheet_tables:
        return {}
    first = min(table.bottom for table in sheet_tables)
    return lines_below(sheet_tables, (item for item in contents.sheets[sheet].cells.items() if item[0][0] > first))


def _formulas(sheet: str, contents: Contents) -> Iterator[tuple[Spot, FormulaCell]]:
    """The formula cells of a tab that lie outside its tables."""
    areas = [table.area for table in contents.tables.values() if table.sheet == sheet]
    for spot, cell in contents.sheets[sheet].cells.items():
        if isinstance(cell, FormulaCell) and not any(area.holds(*spot) for area in areas):
            yield spot, cell


class EditedFile(Spreadsheet):
    """A closed file on its way to the next: what steps ask of it goes to the editor of packages."""

    def __init__(self, editor: Editor, design: WorkbookDesign) -> None:
        self._editor = editor
        self._design = design
        self._has_new_tables = False

    def put(self, sheet: str, cells: Mapping[Spot, Content], texts: frozenset[int]) -> None:
        links = {spot: cell for spot, cell in cells.items() if isinstance(cell, Link)}
        self._editor.set_cells(sheet, {spot: c.text if isinstance(c, Link) else c for spot, c in cells.items()})
        if links:
            self._editor.set_links(sheet, {spot: f"{quoted(link.sheet)}!{link.cell}" for spot, link in links.items()})

    def resize(self, table: str, rows: int, *, over: bool) -> None:
        self._editor.resize_table(table, rows, absorb=over)

    def widen(self, table: str, headers: Sequence[str], like: int, at: int) -> None:
        self._editor.add_table_columns(table, headers, like, at)

    def rename(self, table: str, index: int, header: str) -> None:
        self._editor.rename_table_column(table, index, header)

    def insert(self, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[RowValues]], after: str) -> None:
        names = [sheet.name for sheet in sheets]
        self._editor.copy_sheets(paint_workbook(self._design, rows, names), names, after_sheet=after)
        for name in hidden_in_new(replace(self._design, sheets=tuple(sheets)), rows):
            self._editor.show_tab(name, visible=False)
        self._has_new_tables = True

    def annotate(self, sheet: str, notes: Mapping[Spot, str | None], author: str) -> None:
        self._editor.set_notes(sheet, notes, author)

    def reveal(self, sheet: str, *, visible: bool) -> None:
        self._editor.show_tab(sheet, visible=visible)

    def stretch(self, sheet: str, heights: Mapping[int, float]) -> None:
        self._editor.set_heights(sheet, heights)

    def show(self, sheet: str, results: Mapping[Spot, Plain]) -> None:
        self._editor.set_results(sheet, results)

    def lay(self, table: TableData, formulas: Sequence[str]) -> None:
        self._editor.define_table(table.name, table.sheet, table.area, table.headers, formulas)
        self._has_new_tables = True

    def stamp(self, properties: Mapping[str, str]) -> None:
        for name, value in properties.items():
            self._editor.set_property(name, value)

    def dress(self, table: str, headers: Sequence[str]) -> None:
        bare = self._editor.bare_columns(table, headers)
        if bare:
            self._editor.copy_column_looks(
                paint_workbook(self._design, {}, [self._design.tables[table][0].name]), table, bare
            )

    def reshape(self, table: str, old: WorkbookDesign, new: WorkbookDesign) -> None:
        old_tab, new_tab = (paint_workbook(design, {}, [design.tables[table][0].name]) for design in (old, new))
        self._editor.reshape_tab(table, old_tab, new_tab)

    def to_bytes(self) -> bytes:
        """The file as it is to be."""
        if self._has_new_tables:
            self._mend_names()
        return self._editor.to_bytes()

    def _mend_names(self) -> None:
        """A name of a tab that was deleted leads nowhere: Excel leaves #REF! in it. Now the tab is back, so is it."""
        standing = self._editor.names
        for name, formula in names_of(self._design).items():
            if "#REF!" in standing.get(name, "#REF!"):
                self._editor.set_name(name, formula)
