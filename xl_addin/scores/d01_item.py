"""Statement: what several people make of one statement

What it says
    The favourable share leads: how many of those who answered chose 4 or 5. The five counts say whether people
    agree or are split, the mean and the median sum them up. With few answers the share is rough, so its likely range
    is shown too: 60% of 5 people may well be anything from 23% to 88%.
    A blank or N/A answer does not count, neither above nor below the line. Nobody answered: no figure at all.

Formula
    n = answers from 1 to 5
    favourable = answers of 4 and 5 / n; neutral = answers of 3 / n; unfavourable = answers of 1 and 2 / n
    likely range (n below the setting D01.interval), with p = favourable and z = 1.959964:
    (p + z^2/2n) / (1 + z^2/n) -/+ z * square root of (p(1-p)/n + z^2/4n^2) / (1 + z^2/n)

Examples
    | Ratings   | n | Mean | Median | Favourable | Low   | High  |
    | 5 4 4 3 2 | 5 | 3.6  | 4      | 0.6        | 0.231 | 0.882 |
    | 4 4 4 4 5 | 5 | 4.2  | 4      | 1          | 0.566 | 1     |
    | 1 1 5 5 3 | 5 | 3    | 3      | 0.4        | 0.118 | 0.769 |
    | 3 3 3 3 3 | 5 | 3    | 3      | 0          | 0     | 0.434 |
    | 4 - N/A 5 | 2 | 4.5  | 4.5    | 1          | 0.342 | 1     |
    | - - -     | 0 |      |        |            |       |       |

Source
    The share is agree plus strongly agree over responders, as survey tools define it (Lattice help, article 2156222).
    On means of ratings: Norman 2010. The range: Wilson 1927.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.model.text import unwild
from xl_addin.scores.d06_suppression import MINIMUM_FORMULA
from xl_addin.scores.formula import in_use

Z = 1.959964
"""Nineteen times in twenty."""

POINTS = (1, 2, 3, 4, 5)

SETTINGS = (
    Setting(
        id="D01.interval",
        group="Scores",
        default=30,
        meaning="With fewer answers than this, the likely range of the favourable share is shown beside it.",
    ),
)

HEALTH_FIGURES, BENEFIT_FIGURES, PULSE_FIGURES = "tblHealthFigures", "tblBenefitFigures", "tblPulseFigures"
"""Where formulas that look beyond their own row expect the figures of each set of statements."""

# with double brackets: LibreOffice does not know tblResponses[#All]
_RESPONSES = "tblResponses[[#All]]"
_HEADERS = f"INDEX({_RESPONSES},1,0)"
NOT_READ = "(not read)"
"""Stands in place of a header where a column of answers is left out as a whole."""
ANSWER_LENGTH = 120
"""Characters of an answer that can be looked up: a criterion holds no more than 255, and marks may double them."""


def _literal(text: str) -> str:
    """A text as a look-up takes it word for word: what stands for any letter there is marked as itself.

    A longer one is cut one character late, so that it is never taken for one that fits.
    """
    return unwild(f"LEFT({text},{ANSWER_LENGTH + 1})")


def _column_by_header(text: str) -> str:
    """The column of tblResponses whose header is the text: compared whole, as a criterion ends at 255 characters."""
    return f"SUMPRODUCT(MATCH(1,--({_HEADERS}={text}),0))"


_BY_NAME = _column_by_header('IF([@Read from]="",[@Key],[@Read from])')
_BY_STATEMENT = _column_by_header("[@Statement]")
COLUMN = f'IF([@Read from]="{NOT_READ}",0,IFERROR({_BY_NAME},IFERROR({_BY_STATEMENT},0)))'
"""A row of tblAnswerColumns: which column of tblResponses carries its statement, 0 where none does."""


def answer_points(column: str) -> str:
    """What the answers of a column of tblResponses come to, an array: 1 to 5, and 0 for what is no answer.

    Answers are looked up in quotes, so that "4,0" stays the text it is wherever a comma is a decimal point.
    """
    answers = _literal(f"TRIM(INDEX({_RESPONSES},0,MAX(1,{column})))")
    return f'SUMIF(tblAnswerWords[Answer],"=\u201c"&{answers}&"\u201d",tblAnswerWords[Counts as])'


_COLUMN = "INDEX(tblAnswerColumns[Column],MATCH([@Key],tblAnswerColumns[Key],0))"
_SUM = "([@Rated 1]+2*[@Rated 2]+3*[@Rated 3]+4*[@Rated 4]+5*[@Rated 5])"
_ANSWER_COUNT = f"IF({_COLUMN}=0,0,SUMPRODUCT(--({answer_points(_COLUMN)}>0)))"
_P = "[@Favourable]"
_ROOT = f"{Z}*SQRT({_P}*(1-{_P})/[@n]+{Z}^2/(4*[@n]^2))"


def figure_or_blank(figure: str) -> str:
    """A figure's formula, blank where nobody or too few answered: then n is 0 or the words n<5."""
    return f'IF(N([@n])>0,{figure},"")'


