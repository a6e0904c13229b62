"""What would change if a weight, an expected rating or a setting were different. Nothing is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.results import ScoreRow
from xl_addin.scores.people import person_scores

_WISH = re.compile(r"\s*(weight|expected|setting)\s*:\s*(?:([A-Za-z0-9_-]+)\s*/\s*)?([^=]+?)\s*=\s*(-?[\d.]+)\s*")
_EXAMPLES = "write weight:Ownership=30, weight:ENG/OWN=30, expected:OWN=4 or setting:D09.coverage=0.5"


@dataclass(frozen=True, slots=True)
class Change:
    """One person's figures in one cycle before and after."""

    cycle: str
    employee: str
    before: ScoreRow
    after: ScoreRow


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
        kind, track, name, figure = found.groups()
        value = _number(wish, figure)
        data = _setting(data, wish, name, value) if kind == "setting" else _own(data, wish, kind, track, name, value)
    return data


def compare(data: Dataset, wishes: Sequence[str]) -> list[Change]:
    """Everyone whose coverage, score, gaps or words differ, in the order of the scores.

    Raises:
        Stop: as `changed`.
    """
    after = {(row.cycle, row.employee): row for row in person_scores(changed(data, wishes))}
    found = []
    for row in person_scores(data):
        other = after[row.cycle, row.employee]
        if _figures(row) != _figures(other):
            found.append(Change(row.cycle, row.employee, row, other))
    return found


def _figures(row: ScoreRow) -> tuple[object, ...]:
    rounded = [None if figure is None else round(figure, 9) for figure in (row.coverage, row.score)]
    return (*rounded, row.below, row.gaps, row.words)


def _number(wish: str, figure: str) -> float:
    try:
        return float(figure)
    except ValueError:
        raise Stop(wish, f"{figure} is not a number", _EXAMPLES) from None


def _setting(data: Dataset, wish: str, name: str, value: float) -> Dataset:
    known = next((own for own in data.settings if own.casefold() == name.casefold()), None)
    if known is None or not isinstance(data.settings[known], int | float):
        raise Stop(wish, f"there is no setting {name} that is a number", "look at the Settings tab")
    return replace(data, settings={**data.settings, known: value})


def _own(data: Dataset, wish: str, kind: str, track: str | None, name: str, value: float) -> Dataset:
    key = name.casefold()
    ids = {c.id for c in data.competencies if key in (c.id.casefold(), c.name.casefold())}
    if not ids:
        raise Stop(wish, f"there is no competency {name}", "look at the Competencies tab")
    if kind == "expected":
        if value not in (1, 2, 3, 4, 5):
            raise Stop(wish, "an expected rating is a whole number from 1 to 5", _EXAMPLES)
        changed_ones = tuple(
            c.model_copy(update={"expected": int(value)}) if c.id in ids else c for c in data.competencies
        )
        return replace(data, competencies=changed_ones)
    if value < 0:
        raise Stop(wish, "a weight is 0 or more", _EXAMPLES)
    meant = [w.competency in ids and (track is None or w.track.casefold() == track.casefold()) for w in data.weights]
    if not any(meant):
        raise Stop(wish, f"{name} has no weight there", "look at the Weights tab")
    weights = tuple(
        w.model_copy(update={"weight": value}) if own else w for w, own in zip(data.weights, meant, strict=True)
    )
    return replace(data, weights=weights)
