"""Counts what a workbook holds while it is read, and refuses it at the moment a limit is passed."""

from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, Area, spot_of
from xl_addin.model.errors import Refused
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.file_limits import FileLimits

_TRIM = "delete the unused rows and columns, then save it"


class Usage:
    """Running totals over all parts of one file."""

    __slots__ = ("area", "cells", "file_name", "limits", "merges", "names", "rows", "strings", "texts")

    def __init__(self, file_name: str, limits: FileLimits) -> None:
        self.file_name = file_name
        self.limits = limits
        self.rows = self.cells = self.merges = self.strings = self.texts = self.names = self.area = 0

    def refuse(self, problem: str, todo: str = _TRIM) -> Refused:
        return Refused(self.file_name, problem, todo)

    def row(self) -> None:
        self.rows += 1
        if self.rows > self.limits.rows:
            raise self.refuse(f"has more than {self.limits.rows:,} rows")

    def many_cells(self) -> Refused:
        return self.refuse(f"has more than {self.limits.cells:,} cells")

    def reach(self, row: int, col: int) -> None:
        """The furthest row and column of one sheet."""
        if row > SHEET_ROWS or col > SHEET_COLUMNS:
            raise self.refuse("has a cell outside the Excel grid", RESAVE)
        self.area = max(self.area, row * col)
        if row * col > self.limits.area:
            raise self.refuse(f"has a sheet that reaches to row {row:,} and column {col:,}")

    def place(self, ref: str, row_text: str | None) -> tuple[int, int]:
        """Row and column of a cell's `r`; `row_text` is the number its row element says, None where it says none.

        Refused when it is no address on the grid, or one of another row.
        """
        try:
            row, col = spot_of(ref)
        except ValueError:
            raise self.refuse(f"is damaged (a cell is addressed {ref[:20]!r})", RESAVE) from None
        if not (0 < row <= SHEET_ROWS and 0 < col <= SHEET_COLUMNS):
            raise self.refuse(f"has a cell outside the Excel grid ({ref[:20]})", RESAVE)
        if row_text is not None and row != int(row_text):
            raise self.refuse(f"is damaged (the cell {ref[:20]} stands in row {row_text[:20]})", RESAVE)
        return row, col

    def merge(self, ref: str) -> Area:
        """One merged range; Refused when it is huge, malformed or one too many."""
        self.merges += 1
        if self.merges > self.limits.merges:
            raise self.refuse(f"has more than {self.limits.merges:,} merged ranges", "unmerge the cells")
        try:
            area = Area.parse(ref)
        except ValueError:
            raise self.refuse(f"is damaged (a merged range is {ref[:20]!r})", RESAVE) from None
        if area.cells > self.limits.area:
            raise self.refuse(f"has a huge merged range ({ref[:30]})", "unmerge the cells")
        return area

    def table(self, name: str, rows: int) -> None:
        """One table of so many rows."""
        if rows > self.limits.table_rows:
            todo = "make it end at its last row: Table Design, Resize Table"
            raise self.refuse(f"has a table of {rows:,} rows ({name[:40]})", todo)

    def string(self) -> None:
        self.strings += 1
        if self.strings > self.limits.strings:
            raise self.refuse(f"has more than {self.limits.strings:,} texts")

    def text(self, length: int) -> None:
        """One stored text of `length` characters."""
        if length > self.limits.text:
            raise self.long_text()
        self.add_texts(length)

    def add_texts(self, length: int) -> None:
        """Texts of `length` characters together, each already looked at."""
        self.texts += length
        if self.texts > self.limits.texts:
            raise self.refuse("has more text than is taken from one file")

    def long_text(self) -> Refused:
        return self.refuse("has a text longer than a cell can hold", "shorten the text")
