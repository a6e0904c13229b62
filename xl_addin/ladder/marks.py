"""Tracks and weights of competencies as marks, and which competencies count on a track."""

from collections.abc import Mapping

from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import Mark

_ROUNDING = 0.11
"""Equal shares with one decimal differ by a tenth at most."""


def track_marks(data: Dataset, split_tracks: Mapping[str, str] | None = None) -> tuple[Mark, ...]:
    """The marks that say what the tracks and the weights of competencies said.

    Equal weights are the sign, others the number; what has none yet is the sign where all of its track is, else 0. A
    row split off a track has the marks of that track.
    """
    marks: list[Mark] = []
    for track in data.tracks:
        competencies = [competency.id for competency in data.competencies_of(track.id)]
        weights = {c: data.weight[track.id, c] for c in competencies if (track.id, c) in data.weight}
        is_even = has_even_shares(weights) and (not weights or len(weights) == len(competencies))
        for key in (track.id, *(key for key, whole in (split_tracks or {}).items() if whole == track.id)):
            marks += [Mark(competency=c, track=key, share=None if is_even else weights.get(c, 0)) for c in competencies]
    return tuple(marks)


def has_even_shares(weights: Mapping[str, float]) -> bool:
    """Whether competencies weigh alike, as the sign says."""
    values = list(weights.values())
    return not values or (min(values) > 0 and max(values) - min(values) <= _ROUNDING)
