"""Trend: what changed from one cycle to another

What it says
    Ratings of two cycles can be compared only where the same thing was rated: the same competency against the same
    level. A person who has moved up is compared at the new level, if it was rated as the next level before; a
    competency that is new, gone, N/A or blank in one of the cycles takes no part and is counted as left out. Where
    too little was rated both times there is no change of the score, and where nothing was, it reads "Not comparable".
    One published framework kept none of its 101 ids when it was rewritten: nothing could be compared any more. Keep
    an id as long as it means the same; give a new one where something else is asked.
    A step of one point in one competency is normal, and a new manager or a new text changes ratings as well.

Formula
    kept = competencies rated by the manager in both cycles, against the same level
    compared = weight of the kept / weight rated in either cycle
    change of the score = sum of weight * (later - earlier) / 4 over the kept / sum of their weights, from
    D12.kept compared up
    There is no formula in the workbook: which rows belong together depends on two cycles and on levels that changed.
    The Trends tab holds the figures as Score last worked them out.

Examples
    | Weights  | Before  | After   | Compared | Change | In words                                          |
    | 50 50    | 3 3     | 4 3     | 1        | 0.125  | Up 13 points on 2 competencies                    |
    | 50 50    | 3 4     | 4 3     | 1        | 0      | The same on 2 competencies                        |
    | 40 40 20 | 3 3 5   | 2 3 -   | 0.8      | -0.125 | Down 13 points on 2 competencies, 1 left out      |
    | 40 60    | 3 -     | 4 3     | 0.4      |        | Not comparable: too little was rated both times   |
    | 50 50    | 3 -     | - 4     | 0        |        | Not comparable: nothing was rated both times      |
    | 50 50    | 3 N/A   | 4 N/A   | 1        | 0.25   | Up 25 points on 1 competency                      |

Source
    Financial Times engineering progression, versions 1 and 2: 101 old ids, 72 new ones, none shared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Number
from xl_addin.model.memo import memo, memo_listing
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.scores.requirements import counted_people, ratings_at

SETTINGS = (
    Setting(
        id="D12.kept",
        group="Scores",
        default=0.7,
        takes=Number(0, 1),
        meaning="Least share of the weight rated in either cycle that must be rated in both before scores are "
        "compared, 0 to 1.",
    ),
)

NOTHING_COMPARABLE = "Not comparable: nothing was rated both times"
TOO_LITTLE = "Not comparable: too little was rated both times"

CyclePart = tuple[float, RatingValue, RatingValue]
"""Weight, rating before, rating after."""


@dataclass(frozen=True, slots=True)
class RatingChange:
    """One competency rated both times against the same level; `points` above 0 is higher now."""

    competency: str
    before: int
    after: int
    points: int


@dataclass(frozen=True, slots=True)
class LevelTrend:
    """Two cycles against one level: share of weight compared, change of the score (0-1), the competencies kept.

    `change` is None where too little can be compared; `left_out` are ids of competencies rated in one cycle only.
    """

    level: str
    compared: float | None
    change: float | None
    words: str
    changes: tuple[RatingChange, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One person between two cycles: a part for every level rated in both; none of them is not comparable."""

    employee: str
    before: str
    after: str
    words: str
    levels: tuple[LevelTrend, ...]

    @property
    def headline(self) -> LevelTrend | None:
        """The part that `words` speak of: the first that can be compared, else the first; None without any."""
        return next((part for part in self.levels if part.change is not None), next(iter(self.levels), None))


def trend(data: Dataset, employee: str, earlier_cycle: str, later_cycle: str) -> Trend:
    """What changed for a person between two cycles, the level held now first, then by id.

    `words` are those of the first level that can be compared.
    """
    levels_by_cycle = [
        {r.level for r in data.ratings_by_person.get((cycle, employee), ())} for cycle in (earlier_cycle, later_cycle)
    ]
    person = data.person.get(employee)
    common_levels = sorted(
        (levels_by_cycle[0] & levels_by_cycle[1]) & set(data.level),
        key=lambda id_: (not person or id_ != person.level, id_),
    )
    parts = tuple(_at_level(data, employee, (earlier_cycle, later_cycle), level) for level in common_levels)
    result = Trend(employee, earlier_cycle, later_cycle, NOTHING_COMPARABLE, parts)
    return replace(result, words=result.headline.words) if result.headline else result


