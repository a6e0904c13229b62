"""The competencies of a track cover results, behaviour and craft

Why
    A track that lists only technical skills tells people that how they work with others does not count, and one
    that lists only behaviour cannot tell an expert from a beginner. Published templates give every role
    competencies of each kind, and leading people to those who do.

Fix
    Choose a Theme for each competency on the Competencies tab, and add one for the theme that is missing.

Good
    Competencies
    | Competency ID | Competency    | Theme      |
    | OWN           | Ownership     | Impact     |
    | COM           | Communication | Behaviour  |
    | CRA           | Craft         | Functional |

Bad
    Tracks
    | Track ID | Track                  | Kind    |
    | EM       | Engineering management | Manager |

    Competencies
    | Competency ID | Competency    | Theme      |
    | OWN           | Ownership     | Impact     |
    | COM           | Communication | Behaviour  |
    | CRA           | Craft         | Functional |
    -> Track ID in row 1 of Tracks
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import THEMES, TRACK_KINDS, Track
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import each_track
from xl_addin.rules.text_analysis import list_names

_MANAGEMENT = THEMES[-1]
_MANAGER = TRACK_KINDS[-1]


def _tracks_with_competencies(data: Dataset) -> Iterator[Track]:
    """Every track that has competencies."""
    return (track for track in each_track(data) if data.competencies_of(track.id))


@rule(
    Severity.WARNING,
    FOUNDATIONAL,
    subjects=_tracks_with_competencies,
    skip_reason="no track has competencies yet",
    plural="tracks that leave a theme out",
)
def judge(track: Track, data: Dataset) -> Iterator[Hit]:
    """Hit for a track whose competencies leave out a theme its kind needs."""
    present_themes = {competency.theme for competency in data.competencies_of(track.id)}
    target_themes = [theme for theme in THEMES if theme != _MANAGEMENT or track.kind == _MANAGER]
    missing = [theme for theme in target_themes if theme not in present_themes]
    if missing:
        name = track.name or track.id
        yield Hit(
            Place("tblTracks", track.row, "id"), f"{name} has no competency with the theme {list_names(missing)}."
        )
