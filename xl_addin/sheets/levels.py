"""Levels: the steps of each track, and which step leads to which."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xl_addin.layout.declare import column, live, table
from xl_addin.layout.describe import Sheet, Table
from xl_addin.layout.edits import SetCells
from xl_addin.layout.record_rows import RowValues, rows_of
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Level
from xl_addin.scores import d09_score
from xl_addin.scores.formula import lookup_text
from xl_addin.scores.requirements import level_weights
from xl_addin.sheets.worked_out import worked_out

ORDER = 230


def _asks(level: Level, data: Dataset) -> str | None:
    return ";".join(level_weights(data, level.id).weights) if level.id else None


TABLE = table(
    "tblLevels",
    Level,
    [
        column(Level, "id", 12),
        column(Level, "track", 12),
        column(Level, "title", 30),
        column(Level, "rank", 8, "input_centred"),
        column(Level, "next", 18),
        column(Level, "lateral", 18),
        column(Level, "scope", 16),
        column(Level, "summary", 46, "input_long"),
        column(Level, "promotion", 46, "input_long"),
        column(Level, "months", 10, "input_centred"),
        live(
            "asks",
            "Asks",
            "Competency IDs the level asks for: those of its track, less what its matrix marks as not applicable.",
            0,
            "",
            _asks,
            "computed",
        ),
        live(
            "asks_count",
            "Lines asked",
            "How many these are.",
            12,
            d09_score.EXCEL["asks_count"],
            lambda level, data: len(level_weights(data, level.id).weights) if level.id else None,
            only_if="[@Level ID]",
        ),
        live(
            "asks_weight",
            "Weight asked",
            "Their weight.",
            12,
            d09_score.EXCEL["asks_weight"],
            lambda level, data: level_weights(data, level.id).weight if level.id else None,
            "decimal",
            only_if="[@Level ID]",
        ),
    ],
    key=["id"],
    spare=16,
    freeze=3,
    next_entry=NextEntry(fewest=2),
    collection="levels",
)


@cache
def named_table() -> Table:
    """Levels where names are asked: titles, ranks and moves come from Framework, what they say is typed here."""
    table_shown = worked_out(TABLE, hidden_fields=("id", "track", "next", "lateral"), labels=("title", "rank"))
    track = live(
        "track_name",
        "Track",
        "Its name, from Framework.",
        22,
        lookup_text("tblTracks[Track]", "tblTracks[Track ID]", "[@Track ID]"),
        lambda level, data: own.name if (own := data.track.get(level.track)) else "",
        "key",
    )
    return replace(table_shown, columns=(track, *table_shown.columns))


def sheet(data: Dataset) -> Sheet:
    if data.by_names:
        return Sheet(
            name="Levels",
            title="More about levels",
            purpose="One row for each level of Framework. What it is in one sentence, how far it reaches, how people "
            "move on from it.",
            group="inputs",
            visibility="more",
            blocks=(named_table(),),
        )
    return Sheet(
        name="Levels",
        title="Levels",
        purpose="One row for each level of each track. Next levels may branch: a senior engineer can lead to staff "
        "engineer and to engineering manager.",
        group="inputs",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: rows_of(named_table() if data.by_names else TABLE, data.levels, data)}


def update_asks(data: Dataset) -> SetCells:
    """The list of what each level asks for, as the matrices stand."""
    return SetCells(TABLE.name, {(own.row, "asks"): _asks(own, data) or "" for own in data.levels if own.row >= 0})
