"""Role distance: what it takes to move from one level to another

What it says
    How far a person who does what one level asks is from what another level asks, in points of rating: 0 means
    that nothing more is asked, 1 that on weighted average one more point is needed on every competency. A step up
    costs something, a step down nothing, so the way there and the way back differ. With it come two lists: the
    competencies that are new to the person, and those left behind.
    It compares levels, not people, and a small distance is no promise: it shows where a talk about a sideways move
    can start.

Formula
    distance = sum over all competencies of w * max(0, e target - e current), divided by the sum of w
    w = the weight on the target's track; where that track has no weights, every competency counts the same
    e target = the expected rating; 0 where the competency does not apply at the target
    e current = the same rating less D13.step for each rank the target asks more, never below 1; 0 where the
    competency does not apply now
    A text taken over with inherits(...) has the rank of the level it stands at; equal texts are no step.
    For one person, the rating given takes the place of the expected rating in e current.
    It has no formula in the workbook: a cell cannot follow inherits(...) or compare texts. The Paths tab holds
    the figures as Delta last worked them out.

Examples
    | Weights  | Target | Now   | Distance |
    | 50 50    | 3 3    | 3 3   | 0        |
    | 50 50    | 3 3    | 2 2   | 1        |
    | 60 40    | 3 3    | 3 -   | 1.2      |
    | 60 40    | 3 -    | 3 3   | 0        |
    | 75 25    | 3 4    | 5 2   | 0.5      |
    | - -      | 3 3    | 3 1   | 1        |

Source
    The asymmetric distance between two profiles of required proficiency, as used to match people to roles: only what
    is missing counts, what is above does not make up for it. One point a rank follows the rating scale: who
    consistently meets one level (3) partly meets the next (2) and does not yet meet the one after (1).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.model.statements import fold, inherits, is_not_applicable
from xl_addin.scores.d08_gap import expected_of

SETTINGS = (
    Setting(
        id="D13.step",
        group="Scores",
        default=1,
        meaning="Points of rating that one rank of difference stands for when two levels ask for the same competency.",
    ),
)
EXCEL: Mapping[str, str] = {}
LOWEST_RATING = 1
"""The lowest rating: a competency a person works with is never further away than one that is new."""

TargetPart = tuple[float | None, float | None, float | None]
"""Weight, expected at the target (None: does not apply there), held now (None: does not apply now)."""


@dataclass(frozen=True, slots=True)
class RoleDistance:
    """From one level to another: points of rating, ids of competencies gained and left behind."""

    start: str
    target: str
    points: float
    gains: tuple[str, ...]
    losses: tuple[str, ...]


def profiles(data: Dataset) -> "Profiles":
    """The data set's own, made once."""
    return memo(data, "profiles", lambda: Profiles(data))


def distance(parts: Iterable[TargetPart]) -> float:
    """The weighted mean of what is missing; 0 when the target asks for nothing."""
    terms = [(weight or 0.0, target, current or 0.0) for weight, target, current in parts if target is not None]
    total = sum(weight for weight, _, _ in terms)
    weighted_terms = [
        (weight / total if total else 1 / len(terms), target, current) for weight, target, current in terms
    ]
    return sum(weight * max(0.0, target - current) for weight, target, current in weighted_terms)


def role_distance(
    data: Dataset, start: str, target: str, ratings: Mapping[str, RatingValue] | None = None
) -> RoleDistance:
    """What it takes to move from level `start` to level `target`.

    `ratings` are one person's at `start`, by competency; what is not in them, blank or N/A counts as expected.

    Raises:
        KeyError: one of the levels is not there.
    """
    return profiles(data).distance_between(start, target, ratings or {})


class Profiles:
    """What every level asks for, worked out once: for distances between many levels."""

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._step = data.number("D13.step")
        self._expected = {competency: expected_of(data, competency) for competency in data.competency}
        self._level_profiles = {level: self._profile(level) for level in data.level}

    def distance_between(self, start: str, target: str, ratings: Mapping[str, RatingValue]) -> RoleDistance:
        """See `role_distance`."""
        start_profile, target_profile = self._level_profiles[start], self._level_profiles[target]
        weights = self._data.weight
        track = self._data.level[target].track
        parts: list[TargetPart] = []
        for competency in target_profile:
            current = None
            if competency in start_profile:
                rating = ratings.get(competency)
                start_rating = rating if isinstance(rating, int) else self._expected[competency]
                current = self.carry_rating(start, target, competency, start_rating)
            parts.append((weights.get((track, competency)), self._expected[competency], current))
        new_ids = tuple(c for c in target_profile if c not in start_profile)
        return RoleDistance(
            start, target, distance(parts), new_ids, tuple(c for c in start_profile if c not in target_profile)
        )

    def carry_rating(self, start: str, target: str, competency: str, rating: float) -> float:
        """What a rating at one level comes to at another where both ask for the competency, never below 1."""
        (own_rank, own_text), (rank, text) = (
            self._level_profiles[start][competency],
            self._level_profiles[target][competency],
        )
        rank_difference = 0 if text and text == own_text else max(0, rank - own_rank)
        return max(float(LOWEST_RATING), rating - self._step * rank_difference)

    def common_competencies(self, start: str, target: str) -> Collection[str]:
        """The competencies that both levels ask for."""
        return self._level_profiles[start].keys() & self._level_profiles[target].keys()

    def _profile(self, level: str) -> dict[str, tuple[int, str]]:
        """Competency -> the rank its text stands at, and the text folded; what does not apply is left out."""
        profile = {}
        for competency in self._data.competencies_of(self._data.level[level].track):
            source, text = self._source(level, competency.id)
            if not is_not_applicable(text):
                profile[competency.id] = (self._data.level[source].rank or 0, fold(text))
        return profile

    def _source(self, level: str, competency: str) -> tuple[str, str]:
        """The level whose text counts, `inherits(...)` followed, and that text."""
        chain: set[str] = set()
        while True:
            chain.add(level)
            matrix = self._data.matrix.get(self._data.level[level].track)
            cell = matrix.text.get((competency, level)) if matrix else None
            text = cell.text if cell else ""
            source = inherits(text)
            if source is None or source in chain or source not in self._data.level:
                return level, "" if source else text
            level = source


def example(
    weights: tuple[float | None, ...], target: tuple[float | None, ...], current: tuple[float | None, ...]
) -> float:
    """One row of the page's examples."""
    return distance(zip(weights, target, current, strict=True))
