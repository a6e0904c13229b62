"""A workbook as a closed file, read and changed through `package`: nothing that is not ours is touched."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from xl_addin.books.folder import Folder as Folder
from xl_addin.books.folder import painted
from xl_addin.books.names import names_of
from xl_addin.cells.area import Spot, quoted
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.contents import Contents
from xl_addin.cells.formula import shift
from xl_addin.cells.table import Lines, TableData
from xl_addin.layout.below import lines_below
from xl_addin.layout.describe import Link, Table, Workbook
from xl_addin.layout.edits import Edit
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.resolve import resolve
from xl_addin.layout.steps import (
    Annotate,
    Content,
    Dress,
    Insert,
    Lay,
    Moved,
    Put,
    Rename,
    Resize,
    Show,
    Stamp,
    Step,
    Stretch,
    Widen,
)
from xl_addin.package import comments, editor, preflight, reader, save
from xl_addin.package.archive import Archive
from xl_addin.package.dates import date_cells
from xl_addin.package.limits import MASTER
from xl_addin.package.outline import outline
from xl_addin.package.sniff import read_bytes


class ClosedBook:
    """One .xlsx or .xlsm file. The fingerprint taken at reading is compared again before writing."""

    calculates = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._print = ""
        self._snapshot = Snapshot()
        self._contents: Contents | None = None

    def read(self) -> Snapshot:
        data = read_bytes(self.path, MASTER.size)
        self._print = save.fingerprint_of(data)
        archive = preflight.archive_checked(data, self.path.name, MASTER)
        self._snapshot = snapshot_of(reader.contents(archive, MASTER), comments.read_notes(archive), DateCells(archive))
        return self._snapshot

    def cells(self, sheet: str) -> Mapping[Spot, CellValue]:
        if self._contents is None:  # read anew: rarely asked for, and much to hold for all the others
            self._contents = reader.read(self.path, MASTER)
        return self._contents.sheets[sheet].cells

    def write(self, edits: Sequence[Edit], tables: Mapping[str, Table], design: Workbook) -> bool:
        steps = resolve(edits, self._snapshot, tables)
        if not steps:
            return False
        old = read_bytes(self.path, MASTER.size)
        # The very bytes that `read` has checked through and through need no second look.
        check = editor.Editor.checked if save.fingerprint_of(old) == self._print else editor.Editor.from_bytes
        edited = check(old, self.path.name, MASTER)
        for step in steps:
            _carry_out(step, edited, design)
        if any(isinstance(step, Insert | Lay) for step in steps):
            _mend_names(edited, design)
        data = edited.to_bytes()
        if data == old:
            return False  # the same again: no new backup for nothing
        preflight.check_written(data, self.path.name, MASTER)
        save.replace(self.path, data, expect=self._print)
        return True


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


def snapshot_of(
    contents: Contents,
    notes: Mapping[str, Mapping[Spot, str]],
    dated: Mapping[str, Collection[Spot]] | None = None,
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
        dated=dated or {},
        merges={name: sheet.merges for name, sheet in contents.sheets.items() if sheet.merges},
        below={name: lines for tab in contents.sheets for name, lines in _below(tab, contents, tables).items()},
    )


def _below(sheet: str, contents: Contents, tables: Mapping[str, TableData]) -> dict[str, Lines]:
    own = [table for table in tables.values() if table.sheet == sheet]
    if not own:
        return {}
    first = min(table.bottom for table in own)
    return lines_below(own, (item for item in contents.sheets[sheet].cells.items() if item[0][0] > first))


def _formulas(sheet: str, contents: Contents) -> Iterator[tuple[Spot, FormulaCell]]:
    """The formula cells of a tab that lie outside its tables."""
    areas = [table.area for table in contents.tables.values() if table.sheet == sheet]
    for spot, cell in contents.sheets[sheet].cells.items():
        if isinstance(cell, FormulaCell) and not any(area.holds(*spot) for area in areas):
            yield spot, cell


def _carry_out(step: Step, edited: editor.Editor, design: Workbook) -> None:
    if isinstance(step, Resize):
        edited.resize_table(step.table, step.rows, over=step.over)
    elif isinstance(step, Put):
        edited.set_cells(step.sheet, {at: _content(content) for at, content in step.cells.items()})
        links = {at: f"{quoted(c.sheet)}!{c.cell}" for at, c in step.cells.items() if isinstance(c, Link)}
        if links:
            edited.set_links(step.sheet, links)
    elif isinstance(step, Annotate):
        edited.set_notes(step.sheet, step.notes, step.author)
    elif isinstance(step, Show):
        edited.set_results(step.sheet, step.results)
    elif isinstance(step, Stretch):
        edited.set_heights(step.sheet, step.heights)
    elif isinstance(step, Widen):
        edited.add_table_columns(step.table, step.headers, step.like, step.at)
    elif isinstance(step, Rename):
        edited.rename_table_column(step.table, step.index, step.header)
    elif isinstance(step, Dress | Lay | Stamp):
        _restore(step, edited, design)
    elif isinstance(step, Insert):
        names = [sheet.name for sheet in step.sheets]
        edited.graft(painted(design, step.rows, names), names, after=step.after)


def _restore(step: Dress | Lay | Stamp, edited: editor.Editor, design: Workbook) -> None:
    """What the workbook lacks of what describes it: looks, a table, or what says that it is ours."""
    if isinstance(step, Dress):
        bare = edited.bare_columns(step.table, step.headers)
        if bare:
            edited.dress(painted(design, {}, [design.tables[step.table][0].name]), step.table, bare)
        return
    if isinstance(step, Stamp):
        for name, value in step.properties.items():
            edited.set_property(name, value)
        return
    table = step.table
    edited.lay_table(table.name, table.sheet, table.area, table.headers, step.formulas)


def _mend_names(edited: editor.Editor, design: Workbook) -> None:
    """A name of a tab that was deleted leads nowhere: Excel leaves #REF! in it. Now that the tab is back, so is it."""
    held = edited.names
    for name, formula in names_of(design).items():
        if "#REF!" in held.get(name, "#REF!"):
            edited.set_name(name, formula)


def _content(content: Content) -> CellValue:
    if isinstance(content, Link):
        return content.text
    if isinstance(content, Moved):
        return FormulaCell(shift(content.formula.text, content.rows), content.formula.value)
    return content
