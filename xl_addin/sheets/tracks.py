"""Tracks: the ways people can grow here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xl_addin.layout.declare import column, live, table
from xl_addin.layout.describe import Formula, Sheet, Table
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import facts_of
from xl_addin.model.records import MatrixRow, Track
from xl_addin.sheets import matrix
from xl_addin.sheets.worked_out import worked_out

ORDER = 220
NAME = "Tracks"
_ROW_ID = facts_of(MatrixRow)["competency"].title

TABLE = table(
    "tblTracks",
    Track,
    [
        column(Track, "id", 12),
        column(Track, "name", 28),
        column(Track, "family", 24),
        column(Track, "kind", 14),
        column(Track, "purpose", 70, "input_long"),
        live("written", "Cells written", "How many cells of the track's Matrix tab have words.", 13, ""),
        live("cells", "Cells to write", "How many cells its Matrix tab has.", 13, ""),
    ],
    key=["id"],
    spare=8,
    freeze=2,
    next_entry=NextEntry(fewest=1),
    collection="tracks",
)


@cache
def named_table() -> Table:
    """Tracks where names are asked: their names come from Framework, and the tab of each Matrix stands beside them."""
    table_shown = worked_out(TABLE, hidden_fields=("id",), labels=("name",))
    tab = live("tab", "Tab", "The tab of its matrix, for links.", 0, "")
    return replace(table_shown, columns=(*table_shown.columns, tab))


def sheet(data: Dataset) -> Sheet:
    if data.by_names:
        return Sheet(
            name=NAME,
            title="More about tracks",
            purpose="One row for each track of Framework. Its job family, what kind of work it is, and what people on "
            "it are here to do.",
            group="inputs",
            visibility="more",
            blocks=(named_table(),),
        )
    return Sheet(
        name=NAME,
        title="Tracks",
        purpose="One row for each career track. A track gathers the levels of one kind of work; people follow it.",
        group="inputs",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [_row(track, data) for track in data.tracks]}


def _row(track: Track, data: Dataset) -> RowValues:
    return {**plain(track), **matrix_facts(data, track)}


def matrix_facts(data: Dataset, track: Track) -> RowValues:
    """What a track's row says of its matrix: how far it is, and where names are asked its tab."""
    cells = matrix_progress(data, track.id)
    if data.by_names and track.id in data.matrix:
        tab = data.tabs.get(data.matrix[track.id].table) or matrix.sheet_name(track.name or track.id)
        cells = {**cells, "tab": tab}
    return cells


def matrix_progress(data: Dataset, track: str) -> RowValues:
    """The two computed cells of a track's row: live counts over its matrix; blank while it has none."""
    track_matrix = data.matrix.get(track)
    if track_matrix is None or not track_matrix.levels:
        return {"written": None, "cells": None}
    written_count, cell_count = data.cell_counts(track)
    return {
        "written": Formula(matrix.written_formula(track_matrix, data), written_count),
        "cells": Formula(f"COUNTA({track_matrix.table}[{_ROW_ID}])*{len(track_matrix.levels)}", cell_count),
    }
