"""Agreement: how close the answers to one statement lie

What it says
    Two sets of answers can have the same mean and mean different things: everybody chose 3, or half chose 1 and half
    chose 5. The average deviation comes first, because it is in points of the scale: 0.8 says answers lie 0.8 points
    from the median on average. r_wg compares the spread with answers given at random: 1 is full agreement, 0 is no
    more than chance, and where people differ even more than by chance it stands at 0 with a note. a_wg also allows
    for means near an end of the scale, where there is less room to differ.
    Fewer than three answers have no agreement; from five on it is put in words.

Formula
    average deviation = mean of |answer - median|; acceptable up to the setting D04.deviation
    r_wg = 1 - s^2 / 2, where s^2 is the sample variance and 2 the variance of answers given at random
    below .31 lacking, below .51 weak, below .71 moderate, up to .90 strong, above very strong
    a_wg = 1 - 2 s^2 / ((6 M - M^2 - 5) * n / (n - 1)), where M is the mean; none when M is 1 or 5

Examples
    | Ratings   | Average deviation | r_wg | a_wg   | In words    | Note                             |
    | 5 4 4 3 2 | 0.8               | 0.35 | 0.429  | weak        |                                  |
    | 4 4 4 4 5 | 0.2               | 0.9  | 0.875  | strong      |                                  |
    | 1 1 5 5 3 | 1.6               | 0    | -0.6   | lacking     | more than random disagreement    |
    | 3 3 3 3 3 | 0                 | 1    | 1      | very strong |                                  |
    | 5 5 5 5 5 | 0                 | 1    |        | very strong |                                  |
    | 4 4 5     | 0.333             | 0.833 | 0.8   |             | fewer than 5 answers: do not read much into it |
    | 4 5       |                   |      |        |             | fewer than 3 answers             |
    | -         |                   |      |        |             | fewer than 3 answers             |

Source
    Burke and Dunlap 2002 (average deviation, one sixth of the scale); James, Demaree and Wolf 1984 (r_wg);
    LeBreton and Senter 2008 (its words); Brown and Hauenstein 2005 (a_wg).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.scores.d01_item import figure_or_blank, middle, valid_answers
from xl_addin.scores.formula import in_use

RANDOM = 2
"""The variance of answers spread evenly over five points: (5^2 - 1) / 12."""

AGREEMENT_BANDS = ((0.31, "lacking"), (0.51, "weak"), (0.71, "moderate"))
STRONG = 0.9
RANDOM_NOTE = "more than random disagreement"

SETTINGS = (
    Setting(
        id="D04.least",
        group="Scores",
        default=3,
        meaning="Least number of answers before agreement is worked out.",
    ),
    Setting(
        id="D04.words",
        group="Scores",
        default=5,
        meaning="Least number of answers before agreement is put in words.",
    ),
    Setting(
        id="D04.deviation",
        group="Scores",
        default=0.8,
        meaning="Largest average deviation that still counts as agreement, in points of the scale.",
    ),
)

_MINIMUM, _WORDS = in_use("D04.least"), in_use("D04.words")
_SUM = "([@Rated 1]+2*[@Rated 2]+3*[@Rated 3]+4*[@Rated 4]+5*[@Rated 5])"
_SQUARES = "([@Rated 1]+4*[@Rated 2]+9*[@Rated 3]+16*[@Rated 4]+25*[@Rated 5])"
_VARIANCE = f"(([@n]*{_SQUARES}-{_SUM}^2)/([@n]*([@n]-1)))"
_DISTANCES = "+".join(f"[@Rated {point}]*ABS({point}-[@Median])" for point in range(1, 6))


def _enough(figure: str) -> str:
    return figure_or_blank(f'IF([@n]>=MAX(2,{_MINIMUM}),{figure},"")')


EXCEL = {
    "deviation": _enough(f"({_DISTANCES})/[@n]"),
    "r_wg": _enough(f"MAX(0,1-{_VARIANCE}/{RANDOM})"),
    "a_wg": _enough(f'IF(OR([@Mean]=1,[@Mean]=5),"",1-2*{_VARIANCE}/((6*[@Mean]-[@Mean]^2-5)*[@n]/([@n]-1)))'),
    # rounding guards the thresholds, here and in Python
    "words": (
        f'IF(ISNUMBER([@r_wg]),IF([@n]>={_WORDS},IF(ROUND([@r_wg],9)<0.31,"lacking",IF(ROUND([@r_wg],9)<0.51,"weak",'
        f'IF(ROUND([@r_wg],9)<0.71,"moderate",IF(ROUND([@r_wg],9)<={STRONG},"strong","very strong")))),""),"")'
    ),
    "close": (
        f"IF(ISNUMBER([@Average deviation]),IF([@n]>={_WORDS},"
        f'IF(ROUND([@Average deviation],9)<={in_use("D04.deviation")},"acceptable","too far apart"),""),"")'
    ),
}
"""Formulas of the table of `d01_item`, with the columns Average deviation and r_wg."""


@dataclass(frozen=True, slots=True)
class AgreementLimits:
    """The three settings."""

    minimum: float = 3
    words: float = 5
    deviation: float = 0.8


@dataclass(frozen=True, slots=True)
class Agreement:
    """How close the answers lie: `close` puts the deviation in words, `agreement_words` puts r_wg in words."""

    n: int
    deviation: float | None = None
    r_wg: float | None = None
    a_wg: float | None = None
    close: str = ""
    words: str = ""
    note: str = ""


def variance(answers: list[int]) -> float:
    """The sample variance of at least two answers, from whole numbers up to the one division."""
    n = len(answers)
    return (n * sum(a * a for a in answers) - sum(answers) ** 2) / (n * (n - 1))


def deviation(answers: list[int], centre: float) -> float:
    """The mean distance from a centre: the median for the figure shown, the mean for comparison with literature."""
    return sum(answers.count(point) * abs(point - centre) for point in range(1, 6)) / len(answers)


def a_wg(answers: list[int]) -> float | None:
    """Agreement relative to the most disagreement the mean allows; None when the mean is an end of the scale."""
    n, mean = len(answers), sum(answers) / len(answers)
    if mean in (1, 5):
        return None
    return 1 - 2 * variance(answers) / ((6 * mean - mean**2 - 5) * n / (n - 1))


def agreement_words(r_wg: float) -> str:
    """r_wg in words."""
    figure = round(r_wg, 9)
    return next(
        (word for edge, word in AGREEMENT_BANDS if figure < edge), "strong" if figure <= STRONG else "very strong"
    )


def agreement(ratings: Iterable[RatingValue], limits: AgreementLimits) -> Agreement:
    """The agreement among the answers to one statement."""
    answers = valid_answers(ratings)
    n = len(answers)
    if n < max(2, limits.minimum):
        return Agreement(n, note=f"fewer than {max(2, limits.minimum):g} answers")
    distance = deviation(answers, middle(answers))
    raw = 1 - variance(answers) / RANDOM
    if n < limits.words:
        caution = f"fewer than {limits.words:g} answers: do not read much into it"
        return Agreement(n, distance, max(0.0, raw), a_wg(answers), note=caution)
    close = "acceptable" if round(distance, 9) <= limits.deviation else "too far apart"
    note = RANDOM_NOTE if raw < 0 else ""
    return Agreement(n, distance, max(0.0, raw), a_wg(answers), close, agreement_words(max(0.0, raw)), note)


def example(ratings: tuple[RatingValue, ...]) -> tuple[float | str | None, ...]:
    """One row of the page's examples, with the default settings."""
    result = agreement(ratings, AgreementLimits())
    return result.deviation, result.r_wg, result.a_wg, result.words or None, result.note or None
