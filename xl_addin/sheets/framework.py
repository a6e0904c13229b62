"""Framework: who grows where, and in what. Names only; a row is a track, people move to the right.

Commands write the tables of tracks, levels, competencies and weights from what stands here; see `name_alignment`.
"""

from collections.abc import Iterator, Mapping, Sequence

from xl_addin.cells.fold import fold_header
from xl_addin.ladder.marks import track_marks
from xl_addin.layout.declare import column, live, table
from xl_addin.layout.describe import Cell, Column, Formula, Gap, Line, Sheet, Table
from xl_addin.layout.record_rows import RowValues, live_values, plain
from xl_addin.layout.structured_refs import specifier
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.ladder import MARK, STEPS, CompetencyRow, LadderRow, WayRow

ORDER = 200
NAME = "Framework"
SPARE_MARK = "Mark "
"""Head of a column of marks that no track has yet; a number follows."""
_LEAST_MARKS = 10
"""Columns of marks a new workbook has: with them both tables span the same columns, so that Excel lets people insert a
row in each."""
_SPARE_MARKS = 3
"""Columns of marks that are free at least, for tracks to come."""
_FAR = 1_000_000

LADDER = table(
    "tblLadder",
    LadderRow,
    [
        column(LadderRow, "name", 24),
        column(LadderRow, "branch", 28, choices="lstLevelTitles"),
        *(column(LadderRow, f"step_{step}", 14) for step in STEPS),
        live(
            "people",
            "People",
            "How many people are on the track.",
            8,
            "COUNTIF(tblPeople[Track ID],[@Key])",
            lambda row, data: sum(person.track == row.key for person in data.people) if row.key else None,
            only_if="[@Key]",
        ),
        column(LadderRow, "key", 0),
    ],
    key=["name"],
    spare=6,
    next_entry=NextEntry(("name",), fewest=1),
    collection="ladder",
    is_optional=True,
)
MORE_WAYS = table(
    "tblWays",
    WayRow,
    [
        column(WayRow, "from_track", 24, choices="lstTrackNames"),
        column(WayRow, "from_level", 28, choices="INDEX(lstSteps,MATCH({from_track},lstTrackNames,0),0)"),
        column(WayRow, "way", 14),
        column(WayRow, "to_track", 14, choices="lstTrackNames"),
        column(WayRow, "to_level", 14, choices="INDEX(lstSteps,MATCH({to_track},lstTrackNames,0),0)"),
    ],
    key=["from_track", "from_level", "way", "to_track", "to_level"],
    spare=4,
    next_entry=NextEntry(()),
    collection="ways",
    is_optional=True,
)
_FIRST = (
    column(CompetencyRow, "name", 24),
    column(CompetencyRow, "definition", 28, "input_long"),
    column(CompetencyRow, "theme", 14),
    column(CompetencyRow, "values", 14),
    column(CompetencyRow, "expected", 14, "input_centred"),
)
_KEY = column(CompetencyRow, "key", 0)
MARKS = table(
    "tblMarks",
    CompetencyRow,
    [*_FIRST, _KEY],
    key=["name"],
    spare=6,
    next_entry=NextEntry(("name", "definition"), fewest=3),
    collection="competency_rows",
    hides_headers=True,
    is_optional=True,
)
"""The columns every workbook has; those of marks stand between, one for each track, called by its key."""
NAMES = {
    "lstTrackNames": f"{LADDER.name}[Track]",
    "lstSteps": f"{LADDER.name}[[Step 1]:[Step {STEPS[-1]}]]",
    "lstLevelTitles": "tblLevels[Level title]",
    "lstPeopleNames": "tblPeople[Name]",
    "lstPeopleTracks": "tblPeople[Track]",
    "lstCompetencyNames": f"{MARKS.name}[Competency]",
}
"""What drop-downs of names list."""


def marks_table(tracks: Sequence[str], standing_heads: Sequence[str] = ()) -> Table:
    """What people are good at, with a column of marks for each track, called by its key, and spare ones.

    Where the table stands it has the columns it has.
    """
    count = max(_LEAST_MARKS, len(tracks) + _SPARE_MARKS)
    new_heads = [*tracks, *(f"{SPARE_MARK}{number}" for number in range(len(tracks) + 1, count + 1))]
    heads = standing_heads or new_heads
    columns = (*_FIRST, *(mark_column(head) for head in heads), _KEY)
    return table(
        MARKS.name,
        CompetencyRow,
        columns,
        MARKS.key,
        spare=MARKS.spare,
        next_entry=MARKS.next_entry,
        hides_headers=True,
        is_optional=True,
    )


