"""Figures a form works out itself while people rate: each an Excel formula and its Python twin.

In an employee's form they come from the self ratings and are the person's own view; in a manager's pack they come
from the manager's. The official figures are those of the master. Definitions: D8 gap, D9 coverage and score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.facts import NA
from xl_addin.model.records import Rated
from xl_addin.scores.d08_gap import gap
from xl_addin.scores.d09_score import coverage, enough, score
from xl_addin.scores.summary import enough_formula, summary, summary_formula

SELF, MANAGER = "Self rating", "Manager rating"
"""The headers of the two ratings."""


def row_formulas(rated: str) -> Mapping[str, str]:
    """Formulas of a row to rate, from the rating under the header `rated`."""
    return {
        "gap": f'IF(ISNUMBER([@{rated}]),[@Expected]-[@{rated}],"")',
        "points": f'IF(ISNUMBER([@{rated}]),[@Weight]*([@{rated}]-1)/4,"")',
    }


def level_formulas(table: str, rated: str, least: float) -> Mapping[str, str]:
    """Formulas of a row about one level, over the rows to rate in `table`; no score below the `least` coverage."""
    level, given = f"{table}[Level],[@Level]", f"{table}[{rated}]"
    asked = f'SUMIFS({table}[Weight],{level},{given},"<>{NA}")'
    count, lines = (f'COUNTIFS({level},{given},"{kind}")' for kind in (">=1", f"<>{NA}"))
    below = f'COUNTIFS({level},{table}[Gap],">0")'
    reached = enough_formula("[@Coverage]", repr(least))
    return {
        "rated": f'{count}&" of "&{lines}',
        "coverage": f'IFERROR({count}/{lines},"")',
        "score": f'IF({reached},IFERROR(SUMIFS({table}[Points],{level})/{asked},""),"")',
        "words": summary_formula(lines, count, below, reached),
    }


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One row as rated."""

    weight: float
    expected: int
    rating: Rated


@dataclass(frozen=True, slots=True)
class LevelView:
    """What `level_formulas` show for one level; "" where they show nothing."""

    rated: str
    coverage: float | str
    score: float | str
    words: str


def row_view(row: RatedRow) -> dict[str, float | str]:
    """What `row_formulas` show."""
    short = gap(row.expected, row.rating)
    return {
        "gap": "" if short is None else short,
        "points": row.weight * (row.rating - 1) / 4 if isinstance(row.rating, int) else "",
    }


def level_view(rows: Sequence[RatedRow], least: float) -> LevelView:
    """What ratings against one level come to."""
    weighed = [(row.weight, row.rating) for row in rows]
    share, figure = coverage(weighed), score(weighed, least)
    rated = sum(isinstance(row.rating, int) for row in rows)
    lines = sum(row.rating != NA for row in rows)
    below = sum((gap(row.expected, row.rating) or 0) > 0 for row in rows)
    return LevelView(
        rated=f"{rated} of {lines}",
        coverage="" if share is None else share,
        score="" if figure is None else figure,
        words=summary(lines, rated, below, enough=enough(share, least)),
    )
