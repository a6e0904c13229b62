"""What Validate found, put together: one line for all that is wrong in one way on one tab."""

from typing import Annotated

from xl_addin.model.facts import Fact, OneOf, Record, Text

STOPS, UNWRITTEN, WORTH_A_LOOK, HINT = "Stops publishing", "Still to write", "Worth a look", "Hint"
URGENCIES = (STOPS, UNWRITTEN, WORTH_A_LOOK, HINT)
"""How grave a cause is, the gravest first."""


class CauseRow(Record):
    """One line of the To fix tab: findings of one rule on one tab."""

    urgency: Annotated[
        str,
        Fact(
            "How grave",
            "Stops publishing, still to write, worth a look, or a hint.",
            OneOf(URGENCIES),
        ),
    ] = ""
    what: Annotated[str, Fact("What", "Where, and what there is to mend.", Text(400))] = ""
    place: Annotated[str, Fact("Begin here", "The first of these cells; click to go there.", Text(80))] = ""
    fix: Annotated[str, Fact("What to do", "How to put it right.", Text(1000))] = ""
    code: Annotated[str, Fact("Rule", "Run `trackbook explain` with this code to read its page.", Text(8))] = ""
    tab: Annotated[str, Fact("Tab", "The tab on which these cells stand.", Text(40))] = ""