def cycles_of(data: Dataset) -> Mapping[str, Sequence[str]]:
    """Employee id -> the cycles with ratings of the person, oldest first."""
    return memo(data, "cycles of people", lambda: _cycles_of(data))


def _cycles_of(data: Dataset) -> Mapping[str, Sequence[str]]:
    cycles: dict[str, list[str]] = {}
    for cycle, employee in sorted(data.ratings_by_person):
        cycles.setdefault(employee, []).append(cycle)
    return cycles


def trends(data: Dataset, employee: str) -> tuple[Trend, ...]:
    """A person's trends from each cycle with ratings to the next one, oldest first."""
    cycles = cycles_of(data).get(employee, ())
    return tuple(trend(data, employee, *pair) for pair in pairwise(cycles))


@memo_listing
def all_trends(data: Dataset) -> Iterable[Trend]:
    """Everybody's trends, newest cycle first, people in the order of the People tab."""
    results = [person_trend for person in counted_people(data) for person_trend in trends(data, person.id)]
    return sorted(results, key=lambda person_trend: person_trend.after, reverse=True)


def compare_ratings(parts: Sequence[CyclePart], minimum: float) -> tuple[float | None, float | None, str]:
    """Share compared, change of the score and words, for every competency of one level.

    The share is None where nothing with a weight was rated at all.
    """
    rated_parts = [part for part in parts if isinstance(part[1], int) or isinstance(part[2], int)]
    common = [(w, b, a) for w, b, a in rated_parts if isinstance(b, int) and isinstance(a, int)]
    total_weight, common_weight = sum(w for w, _, _ in rated_parts), sum(w for w, _, _ in common)
    share = common_weight / total_weight if total_weight else None
    if not common:
        return share, None, NOTHING_COMPARABLE
    if share is None or not common_weight or round(share, 9) < minimum:
        return share, None, TOO_LITTLE
    change = sum(w * (a - b) for w, b, a in common) / 4 / common_weight
    return share, change, _words(change, len(common), len(rated_parts) - len(common))


def _words(change: float, count: int, left_out: int) -> str:
    # rounding first takes off what adding weights leaves behind a half
    points = int(Decimal(str(round(abs(change) * 100, 9))).quantize(Decimal(1), ROUND_HALF_UP))
    movement = f"{'Up' if change > 0 else 'Down'} {points} point{'s' * (points != 1)}" if points else "The same"
    sentence = f"{movement} on {count} competenc{'y' if count == 1 else 'ies'}"
    return f"{sentence}, {left_out} left out" if left_out else sentence


def _at_level(data: Dataset, employee: str, cycles: tuple[str, str], level: str) -> LevelTrend:
    earlier, later = (ratings_at(data, cycle, employee, level) for cycle in cycles)
    tab_ids = [c.id for c in data.competencies if c.id in earlier or c.id in later]
    ids = list(dict.fromkeys([*tab_ids, *sorted({*earlier, *later})]))
    pairs = {c: tuple(row[c].manager_rating if c in row else None for row in (earlier, later)) for c in ids}
    track = data.level[level].track
    parts = [(data.weight.get((track, c), 0.0), old, new) for c, (old, new) in pairs.items()]
    changes, left_out = [], []
    for competency, (old, new) in pairs.items():
        if isinstance(old, int) and isinstance(new, int):
            changes.append(RatingChange(competency, old, new, new - old))
        elif isinstance(old, int) or isinstance(new, int):
            left_out.append(competency)
    return LevelTrend(level, *compare_ratings(parts, data.number("D12.kept")), tuple(changes), tuple(left_out))


def example(
    weights: tuple[float, ...], earlier_ratings: tuple[RatingValue, ...], later_ratings: tuple[RatingValue, ...]
) -> tuple[float | None, float | None, str]:
    """One row of the page's examples, with the default setting."""
    return compare_ratings(list(zip(weights, earlier_ratings, later_ratings, strict=True)), 0.7)