def mark_column(head: str) -> Column:
    """A column of marks; its head is the key of its track, or says that it is free."""
    meaning = f"{MARK} where the competency counts on this track; a number where it counts more or less than others."
    return Column(head, Fact(head, meaning, Anything()), 14, "input_centred")


def is_spare(head: str) -> bool:
    """Whether a head is that of a column of marks no track has yet."""
    number = fold_header(head).removeprefix(fold_header(SPARE_MARK)).strip()
    return fold_header(head).startswith(fold_header(SPARE_MARK)) and number.isdecimal()


def sheet(data: Dataset) -> Sheet | None:
    """The tab of a workbook that asks for names; None for one that asks for IDs."""
    if not data.by_names:
        return None
    marks = marks_table([track.id for track in data.tracks], data.mark_heads)
    heads = [column.header for column in marks.columns[len(_FIRST) : -1]]
    labels = [Cell(Formula(_head(column.header), column.header), "header") for column in _FIRST]
    return Sheet(
        name=NAME,
        title="Who grows where, and in what?",
        purpose="Type names only. A row is a track; people move to the right. A track whose first steps are blank "
        "branches from another one.",
        group="inputs",
        blocks=(
            Line((Cell("Tracks and their levels", "heading"),)),
            LADDER,
            Line((Cell("What people are good at", "heading"),)),
            Line((*labels, *(Cell(label, "label") for label in _track_labels(heads, data)))),
            marks,
            Gap(),
            Line((Cell("More ways to move: only what the table of tracks does not show", "heading"),)),
            MORE_WAYS,
        ),
        widths=(*(c.width for c in LADDER.columns), *[14.0] * (len(marks.columns) - len(LADDER.columns))),
    )


def _head(header: str) -> str:
    """The head of a column, whose own row is out of sight; typed words would pass for a row below the tracks."""
    return f"{MARKS.name}[[#Headers],[{specifier(header)}]]"


def _track_labels(heads: Sequence[str], data: Dataset) -> Iterator[Formula]:
    """The names above the columns of marks, as Framework has them now; free columns show those of new tracks."""
    names = {row.key: row.name for row in data.ladder if row.key}
    new_names = iter([row.name for row in data.ladder if row.name and not row.key])
    for head in heads:
        yield track_label(head, next(new_names, "") if is_spare(head) else names.get(head, ""))


def track_label(head: str, name: str) -> Formula:
    """The name above a column of marks: that of its track, or of the new track whose turn it is."""
    own = _head(head)
    # from one column to another: `[#Headers]` alone is a name that LibreOffice does not know
    heads = f"{MARKS.name}[[#Headers],[{_FIRST[0].header}]:[{_KEY.header}]]"
    is_free = f'LEN({own})>{len(SPARE_MARK)},LEFT({own},{len(SPARE_MARK)})="{SPARE_MARK}"'
    turn = f'SUMPRODUCT((LEFT({heads},{len(SPARE_MARK)})="{SPARE_MARK}")*(COLUMN({heads})<=COLUMN({own})))'
    row = f"ROW({LADDER.name}[Track])-ROW({LADDER.name}[[#Headers],[Track]])"
    is_other = f'(({LADDER.name}[Key]<>"")+({LADDER.name}[Track]="")>0)'
    new = f"INDEX({LADDER.name}[Track],SUMPRODUCT(SMALL({row}+{_FAR}*{is_other},{turn})))"
    old = f"INDEX({LADDER.name}[Track],MATCH({own},{LADDER.name}[Key],0))"
    return Formula(f'IF(AND({is_free}),IFERROR({new}&"",""),IFERROR({old}&"",""))', name)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """The three tables; none in a workbook that asks for IDs."""
    if not data.by_names:
        return {}
    cells: dict[str, dict[str, str | float]] = {}
    for mark in track_marks(data):
        cells.setdefault(mark.competency, {})[mark.track] = MARK if mark.share is None else mark.share
    return {
        LADDER.name: [{**plain(row), **live_values(LADDER, row, data)} for row in data.ladder],
        MORE_WAYS.name: [plain(row) for row in data.ways],
        MARKS.name: [{**plain(row), **cells.get(row.key, {})} for row in data.competency_rows],
    }
