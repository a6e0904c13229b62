"""The framework as people type it, by names only: a ladder of tracks, more ways to move, marks, and the keys behind.

Nobody types a key. It is made once, stands in a hidden column and in the ledger, and is never used again.
"""

from functools import cached_property
from typing import Annotated, Any

from xl_addin.model.facts import Anything, Fact, Ident, Number, OneOf, Record, Ref, Text, Whole, facts_of
from xl_addin.model.records import LIST_ID, THEMES, Competency

STEP_COUNT = 12
"""Steps a track may have."""
STEPS = range(1, STEP_COUNT + 1)
UP_WAY, SIDE_WAY, NO_UP_WAY, NO_SIDE_WAY = "leads up to", "sideways to", "does not lead to", "not sideways to"
WAY_WORDS = (UP_WAY, SIDE_WAY, NO_UP_WAY, NO_SIDE_WAY)
"""What the table More ways to move can say beyond the drawing."""
TRACK, LEVEL, COMPETENCY, PERSON = "T", "L", "C", "P"
KEY_KINDS = (TRACK, LEVEL, COMPETENCY, PERSON)
"""What has a key; the letter is also the one new keys begin with."""
LIVE, GONE, COUNTER = "live", "gone", "counter"
NOWHERE = "–"
"""In place of an ID where a level leads nowhere though its row goes on, or a competency counts on no track: a blank
would say the next rank, and all tracks."""
MARK = "●"
"""In a track's column: the competency counts there, like every other so marked."""
_BETWEEN = " ¦ "
_LONGEST_CELL = 120


def _step(number: int) -> Fact:
    return Fact(f"Step {number}", "The title of the level at this step; blank where the track has none.", Text(80))


class LadderRow(Record):
    """A track: people move to the right, the step is the rank, and a track that starts late branches from another."""

    name: Annotated[
        str,
        Fact("Track", "The name people know it by, such as Engineering.", Text(80), required=True, unique=True),
    ] = ""
    branch: Annotated[
        str,
        Fact("Branches from", "The level of another track it grows out of; blank where people start here.", Text(170)),
    ] = ""
    step_1: Annotated[str, _step(1)] = ""
    step_2: Annotated[str, _step(2)] = ""
    step_3: Annotated[str, _step(3)] = ""
    step_4: Annotated[str, _step(4)] = ""
    step_5: Annotated[str, _step(5)] = ""
    step_6: Annotated[str, _step(6)] = ""
    step_7: Annotated[str, _step(7)] = ""
    step_8: Annotated[str, _step(8)] = ""
    step_9: Annotated[str, _step(9)] = ""
    step_10: Annotated[str, _step(10)] = ""
    step_11: Annotated[str, _step(11)] = ""
    step_12: Annotated[str, _step(12)] = ""
    key: Annotated[str, Fact("Key", "Made by a command; it stays when the name changes.", LIST_ID)] = ""

    @cached_property
    def titles(self) -> dict[int, str]:
        """Step -> the level's title, first step first; steps left blank are no levels."""
        texts = {number: str(getattr(self, f"step_{number}")).strip() for number in STEPS}
        return {number: text for number, text in texts.items() if text}


class CompetencyRow(Record):
    """A competency as it is typed beside the ladder; where it counts is marked in the columns of the tracks."""

    name: Annotated[
        str,
        Fact("Competency", "The name people know it by, such as Ownership.", Text(80), required=True, unique=True),
    ] = ""
    theme: Annotated[str, Fact("Group", facts_of(Competency)["theme"].meaning, OneOf(THEMES))] = ""
    definition: Annotated[
        str, Fact("What it is about", facts_of(Competency)["definition"].meaning, Text(600), required=True)
    ] = ""
    values: Annotated[str, facts_of(Competency)["values"]] = ""
    expected: Annotated[int | None, facts_of(Competency)["expected"]] = None
    key: Annotated[str, Fact("Key", "Made by a command; it stays when the name changes.", LIST_ID)] = ""


class KeptWords(Record):
    """What people typed beside a track, level or competency that is gone from Framework, one cell; it waits for it."""

    table: Annotated[str, Fact("Table", "Where it stood.", Text(40))] = ""
    key: Annotated[str, Fact("Key", "Beside what.", Ident())] = ""
    head: Annotated[str, Fact("Column", "Under which head.", Text(255))] = ""
    words: Annotated[Any, Fact("Words", "What stood there.", Anything())] = None


