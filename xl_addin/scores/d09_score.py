"""Coverage and score: how much was rated, and how high

What it says
    Coverage is the share of the applicable weight that the manager has rated. The score is the weighted mean of
    the rated competencies, 0% when all are 1 and 100% when all are 5; a competency marked N/A drops out and the
    weights of the others take its place. Below the least coverage there is no score at all: half a sheet is not
    a result.

Formula
    coverage = sum of weights rated / sum of weights applicable
    score = sum of weight * (rating - 1) / 4 over the rated, divided by the sum of their weights

Examples
    | Weights     | Ratings     | Coverage | Score |
    | 30 55 10 5  | 3 3 2 2     | 1        | 0.4625 |
    | 50 50       | 5 1         | 1        | 0.5   |
    | 40 30 30    | 4 N/A 4     | 1        | 0.75  |
    | 40 30 30    | 4 - -       | 0.4      |       |
    | 60 20 20    | 3 5 -       | 0.8      | 0.625 |
    | 50 50       | - -         | 0        |       |
    | 50 50       | N/A N/A     |          |       |

Source
    The scale maps 1-5 to 0-1 with (r - 1) / 4. Dividing by 5 instead would give the lowest rating 20 points.
"""

from collections.abc import Iterable

from xl_addin.model.facts import NA
from xl_addin.model.records import Rated, Setting
from xl_addin.scores.formula import in_use

SETTINGS = (
    Setting(
        id="D09.coverage",
        group="Scores",
        default=0.7,
        meaning="Least share of the applicable weight that must be rated before a score is shown, 0 to 1.",
    ),
)

_OWN = "tblAssessments[Cycle],[@Cycle],tblAssessments[Employee ID],[@Employee ID],tblAssessments[Level ID],[@Level ID]"
_LEAST = in_use("D09.coverage")
EXCEL = {
    "weight": (
        "SUMIFS(tblWeights[Weight],tblWeights[Track ID],"
        'IFERROR(INDEX(tblLevels[Track ID],MATCH([@Level ID],tblLevels[Level ID],0)),""),'
        "tblWeights[Competency ID],[@Competency ID])"
    ),
    "points": 'IF(ISNUMBER([@Manager rating]),[@Weight]*([@Manager rating]-1)/4,"")',
    "applicable": f'COUNTIFS({_OWN},tblAssessments[Manager rating],"<>N/A")',
    "rated": f'COUNTIFS({_OWN},tblAssessments[Manager rating],">=1")',
    "coverage": (
        f'IFERROR(SUMIFS(tblAssessments[Weight],{_OWN},tblAssessments[Manager rating],">=1")'
        f'/SUMIFS(tblAssessments[Weight],{_OWN},tblAssessments[Manager rating],"<>N/A"),"")'
    ),
    "score": (
        # rounding guards the threshold: 0.7 reached by adding weights may show as 0.69999
        f"IF(ISNUMBER([@Coverage]),IF(AND([@Coverage]>0,ROUND([@Coverage],9)>={_LEAST}),"
        f"SUMIFS(tblAssessments[Points],{_OWN})/SUMIFS(tblAssessments[Weight],{_OWN},"
        'tblAssessments[Manager rating],">=1"),""),"")'
    ),
    "below": f'COUNTIFS({_OWN},tblAssessments[Gap],">0")',
}

Weighed = tuple[float, Rated]
"""One competency's weight and rating."""


def coverage(rated: Iterable[Weighed]) -> float | None:
    """Rated weight over applicable weight, 0-1; None when nothing with a weight applies."""
    pairs = [(weight, rating) for weight, rating in rated if rating != NA]
    applicable = sum(weight for weight, _ in pairs)
    if not applicable:
        return None
    return sum(weight for weight, rating in pairs if isinstance(rating, int)) / applicable


def score(rated: Iterable[Weighed], least: float) -> float | None:
    """The weighted mean of (r - 1) / 4 over the rated, 0-1; None below the least coverage or with nothing rated."""
    pairs = list(rated)
    share = coverage(pairs)
    if not share or not reaches(share, least):
        return None
    answered = [(weight, rating) for weight, rating in pairs if isinstance(rating, int)]
    return sum(points(weight, rating) for weight, rating in answered) / sum(weight for weight, _ in answered)


def points(weight: float, rating: int) -> float:
    """What a rating earns of its weight: nothing for a 1, all of it for a 5."""
    return weight * (rating - 1) / 4


def reaches(figure: float | None, least: float) -> bool:
    """Whether a figure is at a threshold or above; None is not."""
    # rounding guards the threshold: 0.85 reached by adding weights may show as 0.84999
    return figure is not None and round(figure, 9) >= least


def example(weights: tuple[float, ...], ratings: tuple[Rated, ...]) -> tuple[float | None, float | None]:
    """One row of the page's examples, with the default least coverage of 0.7."""
    pairs = list(zip(weights, ratings, strict=True))
    return coverage(pairs), score(pairs, 0.7)
