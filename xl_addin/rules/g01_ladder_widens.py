"""The work reaches further at the last level than at the first

Why
    Growing means that work reaches further: from a task to a project, a team, the company. If a ladder ends with
    narrower work than it began with, some texts stand at the wrong level. The words for it are known for two cells
    in three only, so this is a hint.

Fix
    Say at the last level how far the work reaches, or move the text to the level it belongs to.

Good
    Matrix ENG
    | Competency | SE1                 | SE2                           |
    | Delivery   | Finishes own tasks. | Plans a project for the team. |

Bad
    Matrix ENG
    | Competency | SE1                                     | SE2                 |
    | Delivery   | Agrees the plan with the whole company. | Finishes own tasks. |
    -> SE2 of Delivery
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import word_list
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.scope_and_autonomy import SCOPE, scope
from xl_addin.rules.subjects import LevelStep, WrittenCell, written_by_level

_WORDS = {
    "task": "task*, subtask*, ticket*, bug*, own work, own code, assigned work",
    "project": "project*, feature*, component*, epic*, module*, deliverable*, work package*",
    "team": "team, team's, squad, squad's, teammate*, team-level, peers",
    "teams": (
        "teams, cross-team, multi-team, cross-functional, department*, group*, several teams, programme*, tribe*, "
        "discipline*, stakeholder*, domain*"
    ),
    "organisation": (
        "organisation*, organization*, company*, company-wide, org, org-wide, business, leadership, executive*, "
        "directors"
    ),
    "industry": "industry, industries, industry-wide, open source, conference*, world, public",
}

SETTINGS = tuple(
    word_list(
        f"G01.{step}",
        words,
        f"Words for work that reaches as far as step {number} of 6: {step}. The widest one a cell uses counts.",
    )
    for number, (step, words) in enumerate(_WORDS.items(), 1)
)


def _ends(data: Dataset) -> Iterator[LevelStep]:
    """For each competency, every first written cell with every last one its levels lead to."""
    cells_by_level = written_by_level(data)
    competencies = dict.fromkeys(ident for cells in cells_by_level.values() for ident in cells)
    for competency in competencies:
        competency_cells = {level: cells[competency] for level, cells in cells_by_level.items() if competency in cells}
        for level, cell in competency_cells.items():
            if not any(predecessor in competency_cells for predecessor in data.graph.previous_levels(level)):
                yield from (
                    LevelStep(cell, competency_cells[last])
                    for last in _lasts(level, competency_cells, data)
                    if last != level
                )


def _lasts(start: str, competency_cells: dict[str, WrittenCell], data: Dataset) -> list[str]:
    """The levels at the end of every way up from `start` over levels with words."""
    reachable, waiting, last_levels = {start}, [start], []
    while waiting:
        level = waiting.pop()
        ups = [next_level for next_level in data.graph.next_levels(level) if next_level in competency_cells]
        last_levels += [] if ups else [level]
        waiting += [next_level for next_level in ups if next_level not in reachable]
        reachable.update(ups)
    return last_levels


@rule(
    Severity.WARNING,
    GROWTH,
    subjects=_ends,
    skip_reason="no competency has words at two levels one after the other",
    settings=SETTINGS,
    plural="competencies that reach no further at the last level",
)
def judge(ends: LevelStep, data: Dataset) -> Iterator[Hit]:
    """Hit where the last level speaks of narrower work than the first."""
    low, high = scope(ends.lower.text, data), scope(ends.upper.text, data)
    if 0 < high < low:
        message = (
            f"{ends.upper.competency} reaches less far at {ends.upper.level} ({SCOPE[high - 1]}) "
            f"than at {ends.lower.level} ({SCOPE[low - 1]})."
        )
        yield Hit(ends.upper.place, message)
