"""What Trackbook works out and writes into the workbook: score rows and stored findings."""

from typing import Annotated

from xl_addin.model.facts import Anything, Fact, Ident, OneOf, Record, Ref, Text

SEVERITIES = ("Error", "Warning", "Info")
FINDING_OPEN, FINDING_ACCEPTED, FINDING_GONE = "Open", "Accepted", "Gone"


class StoredFinding(Record):
    """One line of the Findings tab. `status` and `reason` are a person's; the rest is ours."""

    severity: Annotated[
        str, Fact("Severity", "Error blocks publishing, warning deserves a look, info is a hint.", OneOf(SEVERITIES))
    ] = ""
    code: Annotated[str, Fact("Rule", "Run `trackbook explain` with this code to read its page.", Text(8))] = ""
    place: Annotated[str, Fact("Where", "The tab and cell; click to go there.", Text(80))] = ""
    message: Annotated[str, Fact("What we found", "What the rule saw in the cell.", Text(1000))] = ""
    fix: Annotated[str, Fact("What to do", "How to put it right.", Text(1000))] = ""
    status: Annotated[
        str,
        Fact(
            "Status",
            "Open: still to do. Accepted: stays as it is, for the reason you give. Gone: no longer found.",
            OneOf((FINDING_OPEN, FINDING_ACCEPTED, FINDING_GONE)),
        ),
    ] = FINDING_OPEN
    reason: Annotated[str, Fact("Reason", "Why it is accepted; it stays quiet until the cell changes.", Text(500))] = ""
    fingerprint: Annotated[
        str, Fact("Fingerprint", "Tells this finding from others, and a changed cell from an old one.", Text(16))
    ] = ""


class ScoreRow(Record):
    """One person's figures in one cycle, from the manager's ratings against the person's level."""

    cycle: Annotated[str, Fact("Cycle", "The round of reviews.", Ident())] = ""
    employee: Annotated[str, Fact("Employee ID", "Who is scored.", Ident())] = ""
    name: Annotated[str, Fact("Name", "Name as the person writes it.", Text(120))] = ""
    team: Annotated[str, Fact("Team", "The team the person works in.", Text(80))] = ""
    track: Annotated[str, Fact("Track ID", "The track of that level.", Ident())] = ""
    level: Annotated[str, Fact("Level ID", "The level the ratings were given against.", Ident())] = ""
    applicable: Annotated[
        int | None, Fact("Applicable", "Competencies the level asks for, those rated N/A left out.", Anything())
    ] = None
    rated: Annotated[int | None, Fact("Rated", "How many of them the manager has rated.", Anything())] = None
    coverage: Annotated[
        float | None,
        Fact("Coverage", "How many are rated of how many are asked for.", Anything()),
    ] = None
    score: Annotated[
        float | None,
        Fact(
            "Score",
            "Points earned over the weight asked, 0% for all ones to 100% for all fives; not rated yet earns nothing.",
            Anything(),
        ),
    ] = None
    met: Annotated[int | None, Fact("Met", "Competencies rated as expected or above.", Anything())] = None
    below: Annotated[
        int | None, Fact("Below expectation", "Competencies rated below what is expected.", Anything())
    ] = None
    gaps: Annotated[str, Fact("Largest gaps", "Up to three competencies furthest below expectation.", Text(400))] = ""
    words: Annotated[str, Fact("In words", "What the figures allow to be said.", Text(200))] = ""
    asked_weight: Annotated[
        float | None, Fact("Asked weight", "Weight of what the level asks for, less N/A.", Anything())
    ] = None
    first: Annotated[
        int | None,
        Fact(
            "Gap 1",
            "The largest gap: its points times 10,000, less the competency's row on the Competencies tab.",
            Anything(),
        ),
    ] = None
    second: Annotated[int | None, Fact("Gap 2", "The next largest gap, in the same way.", Anything())] = None
    third: Annotated[int | None, Fact("Gap 3", "The one after it.", Anything())] = None


class CriterionRow(Record):
    """One of the five criteria of a good framework, as Validate last found it."""

    name: Annotated[str, Fact("Criterion", "One of the five marks of an effective career track.", Text(40))] = ""
    score: Annotated[float | None, Fact("Score", "100 without a finding; any error caps it at 59.", Anything())] = None
    errors: Annotated[int | None, Fact("Errors", "Findings that block publishing.", Anything())] = None
    warnings: Annotated[int | None, Fact("Warnings", "Findings that deserve a look.", Anything())] = None
    checks: Annotated[int | None, Fact("Checks", "How many things were checked.", Anything())] = None
    words: Annotated[str, Fact("In words", "What the score says.", Text(120))] = ""


