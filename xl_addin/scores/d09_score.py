"""Coverage and score: how much was rated, and how high

What it says
    Coverage is how much of what the level asks for the manager has rated: 22 of 24 competencies. What counts are the
    competencies that the level's matrix asks for, less those rated N/A; one without a row in Assessments is not rated,
    never absent. The score is the weighted mean over all of them: 0% when all are rated 1, 100% when all are rated 5.
    What is not rated yet earns nothing, so taking a rating away never raises a score; a competency marked N/A drops out
    and the weights of the others take its place. Below the least coverage there is no score: half a sheet is no result.
    Rating what the level does not ask for, and a row that repeats an earlier one, count nowhere.
    To people it is said in counts: "Meets 6 of 8; 2 below", because meeting every expectation is 50% on this scale.

Formula
    weight asked = sum of weights of what the level asks for, less those rated N/A
    coverage = competencies rated / competencies asked for, less those rated N/A
    score = sum of weight * (rating - 1) / 4 over the rated / weight asked

Examples
    | Weights     | Ratings     | Coverage | Score |
    | 30 55 10 5  | 3 3 2 2     | 1        | 0.4625 |
    | 50 50       | 5 1         | 1        | 0.5   |
    | 40 30 30    | 4 N/A 4     | 1        | 0.75  |
    | 40 40 10 10 | 4 4 - -     | 0.5      |       |
    | 20 20 40 20 | 3 5 5 -     | 0.75     | 0.7   |
    | 50 50       | - -         | 0        |       |
    | 50 50       | N/A N/A     |          |       |
    | 0 0         | 3 4         | 1        |       |

Source
    The scale maps 1-5 to 0-1 with (r - 1) / 4. Dividing by 5 instead would give the lowest rating 20 points.
"""

from collections.abc import Iterable

from xl_addin.model.facts import NA, Number
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.model.text import equal_to, exactly, unwild
from xl_addin.scores.formula import MAXIFS, in_use, is_rating_formula
from xl_addin.scores.summary import enough_formula, summary_formula

SETTINGS = (
    Setting(
        id="D09.coverage",
        group="Scores",
        default=0.7,
        takes=Number(0, 1),
        meaning="Least share of what the level asks for that must be rated before a score is shown, 0 to 1.",
    ),
)

COUNTS, DUPLICATE, NOT_ASKED = "yes", "repeated", "not asked"
"""What the column Counts of Assessments says of a row."""
PLACES = 10_000
"""More than there are competencies: the largest gaps are found as points * PLACES less the competency's place."""


def person_rows(level: str) -> str:
    """Criteria for the rows of tblAssessments that count for a row's cycle, person and the level under a header."""
    return (
        "tblAssessments[Cycle],[@Cycle],tblAssessments[Employee ID],[@Employee ID],"
        f'tblAssessments[Level ID],[@{level}],tblAssessments[Counts],"{COUNTS}"'
    )


def _of_level(header: str, level: str) -> str:
    return f"N(IFERROR(INDEX(tblLevels[{header}],MATCH([@{level}],tblLevels[Level ID],0)),0))"


def asked_weight(level: str) -> str:
    """The weight that the level under a header asks for, less what is rated N/A, as a formula."""
    return (
        f"{_of_level('Weight asked', level)}"
        f'-SUMIFS(tblAssessments[Weight],{person_rows(level)},tblAssessments[Manager rating],"N/A")'
    )


def coverage_formula(level: str) -> str:
    """Coverage of the level under a header, as a formula."""
    lines, rated_count = lines_asked(level), lines_rated(level)
    return f'IF({lines}>0,{rated_count}/({lines}),"")'


def lines_asked(level: str) -> str:
    """How many competencies the level under a header asks for, less those rated N/A, as a formula."""
    na_count = f'COUNTIFS({person_rows(level)},tblAssessments[Manager rating],"N/A")'
    return f"{_of_level('Lines asked', level)}-{na_count}"


def lines_rated(level: str) -> str:
    """How many of them are rated, as a formula."""
    return f'COUNTIFS({person_rows(level)},tblAssessments[Points],">=0")'


def over_weight(figure: str) -> str:
    """A sum of weights over the weight asked, as a formula in a row with the columns Coverage and Asked weight."""
    # rounding: weights taken off one by one may leave a trace where nothing is left
    return f'IF(AND(N([@Coverage])>0,ROUND([@Asked weight],9)>0),{figure}/[@Asked weight],"")'


def weight_formula(track: str, competency: str = "") -> str:
    """The weight of a competency on a track, or of all of them, as a formula; -1 and 1000 are no weights."""
    criterion = f"tblWeights[Competency ID],{equal_to(competency)}," if competency else ""
    return (
        f"SUMIFS(tblWeights[Weight],tblWeights[Track ID],{track},{criterion}"
        'tblWeights[Weight],">=0",tblWeights[Weight],"<=100")'
    )


_PERSON_ROWS = person_rows("Level ID")
_LEVEL = f"MATCH({exactly('[@Level ID]')},tblLevels[Level ID],0)"
_MINIMUM = in_use("D09.coverage")
_ENOUGH = enough_formula("[@Coverage]", _MINIMUM)
_ORDER = f"{MAXIFS}(tblAssessments[Gap order],{_PERSON_ROWS}"