class NameQuestion(Record):
    """A name that may be a new thing or a new name of an old one: what we ask, what we offer, what people answer."""

    kind: Annotated[str, Fact("Kind", "What it is, as in the list of keys.", Text(1))] = ""
    place: Annotated[str, Fact("Place", "Where the name stands: its row and step.", Text(20))] = ""
    name: Annotated[str, Fact("Name", "The name as it stands now.", Text(120))] = ""
    question: Annotated[str, Fact("Question", "What is asked.", Text(400))] = ""
    choice_1: Annotated[str, Fact("It is", "The likeliest answer.", Text(200))] = ""
    choice_2: Annotated[str, Fact("or", "Another answer.", Text(200))] = ""
    choice_3: Annotated[str, Fact("or else", "Another answer.", Text(200))] = ""
    choice_4: Annotated[str, Fact("or last", "Another answer.", Text(200))] = ""
    answer: Annotated[str, Fact("Your answer", "Choose what is right; then press Build.", Text(200))] = ""


class WayRow(Record):
    """A move the drawing does not show, or one it shows and that is not meant."""

    from_track: Annotated[str, Fact("From track", "The track people leave.", Text(80), required=True)] = ""
    from_level: Annotated[str, Fact("From level", "The level they leave.", Text(80), required=True)] = ""
    way: Annotated[
        str, Fact("Way", "How the two levels are tied, or are not.", OneOf(WAY_WORDS), required=True)
    ] = UP_WAY  # fmt: skip
    to_track: Annotated[str, Fact("To track", "The track people come to.", Text(80), required=True)] = ""
    to_level: Annotated[str, Fact("To level", "The level they come to.", Text(80), required=True)] = ""


class Mark(Record):
    """A filled cell in a track's column beside a competency: it counts there.

    `share` None is the sign: it counts as 1. A number counts that much of all together; 0 stands in the matrix and
    counts nothing.
    """

    competency: Annotated[str, Fact("Competency ID", "The competency.", Ref("tblCompetencies"))] = ""
    track: Annotated[str, Fact("Track ID", "The track.", Ref("tblTracks"))] = ""
    share: Annotated[float | None, Fact("Share", "How much it counts; blank like the others.", Number(0))] = None


class KeyEntry(Record):
    """A thing as the last command left it: a line of the ledger, written by commands only.

    `address` is a person's e-mail or staff number; `content` what else the row said, cell by cell. A line whose state
    is counter holds in `step` the last number given to a new key of its kind.
    """

    kind: Annotated[str, Fact("Kind", "T track, L level, C competency, P person.", OneOf(KEY_KINDS), required=True)] = (
        ""
    )
    key: Annotated[str, Fact("Key", "Made once, never used again.", Ident())] = ""
    parent: Annotated[str, Fact("Parent", "Of a level: the key of its track.", Ident())] = ""
    name: Annotated[str, Fact("Name", "What it was called.", Text(120))] = ""
    step: Annotated[int, Fact("Step", "Of a level: its step; of a counter: the last number.", Whole(0, 1_000_000))] = 0
    state: Annotated[str, Fact("State", "live, gone or counter.", OneOf((LIVE, GONE, COUNTER)))] = LIVE
    address: Annotated[str, Fact("Address", "Of a person: e-mail or staff number.", Text(254))] = ""
    content: Annotated[str, Fact("Said", "What else its row said.", Text(4000))] = ""

    @property
    def is_gone(self) -> bool:
        """Whether it stands on no sheet any more; ratings under its key stay."""
        return self.state == GONE

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """What else its row said, cell by cell."""
        return tuple(cell.strip() for cell in self.content.split(_BETWEEN.strip())) if self.content else ()


def content_cells(values: tuple[object, ...]) -> tuple[str, ...]:
    """The cells of a row as the ledger keeps them: one line each, shortened; they are a witness, not a copy."""
    texts = (" ".join(("" if value is None else str(value)).split()) for value in values)
    return tuple(text.replace("¦", "|")[:_LONGEST_CELL].strip() for text in texts)


def join_cells(cells: tuple[str, ...]) -> str:
    """Cells as `content` of a ledger's line, as it is read again; a row that says nothing else gives ""."""
    return _BETWEEN.join(cells).strip() if any(cells) else ""
