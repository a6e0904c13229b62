"""Pictures of named points between two directions, as a tab describes them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """Part of a plot: one point, named beside it; a word that stands somewhere; or a line from its first place to its
    last. `name` is a word, or `{cell}` for what the cell of that name says; `across` and `up` are names of cells that
    hold numbers, two of them for a line, one below the other.
    """

    kind: Literal["point", "word", "strong_word", "line"]
    name: str
    across: tuple[str, ...]
    up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of named points between two directions; it lies over the lines below it and takes no rows.

    `low` and `high` bound both directions, `across` and `up` say what they mean, `alt` says it to those who cannot see.
    """

    series: tuple[PlotSeries, ...]
    across: str
    up: str
    alt: str
    low: float
    high: float
    column_offset: int
    width: int
    height: int
