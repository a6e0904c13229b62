"""A person who types names into a workbook in memory: cells, rows put in, taken out and moved, and commands run.

Rows move whole, as in Excel; what stands below a table on its tab moves along. Formulas are not worked out: a hidden
key shows what the last command wrote, as in a file that no spreadsheet has opened since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.support.clock import TODAY
from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.commands import find_command
from xl_addin.commands.command import Outcome
from xl_addin.commands.perform import perform
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read_dataset

BOOK = Path("names.xlsx")
Line = Mapping[str, Any]
"""A row by the heads of its columns."""


class Typist:
    """One workbook that asks for names, in front of one person."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.storage = MemoryStorage()
        self.storage.books[BOOK] = MemoryBook(snapshot)

    @classmethod
    def at_new(cls, *starters: str) -> Typist:
        """With what `new` makes."""
        own, storage = find_command("new"), MemoryStorage()
        options = own.options.model_validate({"file": BOOK, "starter": starters})
        perform(own, options, storage=storage, today=TODAY)
        return cls(storage.books[BOOK].snapshot)

    @classmethod
    def at_company(cls, data: Dataset) -> Typist:
        """With a workbook of these records."""
        return cls(snapshot_of(describe(data), rows(data)))

    def copy(self) -> Typist:
        return Typist(self.snapshot)

    @property
    def snapshot(self) -> Snapshot:
        return self.storage.books[BOOK].snapshot

    @snapshot.setter
    def snapshot(self, snapshot: Snapshot) -> None:
        self.storage.books[BOOK].snapshot = snapshot

    @property
    def data(self) -> Dataset:
        """What the workbook says."""
        return read_dataset(self.snapshot, TODAY).data

    def run(self, name: str, **options: Any) -> Outcome:
        """A command."""
        own = find_command(name)
        settled = own.options.model_validate(options)
        return perform(own, settled, storage=self.storage, today=TODAY, path=BOOK)

    def build(self, **options: Any) -> Outcome:
        return self.run("build", **options)

    # --- looking

    def table(self, name: str) -> TableData:
        return self.snapshot.tables[name]

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The rows that say something in a column that is no formula, by head, with what their formulas show."""
        table = self.table(name)
        filled = [row for row in table.rows if any(not isinstance(c, FormulaCell) and c not in (None, "") for c in row)]
        return [dict(zip(table.headers, map(_shown, row), strict=True)) for row in filled]

    def row_of(self, table: str, name: str, head: str = "") -> int:
        """The row in which a name stands in a column, else in the first."""
        data = self.table(table)
        at = data.headers.index(head) if head else 0
        return next(n for n, row in enumerate(data.rows) if row[at] == name)

    def cell(self, table: str, row: int, head: str) -> Any:
        data = self.table(table)
        return _shown(data.rows[row][data.headers.index(head)])

    # --- typing

    def type(self, table: str, row: int, **cells: CellValue) -> None:
        """Cells of a row by head, `_` in place of a blank; a table grows as in Excel."""
        self.type_cells(table, row, {head.replace("_", " "): value for head, value in cells.items()})

    def type_cells(self, table: str, row: int, cells: Mapping[str, CellValue]) -> None:
        data = self.table(table)
        if row >= len(data.rows):
            self.insert(table, len(data.rows), row + 1 - len(data.rows))
            data = self.table(table)
        line = list(data.rows[row])
        for head, value in cells.items():
            line[data.headers.index(head)] = value
        self._put(data, [*data.rows[:row], tuple(line), *data.rows[row + 1 :]])

    def type_lines(self, table: str, lines: Sequence[Line], first: int = 0) -> None:
        for row, line in enumerate(lines, first):
            self.type_cells(table, row, line)

    def insert(self, table: str, row: int, count: int = 1) -> None:
        """Blank rows; formulas go on into them."""
        data = self.table(table)
        pattern = data.rows[-1] if data.rows else (None,) * len(data.headers)
        blank = tuple(FormulaCell(c.text, "") if isinstance(c, FormulaCell) else None for c in pattern)
        self._put(data, [*data.rows[:row], *[blank] * count, *data.rows[row:]])

    def delete(self, table: str, row: int) -> dict[str, CellValue]:
        """A row taken out; what stood in it."""
        data = self.table(table)
        self._put(data, [*data.rows[:row], *data.rows[row + 1 :]])
        return dict(zip(data.headers, data.rows[row], strict=True))

    def copy_row(self, table: str, row: int, place: int) -> None:
        """A row copied whole, hidden cells too, into a row put in at `place`."""
        data = self.table(table)
        self._put(data, [*data.rows[:place], data.rows[row], *data.rows[place:]])

    def reorder(self, table: str, order: Callable[[dict[str, Any]], Any]) -> None:
        """The rows sorted whole; blank ones stay last."""
        data = self.table(table)
        filled = [row for row in data.rows if row[0] not in (None, "")]
        rest = [row for row in data.rows if row[0] in (None, "")]
        filled.sort(key=lambda row: order(dict(zip(data.headers, map(_shown, row), strict=True))))
        self._put(data, [*filled, *rest])

    def add_column(self, table: str, head: str, cells: Sequence[CellValue]) -> None:
        """A column of one's own at the right edge."""
        data = self.table(table)
        lines = [(*row, cells[n] if n < len(cells) else None) for n, row in enumerate(data.rows)]
        self._put(replace(data, headers=(*data.headers, head)), lines)

    def type_head(self, table: str, old: str, new: str) -> None:
        """A head typed over."""
        data = self.table(table)
        heads = tuple(new if head == old else head for head in data.headers)
        self._put(replace(data, headers=heads), list(data.rows))

    def delete_tab(self, sheet: str) -> None:
        """A tab with its tables."""
        self.snapshot = replace(
            self.snapshot,
            sheets=tuple(name for name in self.snapshot.sheets if name != sheet),
            tables={name: data for name, data in self.snapshot.tables.items() if data.sheet != sheet},
            formulas={name: cells for name, cells in self.snapshot.formulas.items() if name != sheet},
        )

    def _put(self, data: TableData, lines: Sequence[tuple[CellValue, ...]]) -> None:
        """The table with these rows; tables and formulas below it on its tab move up or down."""
        shift = len(lines) - len(self.table(data.name).rows)
        tables = {
            name: replace(own, top=own.top + shift) if own.sheet == data.sheet and own.top > data.bottom else own
            for name, own in self.snapshot.tables.items()
        }
        formulas = {
            (row + shift if row > data.bottom else row, column): cell
            for (row, column), cell in self.snapshot.formulas.get(data.sheet, {}).items()
        }
        self.snapshot = replace(
            self.snapshot,
            tables={**tables, data.name: replace(data, rows=tuple(lines))},
            formulas={**self.snapshot.formulas, data.sheet: formulas},
        )


