"""One Matrix tab for each track: competencies down, levels across, statements in the cells."""

import re
from collections.abc import Collection, Sequence

from xl_addin.cells.fold import fold_header
from xl_addin.layout.declare import label, live
from xl_addin.layout.describe import Column, Formula, Sheet, Table
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import literal, specifier
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.facts import Fact, Text, facts_of
from xl_addin.model.records import Expectation, Level, MatrixRow, Track
from xl_addin.scores.d09_score import weight_formula

TABLE_PREFIX = "tblMatrix_"
_HEADER = re.compile(r"\(([A-Za-z0-9][A-Za-z0-9_-]*)\)\s*$")
"""An ID in brackets at the end of a header, of the plainest kind: other words in brackets are a person's own."""
_NOT_IN_NAMES = re.compile(r"\W")
_NOT_IN_TABS = re.compile(r"[\[\]:*?/\\]")
_TAB_LONGEST = 31
_OWN_HEADS = (*(facts_of(MatrixRow)[field].title for field in ("competency", "name")), "Weight")
LABEL_COLUMNS = 3
"""How many columns of a matrix stand before its levels."""


def table_name(track: str) -> str:
    """The name of a track's matrix table; table names hold letters, digits and underscores only."""
    return TABLE_PREFIX + _NOT_IN_NAMES.sub("_", track)


def sheet_name(track: str) -> str:
    """The name of a track's Matrix tab: what Excel allows of the ID."""
    return f"Matrix {_NOT_IN_TABS.sub(' ', track)}"[:_TAB_LONGEST].rstrip("' ")


def sheet_name_formula(track: str) -> str:
    """The twin of `sheet_name`, for use within quotes in a link; `track` is the formula for the ID."""
    text = track
    for sign in "[]:*?/\\":
        text = f'SUBSTITUTE({text},"{sign}"," ")'
    return f'SUBSTITUTE(LEFT("Matrix "&{text},{_TAB_LONGEST}),"\'","\'\'")'


def header(level: Level, *, by_names: bool = False) -> str:
    """A level's column header: its title, and its id in brackets by which the column is found again.

    In a workbook that asks for names it is the title alone: no track has one twice.
    """
    if by_names and level.title:
        is_taken = fold_header(level.title) in map(fold_header, _OWN_HEADS)
        return longer_head(level.title) if is_taken else level.title
    return f"{level.title or level.id} ({level.id})"


_ABOUT = ": what each level looks like"


def longer_head(title: str) -> str:
    """The header of a level where another column is called like its title."""
    return f"{title} (level)"


def level_of(text: str, level_ids: Collection[str] = ()) -> str | None:
    """The level id a column header carries; None for a column of a person's own.

    `level_ids` are the ids there are, in lower case; of a level that is gone, only a plain id is taken for one.
    """
    words = text.rstrip()
    starts = [position for position, sign in enumerate(words) if sign == "("] if words.endswith(")") else []
    level_id = next((ident for position in starts if (ident := words[position + 1 : -1]).casefold() in level_ids), None)
    match = _HEADER.search(text)
    return level_id or (match.group(1) if match else None)


def level_column(level: Level, text: str = "", *, by_names: bool = False) -> Column:
    """The column of one level; `text` is the header as it stands, where it differs from what it should be."""
    meaning = facts_of(Expectation)["text"].meaning
    return Column(
        level.id, Fact(text or header(level, by_names=by_names), meaning, Text(4000, many_lines=True)), 44, "input_long"
    )


def matrix_table(track: str, levels: Sequence[Column], *, by_names: bool = False) -> Table:
    """The matrix table of a track with the given level columns; where names are asked no ID is in view."""
    weight = live(
        "weight",
        "Weight",
        "Its share of the track's score, from the Weights tab.",
        9,
        weight_formula(literal(track), "[@Competency ID]"),
        role="computed",
    )
    key = label(MatrixRow, "competency", 0 if by_names else 12, "label")
    name = label(MatrixRow, "name", 22, "key")
    # the head of the tab stands in the first column, so one out of sight comes second
    label_columns = (name, key, weight) if by_names else (key, name, weight)
    return Table(
        table_name(track), (*label_columns, *levels), ("competency",), MatrixRow, spare=0, freeze=3, row_height=58
    )  # fmt: skip


def sheet_of(track: Track, levels: Sequence[Level], *, by_names: bool = False) -> Sheet:
    """The Matrix tab of one track."""
    columns = [level_column(level, by_names=by_names) for level in levels]
    return Sheet(
        name=sheet_name(track.name if by_names and track.name else track.id),
        title=_title(track, by_names=by_names),
        purpose="Write what a colleague could see a person do, two to four statements a cell, one a line. "
        "Start each with a verb. N/A where it does not apply.",
        group="matrices",
        blocks=(matrix_table(track.id, columns, by_names=by_names),),
    )


def _title(track: Track, *, by_names: bool) -> str | Formula:
    """What the tab is called at its head; where names are asked it follows the name of the track."""
    if not by_names:
        return f"{track.name or track.id}{_ABOUT}"
    name = f"INDEX(tblTracks[Track],MATCH({literal(track.id)},tblTracks[Track ID],0))"
    return Formula(f'IFERROR({name}&"{_ABOUT}","")', f"{track.name}{_ABOUT}")


def rows(matrix: Matrix, data: Dataset) -> Sequence[RowValues]:
    """A matrix as the rows of its table."""
    return [
        {
            "competency": row.competency,
            "name": row.name,
            "weight": data.weight.get((matrix.track, row.competency), 0),
            **{level: _text(matrix, row.competency, level) for level in matrix.levels},
        }
        for row in matrix.rows
    ]


def _text(matrix: Matrix, competency: str, level: str) -> str:
    cell = matrix.text.get((competency, level))
    return cell.text if cell else ""


def written_formula(matrix: Matrix, data: Dataset) -> str:
    """How many cells of a matrix have words, counted live over its level columns."""
    headers = {
        level: header(data.level[level], by_names=data.by_names) if level in data.level else f"{level} ({level})"
        for level in matrix.levels
    }
    counts = (f'COUNTIF({matrix.table}[[{specifier(text)}]],"?*")' for text in headers.values())
    return "+".join(counts)
