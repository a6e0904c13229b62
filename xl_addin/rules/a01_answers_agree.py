"""The answers of the first steps do not contradict one another

Why
    The first four tabs lead you past what you do not need. Ratings of career tracks that do not exist, or a roll-out
    stage without tracks to roll out, mean that one of two answers is out of date, and the plan would start in the
    wrong place.

Fix
    Decide which of the two answers is right today, and change or clear the other.

Good
    Readiness
    | Key | Answer |
    | Q1  | Yes    |
    | Q2  | Yes    |
    | Q3  | Yes    |

    TrackHealth
    | Key | Rating |
    | H1  | 2      |

Bad
    Readiness
    | Key | Answer |
    | Q3  | No     |

    TrackHealth
    | Key | Rating |
    | H1  | 2      |
    | H2  |        |
    -> Rating in row 1 of TrackHealth
    or
    Readiness
    | Key | Answer |
    | Q2  | Yes    |
    | Q2a | Yes    |
    -> Answer in row 2 of Readiness
    or
    Readiness
    | Key | Answer |
    | Q3  | No     |

    Stage
    | Key | Stage        |
    | Q8  | Implementing |
    -> Stage in row 1 of Stage
"""

from collections.abc import Iterator

from xl_addin.model.answers import STAGES, Answer, HealthRating, StageAnswer
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.rules.rule import ROLL_OUT, Hit, rule

_NEEDS_TRACKS = STAGES[STAGES.index("Training") :]
"""The stages in which there are tracks to show, hand out or measure."""

Given = Answer | HealthRating | StageAnswer


def _given(data: Dataset) -> Iterator[Given]:
    """Every answer of the first steps that says something."""
    yield from (answer for answer in data.readiness if answer.answer)
    yield from (rating for rating in data.health if rating.rating)
    yield from (answer for answer in data.stage if answer.stage)


@rule(Severity.WARNING, ROLL_OUT, over=_given, unanswered="none of the first steps is answered yet")
def judge(given: Given, data: Dataset) -> Iterator[Hit]:
    """Hit for an answer that another one rules out."""
    without = data.answered("Q3") == "No"
    if isinstance(given, HealthRating):
        if without:
            said = f'"{given.statement or given.id}" is rated {given.rating}, but Q3 says there are no career tracks.'
            yield Hit(Place("tblTrackHealth", given.row, "rating"), said)
    elif isinstance(given, StageAnswer):
        if without and given.stage in _NEEDS_TRACKS:
            said = f'The stage is "{given.stage}", but Q3 says there are no career tracks to roll out.'
            yield Hit(Place("tblStage", given.row, "stage"), said)
    elif given.id == "Q2a" and given.answer == "Yes" and data.answered("Q2") == "Yes":
        said = '"Yes" to Q2 says the levels are well described, "Yes" to Q2a that some are not described yet.'
        yield Hit(Place("tblReadiness", given.row, "answer"), said)
