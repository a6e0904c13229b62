"""Changing an existing workbook without losing anything a person put into it.

Only the parts that must change are written anew - touched sheets and tables, and for new tabs the workbook
part, relationships, content types and styles. Every other part keeps its very bytes.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from xl_addin.cells.area import Area, Spot
from xl_addin.cells.cell import CellValue, Plain
from xl_addin.cells.table import TableArea
from xl_addin.package.edit.cell_content import as_stored, result_stored
from xl_addin.package.edit.cell_notes import set_notes
from xl_addin.package.edit.column_formulas import follow_cells
from xl_addin.package.edit.column_looks import bare_columns, copy_column_looks
from xl_addin.package.edit.copy_sheets import copy_sheets, remove_sheet
from xl_addin.package.edit.define_table import define_table
from xl_addin.package.edit.insert_columns import insert_columns
from xl_addin.package.edit.links import set_links
from xl_addin.package.edit.properties import set_property
from xl_addin.package.edit.reshape_tab import reshape_tab
from xl_addin.package.edit.resize_table import resize_table
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.edit.tab_state import show_tab
from xl_addin.package.edit.table_columns import add_columns, rename_table_column
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_limits import MASTER, FileLimits
from xl_addin.package.safe.outline import outline
from xl_addin.package.safe.preflight import archive_checked, check_parts, open_checked
from xl_addin.package.safe.usage import Usage


class Editor:
    """One workbook on its way from one file to the next. Nothing is written before `to_bytes`.

    When a call raises Stop, that call has changed nothing; the earlier ones stand.
    """

    def __init__(self, archive: Archive) -> None:
        self._session = Session(archive)
        self._has_changes = False

    @classmethod
    def open(cls, path: Path, limits: FileLimits = MASTER) -> "Editor":
        """The workbook in a file. Refused when the preflight finds a fault, Stop when it is missing."""
        return cls._check_and_open(open_checked(path, limits), limits)

    @classmethod
    def from_bytes(cls, data: bytes, file_name: str = "workbook", limits: FileLimits = MASTER) -> "Editor":
        """The workbook in memory, checked the same way; `file_name` names it in messages."""
        return cls._check_and_open(archive_checked(data, file_name, limits), limits)

    @classmethod
    def from_checked_bytes(cls, data: bytes, file_name: str = "workbook", limits: FileLimits = MASTER) -> "Editor":
        """The workbook in memory, for bytes that the reader or the preflight has accepted before."""
        return cls(archive_checked(data, file_name, limits))

    @classmethod
    def _check_and_open(cls, archive: Archive, limits: FileLimits) -> "Editor":
        check_parts(archive, outline(archive), Usage(archive.file_name, limits), skip=frozenset())
        return cls(archive)

    # --- looking

    @property
    def sheet_names(self) -> list[str]:
        """All tabs in their order, chart sheets too."""
        return [sheet.name for sheet in self._session.workbook.sheets]

    @property
    def tables(self) -> dict[str, TableArea]:
        """The tables as they stand now, by name."""
        return {table.name: _ref(table) for table in self._session.tables()}

    @property
    def names(self) -> dict[str, str]:
        """Defined names of the whole workbook."""
        return {name: text for name, scope, text in self._session.workbook.names() if scope is None}

    @property
    def date1904(self) -> bool:
        return self._session.workbook.date1904

    # --- cells

    def set_cells(
        self,
        sheet: str,
        cells: Mapping[Spot, CellValue],
        look_cells: Mapping[Spot, Spot] | None = None,
    ) -> None:
        """Sets cells by (row, column), both from 1.

        Text is always stored as text, never as a formula; None empties the cell and keeps its style. An
        existing cell keeps its style, a new one takes that of its `look_cells` cell. Stop when a cell belongs to
        an array formula or data table of several cells; ValueError for NaN, infinity or a broken formula.
        """
        days = self.date1904
        wanted = {spot: as_stored(value, date1904=days) for spot, value in cells.items()}
        self._session.grid(sheet).set_cells(wanted, look_cells or {})
        follow_cells(self._session, sheet, wanted)
        self._has_changes = True

    def set_results(self, sheet: str, results: Mapping[Spot, Plain]) -> None:
        """Formula cells show these results until Excel recalculates; cells without a formula stay as they are."""
        days = self.date1904
        shown = {spot: result_stored(value, date1904=days) for spot, value in results.items()}
        self._session.grid(sheet).show(shown)
        self._has_changes = True

    def set_links(self, sheet: str, links: Mapping[Spot, str | None]) -> None:
        """Cells lead to places of this workbook ("Matrix!B4"); an empty place removes the link."""
        set_links(self._session.document, self._session.workbook.sheet(sheet).part, links)

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        """Rows get the heights (points) their text needs; a row that a person sized keeps its own."""
        grid = self._session.grid(sheet)
        for row, points in sorted(heights.items()):
            grid.suggest_height(row, points)
        self._has_changes = True

    def set_notes(self, sheet: str, notes: Mapping[Spot, str | None], author: str) -> None:
        """Cells get notes by `author` in place of the one they have, or lose it (None); threads stay as they are."""
        set_notes(self._session.workbook, self._session.workbook.sheet(sheet).part, notes, author)

    # --- tables

    def resize_table(self, table: str, rows: int, *, absorb: bool = False) -> None:
        """Gives the table `rows` data rows (at least one).

        New rows take the look of the last one, calculated columns go on, validations and conditional formats
        that end with the last row stretch. Dropped rows lose their cells. Stop when something stands in the
        way, when the table has a totals row, or when there is no such table. With `absorb` cells that stand below
        the table become cells of it: they keep what they hold and any look of their own.
        """
        resize_table(self._session, table, rows, absorb=absorb)
        self._has_changes = True

    def add_table_columns(
        self, table: str, headers: Sequence[str], look_column: int, position: int | None = None
    ) -> None:
        """New columns in front of column `position`, else at the right edge, like column `look_column` (both from 0).

        They have its look, width and rules. What stands right of them in the table moves over, and every reference
        to it follows. Stop when the cells right of the table are not empty or a header is there already.
        """
        if position is None or position >= len(self._session.table(table).columns):
            add_columns(self._session, table, headers, look_column)
        elif headers:
            insert_columns(self._session, table, headers, look_column, position)
        self._has_changes = True

    def define_table(
        self, name: str, sheet: str, area: Area, headers: Sequence[str], formulas: Sequence[str] = ()
    ) -> None:
        """A table over cells that stand there: `area` with its header row, whose cells get these headers as text.

        `formulas` are those of worked-out columns, "" for the others. Stop when it meets another table or its name
        is taken.
        """
        define_table(self._session, name, sheet, area, headers, formulas or [""] * len(headers))
        self._has_changes = True

    def bare_columns(self, table: str, headers: Sequence[str]) -> list[str]:
        """Those of a table's columns that nobody gave a look: no conditional format, no upright header."""
        return bare_columns(self._session, table, headers)

    def copy_column_looks(self, source: bytes, table: str, headers: Sequence[str]) -> None:
        """These columns look as those of the same table in another, freshly painted package."""
        copy_column_looks(self._session, source, table, headers)
        self._has_changes = True

    def reshape_tab(self, table: str, old: bytes, new: bytes) -> None:
        """The table's tab as in the freshly painted package `new` wherever it is as in `old`, painted as it was.

        Looks, widths, colours, drop-downs and the lines above the table; what a person chose stays. The columns carry
        the headers of `new` already.
        """
        reshape_tab(self._session, table, old, new)
        self._has_changes = True

    def rename_table_column(self, table: str, index: int, header: str) -> None:
        """Another header for column `index` (from 0); formulas naming the column follow. Stop when taken."""
        rename_table_column(self._session, table, index, header)
        self._has_changes = True

    # --- tabs, names, properties

    def copy_sheets(self, source: bytes, sheets: Sequence[str], after_sheet: str | None = None) -> None:
        """Copies tabs of another package, with all that belongs to them, behind the tab `after_sheet`.

        None puts them at the end, "" in front of all others.

        Stop when a tab or table of that name exists, or the workbook is Strict Open XML.
        """
        copy_sheets(self._session, source, sheets, after_sheet)
        self._has_changes = True

    def show_tab(self, sheet: str, *, visible: bool) -> None:
        """Shows or hides a tab; the open one is always one that is shown. Stop when none would be left to see."""
        show_tab(self._session, sheet, visible=visible)

    def remove_sheet(self, sheet: str) -> None:
        """Removes a tab and the parts only it leads to. Formulas that name it are not changed."""
        remove_sheet(self._session, sheet)
        self._has_changes = True

    def set_property(self, name: str, value: str) -> None:
        """Makes or replaces a custom document property (text)."""
        set_property(self._session.document, name, value, base=self._session.workbook.relation_base)

    def set_name(self, name: str, formula: str) -> None:
        """Makes or replaces a defined name of the whole workbook; `formula` has no leading "="."""
        self._session.workbook.set_name(name, formula)
        self._has_changes = True

    def to_bytes(self) -> bytes:
        """The changed workbook; without a change, the parts of the old one."""
        if self._has_changes:
            self._session.workbook.recalculate()
        if self._session.formulas_changed:
            self._session.workbook.drop_calc_chain()
        return self._session.document.to_bytes()


def _ref(table: TablePart) -> TableArea:
    headers = tuple(table.headers)
    return TableArea(table.name, table.sheet.name, table.area, headers, table.totals_rows, table.header_rows)
