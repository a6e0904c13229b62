"""What may be changed in a workbook, in the layout's words. Every command's wish is one of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_addin.cells.cell import CellValue, Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.content import RowValues as RowValues
from xl_addin.layout.describe import Column, Sheet


@dataclass(frozen=True)
class Replace:
    """A results table gets exactly these rows.

    Columns a person added stay with the row of the same key. A row that is gone but carries words a
    person typed stays at the end, with the fields in `retired` set.
    """

    table: str
    rows: Sequence[RowValues]
    retired: RowValues = field(default_factory=dict)


@dataclass(frozen=True)
class Append:
    """An input table gets these rows after its last used one; empty spare rows are used first."""

    table: str
    rows: Sequence[RowValues]


@dataclass(frozen=True)
class SetCells:
    """Single cells of a table: (data row, field) -> value."""

    table: str
    cells: Mapping[tuple[int, str], Any]


@dataclass(frozen=True)
class AddColumns:
    """A table gets these columns behind that of field `after`, else at its right edge, looking like that of `like`."""

    table: str
    columns: tuple[Column, ...]
    like: str
    after: str = ""


@dataclass(frozen=True)
class RenameColumn:
    """A column's header changes; nothing below it does."""

    table: str
    old: str
    new: str


@dataclass(frozen=True)
class AddSheets:
    """New tabs, each table filled with the given rows, placed after the tab `after`; "" before all others."""

    sheets: tuple[Sheet, ...]
    rows: Mapping[str, Sequence[RowValues]]
    after: str


@dataclass(frozen=True)
class SetNotes:
    """The workbook's cells carry these notes of ours and no others: (sheet, row, column), from 1 -> text.

    A cell that carries a note by anybody else keeps it and gets none.
    """

    notes: Mapping[tuple[str, int, int], str]


@dataclass(frozen=True)
class Refresh:
    """Formulas of ours show what the data set gives for them; nothing else changes.

    `rows` are the rows of tables, `results` those of formulas outside tables: sheet -> formula -> result. A cell
    whose formula is not ours any more is left alone.
    """

    rows: Mapping[str, Sequence[RowValues]]
    results: Mapping[str, Mapping[str, Plain]]


@dataclass(frozen=True)
class LayTables:
    """Tables are laid over cells that stand there already; the workbook carries these custom properties.

    `formulas` are the formulas of their worked-out columns: table -> for each column its formula or "".
    """

    tables: tuple[TableData, ...]
    formulas: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, str]


@dataclass(frozen=True)
class TakeIn:
    """A table grows over the rows below it: row of the tab -> the cells under its columns.

    The columns it works out get their formulas; every other cell stays as it is.
    """

    table: str
    lines: Mapping[int, Sequence[CellValue]]


@dataclass(frozen=True)
class DressColumns:
    """Columns of a table that nobody gave a look, here by their fields, look as the table's description has them."""

    table: str
    fields: tuple[str, ...]


Edit = (
    DressColumns
    | LayTables
    | TakeIn
    | Replace
    | Append
    | SetCells
    | AddColumns
    | RenameColumn
    | AddSheets
    | SetNotes
    | Refresh
)
