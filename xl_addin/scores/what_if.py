"""What would change if a weight, an expected rating or a setting were different. Nothing is written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.model.counts import listed
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.facts import Limit, Number, Whole, facts_of
from xl_addin.model.records import Competency, Weight
from xl_addin.model.results import ScoreRow
from xl_addin.scores.people import competency_gaps, person_scores

_WISH = re.compile(r"\s*(weight|expected|setting)\s*:\s*([^=]+?)\s*=\s*(-?[\d.]+)\s*")
_EXAMPLES = "write weight:Ownership=30, weight:ENG/OWN=30, expected:OWN=4 or setting:D09.coverage=0.5"

_WEIGHT = facts_of(Weight)["weight"].limit
_EXPECTED = facts_of(Competency)["expected"].limit
SCORE_SETTINGS = {
    "rating.expected": ("an expected rating", _EXPECTED),
    "D09.coverage": ("the least coverage", Number(0, 1)),
}
"""The settings that scores of people rest on: what each is called, and which values it takes."""


Gaps = Mapping[str, int | None]
"""Competency id -> gap; None where the manager has not rated."""


@dataclass(frozen=True, slots=True)
class Change:
    """One person's figures in one cycle before and after, each with the gaps of its own data set."""

    cycle: str
    employee: str
    before: ScoreRow
    after: ScoreRow
    gaps_before: Gaps
    gaps_after: Gaps

    @property
    def score(self) -> bool:
        """Whether the score is another."""
        return _differs(self.before.score, self.after.score)

    @property
    def coverage(self) -> bool:
        """Whether the coverage is another."""
        return _differs(self.before.coverage, self.after.coverage)

    @property
    def words(self) -> bool:
        """Whether the sentence beside the score is another."""
        return self.before.words != self.after.words

    @property
    def gaps(self) -> bool:
        """Whether a gap is another."""
        return self.gaps_before != self.gaps_after

    @property
    def any(self) -> bool:
        return self.score or self.coverage or self.words or self.gaps


def changed(data: Dataset, wishes: Sequence[str]) -> Dataset:
    """The data set with the wishes fulfilled, one after the other.

    A competency is named by its id or name, a weight may be limited to one track: `weight:ENG/OWN=30`.

    Raises:
        Stop: a wish cannot be read, or names nothing the workbook has.
    """
    for wish in wishes:
        found = _WISH.fullmatch(wish)
        if not found:
            raise Stop(wish, "cannot be read", _EXAMPLES)
        kind, name, figure = found.groups()
        data = _CHANGES[kind](data, wish, name, _number(wish, figure))
    return data


def compare(data: Dataset, wishes: Sequence[str]) -> list[Change]:
    """Everyone whose coverage, score, gaps or words differ, in the order of the scores.

    Raises:
        Stop: as `changed`.
    """
    other = changed(data, wishes)
    rows = {(row.cycle, row.employee): row for row in person_scores(other)}
    changes = (_change(data, row, other, rows[row.cycle, row.employee]) for row in person_scores(data))
    return [change for change in changes if change.any]


def idle_settings(data: Dataset, wishes: Sequence[str]) -> list[str]:
    """The settings wished for that no score of a person rests on, as the workbook spells them."""
    matches = (_WISH.fullmatch(wish) for wish in wishes)
    named = {match[2].casefold() for match in matches if match and match[1] == "setting"}
    return [name for name in data.settings if name.casefold() in named and name not in SCORE_SETTINGS]


def is_so_already(data: Dataset, wishes: Sequence[str]) -> bool:
    """Whether the workbook says already what is wished."""
    other = changed(data, wishes)
    return (other.weights, other.competencies, other.settings) == (data.weights, data.competencies, data.settings)


def _change(data: Dataset, row: ScoreRow, other: Dataset, changed_row: ScoreRow) -> Change:
    gaps = (
        competency_gaps(known, own.cycle, own.employee, own.level) for known, own in ((data, row), (other, changed_row))
    )
    return Change(row.cycle, row.employee, row, changed_row, *gaps)