def _gap_named(header: str) -> str:
    """A gap by name and points, from the number under a header."""
    points = f"ROUNDUP([@{header}]/{PLACES},0)"
    place = f"{points}*{PLACES}-[@{header}]"
    name, id_ = (f"INDEX(tblCompetencies[{column}],{place})" for column in ("Competency", "Competency ID"))
    return f'IF({name}="",{id_},{name})&" ("&{points}&")"'


EXCEL = {
    "asks_count": 'IF([@Asks]="",0,LEN([@Asks])-LEN(SUBSTITUTE([@Asks],";",""))+1)',
    "asks_weight": (
        "SUMPRODUCT((tblWeights[Track ID]=[@Track ID])"
        '*(tblWeights[Competency ID]<>"")'
        '*ISNUMBER(FIND(LOWER(";"&tblWeights[Competency ID]&";"),LOWER(";"&[@Asks]&";")))'
        "*(tblWeights[Weight]>=0)*(tblWeights[Weight]<=100),tblWeights[Weight])"
    ),
    "key": 'LOWER([@Cycle]&"|"&[@Employee ID]&"|"&[@Level ID]&"|"&[@Competency ID])',
    "counts": (
        f"IF(MATCH({unwild('[@Key]')},tblAssessments[Key],0)<ROW()-ROW(tblAssessments[[#Headers],[Key]]),"
        f'"{DUPLICATE}",IF(([@Competency ID]<>"")*ISNUMBER(FIND(LOWER(";"&[@Competency ID]&";"),'
        f'LOWER(";"&IFERROR(INDEX(tblLevels[Asks],{_LEVEL}),"")&";"))),'
        f'"{COUNTS}","{NOT_ASKED}"))'
    ),
    "gap_order": (
        f'IF([@Counts]="{COUNTS}",IF(N([@Gap])>0,'
        f"IFERROR([@Gap]*{PLACES}-MATCH({exactly('[@Competency ID]')},tblCompetencies[Competency ID],0),0),0),0)"
    ),
    "weight": weight_formula(f'IFERROR("="&{unwild(f"INDEX(tblLevels[Track ID],{_LEVEL})")},"")', "[@Competency ID]"),
    "points": f'IF({is_rating_formula("Manager rating")},[@Weight]*([@Manager rating]-1)/4,"")',
    "applicable": lines_asked("Level ID"),
    "rated": lines_rated("Level ID"),
    "asked_weight": asked_weight("Level ID"),
    "coverage": coverage_formula("Level ID"),
    "score": f'IF({_ENOUGH},{over_weight(f"SUMIFS(tblAssessments[Points],{_PERSON_ROWS})")},"")',
    "met": f'COUNTIFS({_PERSON_ROWS},tblAssessments[Gap],"<=0")',
    "below": f'COUNTIFS({_PERSON_ROWS},tblAssessments[Gap],">0")',
    "first": f"{_ORDER})",
    "second": f'IF([@Gap 1]>0,{_ORDER},tblAssessments[Gap order],"<"&[@Gap 1]),0)',
    "third": f'IF([@Gap 2]>0,{_ORDER},tblAssessments[Gap order],"<"&[@Gap 2]),0)',
    "gaps": (
        f'IF([@Gap 1]>0,{_gap_named("Gap 1")},"")&IF([@Gap 2]>0,"; "&{_gap_named("Gap 2")},"")'
        f'&IF([@Gap 3]>0,"; "&{_gap_named("Gap 3")},"")'
    ),
    "words": summary_formula("[@Applicable]", "[@Rated]", "[@Below expectation]", _ENOUGH),
}
"""`asks_...` belong in a row of tblLevels, from `key` to `points` in one of tblAssessments, the others in one of
tblScores."""

WeightedRating = tuple[float, RatingValue]
"""One competency's weight and rating."""


def coverage(weighted_ratings: Iterable[WeightedRating]) -> float | None:
    """How many are rated of how many are asked for, 0-1; None when nothing applies."""
    ratings = [rating for _, rating in weighted_ratings if rating != NA]
    return sum(isinstance(rating, int) for rating in ratings) / len(ratings) if ratings else None


def weighted_score(weighted_ratings: Iterable[WeightedRating], minimum: float) -> float | None:
    """The points earned over the weight asked, 0-1; None below the least coverage and where nothing has a weight."""
    pairs = [(weight, rating) for weight, rating in weighted_ratings if rating != NA]
    share, whole = coverage(pairs), sum(weight for weight, _ in pairs)
    if not share or not whole or not reaches(share, minimum):
        return None
    points_total = sum(points(weight, rating) for weight, rating in pairs if isinstance(rating, int))
    return points_total / whole


def enough(share: float | None, minimum: float) -> bool:
    """Whether so much is rated that more can be said than how much."""
    return bool(share) and reaches(share, minimum)


def points(weight: float, rating: int) -> float:
    """What a rating earns of its weight: nothing for a 1, all of it for a 5."""
    return weight * (rating - 1) / 4


def reaches(figure: float | None, threshold: float) -> bool:
    """Whether a figure is at a threshold or above; None is not."""
    # rounding guards the threshold: 0.85 reached by adding weights may show as 0.84999
    return figure is not None and round(figure, 9) >= threshold


def example(weights: tuple[float, ...], ratings: tuple[RatingValue, ...]) -> tuple[float | None, float | None]:
    """One row of the page's examples, with the default least coverage of 0.7."""
    pairs = list(zip(weights, ratings, strict=True))
    return coverage(pairs), weighted_score(pairs, 0.7)
