"""tblWeights as a live view of the marks on Framework: one row for each of their cells.

Not in the list of tabs yet: it takes the place of `weights` once reading goes through `ladder.reconcile`.
"""

from xl_addin.layout.describe import Sheet, Table
from xl_addin.model.facts import facts_of
from xl_addin.model.ladder import COMPETENCY
from xl_addin.model.records import Competency, Weight
from xl_addin.model.text import unwild
from xl_addin.sheets.key_formulas import name_at_place, row_key, row_of
from xl_addin.sheets.live_tracks import hidden_view, place_column, view_column

SPARE_MARK = "Mark "
"""Head of a mark column no track has yet; a number follows."""
_FACTS = facts_of(Weight)
_EXPECTED = facts_of(Competency)["expected"].title
_SPAN = f"[Competency]:[{facts_of(Competency)['resources'].title}]"
_HEADS, _CELLS = f"tblCompetencies[[#Headers],{_SPAN}]", f"tblCompetencies[{_SPAN}]"
"""From the first column to the last: LibreOffice knows no heads, and no table, without columns."""
_COLUMN = f'MATCH("{_EXPECTED}",{_HEADS},0)+[@Mark]'
_CELL = f"INDEX({_CELLS},[@Row],{_COLUMN})"
_SPARE_TRACK = f'IF(COUNTIF({_HEADS},INDEX(tblTracks[Track ID],[@Mark]))>0,"",INDEX(tblTracks[Track ID],[@Mark]))'

COMPETENCY_VIEW = Table(
    "tblCompetencyKeys",
    (
        view_column(
            "id",
            facts_of(Competency)["id"].title,
            row_key(COMPETENCY, "tblCompetencyKeys", "Competency", "Key cell", "Old name", "Row"),
        ),
        view_column("name", "Competency", row_of("tblCompetencies", "Competency")),
        place_column(),
        view_column("key_cell", "Key cell", row_of("tblCompetencies", "Key")),
        view_column(
            "old_name", "Old name", f'IF([@Key cell]="","",{name_at_place(COMPETENCY, unwild("[@Key cell]"))})'
        ),
    ),
    ("id",),
    Competency,
    spare=0,
    complete=True,
)
TABLE = Table(
    "tblWeights",
    (
        view_column(
            "track",
            _FACTS["track"].title,
            f'IF([@Cell]="","",IF(LEFT([@Head],{len(SPARE_MARK)})="{SPARE_MARK}",IFERROR({_SPARE_TRACK},""),[@Head]))',
        ),
        view_column(
            "competency",
            _FACTS["competency"].title,
            'IF([@Track ID]="","",INDEX(tblCompetencyKeys[Competency ID],MATCH([@Row],tblCompetencyKeys[Row],0)))',
        ),
        view_column(
            "weight",
            _FACTS["weight"].title,
            'IF([@Track ID]="","",IF(SUMIFS(tblWeights[Share],tblWeights[Track ID],[@Track ID])=0,0,'
            "100*[@Share]/SUMIFS(tblWeights[Share],tblWeights[Track ID],[@Track ID])))",
        ),
        place_column(),
        place_column("mark", "Mark"),
        view_column("cell", "Cell", f'IFERROR(TRIM({_CELL}&""),"")'),
        view_column("head", "Head", f'IFERROR(INDEX({_HEADS},{_COLUMN})&"","")'),
        view_column("share", "Share", f'IF([@Cell]="",0,IF(ISNUMBER({_CELL}),{_CELL},1))'),
        view_column("theme", "Theme", 'IF([@Cell]="","",IFERROR(INDEX(tblCompetencies[Group],[@Row])&"",""))'),
    ),
    ("track", "competency"),
    Weight,
    spare=0,
    complete=True,
)


def sheet() -> Sheet:
    """The hidden tab of the view."""
    return hidden_view("_weights", TABLE)


def competency_sheet() -> Sheet:
    """The hidden tab of the competencies' keys."""
    return hidden_view("_competencies", COMPETENCY_VIEW)
