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
from xl_addin.model.kept import kept, once
from xl_addin.model.records import Rated
from xl_addin.model.setting import Setting
from xl_addin.scores.asked import people_counted, ratings_at

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

NOTHING = "Not comparable: nothing was rated both times"
TOO_LITTLE = "Not comparable: too little was rated both times"

Part = tuple[float, Rated, Rated]
"""Weight, rating before, rating after."""


@dataclass(frozen=True, slots=True)
class Change:
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
    changes: tuple[Change, ...]
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
    def shown(self) -> LevelTrend | None:
        """The part that `words` speak of: the first that can be compared, else the first; None without any."""
        return next((part for part in self.levels if part.change is not None), next(iter(self.levels), None))


def trend(data: Dataset, employee: str, before: str, after: str) -> Trend:
    """What changed for a person between two cycles, the level held now first, then by id.

    `words` are those of the first level that can be compared.
    """
    rated = [{r.level for r in data.rated.get((cycle, employee), ())} for cycle in (before, after)]
    person = data.person.get(employee)
    kept = sorted((rated[0] & rated[1]) & set(data.level), key=lambda id_: (not person or id_ != person.level, id_))
    found = tuple(_at_level(data, employee, (before, after), level) for level in kept)
    made = Trend(employee, before, after, NOTHING, found)
    return replace(made, words=made.shown.words) if made.shown else made


def cycles_of(data: Dataset) -> Mapping[str, Sequence[str]]:
    """Employee id -> the cycles with ratings of the person, oldest first."""
    return kept(data, "cycles of people", lambda: _cycles_of(data))


def _cycles_of(data: Dataset) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for cycle, employee in sorted(data.rated):
        found.setdefault(employee, []).append(cycle)
    return found


def trends(data: Dataset, employee: str) -> tuple[Trend, ...]:
    """A person's trends from each cycle with ratings to the next one, oldest first."""
    cycles = cycles_of(data).get(employee, ())
    return tuple(trend(data, employee, *pair) for pair in pairwise(cycles))


@once
def all_trends(data: Dataset) -> Iterable[Trend]:
    """Everybody's trends, newest cycle first, people in the order of the People tab."""
    found = [own for person in people_counted(data) for own in trends(data, person.id)]
    return sorted(found, key=lambda own: own.after, reverse=True)


def compare(parts: Sequence[Part], least: float) -> tuple[float | None, float | None, str]:
    """Share compared, change of the score and words, for every competency of one level.

    The share is None where nothing with a weight was rated at all.
    """
    given = [part for part in parts if isinstance(part[1], int) or isinstance(part[2], int)]
    kept = [(w, b, a) for w, b, a in given if isinstance(b, int) and isinstance(a, int)]
    either, both = sum(w for w, _, _ in given), sum(w for w, _, _ in kept)
    share = both / either if either else None
    if not kept:
        return share, None, NOTHING
    if share is None or not both or round(share, 9) < least:
        return share, None, TOO_LITTLE
    change = sum(w * (a - b) for w, b, a in kept) / 4 / both
    return share, change, _words(change, len(kept), len(given) - len(kept))


def _words(change: float, kept: int, left_out: int) -> str:
    # rounding first takes off what adding weights leaves behind a half
    points = int(Decimal(str(round(abs(change) * 100, 9))).quantize(Decimal(1), ROUND_HALF_UP))
    moved = f"{'Up' if change > 0 else 'Down'} {points} point{'s' * (points != 1)}" if points else "The same"
    named = f"{moved} on {kept} competenc{'y' if kept == 1 else 'ies'}"
    return f"{named}, {left_out} left out" if left_out else named


def _at_level(data: Dataset, employee: str, cycles: tuple[str, str], level: str) -> LevelTrend:
    before, after = (ratings_at(data, cycle, employee, level) for cycle in cycles)
    listed = [c.id for c in data.competencies if c.id in before or c.id in after]
    ids = list(dict.fromkeys([*listed, *sorted({*before, *after})]))
    pairs = {c: tuple(row[c].manager_rating if c in row else None for row in (before, after)) for c in ids}
    track = data.level[level].track
    parts = [(data.weight.get((track, c), 0.0), old, new) for c, (old, new) in pairs.items()]
    changes, left_out = [], []
    for competency, (old, new) in pairs.items():
        if isinstance(old, int) and isinstance(new, int):
            changes.append(Change(competency, old, new, new - old))
        elif isinstance(old, int) or isinstance(new, int):
            left_out.append(competency)
    return LevelTrend(level, *compare(parts, data.number("D12.kept")), tuple(changes), tuple(left_out))


def example(
    weights: tuple[float, ...], before: tuple[Rated, ...], after: tuple[Rated, ...]
) -> tuple[float | None, float | None, str]:
    """One row of the page's examples, with the default setting."""
    return compare(list(zip(weights, before, after, strict=True)), 0.7)
