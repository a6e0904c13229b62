"""The things a career framework is made of, one frozen record each.

Every field but the key may be blank in a half-filled workbook, so every field has a default; what must not
stay blank is marked `required` and reported as a finding, never raised.
"""

import datetime as dt
from typing import Annotated, Literal

from xl_addin.model import headers
from xl_addin.model.facts import YES_NO, Day, Fact, Ident, Number, OneOf, Record, Ref, Text, Whole

TRACK_KINDS = ("Individual", "Manager")
SCOPES = ("Task", "Project", "Team", "Several teams", "Organisation", "Industry")
THEMES = ("Impact", "Behaviour", "Functional", "Management")
RATING = Whole(1, 5, na=True)
LIST_ID = Ident(in_list=True)
RatingValue = int | Literal["N/A"] | None
"""A rating as entered: 1-5, N/A, or blank (nothing said yet)."""


class Track(Record):
    """A career track: the way from its first level to its last within one job family."""

    id: Annotated[
        str,
        Fact("Track ID", "A short name that never changes, such as ENG.", LIST_ID, required=True, unique=True),
    ] = ""
    name: Annotated[
        str,
        Fact("Track", "The name people know it by, such as Engineering.", Text(80), required=True, unique=True),
    ] = ""
    family: Annotated[str, Fact("Job family", "The group of related roles this track belongs to.", Text(80))] = ""
    kind: Annotated[
        str,
        Fact(
            "Kind",
            "Individual: grows through the work itself. Manager: grows through leading people.",
            OneOf(TRACK_KINDS),
        ),
    ] = TRACK_KINDS[0]
    purpose: Annotated[str, Fact("Purpose", "One sentence: what people on this track are here to do.", Text(400))] = ""


class Level(Record):
    """One step of a track. Levels form a graph: `next` may branch into another track."""

    id: Annotated[
        str,
        Fact("Level ID", "A short name that never changes, such as SE2.", LIST_ID, required=True, unique=True),
    ] = ""
    track: Annotated[
        str,
        Fact("Track ID", "The track this level belongs to.", Ref("tblTracks"), required=True),
    ] = ""
    title: Annotated[
        str,
        Fact("Level title", "The title people at this level carry.", Text(80), required=True),
    ] = ""
    rank: Annotated[
        int | None,
        Fact(
            "Rank",
            "1 for the first level, higher for more senior. Levels of equal rank in two tracks are comparable.",
            Whole(1, 30),
            required=True,
        ),
    ] = None
    next: Annotated[
        tuple[str, ...],
        Fact(
            "Next levels",
            "Level IDs a person can move up to, separated by semicolons. Blank: the next rank of the same track.",
            Ref("tblLevels", multiple=True),
        ),
    ] = ()
    lateral: Annotated[
        tuple[str, ...],
        Fact(
            "Sideways moves",
            "Level IDs of other tracks a person can move across to, separated by semicolons.",
            Ref("tblLevels", multiple=True),
        ),
    ] = ()
    scope: Annotated[
        str,
        Fact("Scope", "How far the work at this level usually reaches.", OneOf(SCOPES)),
    ] = ""
    summary: Annotated[str, Fact("Summary", "One sentence that sums up the level.", Text(400))] = ""
    promotion: Annotated[
        str,
        Fact(
            "Moving up",
            "How a person moves on from this level: the evidence asked for, and who decides.",
            Text(600, many_lines=True),
        ),
    ] = ""
    months: Annotated[
        int | None,
        Fact(
            "Usual months",
            "Least months at this level before a move is discussed; blank for none.",
            Whole(0, 120),
        ),
    ] = None


class Competency(Record):
    """Something a person does well, described level by level in the matrix."""

    id: Annotated[
        str,
        Fact(
            "Competency ID",
            "A short name that never changes, such as OWN.",
            LIST_ID,
            required=True,
            unique=True,
        ),
    ] = ""
    name: Annotated[
        str,
        Fact(
            "Competency",
            "The name people know it by, such as Ownership.",
            Text(80),
            required=True,
            unique=True,
        ),
    ] = ""
    theme: Annotated[
        str,
        Fact(
            "Theme",
            "Impact: results. Behaviour: how people work together. Functional: the craft. Management: leading people.",
            OneOf(THEMES),
        ),
    ] = ""
    definition: Annotated[
        str,
        Fact("Definition", "One or two sentences that say what it covers.", Text(600), required=True),
    ] = ""
    values: Annotated[
        str,
        Fact(
            "Company value",
            "The company value or goal it supports; several separated by semicolons.",
            Text(200),
        ),
    ] = ""
    tracks: Annotated[
        tuple[str, ...],
        Fact(
            "Track IDs",
            "The tracks it applies to, separated by semicolons. Blank: all tracks.",
            Ref("tblTracks", multiple=True),
        ),
    ] = ()
    critical: Annotated[
        str,
        Fact("Critical", "Yes: a person below expectation here is not ready for the next level.", YES_NO),
    ] = "No"
    expected: Annotated[
        int | None,
        Fact("Expected rating", "The rating expected of everyone; blank: the value in Settings.", Whole(1, 5)),
    ] = None
    resources: Annotated[
        str,
        Fact(
            "Development resources",
            "What helps a person grow here: an assignment, a course, a mentor. One a line.",
            Text(1500, many_lines=True),
        ),
    ] = ""


