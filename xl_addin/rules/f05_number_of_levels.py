"""A track has a handful of levels

Why
    With one or two levels there is nothing to grow into; with ten, neighbouring levels cannot be told apart. One
    public framework in ten has fewer than three levels or more than eight.

Fix
    Add the level that is missing, or merge levels nobody can tell apart, on the Levels tab.

Good
    Levels
    | Level ID | Track ID | Level title       | Rank |
    | SE1      | ENG      | Software Engineer | 1    |
    | SE2      | ENG      | Senior Engineer   | 2    |
    | SE3      | ENG      | Staff Engineer    | 3    |

Bad
    Tracks
    | Track ID | Track       |
    | ENG      | Engineering |

    Levels
    | Level ID | Track ID | Level title       | Rank |
    | SE1      | ENG      | Software Engineer | 1    |
    | SE2      | ENG      | Senior Engineer   | 2    |
    -> Track ID in row 1 of Tracks
"""

from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Track
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import each_track

SETTINGS = (
    Setting(id="F05.least", group="Rules", default=3, meaning="A track with fewer levels gets a warning."),
    Setting(
        id="F05.most",
        group="Rules",
        default=8,
        meaning="A track with more levels gets a warning. Source: nine in ten of 49 public frameworks have 3 to 8.",
    ),
)


@rule(
    Severity.WARNING,
    FOUNDATIONAL,
    subjects=each_track,
    skip_reason="there are no tracks yet",
    settings=SETTINGS,
    plural="tracks with too many or too few levels",
)
def judge(track: Track, data: Dataset) -> Iterator[Hit]:
    """Hit for a track whose number of levels lies outside the limits."""
    count = len(data.levels_of(track.id))
    minimum, maximum = (data.number(setting.id) for setting in SETTINGS)
    if not minimum <= count <= maximum:
        yield Hit(
            Place("tblTracks", track.row, "id"),
            f"{track.name or track.id} has {quantity(count, 'level')}; {minimum:g} to {maximum:g} are usual.",
        )
