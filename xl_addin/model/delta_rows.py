"""What Delta writes into the workbook: steps from level to level, and paths."""

from typing import Annotated

from xl_addin.model.facts import Anything, Fact, Ident, Record, Text


class StepRow(Record):
    """What one step up the level graph asks for in one competency, as Delta last found it."""

    track: Annotated[str, Fact("Track ID", "The track of the upper level.", Ident())] = ""
    low: Annotated[str, Fact("From", "The level a person moves up from.", Ident())] = ""
    high: Annotated[str, Fact("To", "The level that it leads to.", Ident())] = ""
    competency: Annotated[str, Fact("Competency ID", "The competency.", Ident())] = ""
    new: Annotated[
        str, Fact("What is new", "Statements the lower level does not have, one a line.", Text(4000, many_lines=True))
    ] = ""
    changed: Annotated[
        str,
        Fact("What is reworded", "Statements that say something close to one below.", Text(4000, many_lines=True)),
    ] = ""
    kept: Annotated[int | None, Fact("Kept", "Statements that say the same at both levels.", Anything())] = None
    dropped: Annotated[
        str,
        Fact("What falls away", "Statements the upper level no longer has, one a line.", Text(4000, many_lines=True)),
    ] = ""
    size: Annotated[
        float | None, Fact("Step size", "Share of the upper text's words that are new, 0% to 100%.", Anything())
    ] = None
    note: Annotated[str, Fact("Note", "What to look at.", Text(400))] = ""


class PathRow(Record):
    """What it takes to move from one level to another, as Delta last found it."""

    start: Annotated[str, Fact("From", "The level a person is at.", Ident())] = ""
    target: Annotated[str, Fact("To", "The level the person could move to.", Ident())] = ""
    title: Annotated[str, Fact("Level title", "Its title.", Text(80))] = ""
    kind: Annotated[
        str, Fact("Kind of move", "Up: a next level. Sideways: named as such. Other: one of the nearest.", Text(20))
    ] = ""
    distance: Annotated[
        float | None,
        Fact("Distance", "Points of rating that are missing on average; 0 asks for nothing more.", Anything()),
    ] = None
    gained: Annotated[str, Fact("New to the person", "Competencies that only the new level asks for.", Text(1000))] = ""
    lost: Annotated[str, Fact("Left behind", "Competencies that no longer count.", Text(1000))] = ""
