"""What came of holding names against the ledger: keys, what changed, and the questions that are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.ladder.question_words import many_names_text, one_name_text
from xl_addin.ladder.sightings import NameSpot, Sighting
from xl_addin.model.ladder import KeyEntry

NEW = "new"
"""In place of a key: it is a new thing, and gets a key of its own."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One name asked about: the keys it may have, likeliest first, and what we would say, which may be NEW."""

    spot: NameSpot
    name: str
    offers: tuple[str, ...]
    proposal: str


@dataclass(frozen=True, slots=True)
class Question:
    """One plain question about a table or a track's row; nothing of it is written while it is open.

    Of people the text holds names: it belongs on the sheet, not on a command line.
    """

    kind: str
    text: str
    lines: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class KeyVerdict:
    """What is said of one name: a key or NEW; or, while `key` is "", what to offer and to propose."""

    key: str = ""
    offers: tuple[str, ...] = ()
    proposal: str = ""


@dataclass
class Matching:
    """The names of one kind: `keys` has each decided name's key, or NEW.

    `renames` is key -> old and new name, `removals` the keys whose names are gone; while a question is open nothing
    of its part is removed, as what is missing may be its answer.
    """

    keys: dict[NameSpot, str] = field(default_factory=dict)
    renames: dict[str, tuple[str, str]] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def additions(self) -> list[NameSpot]:
        """Where something new stands."""
        return [spot for spot, key in self.keys.items() if key == NEW]

    @property
    def open_lines(self) -> dict[NameSpot, QuestionLine]:
        """Every name that waits for an answer of its own."""
        return {line.spot: line for question in self.questions for line in question.lines}

    def extend(self, part: "Matching") -> None:
        """Take in what was found for another part of the sheet."""
        self.keys |= part.keys
        self.renames |= part.renames
        self.removals += part.removals
        self.questions += part.questions


def matching_of(
    kind: str,
    live: Sequence[KeyEntry],
    sightings: Sequence[Sighting],
    verdicts: Mapping[NameSpot, KeyVerdict],
) -> Matching:
    """Verdicts as a matching: with an open question whatever is missing is offered too, and nothing is removed.

    Args:
        kind: what the names are, as in the ledger.
        live: what the ledger holds of this part.
        sightings: the names that stand there.
        verdicts: one for each of them.
    """
    keys = {spot: verdict.key for spot, verdict in verdicts.items() if verdict.key}
    kept_keys = set(keys.values())
    missing = [entry.key for entry in live if entry.key not in kept_keys]
    names = {sighting.spot: sighting.name for sighting in sightings}
    live_names = {entry.key: entry.name for entry in live}
    matching = Matching(keys, _renames(keys, live_names, names))
    lines = tuple(
        QuestionLine(spot, names[spot], tuple(dict.fromkeys((*verdict.offers, *missing))), verdict.proposal)
        for spot, verdict in sorted(verdicts.items())
        if not verdict.key
    )
    if not lines:
        matching.removals = missing
        return matching
    matching.questions.append(Question(kind, _text(kind, lines, live_names), lines))
    return matching


def _text(kind: str, lines: Sequence[QuestionLine], live_names: Mapping[str, str]) -> str:
    if len(lines) > 1:
        return many_names_text(kind, [line.name for line in lines])
    offers = lines[0].offers[:2]
    old_names = [live_names[key] for key in offers if key in live_names]
    return one_name_text(kind, lines[0].name, old_names, came_back=any(key not in live_names for key in offers))


def _renames(
    keys: Mapping[NameSpot, str], live_names: Mapping[str, str], names: Mapping[NameSpot, str]
) -> dict[str, tuple[str, str]]:
    return {
        key: (live_names[key], names[spot])
        for spot, key in keys.items()
        if key in live_names and live_names[key] != names[spot]
    }