def _interval_end(figure: str) -> str:
    return figure_or_blank(f'IF([@n]<{in_use("D01.interval")},{figure},"")')


EXCEL = {
    "column": COLUMN,
    "n": f'IF(AND({_ANSWER_COUNT}>0,{_ANSWER_COUNT}<{MINIMUM_FORMULA}),"n<"&{MINIMUM_FORMULA},{_ANSWER_COUNT})',
    **{f"rated_{point}": figure_or_blank(f"SUMPRODUCT(--({answer_points(_COLUMN)}={point}))") for point in POINTS},
    "mean": figure_or_blank(f"{_SUM}/[@n]"),
    # each sign says on which side of a step between two ratings the middle of the answers lies
    "median": figure_or_blank(
        "3+(SIGN([@n]-2*[@Rated 1])+SIGN([@n]-2*([@Rated 1]+[@Rated 2]))"
        "+SIGN(2*([@Rated 4]+[@Rated 5])-[@n])+SIGN(2*[@Rated 5]-[@n]))/2"
    ),
    "favourable": figure_or_blank("([@Rated 4]+[@Rated 5])/[@n]"),
    "neutral": figure_or_blank("[@Rated 3]/[@n]"),
    "unfavourable": figure_or_blank("([@Rated 1]+[@Rated 2])/[@n]"),
    "low": _interval_end(f"MAX(0,({_P}+{Z}^2/(2*[@n])-{_ROOT})/(1+{Z}^2/[@n]))"),
    "high": _interval_end(f"MIN(1,({_P}+{Z}^2/(2*[@n])+{_ROOT})/(1+{Z}^2/[@n]))"),
}
"""Formulas of a table with the columns Key, n, Rated 1 to Rated 5, Mean, Median, Favourable, Low and High."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What several people make of one statement; all but n is None where nobody answered."""

    n: int
    counts: tuple[int, int, int, int, int] | None = None
    mean: float | None = None
    median: float | None = None
    favourable: float | None = None
    neutral: float | None = None
    unfavourable: float | None = None
    low: float | None = None
    high: float | None = None


def valid_answers(ratings: Iterable[RatingValue]) -> list[int]:
    """The answers that count: whole numbers from 1 to 5, lowest first, so that their order never matters."""
    return sorted(r for r in ratings if isinstance(r, int) and not isinstance(r, bool) and 1 <= r <= 5)


def item(ratings: Iterable[RatingValue], interval: float) -> Figures:
    """The figures of one statement; the likely range only for fewer than `interval` answers."""
    answers = valid_answers(ratings)
    n = len(answers)
    if not n:
        return Figures(0)
    ones, twos, threes, fours, fives = (answers.count(point) for point in POINTS)
    low, high = wilson(fours + fives, n) if n < interval else (None, None)
    return Figures(
        n,
        (ones, twos, threes, fours, fives),
        mean=sum(answers) / n,
        median=middle(answers),
        favourable=(fours + fives) / n,
        neutral=threes / n,
        unfavourable=(ones + twos) / n,
        low=low,
        high=high,
    )


def middle(answers: list[int]) -> float:
    """The median of at least one answer, lowest first."""
    n = len(answers)
    return (answers[(n - 1) // 2] + answers[n // 2]) / 2


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share of n > 0, kept within 0 to 1 where the last digit would leave it."""
    p = count / n
    root = Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    centre, scale = p + Z**2 / (2 * n), 1 + Z**2 / n
    return max(0.0, (centre - root) / scale), min(1.0, (centre + root) / scale)


def example(ratings: tuple[RatingValue, ...]) -> tuple[float | None, ...]:
    """One row of the page's examples, with the default setting."""
    figures = item(ratings, 30)
    return figures.n, figures.mean, figures.median, figures.favourable, figures.low, figures.high
