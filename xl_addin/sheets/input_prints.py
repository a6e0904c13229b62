"""What people type, and how it is seen that it has changed since a command ran: a number for each part of it.

A tab that people fill is watched without a word here; a table stands in the lists below where results other than those
of Validate rest on it, or where nobody need know.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from xl_addin.layout.describe import Sheet, Table, WorkbookDesign
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.fingerprint import MOST_COLUMNS, CellsPrint, Print, RowsPrint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Text, facts_of
from xl_addin.model.general_settings import COLLECT_COUNT
from xl_addin.model.ladder import CompetencyRow
from xl_addin.sheets import (
    assessments,
    benefits,
    company,
    competencies,
    framework,
    input_rows,
    kept_words,
    keys_store,
    levels,
    matrix,
    names_to_settle,
    people,
    readiness,
    responses,
    roadmap,
    settings,
    stage,
    static_tables,
    track_health,
    tracks,
    weights,
)

InputPrint = tuple[str, str, str, float | str]
"""What is typed, which part of it, the formula that tells whether it has changed, and what it shows."""


def prints_of(table: Table) -> tuple[Print, ...]:
    """A table's rows by their key, with all that people type in them: one print, or several where they type much."""
    fields = [column.field for column in table.columns if column.is_entry and column.field not in table.key]
    prose = [name for name in fields if isinstance(table.field_of[name].fact.limit, Text)]
    parts = [fields[first : first + MOST_COLUMNS] for first in range(0, max(len(fields), 1), MOST_COLUMNS)]
    return tuple(
        RowsPrint(
            table,
            table.key[:MOST_COLUMNS],
            tuple(name for name in part if name not in prose),
            tuple(name for name in part if name in prose),
        )
        for part in parts
    )


_RATING_FIELDS = ("self_rating", "manager_rating")
PRINTS: Mapping[str, tuple[Print, ...]] = {
    "ratings": (
        RowsPrint(
            assessments.TABLE, ("employee", "competency", "cycle", "level"), _RATING_FIELDS, flag_fields=("evidence",)
        ),
    ),
    "people": (RowsPrint(people.TABLE, ("id", "manager", "level", "track"), ("since", "active"), ("name", "team")),),
    "responses": (CellsPrint(responses.TABLE.name, text=False),),
    "competencies": (RowsPrint(competencies.TABLE, ("id",), ("theme", "critical", "expected"), ("name", "tracks")),),
    "definitions": (RowsPrint(competencies.TABLE, ("id",), (), ("definition", "values", "resources")),),
    "levels": (RowsPrint(levels.TABLE, ("id", "track"), ("rank", "months", "next", "lateral"), ("title",)),),
    "level texts": (RowsPrint(levels.TABLE, ("id",), ("scope",), ("summary", "promotion")),),
    "tracks": (RowsPrint(tracks.TABLE, ("id",), ("kind",), ("name", "family", "purpose")),),
    "weights": (RowsPrint(weights.TABLE, ("competency", "track"), ("weight",)),),
    "framework": (
        *prints_of(framework.LADDER),
        *prints_of(framework.MORE_WAYS),
        CellsPrint(framework.MARKS.name, facts_of(CompetencyRow)["key"].title),
    ),
    "settings": (RowsPrint(settings.TABLE, ("id",), ("value",), aside=(COLLECT_COUNT,)),),
    "answers": (
        RowsPrint(readiness.TABLE, ("id",), ("answer",)),
        RowsPrint(track_health.TABLE, ("id",), ("rating",)),
        RowsPrint(benefits.TABLE, ("id",), ("rating",)),
        RowsPrint(stage.TABLE, ("id",), ("stage",)),
        RowsPrint(company.TABLE, ("id",), (), ("entry",)),
    ),
    "roadmap": (RowsPrint(roadmap.TABLE, ("id",), ("start", "finish", "status", "stage"), ("owner", "action")),),
}
"""What is typed -> its prints; the matrices come on top, each by itself.

What collect notes among the settings is nobody's typing.
"""
_NOT_WATCHED = {"tblImpact", "tblGoal", "tblReflection", "tblKpis", "tblPeriods", "tblPlans", "tblMoves"} | {
    keys_store.TABLE.name,
    names_to_settle.TABLE.name,
    kept_words.TABLE.name,
}
"""Tables of which Validate looks at little more than whether their cells can be read, or that commands write."""
APPLIES, TEXTS = "what applies", "texts of the matrix"
_BRIEF = 16
"""Up to so many characters a matrix cell may say N/A, in one of its spellings."""


