"""What would change if a weight, an expected rating or a setting were different. Nothing is written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.evaluate.person_figures import competency_gaps, person_scores
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.facts import Limit, Number, Whole, facts_of
from xl_addin.model.labels import keys_called
from xl_addin.model.ladder import TRACK
from xl_addin.model.records import Competency, Weight
from xl_addin.model.results import ScoreRow

_WISH = re.compile(r"\s*(weight|expected|setting)\s*:\s*([^=]+?)\s*=\s*(-?[\d.]+)\s*")
_EXAMPLES = "write weight:Ownership=30, weight:ENG/OWN=30, expected:OWN=4 or setting:D09.coverage=0.5"

_WEIGHT = facts_of(Weight)["weight"].limit
_EXPECTED_LIMIT = facts_of(Competency)["expected"].limit
SCORE_SETTINGS = {
    "rating.expected": ("an expected rating", _EXPECTED_LIMIT),
    "D09.coverage": ("the least coverage", Number(0, 1)),
}
"""The settings that scores of people rest on: what each is called, and which values it takes."""


GapsById = Mapping[str, int | None]
"""Competency id -> gap; None where the manager has not rated."""


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """One person's figures in one cycle before and after, each with the gaps of its own data set."""

    cycle: str
    employee: str
    old_row: ScoreRow
    new_row: ScoreRow
    gaps_before: GapsById
    gaps_after: GapsById

    @property
    def score(self) -> bool:
        """Whether the score is another."""
        return _differs(self.old_row.score, self.new_row.score)

    @property
    def coverage(self) -> bool:
        """Whether the coverage is another."""
        return _differs(self.old_row.coverage, self.new_row.coverage)

    @property
    def words(self) -> bool:
        """Whether the sentence beside the score is another."""
        return self.old_row.words != self.new_row.words

    @property
    def gaps(self) -> bool:
        """Whether a gap is another."""
        return self.gaps_before != self.gaps_after

    @property
    def has_change(self) -> bool:
        return self.score or self.coverage or self.words or self.gaps


def apply_wishes(data: Dataset, wishes: Sequence[str]) -> Dataset:
    """The data set with the wishes fulfilled, one after the other.

    A competency is named by its id or name, a weight may be limited to one track: `weight:ENG/OWN=30`.

    Raises:
        Stop: a wish cannot be read, or names nothing the workbook has.
    """
    for wish in wishes:
        match = _WISH.fullmatch(wish)
        if not match:
            raise Stop(wish, "cannot be read", _EXAMPLES)
        kind, name, figure = match.groups()
        data = _CHANGES[kind](data, wish, name, _number(wish, figure))
    return data


def compare_wishes(data: Dataset, wishes: Sequence[str]) -> list[ScoreDifference]:
    """Everyone whose coverage, score, gaps or words differ, in the order of the scores.

    Raises:
        Stop: as `apply_wishes`.
    """
    changed_data = apply_wishes(data, wishes)
    rows = {(row.cycle, row.employee): row for row in person_scores(changed_data)}
    changes = (_change(data, row, changed_data, rows[row.cycle, row.employee]) for row in person_scores(data))
    return [change for change in changes if change.has_change]


def idle_settings(data: Dataset, wishes: Sequence[str]) -> list[str]:
    """The settings wished for that no score of a person rests on, as the workbook spells them."""
    matches = (_WISH.fullmatch(wish) for wish in wishes)
    names = {match[2].casefold() for match in matches if match and match[1] == "setting"}
    return [name for name in data.settings if name.casefold() in names and name not in SCORE_SETTINGS]


def is_so_already(data: Dataset, wishes: Sequence[str]) -> bool:
    """Whether the workbook says already what is wished."""
    changed_data = apply_wishes(data, wishes)
    return (changed_data.weights, changed_data.competencies, changed_data.settings) == (
        data.weights,
        data.competencies,
        data.settings,
    )


def _change(data: Dataset, row: ScoreRow, changed_data: Dataset, changed_row: ScoreRow) -> ScoreDifference:
    gaps = (
        competency_gaps(dataset, score_row.cycle, score_row.employee, score_row.level)
        for dataset, score_row in ((data, row), (changed_data, changed_row))
    )
    return ScoreDifference(row.cycle, row.employee, row, changed_row, *gaps)


