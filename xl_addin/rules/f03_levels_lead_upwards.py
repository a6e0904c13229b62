"""The levels of a track lead upwards from one first level

Why
    People plan their way along the levels. If the way runs in a circle, drops in rank or starts at two places, nobody
    can say what comes next, and the levels cannot be compared. Two levels with one title in one track leave it open
    which of them a person holds; one public framework has 16 such doubles.

Fix
    Correct Rank or Next levels on the Levels tab, so that every level but the first is reached from a lower one and
    each title in the track is used once.

Good
    Levels
    | Level ID | Track ID | Level title          | Rank | Next levels |
    | SE1      | ENG      | Software Engineer    | 1    |             |
    | SE2      | ENG      | Senior Engineer      | 2    | ST1; EM1    |
    | ST1      | ENG      | Staff Engineer       | 3    |             |
    | EM1      | ENG      | Engineering Manager  | 3    |             |

Bad
    Levels
    | Level ID | Track ID | Level title       | Rank | Next levels |
    | SE1      | ENG      | Software Engineer | 1    | SE2         |
    | SE2      | ENG      | Senior Engineer   | 2    | SE1         |
    -> Next levels in row 1 of Levels
    -> Rank in row 1 of Levels

    Levels
    | Level ID | Track ID | Level title       | Rank | Next levels |
    | SE1      | ENG      | Software Engineer | 1    | SE2         |
    | SE2      | ENG      | Senior Engineer   | 2    |             |
    | SE3      | ENG      | senior  engineer  | 2    |             |
    -> Level title in row 3 of Levels
    -> row 3 of Levels
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Level
from xl_addin.model.statements import fold
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import each_level
from xl_addin.rules.text_analysis import list_names


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=each_level,
    skip_reason="there are no levels yet",
    plural="levels that do not lead upwards",
)
def judge(level: Level, data: Dataset) -> Iterator[Hit]:
    """Hit for a loop, a step that does not rise, a second first level, and a title used twice in a track."""
    title = " ".join(level.title.split()) or level.id
    loop = memo(data, "F03 loop", data.graph.cycle)
    if loop and loop[0] == level.id:
        names = [data.level[step].title or step for step in loop]
        yield Hit(Place("tblLevels", level.row, "next"), f"These levels lead in a circle: {' → '.join(names)}.")
    for low in (data.level[predecessor] for predecessor in data.graph.previous_levels(level.id)):
        if low.rank is not None and level.rank is not None and low.rank >= level.rank:
            yield Hit(
                Place("tblLevels", level.row, "rank"),
                f"{low.title or low.id} (rank {low.rank}) leads to {title}, whose rank {level.rank} is not higher.",
            )
    first, namesake = memo(data, "F03 firsts", lambda: _firsts(data))[level.id]
    if namesake is not level:
        yield Hit(
            Place("tblLevels", level.row, "title"),
            f'The title "{title}" is used twice in one track, by {list_names([namesake.id, level.id])}.',
        )
    if first is not level and not data.graph.previous_levels(level.id) and not _reached_sideways(level, data):
        yield Hit(
            Place("tblLevels", level.row),
            f"No level leads to {title}, though its track starts at {first.title or first.id}.",
        )


def _firsts(data: Dataset) -> dict[str, tuple[Level, Level]]:
    """Level id -> the first level of its track, and the first level of the track with the same title."""
    entry: dict[str, Level] = {}
    by_title: dict[tuple[str, str], Level] = {}
    for track in dict.fromkeys(level.track for level in data.levels):
        entry.update({track: members[0]} if (members := data.levels_of(track)) else {})
    for level in data.levels:
        by_title.setdefault((level.track, fold(level.title) or level.id), level)
    return {lv.id: (entry[lv.track], by_title[lv.track, fold(lv.title) or lv.id]) for lv in data.levels if lv.id}


def _reached_sideways(level: Level, data: Dataset) -> bool:
    ways = memo(data, "F03 sideways", lambda: {way for neighbour in data.levels for way in neighbour.lateral})
    return level.id in ways