@cache
def other_prints() -> Mapping[str, tuple[Print, ...]]:
    """The same for every other table that people fill, called as the table is: tblTrackHealth is "track health"."""
    names = {title for prints in PRINTS.values() for title in map(_table_name, prints)} | _NOT_WATCHED
    tables = [table for table in static_tables() if table.collection and table.name not in names]
    return {re.sub(r"\B(?=[A-Z])", " ", table.name.removeprefix("tbl")).lower(): prints_of(table) for table in tables}


def take_prints(snapshot: Snapshot, data: Dataset) -> tuple[InputPrint, ...]:
    """What of the inputs looks how, as a workbook stands."""
    return tuple(_take_prints(snapshot, data))


def _take_prints(snapshot: Snapshot, data: Dataset) -> Iterator[InputPrint]:
    for name, prints in {**PRINTS, **other_prints()}.items():
        for part, fingerprint in zip(_parts(prints), prints, strict=True):
            if table_data := find_table(snapshot, _table_name(fingerprint)):
                yield name, part, fingerprint.formula(table_data), fingerprint.number(table_data)
    weight_header = next(c.header for c in matrix.matrix_table("", ()).columns if c.field == "weight")
    kinds = ((APPLIES, CellsPrint("", weight_header, _BRIEF, "inherits")), (TEXTS, CellsPrint("", weight_header)))
    for name, fingerprint in kinds:
        for track_matrix in data.matrices:
            if table_data := find_table(snapshot, track_matrix.table):
                yield name, track_matrix.track, fingerprint.formula(table_data), fingerprint.number(table_data)


def _parts(prints: Sequence[Print]) -> list[str]:
    """What tells the prints of one name apart: their tables, else their numbers."""
    names = [_table_name(fingerprint).removeprefix("tbl") for fingerprint in prints]
    if len(names) == 1:
        return [""]
    return names if len(set(names)) == len(names) else [str(number) for number in range(1, len(names) + 1)]


def _table_name(fingerprint: Print) -> str:
    return fingerprint.table.name if isinstance(fingerprint, RowsPrint) else fingerprint.table


def input_tables(data: Dataset) -> Snapshot:
    """The tables people fill, as a new workbook holds them."""
    # what is marked stands in columns of the tracks, which the table has only once they are known
    marks = framework.marks_table([track.id for track in data.tracks], data.mark_heads)
    filled_tables: list[tuple[Table, Sequence[RowValues]]] = [
        (marks if table.name == marks.name else table, table_rows) for table, table_rows in input_rows(data)
    ]
    matrices_by_track = {track_matrix.track: track_matrix for track_matrix in data.matrices}
    for track in data.tracks:
        if track.id in matrices_by_track:
            matrix_table = matrix.matrix_table(
                track.id,
                [matrix.level_column(part, by_names=data.by_names) for part in data.levels_of(track.id)],
                by_names=data.by_names,
            )
            filled_tables.append((matrix_table, matrix.rows(matrices_by_track[track.id], data)))
    tabs = tuple(Sheet(part.name, "", "", "inputs", (part,)) for part, _ in filled_tables)
    return snapshot_of(WorkbookDesign(tabs, {}), {part.name: table_rows for part, table_rows in filled_tables})
