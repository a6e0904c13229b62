"""Levels: the steps of each track, and which step leads to which."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Column, Role, Sheet
from xl_addin.layout.edits import RowValues, SetCells
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.records import Level
from xl_addin.scores import d09_score
from xl_addin.scores.asked import lines_of

ORDER = 230


def _live(field: str, title: str, meaning: str, role: Role) -> Column:
    formula = f'IF([@Level ID]="","",{d09_score.EXCEL[field]})'
    return Column(field, Fact(title, meaning, Anything()), 12, role, formula)


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
        Column(
            "asks",
            Fact(
                "Asks",
                "Competency IDs the level asks for: those of its track, less what its matrix marks as not applicable.",
                Anything(),
            ),
            0,
            "computed",
            kind="result",
        ),
        _live("asks_count", "Lines asked", "How many these are.", "count"),
        _live("asks_weight", "Weight asked", "Their weight.", "decimal"),
    ],
    key=["id"],
    spare=16,
    freeze=3,
)


def sheet() -> Sheet:
    return Sheet(
        name="Levels",
        title="Levels",
        purpose="One row for each level of each track. Next levels may branch: a senior engineer can lead to staff "
        "engineer and to engineering manager.",
        group="inputs",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [{**plain(level), **_asks(data, level)} for level in data.levels]}


def asks(data: Dataset) -> SetCells:
    """The list of what each level asks for, as the matrices stand."""
    return SetCells(
        TABLE.name, {(level.row, "asks"): _asks(data, level)["asks"] for level in data.levels if level.row >= 0}
    )


def _asks(data: Dataset, level: Level) -> RowValues:
    if not level.id:
        return {"asks": "", "asks_count": "", "asks_weight": ""}
    lines = lines_of(data, level.id)
    return {"asks": ";".join(lines.weights), "asks_count": len(lines.weights), "asks_weight": lines.weight}
