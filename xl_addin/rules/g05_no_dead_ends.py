"""Every level but the last leads on, and tracks are joined

Why
    A level that leads nowhere tells its people to leave. Not everybody wants to lead people, and not everybody who
    tries stays with it: so each track needs a way across, and next to each leading level there should be one of
    equal rank for those who grow through the work itself.

Fix
    Fill in Next levels or Sideways moves on the Levels tab, or add the level that is missing beside the leading
    one.

Good
    Tracks
    | Track ID | Track                  | Kind       |
    | ENG      | Engineering            | Individual |
    | EM       | Engineering management | Manager    |

    Levels
    | Level ID | Track ID | Level title         | Rank | Next levels | Sideways moves |
    | SE1      | ENG      | Software Engineer   | 1    |             |                |
    | SE2      | ENG      | Senior Engineer     | 2    |             | EM1            |
    | EM1      | EM       | Engineering Manager | 2    |             | SE2            |

Bad
    Tracks
    | Track ID | Track                  | Kind       |
    | ENG      | Engineering            | Individual |
    | EM       | Engineering management | Manager    |

    Levels
    | Level ID | Track ID | Level title       | Rank | Next levels | Sideways moves |
    | SE1      | ENG      | Software Engineer | 1    | SE3         |                |
    | SE2      | ENG      | Senior Engineer   | 2    | SE9         |                |
    | SE3      | ENG      | Staff Engineer    | 3    |             |                |
    | EM1      | EM       | Director          | 4    |             | SE3            |
    -> row 2 of Levels
    -> row 4 of Levels
    -> Track ID in row 1 of Tracks
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import TRACK_KINDS, Level, Track
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.subjects import each_level, each_track

_INDIVIDUAL, _MANAGER = TRACK_KINDS


def _levels_and_tracks(data: Dataset) -> Iterator[Level | Track]:
    """Every level with a rank, then every track that has levels, where there are other tracks to go to."""
    yield from (level for level in each_level(data) if level.rank is not None)
    tracks_with_levels = [track for track in each_track(data) if data.levels_of(track.id)]
    if len(tracks_with_levels) > 1:
        yield from tracks_with_levels


@rule(
    Severity.ERROR,
    GROWTH,
    subjects=_levels_and_tracks,
    skip_reason="there are no levels with a rank yet",
    plural="levels and tracks that lead nowhere",
)
def judge(subject: Level | Track, data: Dataset) -> Iterator[Hit]:
    """Hit for a dead end; a warning for a leading level without a peer and for a track without a way across."""
    yield from _track(subject, data) if isinstance(subject, Track) else _level(subject, data)


def _track(track: Track, data: Dataset) -> Iterator[Hit]:
    levels = data.levels_of(track.id)
    ways = {way for level in levels for way in (*level.lateral, *data.graph.next_levels(level.id)) if way in data.level}
    if all(data.level[way].track == track.id for way in ways):
        message = f"{track.name or track.id} has no way across to another track."
        yield Hit(Place("tblTracks", track.row, "id"), message, severity=Severity.WARNING)


def _level(level: Level, data: Dataset) -> Iterator[Hit]:
    top, peers = memo(data, "G05 ranks", lambda: _ranks(data))
    title, place = level.title or level.id, Place("tblLevels", level.row)
    if (level.rank or 0) < top[level.track] and not data.graph.next_levels(level.id) and not level.lateral:
        yield Hit(place, f"{title} leads nowhere: it has no next level and no sideways move.")
    track = data.track.get(level.track)
    if track and track.kind == _MANAGER and level.rank not in peers:
        message = f"No level for people who grow through the work itself stands beside {title} at rank {level.rank}."
        yield Hit(place, message, severity=Severity.WARNING)


def _ranks(data: Dataset) -> tuple[dict[str, int], set[int | None]]:
    """The highest rank of each track, and the ranks of all levels on tracks of the individual kind."""
    top: dict[str, int] = {}
    for level in each_level(data):
        top[level.track] = max(top.get(level.track, 0), level.rank or 0)
    kinds = {track.id: track.kind for track in each_track(data)}
    return top, {level.rank for level in each_level(data) if kinds.get(level.track) == _INDIVIDUAL}
