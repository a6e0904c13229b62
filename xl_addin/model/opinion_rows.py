"""Rows of the tabs that show what respondents said: each statement, and each group's view of it."""

from typing import Annotated

from xl_addin.model.facts import Anything, Fact, Record, Text

OpinionFigure = float | str | None


class SurveyRow(Record):
    """One statement as all respondents rated it."""

    id: Annotated[str, Fact("Key", "The statement's short name.", Text(8))] = ""
    statement: Annotated[str, Fact("Statement", "What was rated.", Text(300))] = ""
    n: Annotated[OpinionFigure, Fact("n", "How many rated it; too few are not shown.", Anything())] = None
    rated_1: Annotated[OpinionFigure, Fact("Rated 1", "How many gave a 1.", Anything())] = None
    rated_2: Annotated[OpinionFigure, Fact("Rated 2", "How many gave a 2.", Anything())] = None
    rated_3: Annotated[OpinionFigure, Fact("Rated 3", "How many gave a 3.", Anything())] = None
    rated_4: Annotated[OpinionFigure, Fact("Rated 4", "How many gave a 4.", Anything())] = None
    rated_5: Annotated[OpinionFigure, Fact("Rated 5", "How many gave a 5.", Anything())] = None
    mean: Annotated[OpinionFigure, Fact("Mean", "The mean of the ratings.", Anything())] = None
    median: Annotated[OpinionFigure, Fact("Median", "The rating in the middle.", Anything())] = None
    favourable: Annotated[OpinionFigure, Fact("Favourable", "Share of 4s and 5s.", Anything())] = None
    low: Annotated[
        OpinionFigure, Fact("Low", "Lower end of the likely range of that share, for few answers.", Anything())
    ] = None
    high: Annotated[OpinionFigure, Fact("High", "Upper end of the likely range of that share.", Anything())] = None
    band: Annotated[OpinionFigure, Fact("Band", "What the favourable share says, with a sign.", Text(40))] = ""
    deviation: Annotated[
        OpinionFigure, Fact("Average deviation", "How far answers lie from the middle one, in points.", Anything())
    ] = None
    r_wg: Annotated[OpinionFigure, Fact("r_wg", "Agreement: 1 complete, 0 as if by chance.", Anything())] = None
    agreement: Annotated[OpinionFigure, Fact("Agreement", "How far people agree, in a word.", Text(40))] = ""


class GroupRow(Record):
    """One statement as one group rated it; too small a group shows nothing but that it is too small."""

    group: Annotated[str, Fact("Group", "The team or unit.", Text(80))] = ""
    id: Annotated[str, Fact("Key", "The statement's short name.", Text(8))] = ""
    statement: Annotated[str, Fact("Statement", "What was rated.", Text(300))] = ""
    n: Annotated[OpinionFigure, Fact(
        "n", "How many rated it; hidden where too few, or where it would give others away.",
                              Anything())] = None  # fmt: skip
    mean: Annotated[OpinionFigure, Fact("Mean", "The mean of the ratings.", Anything())] = None
    favourable: Annotated[OpinionFigure, Fact("Favourable", "Share of 4s and 5s.", Anything())] = None
    band: Annotated[OpinionFigure, Fact("In words", "What the favourable share says, with a sign.", Text(40))] = ""


class AnswerColumn(Record):
    """One statement: which column of Responses its answers are read from."""

    id: Annotated[str, Fact("Key", "The statement's short name.", Text(8))] = ""
    statement: Annotated[str, Fact("Statement", "What was rated.", Text(300))] = ""
    read_from: Annotated[
        str, Fact("Read from", "The header of its column in Responses; blank for its key or the statement itself.",
                  Text(2000))
    ] = ""  # fmt: skip
    column: Annotated[int | None, Fact("Column", "Which column of Responses that is; 0 for none.", Anything())] = None


class AnswerWord(Record):
    """One way in which an answer is written: what it counts as."""

    answer: Annotated[str, Fact("Answer", "As it stands in Responses, in quotes.", Text(400))] = ""
    points: Annotated[int | None, Fact("Counts as", "1 to 5, by its place on its scale.", Anything())] = None
