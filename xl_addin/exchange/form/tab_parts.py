"""What the tabs of every form share: who it is for, the sealed line, and columns with keys above them."""

from collections.abc import Sequence

from xl_addin.cells.area import quoted
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.exchange.form.identity import HIDDEN_TAB, PERSON_NAME, PROPERTY
from xl_addin.layout.describe import Cell, CellContent, Column, Kind, Line, Sheet, Slot, WorkbookDesign
from xl_addin.layout.placement import place_blocks
from xl_addin.layout.roles import Role
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import day_words
from xl_addin.model.facts import Anything, Fact, Ident, Limit
from xl_addin.rules.cycle_dates import day_from_text

KEY = Column("key", Fact("Key", "Tells Trackbook which row this is.", Ident()), 0, "computed", kind="result")
"""The hidden column of row keys, right of all that people see. It is the sixth of rating and plan tables, which share a
tab in packs: one column of the tab hides them all, and as part of the table it goes along when rows are sorted."""
ANYTHING = Anything()
BAR_HEIGHT = 40.0
"""Points of the bar that says what to do now: two lines of it."""
_MOST_FOOTER = 40
"""Characters of one part of the footer."""
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


def whose_line(person: str | Slot) -> Line:
    """The hidden row with the ID that says whose form it is."""
    return Line((Cell(person, "hint", name=PERSON, text=True),), height=0)


def do_now(cells: Sequence[CellContent], span: int = 1) -> Line:
    """The bar that says what to do now: texts from the left, the first of them over `span` columns, and a link last."""
    *texts, link = cells
    return Line(
        (
            *(Cell(text, "next", span=span if number == 0 else 1) for number, text in enumerate(texts)),
            Cell(link, "next_link"),
        ),
        height=BAR_HEIGHT,
    )


def send_back(data: Dataset, terms: Terms) -> str:
    """Where a form goes when it is filled in, and by when."""
    place = str(data.setting("forms.return") or "").strip() or "whoever sent it to you"
    day = day_from_text(terms.due)
    return f"send it back to {place}" + (f" by {day_words(day)}" if day else " when you are done")


def framework_words(data: Dataset) -> str:
    """The version of the framework a form was made from, and the day it counts from where that is known."""
    day = day_from_text(str(data.setting("framework.effective") or ""))
    return f"framework {data.setting('framework.version')}" + (f" of {day_words(day)}" if day else "")


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


def form(data: Dataset, sheets: Sequence[Sheet], id_sheet: Sheet) -> WorkbookDesign:
    """The workbook of a form; `id_sheet` is the tab whose hidden `person` cell says whose it is."""
    cell = place_blocks(id_sheet, {}).names[PERSON].replace("$", "")
    column, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return WorkbookDesign(
        sheets=(*sheets, hidden_tab()),
        properties={PROPERTY: Slot("seal")},
        names={PERSON_NAME: f"{quoted(id_sheet.name)}!${column}${row}"},
        title="Career track form",
        footer=_footer(data),
    )


def _footer(data: Dataset) -> str:
    """What is printed at the foot of a page, on the left half: no file name, as that begins with an ID."""
    words = framework_words(data)[:_MOST_FOOTER]
    organisation = str(data.setting("organisation") or "")[:_MOST_FOOTER]
    return "  ·  ".join(filter(None, (words[:1].upper() + words[1:], organisation)))
