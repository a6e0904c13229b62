"""A person at the keyboard: edits workbooks the way people do, with openpyxl and none of our code.

What Excel does by itself is done here too: a table grows when somebody types below it, a header cell and its column
are renamed together, rows move whole, names of a deleted tab turn to #REF!. openpyxl may lose decorations on the way;
where they matter, `tests/test_lossless.py` works on the parts themselves.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn


class Person:
    """One workbook in front of one person; nothing is on disk before `save`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Any = openpyxl.load_workbook(path)

    def save(self) -> None:
        for sheet in self.book.worksheets:
            for cell in sheet._cells.values():
                if cell.value == "":  # openpyxl would keep the empty text as a text cell without one
                    cell.value = None
        self.book.save(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.save()

    # --- looking

    def table(self, name: str) -> tuple[Any, Table]:
        """The tab a table stands on, and the table."""
        for sheet in self.book.worksheets:
            if name in sheet.tables:
                return sheet, sheet.tables[name]
        raise KeyError(name)

    def box(self, name: str) -> tuple[int, int, int, int]:
        """First row (the header's), first column, last row and last column of a table."""
        left, top, right, bottom = range_boundaries(self.table(name)[1].ref)
        return top, left, bottom, right

    def headers(self, name: str) -> list[str]:
        return [column.name for column in self.table(name)[1].tableColumns]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows that say something, by header, as they stand: formulas as text."""
        sheet, _ = self.table(name)
        top, left, bottom, _right = self.box(name)
        headers = self.headers(name)
        found = []
        for row in range(top + 1, bottom + 1):
            values = {h: sheet.cell(row, left + at).value for at, h in enumerate(headers)}
            if any(v is not None and not str(v).startswith("=") for v in values.values()):
                found.append(values)
        return found

    def column(self, name: str, header: str) -> list[Any]:
        return [row[header] for row in self.rows(name)]

    def cell(self, name: str, header: str, where: Mapping[str, Any]) -> Any:
        """The cell of a column in the one row where other columns say what is given."""
        sheet, _ = self.table(name)
        top, left, bottom, _right = self.box(name)
        at = {h: left + n for n, h in enumerate(self.headers(name))}
        rows = [
            row
            for row in range(top + 1, bottom + 1)
            if all(sheet.cell(row, at[h]).value == wanted for h, wanted in where.items())
        ]
        assert len(rows) == 1, f"{len(rows)} rows of {name} say {dict(where)}"
        return sheet.cell(rows[0], at[header])

    # --- typing

    def type(self, name: str, header: str, where: Mapping[str, Any], value: Any) -> None:
        self.cell(name, header, where).value = value

    def add(self, name: str, *rows: Mapping[str, Any]) -> None:
        """Types rows into the first blank ones; below the last one the table grows, as it does in Excel."""
        sheet, table = self.table(name)
        top, left, bottom, right = self.box(name)
        at = {h: left + n for n, h in enumerate(self.headers(name))}
        for values in rows:
            row = next(r for r in range(top + 1, bottom + 2) if self._blank(sheet, r, left, right))
            if row > bottom:
                for column in range(left, right + 1):  # a calculated column goes on
                    above, below = sheet.cell(bottom, column), sheet.cell(row, column)
                    below._style = copy.copy(above._style)
                    if isinstance(above.value, str) and above.value.startswith("="):
                        below.value = above.value
                bottom = row
                self._span(table, top, left, bottom, right)
            for header, value in values.items():
                sheet.cell(row, at[header]).value = value

    @staticmethod
    def _blank(sheet: Any, row: int, left: int, right: int) -> bool:
        values = [sheet.cell(row, column).value for column in range(left, right + 1)]
        return all(value is None or str(value).startswith("=") for value in values)

    @staticmethod
    def _span(table: Table, top: int, left: int, bottom: int, right: int) -> None:
        table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref

    def note(self, sheet: str, cell: str, text: Any) -> None:
        """Something of the person's own in any cell."""
        self.book[sheet][cell] = text

    # --- rearranging

    def sort(self, name: str, header: str, *, down: bool = False) -> None:
        """Sorts the filled rows by a column; blank ones stay at the end. Structured formulas read the same anywhere."""
        sheet, _ = self.table(name)
        top, left, bottom, right = self.box(name)
        key = left + self.headers(name).index(header)
        rows = [
            [sheet.cell(row, column).value for column in range(left, right + 1)] for row in range(top + 1, bottom + 1)
        ]
        filled = [row for row in rows if row[key - left] is not None]
        filled.sort(key=lambda row: str(row[key - left]), reverse=down)
        for at, values in enumerate([*filled, *(row for row in rows if row[key - left] is None)], top + 1):
            for offset, value in enumerate(values):
                sheet.cell(at, left + offset).value = _moved(value, rows.index(values) + top + 1, at)

    def filter(self, name: str, header: str, shown: Callable[[Any], bool]) -> None:
        """Hides the rows whose cell is not wanted, with filter buttons where there are none yet."""
        sheet, table = self.table(name)
        top, left, bottom, _ = self.box(name)
        at = self.headers(name).index(header)
        words = {sheet.cell(row, left + at).value for row in range(top + 1, bottom + 1)}
        table.autoFilter = table.autoFilter or AutoFilter(ref=table.ref)
        table.autoFilter.add_filter_column(at, [str(word) for word in words if word is not None and shown(word)])
        for row in range(top + 1, bottom + 1):
            sheet.row_dimensions[row].hidden = not shown(sheet.cell(row, left + at).value)

    def move(self, name: str, cell: str, tab: str = "") -> None:
        """Cuts a table and pastes it elsewhere, on its tab or another (a new one where there is none)."""
        sheet, table = self.table(name)
        top, left, bottom, right = self.box(name)
        target = sheet if not tab else self.book[tab] if tab in self.book.sheetnames else self.book.create_sheet(tab)
        column, row, _, _ = range_boundaries(cell)
        held = {}
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                old = sheet.cell(r, c)
                held[row + r - top, column + c - left] = (old.value, copy.copy(old._style))
                old.value = None
        for (r, c), (value, style) in held.items():
            target.cell(r, c).value, target.cell(r, c)._style = value, style
        del sheet.tables[name]
        self._span(table, row, column, row + bottom - top, column + right - left)
        target.add_table(table)

    def widen(self, name: str, at: int, header: str, values: Iterable[Any] = (), formula: str = "") -> None:
        """A column of the person's own, in front of column number `at` (counted from 0; the width: at the right).

        `values` go down from the first row; a `formula` goes into every row, `{row}` standing for its number.
        """
        sheet, table = self.table(name)
        top, left, bottom, right = self.box(name)
        column = left + at
        for row in range(top, bottom + 1):
            for c in range(right, column - 1, -1):
                old, new = sheet.cell(row, c), sheet.cell(row, c + 1)
                new.value, new._style = old.value, copy.copy(old._style)
                link, old.hyperlink = old.hyperlink, None
                if link is not None:
                    new.hyperlink = Hyperlink(ref=new.coordinate, location=link.location, display=link.display)
            sheet.cell(row, column).value = None
        sheet.cell(top, column).value = header
        for row, value in zip(range(top + 1, bottom + 1), values, strict=False):
            sheet.cell(row, column).value = value
        if formula:
            for row in range(top + 1, bottom + 1):
                sheet.cell(row, column).value = "=" + formula.format(row=row)
        number = max(c.id for c in table.tableColumns) + 1
        table.tableColumns.insert(at, TableColumn(id=number, name=header))
        self._span(table, top, left, bottom, right + 1)

    def drop_column(self, name: str, header: str) -> None:
        """Deletes one column of a table; those to its right move left."""
        sheet, table = self.table(name)
        top, left, bottom, right = self.box(name)
        at = left + self.headers(name).index(header)
        for row in range(top, bottom + 1):
            for c in range(at, right + 1):
                sheet.cell(row, c).value = sheet.cell(row, c + 1).value if c < right else None
        del table.tableColumns[at - left]
        self._span(table, top, left, bottom, right - 1)

    def swap_columns(self, name: str, one: str, other: str) -> None:
        """Two columns change places, whole."""
        sheet, table = self.table(name)
        top, left, bottom, _ = self.box(name)
        a, b = (self.headers(name).index(header) for header in (one, other))
        for row in range(top, bottom + 1):
            first, second = sheet.cell(row, left + a), sheet.cell(row, left + b)
            first.value, second.value = second.value, first.value
        columns = table.tableColumns
        columns[a], columns[b] = columns[b], columns[a]

    def retitle(self, name: str, old: str, new: str) -> None:
        """Types over a header: the cell and the column's name change together, as they do in Excel."""
        sheet, table = self.table(name)
        top, left, _, _ = self.box(name)
        at = self.headers(name).index(old)
        sheet.cell(top, left + at).value = new
        table.tableColumns[at].name = new
        for tab in self.book.worksheets:
            for line in tab.iter_rows():
                for cell in line:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        cell.value = _renamed(cell.value, name, old, new)
        for own in table.tableColumns:
            if own.calculatedColumnFormula is not None:
                text = own.calculatedColumnFormula.attr_text
                own.calculatedColumnFormula.attr_text = _renamed(text, name, old, new)

    # --- rows and tabs

    def drop_row(self, name: str, where: Mapping[str, Any]) -> None:
        """Deletes one row of a table; those below move up, the last one is left blank."""
        sheet, _ = self.table(name)
        top, left, bottom, right = self.box(name)
        gone = self.cell(name, next(iter(where)), where).row
        assert top < gone <= bottom
        for row in range(gone, bottom):
            for column in range(left, right + 1):
                sheet.cell(row, column).value = _moved(sheet.cell(row + 1, column).value, row + 1, row)
        for column in range(left, right + 1):
            value = sheet.cell(bottom, column).value
            sheet.cell(bottom, column).value = value if str(value).startswith("=") else None

    def drop_tab(self, tab: str) -> None:
        """Deletes a tab. What named its tables names nothing any more: Excel writes #REF! in its place."""
        gone = list(self.book[tab].tables)
        del self.book[tab]
        for name in self.book.defined_names.values():
            if any(name.attr_text.startswith(f"{table}[") for table in gone):
                name.attr_text = "#REF!"

    def rename_tab(self, old: str, new: str) -> None:
        self.book[old].title = new


def _moved(value: Any, row: int, to: int) -> Any:
    """A cell's content in another row of its column: addresses in a formula go along."""
    if not (isinstance(value, str) and value.startswith("=")) or row == to:
        return value
    return Translator(value, f"A{row}").translate_formula(f"A{to}")


def _renamed(formula: str, table: str, old: str, new: str) -> str:
    """A formula after a column of a table got another header."""
    return formula.replace(f"{table}[{old}]", f"{table}[{new}]").replace(
        f"{table}[[#This Row],[{old}]]", f"{table}[[#This Row],[{new}]]"
    )


def said(path: Path) -> dict[str, dict[str, Any]]:
    """Everything typed in a workbook: tab -> address -> value, formulas left out. For telling what was lost."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for line in sheet.iter_rows()
            for cell in line
            if cell.value is not None and not str(cell.value).startswith("=") and not hasattr(cell.value, "text")
        }
        for sheet in book.worksheets
    }
