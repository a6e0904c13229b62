"""Alpha: whether people tell the statements apart in the same way

What it says
    Krippendorff's alpha is 1 when everybody rates every statement alike, and 0 when they might as well have drawn
    lots. From .80 the ratings can be relied on, from .667 they allow tentative conclusions, below that they do not.
    A low alpha is a finding too: people in one organisation see quite different career tracks.
    Blank answers are left out, never filled in. If every answer is the same there is no variance and no alpha: that
    is not perfect agreement, only nothing was told apart.

Formula
    alpha = 1 - observed disagreement / disagreement expected by chance, over all pairs of answers to one statement
    the distance of two ratings, squared (ordinal): the number of answers from one to the other, the answers at either
    end counted half

Examples
    Each run of digits is one person's ratings of the statements in order; - is a blank.

    | Answers                                                   | Distance | Alpha  | In words        |
    | 4323234 / 5422244 / 4413345 / 2423134 / 4534243           | ordinal  | 0.5152 | not reliable    |
    | 123321412--- / 1233224125-3 / -3332342251- / 12332441251- | nominal  | 0.743  | tentative       |
    | 123321412--- / 1233224125-3 / -3332342251- / 12332441251- | ordinal  | 0.815  | reliable        |
    | 123321412--- / 1233224125-3 / -3332342251- / 12332441251- | interval | 0.849  | reliable        |
    | 333 / 333 / 333                                           | ordinal  |        | no variance     |
    | 34- / --5                                                 | ordinal  |        | too few answers |

Source
    Krippendorff 2011, Computing Krippendorff's alpha-reliability; the twelve-statement example is his.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from xl_addin.model.facts import Number
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.scores.d01_item import POINTS, valid_answers

SETTINGS = (
    Setting(
        id="D05.reliable",
        group="Scores",
        default=0.8,
        takes=Number(0, 1),
        meaning="Least alpha at which ratings are called reliable.",
    ),
    Setting(
        id="D05.tentative",
        group="Scores",
        default=0.667,
        takes=Number(0, 1),
        meaning="Least alpha at which ratings allow tentative conclusions.",
    ),
)

Counts = Mapping[int, int]
"""Rating -> how many gave it."""
Distance = Callable[[int, int, Counts], float]
"""Squared distance of two ratings, the lower one first, where all answers are distributed as counted."""


def nominal(_low: int, _high: int, _counts: Counts) -> float:
    """Different is different."""
    return 1.0


def ordinal(low: int, high: int, counts: Counts) -> float:
    """As far apart as there are answers between."""
    count = sum(counts[point] for point in range(low, high + 1))
    return (count - (counts[low] + counts[high]) / 2) ** 2


def interval(low: int, high: int, _counts: Counts) -> float:
    """As far apart as the numbers."""
    return float((high - low) ** 2)


DISTANCES: dict[str, Distance] = {measure.__name__: measure for measure in (nominal, ordinal, interval)}


@dataclass(frozen=True, slots=True)
class Alpha:
    """The figure, None where there is none, and what it allows to be said."""

    value: float | None
    words: str


def alpha(
    items: Iterable[Iterable[RatingValue]], reliable: float, tentative: float, distance: Distance = ordinal
) -> Alpha:
    """Krippendorff's alpha over items, each with the ratings it was given, whoever gave them."""
    units = [Counter(answers) for answers in map(valid_answers, items) if len(answers) > 1]
    if not units:
        return Alpha(None, "too few answers")
    counts: Counter[int] = sum(units, Counter())
    pairs = [(low, high, distance(low, high, counts)) for low, high in combinations(POINTS, 2)]
    chance_total = sum(counts[low] * counts[high] * span for low, high, span in pairs)
    if not chance_total:
        return Alpha(None, "no variance")
    observed_total = sum(
        sum(unit[low] * unit[high] * span for low, high, span in pairs) / (unit.total() - 1) for unit in units
    )
    value = 1 - (counts.total() - 1) * observed_total / chance_total
    # rounding guards the thresholds
    figure = round(value, 9)
    return Alpha(value, "reliable" if figure >= reliable else "tentative" if figure >= tentative else "not reliable")


def example(text: str, distance: str) -> tuple[float | None, str]:
    """One row of the page's examples, with the default settings."""
    people = [[int(mark) if mark.isdecimal() else None for mark in part.strip()] for part in text.split("/")]
    result = alpha(zip(*people, strict=True), 0.8, 0.667, DISTANCES[distance])
    return result.value, result.words
