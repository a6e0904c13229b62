"""tblTracks as a live view of the ladder: what formulas and programs have always read, without anybody typing an ID.

Not in the list of tabs yet: it takes the place of `tracks` once reading goes through `ladder.reconcile`.
"""

from xl_addin.layout.declare import live
from xl_addin.layout.describe import Column, Sheet, Table
from xl_addin.model.facts import Fact, Whole, facts_of
from xl_addin.model.ladder import LEVEL, TRACK
from xl_addin.model.records import Track
from xl_addin.model.text import unwild
from xl_addin.sheets.key_formulas import key_of_name, name_at_place, row_key, row_of

_FACTS = facts_of(Track)
_LEADS_PEOPLE = (
    'SUMPRODUCT((tblWeights[Track ID]=[@Track ID])*(tblWeights[Track ID]<>"")*(tblWeights[Theme]="Management"))>0'
)
_TRUNK = unwild("[@Branches from]")
_OLD_TRUNK = key_of_name(LEVEL, f'"*|"&{_TRUNK}')


def view_column(field: str, title: str, formula: str, meaning: str = "") -> Column:
    """A column of a live view; it is hidden, so no width matters."""
    return live(field, title, meaning or "Worked out from what people typed.", 14, formula, role="computed")


def place_column(field: str = "place", title: str = "Row") -> Column:
    """A column that says which row, or column, of the table people fill this row is about, counted from 1."""
    return Column(field, Fact(title, "Counted from 1.", Whole(1, 100_000)), 8, "label", kind="label")


TABLE = Table(
    "tblTracks",
    (
        view_column("id", _FACTS["id"].title, row_key(TRACK, "tblTracks", "Track", "Key cell", "Old name", "Row")),
        view_column("name", _FACTS["name"].title, row_of("tblLadder", "Track")),
        view_column("family", _FACTS["family"].title, row_of("tblLadder", "Job family")),
        view_column(
            "kind",
            _FACTS["kind"].title,
            f'IF([@Track]="","",IF([@Kind cell]<>"",[@Kind cell],IF({_LEADS_PEOPLE},"Manager","Individual")))',
        ),
        view_column("purpose", _FACTS["purpose"].title, row_of("tblLadder", "Purpose")),
        place_column(),
        view_column("key_cell", "Key cell", row_of("tblLadder", "Key")),
        view_column("old_name", "Old name", f'IF([@Key cell]="","",{name_at_place(TRACK, unwild("[@Key cell]"))})'),
        view_column("kind_cell", "Kind cell", row_of("tblLadder", "Kind")),
        view_column("branch", "Branches from", row_of("tblLadder", "Branches from")),
        view_column(
            "trunk_level",
            "From",
            f'IF([@Branches from]="","",IFERROR(INDEX(tblLevels[Level ID],MATCH({_TRUNK},tblLevels[Shown],0)),'
            "IFERROR(INDEX(tblLevels[Level ID],MATCH(1,INDEX((tblLevels[Level title]=[@Branches from])"
            f'*(tblLevels[Level ID]<>""),0),0)),IFERROR({_OLD_TRUNK},""))))',
        ),
    ),
    ("id",),
    Track,
    spare=0,
    complete=True,
)


def sheet() -> Sheet:
    """The hidden tab of the view."""
    return hidden_view("_tracks", TABLE)


def hidden_view(name: str, table: Table) -> Sheet:
    """A hidden tab that holds one live view."""
    return Sheet(
        name=name,
        title=table.name,
        purpose="Worked out from Framework. Programs may read it; nothing is to be typed here.",
        group="inputs",
        blocks=(table,),
        is_hidden=True,
    )
