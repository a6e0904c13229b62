"""No step of a track is much higher than its others

Why
    If one step asks for more than twice as much new as the usual step of the track, people get stuck below it;
    readers of public frameworks have complained of just that. It often means that a level is missing in between.

Fix
    Move some of what is new to the level below, or put a level in between.

Good
    Matrix ENG
    | Competency | SE1                | SE2                  | SE3                   | SE4                  |
    | Craft      | Tests own changes. | Reviews code weekly. | Plans releases early. | Advises other teams. |

Bad
    Matrix ENG
    | Competency | SE1 | SE2 | SE3 | SE4 |
    | Craft | Tests changes. | Reviews code. | Plans releases. | Advises teams, sets standards, hires people weekly. |

    Levels
    | Level ID | Level title |
    | SE1      | SE1         |
    | SE2      | SE2         |
    | SE3      | SE3         |
    | SE4      | SE4         |
    -> row 4 of Levels
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.subjects import steps
from xl_addin.rules.table_rows import level_name
from xl_addin.rules.text_analysis import content

SETTINGS = (
    Setting(
        id="G04.times",
        group="Rules",
        default=2,
        meaning="A step that brings more than this many times the new words of the track's middle step gets a warning.",
    ),
    Setting(
        id="G04.steps",
        group="Rules",
        default=3,
        meaning="A track is looked at when it has at least this many steps; with fewer there is no usual step.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Climb:
    lower: str
    upper: str
    new: int
    usual: float


def _climbs(data: Dataset) -> Iterator[_Climb]:
    """Every step of every track with enough steps: the new words over all competencies, and the track's middle step."""
    new: dict[str, dict[tuple[str, str], int]] = {}
    for step in steps(data):
        edge = (step.lower.cell.level, step.upper.cell.level)
        edge_counts = new.setdefault(step.upper.cell.track, {})
        edge_counts[edge] = edge_counts.get(edge, 0) + len(content(step.upper.text) - content(step.lower.text))
    for edge_counts in new.values():
        if len(edge_counts) >= data.number("G04.steps"):
            usual = median(edge_counts.values())
            yield from (_Climb(low, high, count, usual) for (low, high), count in edge_counts.items())


@rule(
    Severity.WARNING,
    GROWTH,
    subjects=_climbs,
    skip_reason="no track has three written steps yet",
    settings=SETTINGS,
    plural="steps higher than the others of their track",
)
def judge(climb: _Climb, data: Dataset) -> Iterator[Hit]:
    """Hit for a step that brings far more new words than the middle step of its track."""
    if climb.usual and climb.new > data.number("G04.times") * climb.usual:
        lower, upper = level_name(data, climb.lower), level_name(data, climb.upper)
        times = climb.new / climb.usual
        message = (
            f"The step from {lower} to {upper} brings {times:.1f} times as much new as the usual step of its track."
        )
        level = data.level.get(climb.upper)
        yield Hit(Place("tblLevels", level.row if level else -1), message)