def _differs(first: float | None, second: float | None) -> bool:
    """Whether two figures differ by more than rounding."""
    return first != second if first is None or second is None else round(first, 9) != round(second, 9)


def _number(wish: str, figure: str) -> float:
    try:
        return float(figure)
    except ValueError:
        raise Stop(wish, f"{figure} is not a number", _EXAMPLES) from None


def _check(wish: str, value: float, subject: str, limit: Limit) -> None:
    """Whether the tab would take the number too.

    Raises:
        Stop: it would not.
    """
    if not isinstance(limit, Whole | Number) or limit.low is None or limit.high is None:
        return
    whole = isinstance(limit, Whole)
    if not limit.low <= value <= limit.high or (whole and value != int(value)):
        kind = "whole number" if whole else "number"
        raise Stop(wish, f"{subject} is a {kind} from {limit.low:g} to {limit.high:g}", _EXAMPLES)


def _set_setting(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    setting_id = next((key for key in data.settings if key.casefold() == name.casefold()), None)
    if setting_id is None or not isinstance(data.settings[setting_id], int | float):
        raise Stop(wish, f"there is no setting {name} that is a number", "look at the Settings tab")
    if setting_id in SCORE_SETTINGS:
        _check(wish, value, *SCORE_SETTINGS[setting_id])
    return replace(data, settings={**data.settings, setting_id: value})


def _set_expected(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    competency_id = _competency(data, wish, name)
    _check(wish, value, "an expected rating", _EXPECTED_LIMIT)
    competencies = tuple(
        c.model_copy(update={"expected": int(value)}) if c.id == competency_id else c for c in data.competencies
    )
    return replace(data, competencies=competencies)


def _set_weight(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    track, competency = _track_and_name(data, name)
    competency_id = _competency(data, wish, competency)
    _check(wish, value, "a weight", _WEIGHT)
    changed_ones = set[str]()
    weights = []
    for weight in data.weights:
        if weight.competency == competency_id and track in ("", weight.track.casefold()):
            # of two rows about the same the sum counts, and the wish is what it comes to
            weight = weight.model_copy(update={"weight": None if weight.track in changed_ones else value})
            changed_ones.add(weight.track)
        weights.append(weight)
    if not changed_ones:
        raise Stop(
            wish, f"{name} has no weight there", f"look at {'Framework' if data.by_names else 'the Weights tab'}"
        )
    return replace(data, weights=tuple(weights))


def _track_and_name(data: Dataset, text: str) -> tuple[str, str]:
    """The track a weight is limited to, folded, "" for all, and the competency: what has a / in its name is whole."""
    track, _, name = text.partition("/")
    if not name or _competency_ids(data, text):
        return "", text
    keys = keys_called(data, TRACK, track.strip()) if data.by_names else ()
    return (keys[0] if keys else track.strip()).casefold(), name.strip()


def _competency(data: Dataset, wish: str, name: str) -> str:
    """The ID of the one competency of that ID or name.

    Raises:
        Stop: there is none, or several go by that name.
    """
    ids = _competency_ids(data, name)
    if not ids and any(record.name.casefold() == name.casefold() for record in data.competencies):
        raise Stop(
            wish,
            f"{name} is not taken over yet" if data.by_names else f"{name} has no ID yet",
            "run build, which makes one" if not data.by_names else "run build first",
        )
    if not ids:
        todo = "look at Framework" if data.by_names else "look at the Competencies tab"
        raise Stop(wish, f"there is no competency {name}", todo)
    if len(ids) > 1:
        raise Stop(wish, f"{len(ids)} competencies are called {name}", f"write one of their IDs: {join_words(ids)}")
    return ids[0]


def _competency_ids(data: Dataset, name: str) -> list[str]:
    """The IDs of the competencies that are meant by an ID or a name: the very ID counts first, then capitals aside."""
    if name in data.competency:
        return [name]
    key = name.casefold()
    records = [record for record in data.competencies if record.id]
    ids = [record.id for record in records if record.id.casefold() == key] or [
        record.id for record in records if record.name.casefold() == key
    ]
    return list(dict.fromkeys(ids))


_CHANGES: Mapping[str, Callable[[Dataset, str, str, float], Dataset]] = {
    "weight": _set_weight,
    "expected": _set_expected,
    "setting": _set_setting,
}
"""Kind of wish -> what fulfils it: the data set, the wish as typed, what it names, and the number."""