def _differs(one: float | None, two: float | None) -> bool:
    """Whether two figures differ by more than rounding."""
    return one != two if one is None or two is None else round(one, 9) != round(two, 9)


def _number(wish: str, figure: str) -> float:
    try:
        return float(figure)
    except ValueError:
        raise Stop(wish, f"{figure} is not a number", _EXAMPLES) from None


def _check(wish: str, value: float, what: str, limit: Limit) -> None:
    """Whether the tab would take the number too.

    Raises:
        Stop: it would not.
    """
    if not isinstance(limit, Whole | Number) or limit.low is None or limit.high is None:
        return
    whole = isinstance(limit, Whole)
    if not limit.low <= value <= limit.high or (whole and value != int(value)):
        kind = "whole number" if whole else "number"
        raise Stop(wish, f"{what} is a {kind} from {limit.low:g} to {limit.high:g}", _EXAMPLES)


def _setting(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    known = next((own for own in data.settings if own.casefold() == name.casefold()), None)
    if known is None or not isinstance(data.settings[known], int | float):
        raise Stop(wish, f"there is no setting {name} that is a number", "look at the Settings tab")
    if known in SCORE_SETTINGS:
        _check(wish, value, *SCORE_SETTINGS[known])
    return replace(data, settings={**data.settings, known: value})


def _expected(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    own = _competency(data, wish, name)
    _check(wish, value, "an expected rating", _EXPECTED)
    competencies = tuple(c.model_copy(update={"expected": int(value)}) if c.id == own else c for c in data.competencies)
    return replace(data, competencies=competencies)


def _weight(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    track, competency = _track_and_name(data, name)
    own = _competency(data, wish, competency)
    _check(wish, value, "a weight", _WEIGHT)
    changed_ones = set[str]()
    weights = []
    for weight in data.weights:
        if weight.competency == own and track in ("", weight.track.casefold()):
            # of two rows about the same the sum counts, and the wish is what it comes to
            weight = weight.model_copy(update={"weight": None if weight.track in changed_ones else value})
            changed_ones.add(weight.track)
        weights.append(weight)
    if not changed_ones:
        raise Stop(wish, f"{name} has no weight there", "look at the Weights tab")
    return replace(data, weights=tuple(weights))


def _track_and_name(data: Dataset, typed: str) -> tuple[str, str]:
    """The track a weight is limited to, folded, "" for all, and the competency: what has a / in its name is whole."""
    track, _, name = typed.partition("/")
    if not name or _named(data, typed):
        return "", typed
    return track.strip().casefold(), name.strip()


def _competency(data: Dataset, wish: str, name: str) -> str:
    """The ID of the one competency of that ID or name.

    Raises:
        Stop: there is none, or several go by that name.
    """
    ids = _named(data, name)
    if not ids and any(own.name.casefold() == name.casefold() for own in data.competencies):
        raise Stop(wish, f"{name} has no ID yet", "run build, which makes one")
    if not ids:
        raise Stop(wish, f"there is no competency {name}", "look at the Competencies tab")
    if len(ids) > 1:
        raise Stop(wish, f"{len(ids)} competencies are called {name}", f"write one of their IDs: {listed(ids)}")
    return ids[0]


def _named(data: Dataset, name: str) -> list[str]:
    """The IDs of the competencies that are meant by an ID or a name: the very ID counts first, then capitals aside."""
    if name in data.competency:
        return [name]
    key = name.casefold()
    known = [own for own in data.competencies if own.id]
    meant = [own.id for own in known if own.id.casefold() == key] or [
        own.id for own in known if own.name.casefold() == key
    ]
    return list(dict.fromkeys(meant))


_CHANGES: Mapping[str, Callable[[Dataset, str, str, float], Dataset]] = {
    "weight": _weight,
    "expected": _expected,
    "setting": _setting,
}
"""Kind of wish -> what fulfils it: the data set, the wish as typed, what it names, and the number."""
