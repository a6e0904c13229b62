"""All that a spreadsheet has to be able to do: edits, once they have addresses. `books` carries these steps out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.cell import CellValue, FormulaCell, Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.content import RowValues
from xl_addin.layout.describe import Link, Sheet


@dataclass(frozen=True, slots=True)
class Moved:
    """A person's own formula that goes with its row: addresses in it follow `rows` further down (negative: up)."""

    formula: FormulaCell
    rows: int


Content = CellValue | Link | Moved


@dataclass(frozen=True)
class Resize:
    """The table gets this many data rows; `over` what stands below it, where it has to be empty otherwise."""

    table: str
    rows: int
    over: bool = False


@dataclass(frozen=True)
class Put:
    """Cells of one tab get these contents: (row, column), both counted from 1.

    In the columns `texts` stand IDs: a program that reads what it is given as if it were typed keeps them as they are.
    """

    sheet: str
    cells: Mapping[tuple[int, int], Content]
    texts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Widen:
    """The table gets columns in front of column number `at` that look like column `like`, both counted from 0."""

    table: str
    headers: tuple[str, ...]
    like: int
    at: int


@dataclass(frozen=True)
class Rename:
    """Column number `index` of the table, counted from 0, gets a new header."""

    table: str
    index: int
    header: str


@dataclass(frozen=True)
class Insert:
    """New tabs, with the rows of their tables, after an existing tab; before all others where `after` is ""."""

    sheets: tuple[Sheet, ...]
    rows: Mapping[str, Sequence[RowValues]]
    after: str


@dataclass(frozen=True)
class Stretch:
    """Rows of one tab, counted from 1, are made as tall (in points) as their text needs."""

    sheet: str
    heights: Mapping[int, float]


@dataclass(frozen=True)
class Annotate:
    """Cells of one tab, (row, column) counted from 1, get these notes by `author`, or lose theirs (None)."""

    sheet: str
    notes: Mapping[tuple[int, int], str | None]
    author: str


@dataclass(frozen=True)
class Show:
    """Formula cells of one tab show these results until a program works them out anew; the formulas stay.

    For files: in an open workbook they are up to date already.
    """

    sheet: str
    results: Mapping[tuple[int, int], Plain]


@dataclass(frozen=True)
class Lay:
    """A table is laid over cells that stand there already; `formulas` has one for each column, "" for none."""

    table: TableData
    formulas: tuple[str, ...]


@dataclass(frozen=True)
class Stamp:
    """The workbook carries these custom properties."""

    properties: Mapping[str, str]


@dataclass(frozen=True)
class Dress:
    """Columns of a table that have no look of their own yet get the one that is described."""

    table: str
    headers: tuple[str, ...]


Step = Dress | Lay | Stamp | Resize | Put | Widen | Rename | Insert | Stretch | Annotate | Show