def _shown(cell: CellValue) -> Any:
    return cell.value if isinstance(cell, FormulaCell) else cell


def differences(old: Snapshot, new: Snapshot) -> list[str]:
    """What has changed in a workbook, cell by cell."""
    changes = [f"tabs: {old.sheets} -> {new.sheets}"] if old.sheets != new.sheets else []
    changes += [f"table {name} is one of two" for name in old.tables.keys() ^ new.tables.keys()]
    for name in old.tables.keys() & new.tables.keys():
        one, two = old.tables[name], new.tables[name]
        if (one.headers, len(one.rows)) != (two.headers, len(two.rows)):
            changes.append(f"{name}: {one.headers} {len(one.rows)} -> {two.headers} {len(two.rows)}")
            continue
        changes += [
            f"{name} {row} {one.headers[at]}: {a!r} -> {b!r}"
            for row, pair in enumerate(zip(one.rows, two.rows, strict=True))
            for at, (a, b) in enumerate(zip(*pair, strict=True))
            if a != b
        ]
    for sheet in old.formulas.keys() | new.formulas.keys():
        before, now = old.formulas.get(sheet, {}), new.formulas.get(sheet, {})
        spots = sorted(before.keys() | now.keys())
        changes += [f"{sheet} {s}: {before.get(s)} -> {now.get(s)}" for s in spots if before.get(s) != now.get(s)]
    if old.hidden_tabs != new.hidden_tabs:
        changes.append(f"hidden: {sorted(old.hidden_tabs ^ new.hidden_tabs)}")
    return sorted(changes)
