"""What a level says beside its expectations, as rows of its track's Matrix with keys of their own."""

from collections.abc import Iterable, Mapping
from typing import Any

from xl_addin.model.records import Expectation, Level

LEVEL_ROWS: Mapping[str, tuple[str, str]] = {
    "*summary": ("summary", "In one sentence"),
    "*scope": ("scope", "How far it reaches"),
    "*up": ("promotion", "Moving up"),
    "*months": ("months", "Usual months"),
}
"""Reserved key of a Matrix row -> the level's field, and what stands before it. The first two come first in the table,
the others last."""
HEAD_ROWS, FOOT_ROWS = ("*summary", "*scope"), ("*up", "*months")
LevelTexts = Mapping[str, Mapping[str, Any]]
"""Key of a level -> field -> what it says."""


def is_level_row(key: str) -> bool:
    """Whether a Matrix row says something of its levels, and is no competency."""
    return key.startswith("*")


def text_cells(levels: Iterable[Level]) -> dict[tuple[str, str], str | int]:
    """(reserved key, level) -> what is to stand there; blank cells left out."""
    cells = ((key, level.id, getattr(level, field)) for level in levels for key, (field, _) in LEVEL_ROWS.items())
    return {(key, level): value for key, level, value in cells if value not in ("", None)}


def texts_of_cells(cells: Iterable[Expectation]) -> dict[str, dict[str, Any]]:
    """The texts of levels out of the cells of all matrices; months that are no whole number are left out."""
    texts: dict[str, dict[str, Any]] = {}
    for cell in cells:
        if cell.competency in LEVEL_ROWS and cell.text.strip():
            field = LEVEL_ROWS[cell.competency][0]
            if field != "months":
                texts.setdefault(cell.level, {})[field] = cell.text
            elif cell.text.strip().isdecimal():
                texts.setdefault(cell.level, {})[field] = int(cell.text)
    return texts
