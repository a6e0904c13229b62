"""The workbook's own questions: what is asked, in our words, and the answers as people give them.

The order and meaning follow the twelve steps; keys never change, because pasted form answers refer to them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import create_model

from xl_addin.model.facts import YES_NO, Day, Fact, OneOf, Record, Ref, Text, Whole

STAGES = ("Awareness", "Planning", "Development", "Training", "Implementing", "Measuring")
STATUSES = ("To do", "Under way", "Done", "To confirm", "Not needed")
ANSWER_LIMIT = Whole(1, 5)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement rated 1-5: its key and its words."""

    key: str
    text: str


READINESS = (
    Item("Q1", "Are the competencies you look for written down and agreed?"),
    Item("Q2", "Do your roles have clear, well-described levels?"),
    Item("Q2a", "Are there levels with names that nobody has described yet?"),
    Item("Q3", "Do you have career tracks today?"),
)
"""Steps 1-3, answered Yes or No; Q2a is asked only where Q2 is No."""

HEALTH = (
    Item("H1", "People know what their own career track looks like."),
    Item("H2", "People can open their career track whenever they want to."),
    Item("H3", "Each person has a development plan that follows from their career track."),
    Item("H4", "The career tracks keep working as the organisation grows."),
    Item("H5", "The career tracks can be judged by facts, the same way for everyone."),
    Item("H6", "The career tracks help employees and managers alike."),
    Item("H7", "The career tracks show what the organisation values and is here to do."),
)
"""Step 4, 1 not at all, 3 neutral, 5 yes, definitely; in the order of the source."""

BENEFITS = (
    Item("B1", "People grow in their profession"),
    Item("B2", "A stronger culture"),
    Item("B3", "Better hiring decisions"),
    Item("B4", "A way forward everyone can see"),
    Item("B5", "Reviews that rest on something"),
    Item("B6", "Keeping the people we most want to keep"),
)
"""Step 6, 1 not important, 3 somewhat, 5 critically important; in the order of the source."""

PULSE = (
    Item("P1", "I have seen my career track."),
    Item("P2", "I can tell what is expected of me at my level."),
    Item("P3", "I can tell what the next level asks for."),
    Item("P4", "My manager and I have talked about my career track."),
    Item("P5", "The career tracks seem fair to me."),
)
"""Two weeks after roll-out, 1 not at all, 3 neutral, 5 yes, definitely."""

IMPACT = Item("Q5", "What would change, in figures you could show, if these career tracks were better?")
"""Step 5."""
GOAL = Item("Q7", "How does the most important benefit serve the goals of the organisation?")
"""Step 7."""
STAGE = Item("Q8", "Where are you with career tracks today?")
"""Step 8."""
REFLECTION = (
    Item("Q11a", "Was the matrix easy or hard to fill in?"),
    Item("Q11b", "What made it easy, and what made it hard?"),
    Item("Q11c", "Did filling it in help? What do you see more clearly now, or why not?"),
    Item("Q11d", "What will career tracks do for the organisation?"),
)
"""Step 11, asked of each track."""

ITEMS: Mapping[str, Item] = {item.key: item for item in (*HEALTH, *BENEFITS, *PULSE)}

Points = Literal[1, 2, 3, 4, 5] | None


class Answer(Record):
    """A Yes or No to one of the readiness questions."""

    id: Annotated[str, Fact("Key", "The question's short name.", Text(8), required=True, unique=True)] = ""
    question: Annotated[str, Fact("Question", "What is asked.", Text(300))] = ""
    answer: Annotated[
        Literal["Yes", "No"] | None, Fact("Answer", "Yes or No; what comes next depends on it.", YES_NO)
    ] = None


class HealthRating(Record):
    """How far one statement about today's career tracks holds."""

    id: Annotated[str, Fact("Key", "The statement's short name.", Text(8), required=True, unique=True)] = ""
    statement: Annotated[str, Fact("Statement", "What is rated.", Text(300))] = ""
    rating: Annotated[Points, Fact("Rating", "1 not at all, 3 neutral, 5 yes, definitely.", ANSWER_LIMIT)] = None


