"""Team: where it is thin, and whether ratings are given alike

What it says
    A team of good people can still have nobody for something. For every competency that its people are asked for, it
    says how many of those rated are at the working level or above: nobody is a critical gap, exactly one is a single
    point of failure, because that person may leave. Three or more people at one level with the same rating in one
    competency are a concentration: good depth, but little to learn from each other. A blank counts for nobody.
    Managers differ in how they rate. Severity is how far a manager's ratings lie from those of all people at the same
    track and level; it is shown from five people on and worth a talk when it is unlikely to be chance. Ratings that
    hardly differ say little about anybody. Both are questions to the manager; no score is ever adjusted.
    A self rating one point away from the manager's is normal, two or more are worth a talk. With enough people to
    compare, a person's self ratings are over, in agreement or under; over is common and no fault.

Formula
    working level = the setting D11.working
    delta = self rating - manager rating
    a person's mean = mean of the manager's ratings at one level; difference = that mean - the mean of all people's
    means at the same track and level, where more than one manager has rated there
    severity = mean of the differences; z = severity / (s / sqrt(n)), s^2 = sum of squared differences of all people
    compared / (people - levels compared)
    close together: sample standard deviation of all of a manager's ratings below D11.spread
    over, under: mean delta more than D11.profile standard deviations of all people's mean deltas away from their mean
    Delta, its words and the profile have formulas in the workbook. The others compare people across rows, levels and
    managers, and a chain of hidden columns would be no easier to follow than this page: the tabs Cover and Raters hold
    them as Score last worked them out.

Examples
    | Ratings of a team | Self | Manager | At the working level | Rated | In words                | Delta | In words |
    | 3 4 2             | 3    | 3       | 2                    | 3     | Covered                 | 0     | normal   |
    | 5 2 2             | 4    | 3       | 1                    | 3     | Single point of failure | 1     | normal   |
    | 2 2 -             | 5    | 3       | 0                    | 2     | Critical gap            | 2     | discuss  |
    | 3 N/A -           | 1    | 4       | 1                    | 1     | Single point of failure | -3    | discuss  |
    | - -               | 3    |         | 0                    | 0     | Not rated yet           |       |          |
    | 4 4               | N/A  | 3       | 2                    | 2     | Covered                 |       |          |

Source
    forwardimpact, summit (single points of failure, critical gaps, concentration of three or more). Heidemeier and
    Moser 2009 (self ratings lie about a third of a standard deviation higher). Atwater and Yammarino 1992 (half a
    standard deviation parts over, in agreement and under).
"""

import math
from collections.abc import Iterable, Sequence

from xl_addin.model.facts import Number
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.scores.formula import in_use, is_rating_formula

SETTINGS = (
    Setting(
        id="D11.working",
        group="Scores",
        default=3,
        takes=Number(1, 5),
        meaning="The working level: from this rating up a person counts as able to do what the level asks.",
    ),
    Setting(
        id="D11.concentration",
        group="Scores",
        default=3,
        meaning="So many people of a team at one level with the same rating in a competency are a concentration.",
    ),
    Setting(
        id="D11.delta",
        group="Scores",
        default=2,
        meaning="From so many points between self and manager rating on, a talk about it is worthwhile.",
    ),
    Setting(
        id="D11.least",
        group="Scores",
        default=5,
        meaning="Least number of people a manager has rated before severity and spread are shown.",
    ),
    Setting(
        id="D11.z",
        group="Scores",
        default=2,
        meaning="Severity is worth a talk from so many standard errors away from 0 on.",
    ),
    Setting(
        id="D11.spread",
        group="Scores",
        default=0.4,
        meaning="A manager's ratings lie close together when their standard deviation is below this.",
    ),
    Setting(
        id="D11.population",
        group="Scores",
        default=30,
        meaning="Least number of people with self and manager ratings before profiles are named.",
    ),
    Setting(
        id="D11.profile",
        group="Scores",
        default=0.5,
        meaning="Over or under: further than so many standard deviations from the mean of all people's deltas.",
    ),
)

