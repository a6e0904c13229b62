"""The weights of a track total 100

Why
    A score is a share of 100. When the weights of a track add up to 105, as in one public template, a perfect
    rating scores more than everything, and nobody notices because each single weight looks right.

Fix
    Change the weights of the track on the Weights tab until they total 100. Run Build for equal shares to start
    from.

Good
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 60     |
    | ENG      | CRA           | 40     |

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |
    | CRA           | Craft      |

Bad
    Tracks
    | Track ID | Track       |
    | ENG      | Engineering |
    | DES      | Design      |

    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 65     |
    | ENG      | CRA           | 40     |

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |
    | CRA           | Craft      |
    -> Weight in row 1 of Weights
    -> Track ID in row 2 of Tracks
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Track, Weight
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import each_track

SETTINGS = (
    Setting(
        id="F07.slack",
        group="Rules",
        default=0.5,
        meaning="How far the weights of a track may be from 100, to allow for rounding.",
    ),
)


def _tracks_to_weigh(data: Dataset) -> Iterator[Track]:
    """Every track that has something to weigh."""
    return (track for track in each_track(data) if data.competencies_of(track.id))


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=_tracks_to_weigh,
    skip_reason="no track has competencies yet",
    settings=SETTINGS,
    plural="tracks whose weights do not total 100",
)
def judge(track: Track, data: Dataset) -> Iterator[Hit]:
    """Hit for a track without weights, or whose weights do not total 100."""
    weights = memo(data, "F07 weights", lambda: _by_track(data)).get(track.id, [])
    name = track.name or track.id
    total = sum(weight.weight or 0.0 for weight in weights)
    if not weights:
        yield Hit(Place("tblTracks", track.row, "id"), f"{name} has no weights yet.")
    elif abs(total - 100) > data.number("F07.slack"):
        yield Hit(
            Place("tblWeights", weights[0].row, "weight"), f"The weights of {name} total {total:g} instead of 100."
        )


def _by_track(data: Dataset) -> dict[str, list[Weight]]:
    weights_by_track: dict[str, list[Weight]] = {}
    for weight in data.weights:
        if weight.weight is not None:
            weights_by_track.setdefault(weight.track, []).append(weight)
    return weights_by_track