class TrackRow(Record):
    """One track on the Dashboard: how far it is, how its people stand, what was learned while writing it."""

    track: Annotated[str, Fact("Track ID", "The track.", Ident())] = ""
    name: Annotated[str, Fact("Track", "Its name.", Text(80))] = ""


class TeamRow(Record):
    """One person on the heat map; the competencies follow, a column each."""

    team: Annotated[str, Fact("Team", "The team the person works in.", Text(80))] = ""
    manager: Annotated[str, Fact("Manager ID", "Employee ID of the manager.", Ident())] = ""
    employee: Annotated[str, Fact("Employee ID", "Who is shown.", Ident())] = ""
    name: Annotated[str, Fact("Name", "Name as the person writes it.", Text(120))] = ""
    level: Annotated[str, Fact("Level ID", "The level the ratings were given against.", Ident())] = ""


class SpreadRow(Record):
    """One band of scores."""

    band: Annotated[str, Fact("Score", "From this score up to the next band.", Text(40))] = ""
    low: Annotated[float | None, Fact("From", "The lowest score of the band.", Anything())] = None
    high: Annotated[float | None, Fact("Up to", "The lowest score that is above the band.", Anything())] = None


class CycleRow(Record):
    """One cycle on the Dashboard."""

    cycle: Annotated[str, Fact("Cycle", "The round of reviews.", Ident())] = ""


class PersonChoice(Record):
    """Whom the Person tab shows."""

    employee: Annotated[str, Fact("Employee ID", "Choose whom to look at.", Ref("tblPeople"))] = ""


class ProfileRow(Record):
    """One competency of the person chosen."""

    number: Annotated[int | None, Fact("No", "Its place on the track.", Anything())] = None


class NextRow(Record):
    """One person and one next level, in the open cycle."""

    cycle: Annotated[str, Fact("Cycle", "The round of reviews.", Ident())] = ""
    employee: Annotated[str, Fact("Employee ID", "Who is looked at.", Ident())] = ""
    name: Annotated[str, Fact("Name", "Name as the person writes it.", Text(120))] = ""
    team: Annotated[str, Fact("Team", "The team the person works in.", Text(80))] = ""
    level: Annotated[str, Fact("Level ID", "The level held now.", Ident())] = ""
    to: Annotated[str, Fact("Next level", "The level that could follow.", Ident())] = ""
    words: Annotated[str, Fact("In words", "What the evidence allows to be said; a person decides.", Text(600))] = ""
    gaps: Annotated[str, Fact("Largest gaps", "Up to three, against the next level.", Text(400))] = ""
    not_asked: Annotated[
        str,
        Fact(
            "Not asked", "Competencies the next level's matrix marked as not applicable when Score last ran.", Text(400)
        ),
    ] = ""
    said: Annotated[str, Fact("As scored", "What could be said when Score last ran.", Text(600))] = ""
    said_gaps: Annotated[str, Fact("Gaps as scored", "The largest gaps when Score last ran.", Text(400))] = ""
    stamp: Annotated[
        float | None, Fact("Figures as scored", "A number for the figures that these words go with.", Anything())
    ] = None


class CoverRow(Record):
    """One competency of one manager's team: who can do it."""

    manager: Annotated[str, Fact("Manager ID", "Whose team.", Ident())] = ""
    name: Annotated[str, Fact("Manager", "The manager's name.", Text(120))] = ""
    competency: Annotated[str, Fact("Competency ID", "The competency.", Ident())] = ""
    title: Annotated[str, Fact("Competency", "Its name.", Text(80))] = ""
    rated: Annotated[int | None, Fact("Rated", "How many of the team are rated.", Anything())] = None
    able: Annotated[
        int | None, Fact("At working level", "How many are at the working level in Settings, or above.", Anything())
    ] = None
    who: Annotated[str, Fact("Who", "Names and Employee IDs, where they are few.", Text(600))] = ""
    words: Annotated[str, Fact("In words", "What it means for the team.", Text(200))] = ""


