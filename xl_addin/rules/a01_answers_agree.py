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

FirstAnswer = Answer | HealthRating | StageAnswer


def _first_answers(data: Dataset) -> Iterator[FirstAnswer]:
    """Every answer of the first steps that says something."""
    yield from (answer for answer in data.readiness if answer.answer)
    yield from (rating for rating in data.health if rating.rating)
    yield from (answer for answer in data.stage if answer.stage)


@rule(
    Severity.WARNING,
    ROLL_OUT,
    subjects=_first_answers,
    skip_reason="none of the first steps is answered yet",
    plural="answers that contradict one another",
)
def judge(answer: FirstAnswer, data: Dataset) -> Iterator[Hit]:
    """Hit for an answer that another one rules out."""
    no_tracks = data.readiness_answer("Q3") == "No"
    if isinstance(answer, HealthRating):
        if no_tracks:
            message = (
                f'"{answer.statement or answer.id}" is rated {answer.rating}, but Q3 says there are no career tracks.'
            )
            yield Hit(Place("tblTrackHealth", answer.row, "rating"), message)
    elif isinstance(answer, StageAnswer):
        if no_tracks and answer.stage in _NEEDS_TRACKS:
            message = f'The stage is "{answer.stage}", but Q3 says there are no career tracks to roll out.'
            yield Hit(Place("tblStage", answer.row, "stage"), message)
    elif answer.id == "Q2a" and answer.answer == "Yes" and data.readiness_answer("Q2") == "Yes":
        message = '"Yes" to Q2 says the levels are well described, "Yes" to Q2a that some are not described yet.'
        yield Hit(Place("tblReadiness", answer.row, "answer"), message)
