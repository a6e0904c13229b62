"""Figures a form works out itself while people rate: each an Excel formula and its Python twin.

In an employee's form they come from the self ratings and are the person's own view; in a manager's pack they come
from the manager's. The official figures are those of the master. Definitions: D8 gap, D9 coverage and score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.facts import NA
from xl_addin.model.records import Rated
from xl_addin.scores.d08_gap import gap
from xl_addin.scores.d09_score import coverage, score

SELF, MANAGER = "Self rating", "Manager rating"
"""The headers of the two ratings."""
NOTHING = "Nothing rated yet"
MORE = "Rate more to see a score"
MEETS = "Meets what the level asks for"
BELOW = " below expectation: talk about what would help"


def row_formulas(rated: str) -> Mapping[str, str]:
    """Formulas of a row to rate, from the rating under the header `rated`."""
    return {
        "gap": f'IF(ISNUMBER([@{rated}]),[@Expected]-[@{rated}],"")',
        "points": f'IF(ISNUMBER([@{rated}]),[@Weight]*([@{rated}]-1)/4,"")',
    }


def level_formulas(table: str, rated: str, least: float) -> Mapping[str, str]:
    """Formulas of a row about one level, over the rows to rate in `table`; no score below the `least` coverage."""
    level, given = f"{table}[Level],[@Level]", f"{table}[{rated}]"
    weight = f'SUMIFS({table}[Weight],{level},{given},">=1")'
    count = f'COUNTIFS({level},{given},">=1")'
    below = f'COUNTIFS({level},{table}[Gap],">0")'
    plain = f'IF({below}=0,"{MEETS}",{below}&"{BELOW}")'
    return {
        "rated": f'{count}&" of "&COUNTIFS({level},{given},"<>{NA}")',
        "coverage": f'IFERROR({weight}/SUMIFS({table}[Weight],{level},{given},"<>{NA}"),"")',
        "score": (
            # rounding guards the threshold, as in D9
            f"IF(ISNUMBER([@Coverage]),IF(AND([@Coverage]>0,ROUND([@Coverage],9)>={least!r}),"
            f'SUMIFS({table}[Points],{level})/{weight},""),"")'
        ),
        "words": f'IF({count}=0,"{NOTHING}",IF([@Score]="","{MORE}",{plain}))',
        "plain_words": f'IF({count}=0,"{NOTHING}",{plain})',
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


def level_view(rows: Sequence[RatedRow], least: float, *, scores: bool = True) -> LevelView:
    """What ratings against one level come to; `scores` False leaves the score out of the words."""
    weighed = [(row.weight, row.rating) for row in rows]
    share, figure = coverage(weighed), score(weighed, least)
    rated = sum(isinstance(row.rating, int) for row in rows)
    below = sum((gap(row.expected, row.rating) or 0) > 0 for row in rows)
    if not rated:
        words = NOTHING
    elif scores and figure is None:
        words = MORE
    else:
        words = f"{below}{BELOW}" if below else MEETS
    return LevelView(
        rated=f"{rated} of {sum(row.rating != NA for row in rows)}",
        coverage="" if share is None else share,
        score="" if figure is None else figure,
        words=words,
    )