class Expectation(Record):
    """The text of one matrix cell: what a competency looks like at one level."""

    track: Annotated[str, Fact("Track ID", "The track.", Ref("tblTracks"))] = ""
    competency: Annotated[str, Fact("Competency ID", "The competency.", Ref("tblCompetencies"))] = ""
    level: Annotated[str, Fact("Level ID", "The level.", Ref("tblLevels"))] = ""
    text: Annotated[
        str,
        Fact(
            "Expectation",
            "What a person at this level does, one statement a line. Write N/A where it does not apply.",
            Text(4000, many_lines=True),
        ),
    ] = ""


class MatrixRow(Record):
    """The fixed columns of a Matrix tab; the level columns follow, one for each level of the track."""

    competency: Annotated[
        str,
        Fact(
            "Competency ID",
            "Links the row to the Competencies tab.",
            Ref("tblCompetencies"),
            required=True,
            unique=True,
        ),
    ] = ""
    name: Annotated[str, Fact("Competency", "The competency's name.", Text(80))] = ""


class Weight(Record):
    """How much one competency counts in the score of one track."""

    track: Annotated[str, Fact("Track ID", "The track.", Ref("tblTracks"), required=True)] = ""
    competency: Annotated[str, Fact("Competency ID", "The competency.", Ref("tblCompetencies"), required=True)] = ""
    weight: Annotated[
        float | None,
        Fact("Weight", "Its share of the track's score; the weights of one track total 100.", Number(0, 100)),
    ] = None


class Employee(Record):
    """A person with a place in the framework. `active` is Yes, No, or "" where nobody can tell."""

    id: Annotated[str, Fact(
        "Employee ID", "The number or short name from the HR system; never a person's name.",
        Ident(), required=True, unique=True, aliases=headers.EMPLOYEE,
    )] = ""  # fmt: skip
    name: Annotated[str, Fact(
        "Name", "Name as the person writes it.", Text(120), required=True, aliases=headers.NAME,
    )] = ""  # fmt: skip
    email: Annotated[str, Fact("Email", "Where the form is sent.", Text(254), aliases=headers.EMAIL)] = ""
    team: Annotated[str, Fact("Team", "The team the person works in.", Text(80), aliases=headers.TEAM)] = ""
    manager: Annotated[str, Fact(
        "Manager ID", "Employee ID of the manager; blank at the top.", Ref("tblPeople"), aliases=headers.MANAGER,
    )] = ""  # fmt: skip
    track: Annotated[str, Fact(
        "Track ID", "The track the person is on.", Ref("tblTracks"), required=True, aliases=headers.TRACK,
    )] = ""  # fmt: skip
    level: Annotated[str, Fact(
        "Level ID", "The level the person is at.", Ref("tblLevels"), required=True, aliases=headers.LEVEL,
    )] = ""  # fmt: skip
    since: Annotated[dt.date | None, Fact(
        "At level since", "The day the person reached this level.", Day(), aliases=headers.LEVEL_START,
    )] = None  # fmt: skip
    active: Annotated[str, Fact(
        "Active", "No: has left or is on long leave; not rated, not counted.", YES_NO,
        aliases=headers.EMPLOYMENT_STATUS,
    )] = "Yes"  # fmt: skip


class Rating(Record):
    """What one person was rated on one competency at one level in one cycle, by self and by manager."""

    cycle: Annotated[str, Fact("Cycle", "The round of reviews, such as 2026-H1.", Ident(), required=True)] = ""
    employee: Annotated[str, Fact("Employee ID", "Who was rated.", Ref("tblPeople"), required=True)] = ""
    competency: Annotated[str, Fact("Competency ID", "What was rated.", Ref("tblCompetencies"), required=True)] = ""
    level: Annotated[
        str,
        Fact(
            "Level ID",
            "The level whose expectation was rated: the current one or a next one.",
            Ref("tblLevels"),
            required=True,
        ),
    ] = ""
    self_rating: Annotated[
        RatingValue,
        Fact(
            "Self rating",
            "1 not yet, 2 partly, 3 consistently meets it, 4 often goes beyond it, 5 a role model for it.",
            RATING,
        ),
    ] = None
    manager_rating: Annotated[
        RatingValue,
        Fact(
            "Manager rating",
            "1 not yet, 2 partly, 3 consistently meets it, 4 often goes beyond it, 5 a role model. This one counts.",
            RATING,
        ),
    ] = None
    evidence: Annotated[
        str,
        Fact("Evidence", "What was seen: the work, when, and what came of it.", Text(4000, many_lines=True)),
    ] = ""