class ChangeRow(Record):
    """One person from one cycle to the next: what changed where the same was rated both times."""

    cycle: Annotated[str, Fact("Cycle", "The later of the two rounds of reviews.", Ident())] = ""
    before: Annotated[str, Fact("Since", "The earlier one.", Ident())] = ""
    employee: Annotated[str, Fact("Employee ID", "Who is looked at.", Ident())] = ""
    name: Annotated[str, Fact("Name", "Name as the person writes it.", Text(120))] = ""
    team: Annotated[str, Fact("Team", "The team the person works in.", Text(80))] = ""
    level: Annotated[str, Fact("Level ID", "The level both rounds were rated against.", Ident())] = ""
    compared: Annotated[
        float | None, Fact("Compared", "Share of the weight rated in either round that was rated in both.", Anything())
    ] = None
    change: Annotated[
        float | None, Fact("Change in points", "Change of the score, of 100, on what was rated both times.", Anything())
    ] = None
    higher: Annotated[int | None, Fact("Higher", "Competencies rated higher than last time.", Anything())] = None
    lower: Annotated[int | None, Fact("Lower", "Competencies rated lower than last time.", Anything())] = None
    words: Annotated[str, Fact("In words", "What can be said, and what cannot be compared.", Text(200))] = ""


class ViewRow(Record):
    """One person's self ratings beside the manager's, in the open cycle."""

    employee: Annotated[str, Fact("Employee ID", "Who is looked at.", Ident())] = ""
    name: Annotated[str, Fact("Name", "Name as the person writes it.", Text(120))] = ""
    team: Annotated[str, Fact("Team", "The team the person works in.", Text(80))] = ""
    manager: Annotated[str, Fact("Manager ID", "Employee ID of the manager.", Ident())] = ""
    level: Annotated[str, Fact("Level ID", "The level the ratings were given against.", Ident())] = ""
    which: Annotated[
        str,
        Fact("About what", "Self minus manager, where the two lie furthest apart; + is the higher self.", Text(400)),
    ] = ""
    said: Annotated[str, Fact("As scored", "What they were about when Score last ran.", Text(400))] = ""
    stamp: Annotated[
        float | None, Fact("Figures as scored", "A number for the figures that these words go with.", Anything())
    ] = None


class RaterRow(Record):
    """How one manager rates in the open cycle, beside the others."""

    manager: Annotated[str, Fact("Manager ID", "Who has rated.", Ident())] = ""
    name: Annotated[str, Fact("Manager", "The manager's name.", Text(120))] = ""
    n: Annotated[int | None, Fact("People rated", "Direct reports with ratings.", Anything())] = None
    compared: Annotated[
        int | None, Fact("Compared", "Those at levels where another manager has rated as well.", Anything())
    ] = None
    severity: Annotated[
        float | None,
        Fact("Difference", "Points of rating above (+) or below (-) others at the same levels.", Anything()),
    ] = None
    z: Annotated[
        float | None, Fact("Standard errors", "How unlikely by chance; from 2 on it is worth a talk.", Anything())
    ] = None
    spread: Annotated[float | None, Fact("Spread", "Standard deviation of all the manager's ratings.", Anything())] = (
        None
    )
    words: Annotated[str, Fact("In words", "A question to ask; no score is ever adjusted.", Text(200))] = ""


class InputRow(Record):
    """One part of what people type in: a number for what stands there now, and for what stood there at each run."""

    input: Annotated[str, Fact("What", "What is looked at.", Text(40))] = ""
    part: Annotated[str, Fact("Part", "Which of several.", Text(64))] = ""
    now: Annotated[
        float | str | None,
        Fact("Now", "A number that changes with what stands there; it means nothing else.", Anything()),
    ] = None
    at_score: Annotated[float | str | None, Fact("At Score", "The same when Score last ran.", Anything())] = None
    at_validate: Annotated[float | str | None, Fact("At Validate", "The same when Validate last ran.", Anything())] = (
        None
    )
    at_delta: Annotated[float | str | None, Fact("At Delta", "The same when Delta last ran.", Anything())] = None


class RunRow(Record):
    """One command whose results stay until it runs again."""

    run: Annotated[str, Fact("Command", "The command.", Text(40))] = ""
    day: Annotated[str, Fact("Last run", "The day it last ran.", Text(10))] = ""
    state: Annotated[str, Fact("In words", "Whether what it left still holds.", Text(300))] = ""
