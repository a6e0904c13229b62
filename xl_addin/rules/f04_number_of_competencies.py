"""A track has neither too many nor too few competencies

Why
    Three is too few to describe a job; beyond a dozen nobody remembers them, and rating one person takes an
    afternoon. Published templates ask for 8 to 12, and one vendor stops at 15. One public framework in eight has
    more than 12.

Fix
    Merge competencies that are rated alike, or limit one to the tracks it matters for in the column Track IDs of
    the Competencies tab.

Good
    Competencies
    | Competency ID | Competency    |
    | OWN           | Ownership     |
    | COM           | Communication |
    | CRA           | Craft         |
    | LEA           | Learning      |

Bad
    Tracks
    | Track ID | Track       |
    | ENG      | Engineering |

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |
    | CRA           | Craft      |
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
    Setting(
        id="F04.least",
        group="Rules",
        default=3,
        meaning="A track with fewer competencies gets a warning.",
    ),
    Setting(
        id="F04.most",
        group="Rules",
        default=12,
        meaning="A track with more competencies gets a warning. Source: published templates ask for 8 to 12.",
    ),
    Setting(
        id="F04.limit",
        group="Rules",
        default=15,
        meaning="A track with more competencies gets an error. Source: the upper end among vendors' guides.",
    ),
)


@rule(
    Severity.WARNING,
    FOUNDATIONAL,
    subjects=each_track,
    skip_reason="there are no tracks yet",
    settings=SETTINGS,
    plural="tracks with too many or too few competencies",
)
def judge(track: Track, data: Dataset) -> Iterator[Hit]:
    """Hit for a track whose number of competencies lies outside the limits."""
    count = len(data.competencies_of(track.id))
    minimum, maximum, limit = (data.number(setting.id) for setting in SETTINGS)
    if minimum <= count <= maximum:
        return
    count_words = quantity(count, "competency", "competencies")
    message = f"{track.name or track.id} has {count_words}; {minimum:g} to {maximum:g} can be rated fairly."
    yield Hit(Place("tblTracks", track.row, "id"), message, severity=Severity.ERROR if count > limit else None)
