"""Framework: who grows where, and in what. Names only; a row is a track, people move to the right.

Not in the list of tabs yet: it has no ORDER before reading and writing go through `ladder.reconcile`.
"""

from collections.abc import Sequence

from xl_addin.layout.declare import column, live
from xl_addin.layout.describe import Cell, Column, Formula, Gap, Line, Sheet, Table
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.structured_refs import literal
from xl_addin.model.facts import Anything, Fact, facts_of
from xl_addin.model.ladder import LEVEL, MARK, STEPS, TRACK, LadderRow, Mark, WayRow
from xl_addin.model.records import Competency
from xl_addin.model.text import unwild
from xl_addin.sheets.key_formulas import key_of_name
from xl_addin.sheets.live_weights import SPARE_MARK

MARK_COUNT = 11
"""Mark columns: with them the tables of tracks and competencies span the same columns, so that Excel lets people insert
a row in each."""
_ROW = "ROW()-ROW(tblLadder[[#Headers],[Track]])"


def _end(side: str) -> str:
    """The key of the level that one end of a line names."""
    track, level = f"[@{side} track]", f"[@{side} level]"
    track_key = f"IFERROR(INDEX(tblTracks[Track ID],MATCH({unwild(track)},tblTracks[Track],0)),{_old(TRACK, track)})"
    found = f'{unwild(track_key)}&"|"&{unwild(level)}'
    key = f"IFERROR(INDEX(tblLevels[Level ID],MATCH({found},tblLevels[Find],0)),{key_of_name(LEVEL, found)})"
    return f'IF(OR({track}="",{level}=""),"",IFERROR({key},""))'


def _old(kind: str, cell: str) -> str:
    return key_of_name(kind, unwild(cell))


LADDER = Table(
    "tblLadder",
    (
        column(LadderRow, "name", 22),
        column(LadderRow, "branch", 17),
        *(column(LadderRow, f"step_{step}", 16, "input_centred") for step in STEPS),
        live(
            "people",
            "People",
            "How many people are on the track.",
            8,
            f'IF([@Track]="","",COUNTIF(tblPeople[Track ID],INDEX(tblTracks[Track ID],{_ROW})))',
        ),
        column(LadderRow, "key", 0),
        column(LadderRow, "family", 0),
        column(LadderRow, "kind", 0),
        column(LadderRow, "purpose", 0),
    ),
    ("name",),
    LadderRow,
    spare=6,
)
MORE_WAYS = Table(
    "tblWays",
    (
        *(column(WayRow, field, 16) for field in ("from_track", "from_level", "way", "to_track", "to_level")),
        live("from_key", "From key", "The level people leave, behind the scenes.", 0, _end("From")),
        live("to_key", "To key", "The level they come to, behind the scenes.", 0, _end("To")),
    ),
    ("from_track", "from_level", "way", "to_track", "to_level"),
    WayRow,
    spare=4,
)


def competencies_table(tracks: Sequence[str]) -> Table:
    """What people are good at, with a column of marks for each track; the heads of those hold the tracks' keys."""
    heads = [*tracks, *(f"{SPARE_MARK}{number}" for number in range(len(tracks) + 1, MARK_COUNT + 1))]
    facts = facts_of(Competency)
    meaning = "● counts; a number counts that much; blank does not."
    return Table(
        "tblCompetencies",
        (
            column(Competency, "name", 22),
            _called(Competency, "theme", "Group"),
            _called(Competency, "definition", "What it is about"),
            column(Competency, "values", 16),
            column(Competency, "expected", 16, "input_centred"),
            *(Column(head, Fact(head, meaning, Anything()), 16, "input_centred") for head in heads),
            _called(Competency, "id", "Key"),
            Column("critical", facts["critical"], 0),
            Column("resources", facts["resources"], 0),
        ),
        ("name",),
        Competency,
        spare=6,
    )


def _called(record: type[Competency], field: str, header: str) -> Column:
    """A column of a record's field under another head."""
    fact = facts_of(record)[field]
    return Column(field, Fact(header, fact.meaning, fact.limit, fact.required, aliases=(fact.title,)), 16)


def sheet_of_tracks(tracks: Sequence[str]) -> Sheet:
    """The tab for the tracks with these keys, in the order of their columns of marks."""
    return Sheet(
        name="Framework",
        title="Who grows where, and in what?",
        purpose="Type names only. A row is a track; people move to the right. An empty start branches from another.",
        group="inputs",
        blocks=(
            Line((Cell("Tracks and their levels", "heading"),)),
            LADDER,
            Line((Cell("What people are good at", "heading"),)),
            Line((*[None] * 5, *(_track_name(tracks, number) for number in range(MARK_COUNT)))),
            competencies_table(tracks),
            Gap(),
            Line((Cell("More ways to move (only what the drawing above does not say)", "heading"),)),
            MORE_WAYS,
        ),
        widths=tuple(c.width for c in LADDER.columns),
    )


def _track_name(tracks: Sequence[str], number: int) -> Cell:
    """The name above a column of marks: that of its track, or of the track whose turn comes next."""
    key = literal(tracks[number]) if number < len(tracks) else ""
    row = f"MATCH({key},tblTracks[Track ID],0)" if key else str(number + 1)
    return Cell(Formula(f'IFERROR(INDEX(tblTracks[Track],{row})&"","")', ""), "label")


def framework_rows(
    ladder: Sequence[LadderRow], ways: Sequence[WayRow], competencies: Sequence[Competency], marks: Sequence[Mark]
) -> dict[str, Sequence[RowValues]]:
    """Table -> its rows, live cells aside."""
    cells: dict[str, dict[str, str | float]] = {}
    for mark in marks:
        cells.setdefault(mark.competency, {})[mark.track] = MARK if mark.share is None else mark.share
    return {
        LADDER.name: [plain(row) for row in ladder],
        MORE_WAYS.name: [plain(row) for row in ways],
        "tblCompetencies": [{**plain(c), **cells.get(c.id, {})} for c in competencies],
    }