class BenefitRating(Record):
    """How important one benefit is."""

    id: Annotated[str, Fact("Key", "The benefit's short name.", Text(8), required=True, unique=True)] = ""
    benefit: Annotated[str, Fact("Benefit", "What is rated.", Text(300))] = ""
    rating: Annotated[
        Points, Fact("Importance", "1 not important, 3 somewhat important, 5 critically important.", ANSWER_LIMIT)
    ] = None


class Note(Record):
    """A question answered in words; the question itself stands above its table."""

    id: Annotated[str, Fact("Key", "The question's short name.", Text(8), required=True, unique=True)] = ""
    answer: Annotated[str, Fact("Answer", "In your own words.", Text(4000, many_lines=True))] = ""


class StageAnswer(Record):
    """Where the organisation is today."""

    id: Annotated[str, Fact("Key", "The question's short name.", Text(8), required=True, unique=True)] = ""
    question: Annotated[str, Fact("Question", "What is asked.", Text(300))] = ""
    stage: Annotated[str, Fact("Stage", "The stage you are in today; the roadmap starts there.", OneOf(STAGES))] = ""


class Reflection(Record):
    """What people thought after filling in a track's matrix."""

    track: Annotated[str, Fact("Track ID", "The track it is about.", Ref("tblTracks"), required=True)] = ""
    id: Annotated[str, Fact("Key", "The question's short name.", Text(8), required=True)] = ""
    question: Annotated[str, Fact("Question", "What is asked.", Text(300))] = ""
    answer: Annotated[str, Fact("Answer", "In your own words.", Text(4000, many_lines=True))] = ""


class RoadmapAction(Record):
    """One action of the roll-out."""

    id: Annotated[str, Fact("Key", "The action's short name.", Text(16), required=True, unique=True)] = ""
    stage: Annotated[str, Fact("Stage", "The stage it belongs to.", OneOf(STAGES), required=True)] = ""
    action: Annotated[str, Fact("Action", "What is to be done.", Text(400), required=True)] = ""
    owner: Annotated[str, Fact("Owner", "Who sees to it.", Text(120))] = ""
    start: Annotated[dt.date | None, Fact("Start", "The first working day on it.", Day())] = None
    finish: Annotated[dt.date | None, Fact("Finish", "The day it is to be done.", Day())] = None
    status: Annotated[str, Fact("Status", "How far it is.", OneOf(STATUSES))] = STATUSES[0]
    notes: Annotated[str, Fact("Notes", "Anything worth keeping.", Text(2000, many_lines=True))] = ""


class CompanyEntry(Record):
    """What is said of the company: its name, its values."""

    about: Annotated[str, Fact("Company", "What is asked.", Text(80))] = ""
    entry: Annotated[str, Fact("Yours", "Its name; its values, separated by semicolons.", Text(1000))] = ""
    id: Annotated[str, Fact("Setting", "The name rules know it by.", Text(64), required=True, unique=True)] = ""


class Respondent(Record):
    """Who answered a form, as far as anyone should know."""

    respondent: Annotated[str, Fact("Respondent", "A number or code; leave names out.", Text(120))] = ""
    group: Annotated[str, Fact("Group", "The team or unit, for results by group.", Text(80))] = ""


def _rating_field(item: Item) -> Any:
    ends = "1 not important, 5 critically important" if item in BENEFITS else "1 not at all, 5 yes, definitely"
    return Annotated[Points, Fact(item.key, f"{item.text} {ends}.", ANSWER_LIMIT, aliases=(item.text,))]


_RATINGS: Any = {key: (_rating_field(item), None) for key, item in ITEMS.items()}
ResponseRow: type[Respondent] = create_model(
    "ResponseRow",
    __base__=Respondent,
    __doc__="One row of pasted answers: who, which group, and a rating for each statement, field by key.",
    **_RATINGS,
)


@dataclass(frozen=True)
class PastedAnswers:
    """How pasted answers were read, for formulas that are to read the same.

    `headers`: item key -> the header of the column it was read from, where that is neither key nor statement, and ""
    where its column is not read at all. `columns`: item key -> its column's number, the first 1, where it is read;
    None where nothing was pasted. `spellings`: an answer as it stands, not a bare digit, -> 1 to 5.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, int] | None = None
    spellings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's answers: item key -> 1-5; what was not answered is absent."""

    respondent: str
    group: str
    answers: Mapping[str, int]