NOBODY_RATED, CRITICAL, SINGLE_POINT, WELL_COVERED = (
    "Not rated yet",
    "Critical gap",
    "Single point of failure",
    "Covered",
)
OVERRATING, AGREEMENT, UNDERRATING = "over", "in agreement", "under"
DISCUSS, NORMAL = "discuss", "normal"

_PERSON_ROWS = (
    f"tblAssessments[Cycle],{in_use('cycle')},tblAssessments[Employee ID],[@Employee ID],"
    'tblAssessments[Level ID],[@Level ID],tblAssessments[Competency ID],"?*",tblAssessments[Counts],"<>repeated"'
)
_EDGE = f"ROUND({in_use('D11.profile')}*STDEV(tblViews[Mean]),9)"
EXCEL = {
    "delta": (
        f"IF(AND({is_rating_formula('Self rating')},{is_rating_formula('Manager rating')}),[@Self "
        'rating]-[@Manager rating],"")'
    ),
    "compared": f'COUNTIFS({_PERSON_ROWS},tblAssessments[Delta],">=-5")',
    "mean": f'IFERROR(AVERAGEIFS(tblAssessments[Delta],{_PERSON_ROWS}),"")',
    "discuss": f'COUNTIFS({_PERSON_ROWS},tblAssessments[Worth a talk],"{DISCUSS}")',
    "profile": (
        f'IF(ISNUMBER([@Mean]),IF(COUNT(tblViews[Mean])<MAX(2,{in_use("D11.population")}),"",'
        f'IF(ROUND([@Mean]-AVERAGE(tblViews[Mean]),9)>{_EDGE},"{OVERRATING}",'
        f'IF(ROUND(AVERAGE(tblViews[Mean])-[@Mean],9)>{_EDGE},"{UNDERRATING}","{AGREEMENT}"))),"")'
    ),
    "delta_words": (f'IF(ISNUMBER([@Delta]),IF(ABS([@Delta])>={in_use("D11.delta")},"{DISCUSS}","{NORMAL}"),"")'),
}
"""`delta` and `delta_words` in a row of tblAssessments, under the headers Delta and Worth a talk; the others, from the
open cycle, in a row of tblViews with the columns Employee ID, Level ID and Mean."""


def at_level(ratings: Iterable[RatingValue], working: float) -> tuple[int, int]:
    """How many are at the working level or above, and how many are rated at all."""
    numbers = [rating for rating in ratings if isinstance(rating, int)]
    return sum(rating >= working for rating in numbers), len(numbers)


def cover_words(able: int, rated_count: int) -> str:
    """What the two counts say about one competency of a team."""
    if not rated_count:
        return NOBODY_RATED
    return {0: CRITICAL, 1: SINGLE_POINT}.get(able, WELL_COVERED)


def rating_delta(self_rating: RatingValue, manager: RatingValue) -> int | None:
    """Self minus manager; None unless both have rated."""
    return self_rating - manager if isinstance(self_rating, int) and isinstance(manager, int) else None


def delta_words(points: int | None, discuss: float) -> str:
    """Whether a difference is worth a talk; "" where there is none to judge."""
    if points is None:
        return ""
    return DISCUSS if abs(points) >= discuss else NORMAL


def self_profiles(deltas: Sequence[float], minimum: float, band: float) -> list[str]:
    """For each person's mean delta: over, in agreement or under; "" for all below the least number of people."""
    if len(deltas) < max(2, minimum):
        return [""] * len(deltas)
    centre = math.fsum(deltas) / len(deltas)
    edge = band * math.sqrt(math.fsum((d - centre) ** 2 for d in deltas) / (len(deltas) - 1))
    # rounding keeps people who are all alike in agreement
    offsets = [round(d - centre, 9) for d in deltas]
    return [OVERRATING if d > round(edge, 9) else UNDERRATING if -d > round(edge, 9) else AGREEMENT for d in offsets]


def example(
    ratings: tuple[RatingValue, ...], self_rating: RatingValue, manager: RatingValue
) -> tuple[int, int, str, int | None, str | None]:
    """One row of the page's examples, with the default settings."""
    able, rated_count = at_level(ratings, 3)
    points = rating_delta(self_rating, manager)
    return able, rated_count, cover_words(able, rated_count), points, delta_words(points, 2) or None
