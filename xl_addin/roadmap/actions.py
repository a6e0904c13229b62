"""The six stages of the roll-out and the ready-made actions of each, in our own words.

Order and meaning follow the check-lists of step 12. Keys never change: a workbook refers to its actions by them.
Where the check-list names several parts of an organisation in one breath (hiring, first weeks, reviews, pay,
succession), each is an action of its own, because each has another owner and another date.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.model.answers import STAGES, RoadmapAction

PURPOSES: Mapping[str, str] = dict(
    zip(
        STAGES,
        (
            "Find out what career tracks are, where you stand, and who will help.",
            "Agree what the career tracks are to achieve and where in working life they will be used.",
            "Write the career tracks together with the teams they are for.",
            "Make managers sure of the career tracks before their teams ask about them.",
            "Give every employee their career track and show them how to use it.",
            "Ask what works and what does not, and mend the career tracks accordingly.",
        ),
        strict=True,
    )
)
"""Stage -> what it is for, in one sentence."""


@dataclass(frozen=True, slots=True)
class StandardAction:
    """A ready-made action. `days` is its suggested length in working days.

    `usually` names the role that most often owns it: a hint beside the Owner cell, never filled in as the owner.
    """

    key: str
    stage: str
    text: str
    days: int
    usually: str


_AWARENESS = (
    ("AWA1", "Work through steps 1 to 11 of this workbook.", 2, "HR lead"),
    ("AWA2", "Tell your team what came out of it and hear what they think.", 2, "HR lead"),
    ("AWA3", "Put what career tracks cost and bring on a few slides, and win the leaders' backing.", 3, "HR lead"),
    ("AWA4", "Write down what could go wrong and what you would do then.", 1, "HR team"),
    ("AWA5", "Find the colleagues who care about this, and ask them to speak for it in their teams.", 2, "HR lead"),
)
_PLANNING = (
    ("PLA1", "Talk with those it concerns: heads of HR, business leaders, line managers and your supporters.", 3,
     "HR lead"),
    ("PLA2", "Bring all the aims together in one list and put them in order.", 2, "Project lead"),
    ("PLA3", "Choose the figures that will show whether it worked, and note where they stand today.", 2, "HR analyst"),
    ("PLA4", "Settle where employees, managers and HR leaders will each find the career tracks, and who may change "
     "them.", 2, "Project lead"),
    ("PLA5", "Recruitment: settle how adverts, interviews and offers will draw on the career tracks.", 2,
     "Head of recruitment"),
    ("PLA6", "Onboarding: settle when and by whom new colleagues are shown their career track.", 2,
     "Head of learning"),
    ("PLA7", "Performance: settle how reviews and goals will refer to the career tracks.", 3, "HR business partner"),
    ("PLA8", "Compensation: settle how levels and pay belong together, and what is said about it.", 2,
     "Head of reward"),
    ("PLA9", "Succession: settle how the career tracks help to find and prepare people for key roles.", 2,
     "HR business partner"),
)  # fmt: skip
_DEVELOPMENT = (
    ("DEV1", "List the people whose help you need, and when you need it.", 2, "Project lead"),
    ("DEV2", "Ask every team which roles and specialist fields it needs: write a survey, send it, read the answers.",
     10, "HR business partner"),
    ("DEV3", "Draft a career track for each team and go through it with the people who know the work.", 15,
     "Department heads"),
    ("DEV4", "Work in what you heard until the career tracks are ready to be used.", 10, "Project lead"),
    ("DEV5", "Plan how and when employees will hear about the career tracks, and from whom.", 3,
     "Internal communications"),
)  # fmt: skip
_TRAINING = (
    ("TRA1", "Prepare a workshop for managers: what career tracks are good for, how to talk about them with each "
     "employee, and what to do when such a talk gets stuck.", 5, "Head of learning"),
    ("TRA2", "Hold the workshop, so that every manager has taken part.", 5, "Head of learning"),
)  # fmt: skip
_IMPLEMENTING = (
    ("IMP1", "Look through the systems you already have: which could bring the career tracks to people?", 5, "IT lead"),
    ("IMP2", "Choose the one that fits best.", 5, "Project lead"),
    ("IMP3", "Make a short guide or film that explains the career tracks to employees.", 5, "Head of learning"),
    ("IMP4", "Invite everybody to one open meeting where any question or worry about the career tracks is welcome.", 3,
     "Head of HR"),
    ("IMP5", "Have each manager go through the career tracks with the team and answer its questions.", 7,
     "Line managers"),
    ("IMP6", "Start with one team, and put right what does not run smoothly yet.", 10, "Project lead"),
    ("IMP7", "Open the career tracks to the whole organisation.", 10, "Project lead"),
)  # fmt: skip
_MEASURING = (
    ("MEA1", "Set the figures chosen while planning beside where they stood at the start.", 3, "HR analyst"),
    ("MEA2", "Within two weeks of the launch, send a handful of quick questions to hear first impressions.", 5,
     "HR analyst"),
    ("MEA3", "Send a longer survey to learn in full how employees see the career tracks.", 15, "HR analyst"),
    ("MEA4", "Share with everybody what employees said in brief and, where something is wrong, what will be done.", 7,
     "HR lead"),
    ("MEA5", "Keep watching the figures; use them and what people tell you to make the career tracks better.", 30,
     "Framework owner"),
)  # fmt: skip

ACTIONS: tuple[StandardAction, ...] = tuple(
    StandardAction(key, stage, text, days, usually)
    for stage, rows in zip(
        STAGES, (_AWARENESS, _PLANNING, _DEVELOPMENT, _TRAINING, _IMPLEMENTING, _MEASURING), strict=True
    )
    for key, text, days, usually in rows
)
"""Every ready-made action, stage by stage, in the order of the check-lists.

The first two of Measuring together stay within ten working days, so that the pulse comes within two weeks of launch.
"""

BY_KEY: Mapping[str, StandardAction] = {action.key: action for action in ACTIONS}
USUAL_DAYS = 3
"""Suggested length, in working days, of an action a person added."""


def usual_owner(key: str) -> str:
    """The role that most often owns an action; "" for one that people added."""
    return BY_KEY[key].usually if key in BY_KEY else ""


def days_of(key: str) -> int:
    """An action's suggested length in working days."""
    return BY_KEY[key].days if key in BY_KEY else USUAL_DAYS


def length_of(stage: str) -> int:
    """A stage's suggested length in working days: that of its actions together."""
    return sum(action.days for action in ACTIONS if action.stage == stage)


def checklist() -> tuple[RoadmapAction, ...]:
    """Every ready-made action as a row nobody has worked on: no owner, no dates, and a status left blank."""
    return tuple(RoadmapAction(id=a.key, stage=a.stage, action=a.text, status="") for a in ACTIONS)
