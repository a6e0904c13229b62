"""One competency at one rank reads alike in two tracks, or differs on purpose

Why
    Texts copied from one track to another drift apart: a word is improved here and forgotten there, and two people
    at the same rank are measured differently by accident. Texts that have little in common are taken to differ on
    purpose.

Fix
    Make the two texts the same again, write inherits(LEVEL) in one of them, or make the difference plain.

Good
    Matrix ENG
    | Competency | SE1                                     |
    | Ownership  | Tells the team early when a date slips. |
    | Craft      | Tests own changes before asking for a review. |

    Matrix DES
    | Competency | DE1           |
    | Ownership  | inherits(SE1) |
    | Craft      | Tries each screen with two customers. |

Bad
    Matrix ENG
    | Competency | SE1                                     |
    | Ownership  | Tells the team early when a date slips. |

    Matrix DES
    | Competency | DE1                                           |
    | Ownership  | Tells the whole team early when a date slips. |
    -> DE1 of Ownership
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Number
from xl_addin.model.finding import Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.subjects import LevelStep, WrittenCell, written_cells
from xl_addin.rules.text_analysis import fold_statement, likeness

SETTINGS = (
    Setting(
        id="T08.shared",
        group="Rules",
        default=0.6,
        takes=Number(0, 1),
        meaning="Two texts count as copies that drifted apart when they share this part of their words or more, "
        "from 0 to 1.",
    ),
)


def _rank_pairs(data: Dataset) -> Iterator[LevelStep]:
    """Each cell beside the first one of its competency and rank that stands in another track."""
    first: dict[tuple[str, int], WrittenCell] = {}
    for cell in written_cells(data):
        level = data.level.get(cell.cell.level)
        if level is None or level.rank is None:
            continue
        model = first.setdefault((cell.cell.competency, level.rank), cell)
        if model.cell.track != cell.cell.track:
            yield LevelStep(model, cell)


@rule(
    Severity.WARNING,
    TRANSPARENT,
    subjects=_rank_pairs,
    skip_reason="no competency has words at one rank of two tracks",
    settings=SETTINGS,
    plural="cells that nearly say the same as in another track",
)
def judge(pair: LevelStep, data: Dataset) -> Iterator[Hit]:
    """Hit for two texts that are nearly, but not quite, the same."""
    first_text, second_text = pair.lower.text, pair.upper.text
    if fold_statement(first_text) != fold_statement(second_text) and likeness(first_text, second_text) >= data.number(
        "T08.shared"
    ):
        yield Hit(
            pair.upper.place, f"{pair.upper.location} differs in a few words from {pair.lower.level}, at the same rank."
        )
