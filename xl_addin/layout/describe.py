"""The words a tab is described in. Painter, parser, dump and help all read these descriptions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of_dataclass
from functools import cached_property
from typing import Any, Literal

from xl_addin.layout.marks import Marks
from xl_addin.layout.plots import Plot
from xl_addin.layout.roles import Role, TintRole
from xl_addin.layout.table_parts import FROM_COLUMNS, NextEntry, Timeline
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Ident, Record, Ref

Kind = Literal["entry", "label", "result"]
"""Who fills a column: people; we, to say what a row is about, and then it is read back; or we with what comes of the
others, and that is never read back."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, without the leading "=", and the value it has at the time of writing.

    One in braces is entered as an array formula, as Excel shows it.
    The value comes from the formula's Python twin: viewers that do not calculate show it.
    """

    text: str
    value: "str | int | float | Slot | None" = None


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere in the workbook: shown text and target such as `Levels!B6`."""

    text: str
    sheet: str
    cell: str = "A1"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled in later, once for each person: a whole cell, or what a formula shows.

    A description with slots is painted once for everybody who shares it; see `books.form_files`.
    """

    name: str


CellContent = str | int | float | Formula | Link | Slot | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One described cell.

    `span` is how many columns a read-only text may run across; `name` lets formulas of the tab refer to it as
    `{name}`; `tints` are (formula, role) pairs, `{own}` standing for the cell itself, the first that holds counts;
    `text` is for an ID, which stays as it is, whatever it looks like.
    """

    content: CellContent
    role: Role = "body"
    span: int = 1
    name: str = ""
    tints: tuple[tuple[str, str], ...] = ()
    text: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells from column B on; `height` in points, None for what the text needs, 0 for a hidden row."""

    cells: tuple[Cell | None, ...] = ()
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the field it holds, how wide, how it looks (`role`), and who fills it (`kind`).

    `formula` makes it computed: the text of a table formula, `[@Header]` for its own row. `looked_up` are formulas of
    ours that stand in single cells of a column people fill, as they are compared: such a cell is ours, whatever result
    is stored in it. `twin` is the formula in Python, from a row's record and the data set; None shows nothing.
    `choices` is the formula of a drop-down that the limit does not give, `{field}` standing for a cell of its row; what
    is not in it may be typed all the same.
    """

    field: str
    fact: Fact
    width: float
    role: Role = "input"
    formula: str = ""
    looked_up: frozenset[str] = frozenset()
    kind: Kind = "entry"
    twin: Callable[[Any, Dataset], Any] | None = of_dataclass(default=None, compare=False)
    choices: str = ""

    @property
    def header(self) -> str:
        return self.fact.title

    @property
    def is_input(self) -> bool:
        """Whether it is read back: what people type, and what says what a row is about."""
        return not self.formula and self.kind != "result"

    @property
    def is_entry(self) -> bool:
        """Whether people fill it."""
        return not self.formula and self.kind == "entry"

    @property
    def names_rows(self) -> bool:
        """Whether an ID stands here, of this row or of others."""
        return isinstance(self.fact.limit, Ident | Ref)

    @property
    def keeps_text(self) -> bool:
        """Whether a cell takes what is typed for text, whatever it looks like; a formula would become one too."""
        return self.names_rows and not self.formula


