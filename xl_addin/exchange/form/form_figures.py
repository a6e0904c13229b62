"""Figures a form works out itself while people rate: each an Excel formula and its Python twin.

In an employee's form they come from the self ratings and are the person's own view; in a manager's pack they come
from the manager's. The official figures are those of the master. Definitions: D8 gap, D9 coverage and score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.facts import NA
from xl_addin.model.records import RatingValue
from xl_addin.scores.d08_gap import gap
from xl_addin.scores.d09_score import coverage, enough, weighted_score
from xl_addin.scores.summary import enough_formula, summary, summary_formula

SELF_HEADER, MANAGER_HEADER = "Self rating", "Manager rating"
"""The headers of the two ratings."""


def row_formulas(rating_header: str) -> Mapping[str, str]:
    """Formulas of a row to rate, from the rating under the header `rating_header`."""
    return {
        "gap": f'IF(ISNUMBER([@{rating_header}]),[@Expected]-[@{rating_header}],"")',
        "points": f'IF(ISNUMBER([@{rating_header}]),[@Weight]*([@{rating_header}]-1)/4,"")',
    }


def level_formulas(table: str, rating_header: str, least_coverage: float) -> Mapping[str, str]:
    """Formulas of a row about one level, over the rows to rate in `table`; no score below the `least_coverage`
    coverage.
    """
    level, rating_column = f"{table}[Level],[@Level]", f"{table}[{rating_header}]"
    weight_sum = f'SUMIFS({table}[Weight],{level},{rating_column},"<>{NA}")'
    count, lines = (f'COUNTIFS({level},{rating_column},"{kind}")' for kind in (">=1", f"<>{NA}"))
    gap_count = f'COUNTIFS({level},{table}[Gap],">0")'
    coverage_test = enough_formula("[@Coverage]", repr(least_coverage))
    return {
        "rated": f'{count}&" of "&{lines}',
        "coverage": f'IFERROR({count}/{lines},"")',
        "score": f'IF({coverage_test},IFERROR(SUMIFS({table}[Points],{level})/{weight_sum},""),"")',
        "words": summary_formula(lines, count, gap_count, coverage_test),
    }


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One row as rated."""

    weight: float
    expected_rating: int
    rating: RatingValue


@dataclass(frozen=True, slots=True)
class LevelView:
    """What `level_formulas` show for one level; "" where they show nothing."""

    rated: str
    coverage: float | str
    score: float | str
    words: str


def row_view(row: RatedRow) -> dict[str, float | str]:
    """What `row_formulas` show."""
    short = gap(row.expected_rating, row.rating)
    return {
        "gap": "" if short is None else short,
        "points": row.weight * (row.rating - 1) / 4 if isinstance(row.rating, int) else "",
    }


def level_view(rows: Sequence[RatedRow], least_coverage: float) -> LevelView:
    """What ratings against one level come to."""
    weighted_ratings = [(row.weight, row.rating) for row in rows]
    share, figure = coverage(weighted_ratings), weighted_score(weighted_ratings, least_coverage)
    rated_count = sum(isinstance(row.rating, int) for row in rows)
    lines = sum(row.rating != NA for row in rows)
    gap_count = sum((gap(row.expected_rating, row.rating) or 0) > 0 for row in rows)
    return LevelView(
        rated=f"{rated_count} of {lines}",
        coverage="" if share is None else share,
        score="" if figure is None else figure,
        words=summary(lines, rated_count, gap_count, enough=enough(share, least_coverage)),
    )
