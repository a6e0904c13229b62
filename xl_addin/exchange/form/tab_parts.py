"""What the tabs of every form share: who it is for, the sealed line, and columns with keys above them."""

from collections.abc import Sequence

from xl_addin.cells.area import quoted
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.identity import HIDDEN_TAB, PERSON_NAME, PROPERTY
from xl_addin.layout.describe import Cell, Column, Kind, Line, Sheet, Slot, WorkbookDesign
from xl_addin.layout.placement import place_blocks
from xl_addin.layout.roles import Role
from xl_addin.model.facts import Anything, Fact, Ident, Limit

KEY = Column("key", Fact("Key", "Tells Trackbook which row this is.", Ident()), 0, "computed", kind="result")
"""The hidden column of row keys. It is the seventh of rating and plan tables, which share a tab in packs: one column of
the tab hides them all, and with columns right of it, it goes along when rows are sorted."""
ANYTHING = Anything()
PERSON = "person"
"""The name of the cell that shows whose form it is, and of its slot."""


def display_column(
    field: str,
    title: str,
    meaning: str,
    width: float,
    role: Role = "computed",
    formula: str = "",
    limit: Limit = ANYTHING,
    kind: Kind = "result",
) -> Column:
    """A column people read."""
    return Column(field, Fact(title, meaning, limit), width, role, formula, kind=kind)


def key_line(columns: Sequence[Column], fields: Sequence[str]) -> Line:
    """The hidden row above a table's headers: the keys of the fields people fill in."""
    return Line(
        tuple(Cell(str(form_keys.column_key(c.field)), "hint") if c.field in fields else None for c in columns),
        height=0,
    )


def hidden_tab() -> Sheet:
    """The tab that holds the sealed line in B2, where other tabs have their title."""
    return Sheet(
        name=HIDDEN_TAB,
        title=Slot("seal"),
        purpose="What tells Trackbook whose form this is; there is nothing to fill in here.",
        group="results",
        blocks=(),
        widths=(60,),
        is_protected=True,
        is_hidden=True,
    )


def form(sheets: Sequence[Sheet], id_sheet: Sheet) -> WorkbookDesign:
    """The workbook of a form; `id_sheet` is the tab whose `person` cell shows whose it is."""
    cell = place_blocks(id_sheet, {}).names[PERSON].replace("$", "")
    column, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return WorkbookDesign(
        sheets=(*sheets, hidden_tab()),
        properties={PROPERTY: Slot("seal")},
        names={PERSON_NAME: f"{quoted(id_sheet.name)}!${column}${row}"},
        title="Career track form",
    )
