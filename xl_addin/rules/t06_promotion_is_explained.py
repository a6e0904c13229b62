"""Each level says how to move on from it

Why
    If the way up is not written down, it is decided behind closed doors, and people guess. Say what evidence is
    asked for, how long it should have been seen, and who decides. One public handbook asks for a year of strong
    work at the level, and three months at the next level in every category.

Fix
    Write in the column Moving up of the Levels tab what evidence is asked for, over which time, and who decides.

Good
    Levels
    | Level ID | Level title | Rank | Moving up |
    | SE1 | Software Engineer | 1 | Six months of work at the next level, shown by three projects; the panel decides. |
    | SE2 | Senior Engineer | 2 |  |

Bad
    Levels
    | Level ID | Level title       | Rank | Moving up  |
    | SE1      | Software Engineer | 1    |            |
    | SE2      | Senior Engineer   | 2    | On request |
    | SE3      | Staff Engineer    | 3    |            |
    -> Moving up in row 1 of Levels
    -> Moving up in row 2 of Levels
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Level
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.subjects import each_level
from xl_addin.rules.table_rows import level_name
from xl_addin.rules.text_analysis import list_names, quote, tokens

SETTINGS = (
    Setting(
        id="T06.least",
        group="Rules",
        default=5,
        meaning="The text on moving up needs at least this many words: evidence, time and who decides do not fit "
        "in fewer.",
    ),
)


def _with_next(data: Dataset) -> Iterator[Level]:
    """Every level that leads to another."""
    return (level for level in each_level(data) if data.graph.next_levels(level.id))


@rule(
    Severity.ERROR,
    TRANSPARENT,
    subjects=_with_next,
    skip_reason="no level leads to another yet",
    settings=SETTINGS,
    plural="levels that do not say how to move on",
    is_writing_task=True,
)
def judge(level: Level, data: Dataset) -> Iterator[Hit]:
    """Hit for a level without an account of how to move on."""
    title = level.title or level.id
    nexts = list_names([level_name(data, next_level) for next_level in data.graph.next_levels(level.id)])
    if not level.promotion.strip():
        yield Hit(Place("tblLevels", level.row, "promotion"), f"{title} does not say how to move on to {nexts}.")
    elif len(tokens(level.promotion)) < data.number("T06.least"):
        quotation = quote(level.promotion)
        yield Hit(
            Place("tblLevels", level.row, "promotion"),
            f"{title} says too little about moving on to {nexts}: {quotation}.",
        )