@dataclass(frozen=True)
class Table:
    """A named table. Found again by its name and its headers, never by where it stands.

    `key` names the fields that identify a row; `spare` is how many empty rows a new workbook offers, 0 for a list
    that is complete as it is. `freeze` keeps its headers in view, with that many columns where the table is wider than
    a screen and the title fits into them; None where nothing is frozen.
    `accepts_pasting` marks a table into which people paste what another program exports: none of its columns has to be
    there. `complete` marks one whose rows are given and below which other cells of ours stand: nobody adds any.
    `filters` gives its headers filter buttons; `next_entry` says what it asks for.
    `filled_by` names the command whose run makes all its rows anew; `collection` what its rows are called in the data
    set, "" where they are not part of it. `hides_headers` is for questions
    in plain words, whose headers only programs need. `column_offset` puts it beside the lines that follow, so many
    columns in, where it takes no rows. `is_optional` marks one that workbooks of earlier versions lack.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    record: type[Record] | None = None
    spare: int = 10
    freeze: int | None = None
    row_height: float | None = None
    timeline: Timeline | None = None
    accepts_pasting: bool = False
    complete: bool = False
    filters: bool = False
    next_entry: NextEntry = FROM_COLUMNS
    filled_by: str = ""
    collection: str = ""
    hides_headers: bool = False
    column_offset: int = 0
    is_optional: bool = False

    @property
    def is_live(self) -> bool:
        """Whether formulas fill some of its columns."""
        return any(column.formula for column in self.columns)

    @cached_property
    def field_of(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}


@dataclass(frozen=True, slots=True)
class Tint:
    """Colour for cells of `field` (or the whole row when blank) where `formula` holds.

    The formula is written for the table's first data row, with `{field}` for the cell of a field.
    """

    formula: str
    role: TintRole
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over columns of a table on the same tab, titled with the question it answers.

    `category` is the field of the labels, `series` the fields drawn. A scatter takes two series, across and up, and
    labels each point with its category; a radar has a spoke for each row, so it suits lists without blank rows.
    `low` and `high` bound the value axis; `cross` is where a scatter's axes
    meet. `empty` is said in place of an empty chart, `alt` to those who cannot see it. `column_offset` puts it to the
    right of the table before it, that many columns in, instead of below.
    """

    kind: Literal["bar", "column", "line", "radar", "scatter"]
    question: str
    table: str
    category: str
    series: tuple[str, ...]
    alt: str
    empty: str
    low: float | None = None
    high: float | None = None
    cross: float | None = None
    column_offset: int = 0
    width: int = 720
    height: int = 300


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank rows; `height` in points, None for that of any row."""

    rows: int = 1
    height: float | None = None


Block = Line | Table | Chart | Plot | Gap


@dataclass(frozen=True)
class Sheet:
    """One tab, top to bottom from B2, where its title stands.

    `tints` are colours of the cells of a table, by table name. `not_needed` is a formula; where it holds, the whole
    tab is greyed. `for_reading` marks a tab that is read rather than filled; `is_protected` one where only inputs can
    be changed (without a password: it prevents slips); `is_hidden` one for programs alone. A width of 0 hides a column.
    A `title` that names something people may rename is a formula, so that it follows.
    `pages` is how many pages tall it is printed at most, 0 for as many as it takes; None leaves that to its tables.
    `state` is a line above all blocks that says whether the tab still holds; `shows` names commands whose results the
    tab shows, besides those that fill its tables.
    `visibility`: "always" visible, shown with the first "data" in its tables or in `data_tables`, or by More tabs only.
    """

    name: str
    title: str | Slot | Formula
    purpose: str
    group: Literal["steps", "inputs", "matrices", "people", "results"]
    blocks: tuple[Block, ...]
    widths: tuple[float, ...] = ()
    tints: Mapping[str, Sequence[Tint]] | None = None
    for_reading: bool = False
    not_needed: str = ""
    landscape: bool = True
    is_protected: bool = False
    is_hidden: bool = False
    visibility: Literal["always", "data", "more"] = "always"
    data_tables: tuple[str, ...] = ()
    pages: int | None = None
    state: Cell | None = None
    shows: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True)
class WorkbookDesign:
    """All tabs in order, with what the whole workbook carries: stamps, marks, and defined names (name -> formula).

    `version` is that of the framework, for the foot of every printed page; `footer` is printed there instead of the
    file's name, the stamps and the version.
    """

    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str | Slot]
    marks: Marks | None = None
    names: Mapping[str, str] | None = None
    title: str = "Career tracks"
    version: str = ""
    footer: str = ""

    @cached_property
    def tables(self) -> dict[str, tuple[Sheet, Table]]:
        """Table name -> its sheet and description.

        Raises:
            TypeError: two tables share a name.
        """
        by_name: dict[str, tuple[Sheet, Table]] = {}
        for sheet in self.sheets:
            for table in sheet.tables:
                if table.name.casefold() in (name.casefold() for name in by_name):
                    raise TypeError(f"two tables are called {table.name}")
                by_name[table.name] = (sheet, table)
        return by_name
