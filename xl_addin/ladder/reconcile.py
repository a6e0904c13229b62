"""Which key belongs to which name now: the ledger and the names on the sheets -> keys, new ledger, questions, changes.

Pure: it writes nothing. A command that writes stamps `keys` into the hidden key cells and `ledger` into tblKeys; where
a question is open, that part's cells and lines stay as they were, and Export, Collect and Score leave it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.ladder.answers import NameAnswer, locate_answers, settle
from xl_addin.ladder.ledger import ledger_entries, next_ledger
from xl_addin.ladder.match_framework import match_all_levels
from xl_addin.ladder.match_rows import match_rows
from xl_addin.ladder.matching import NEW, Matching, Question
from xl_addin.ladder.new_keys import KeyMaker, adoptable_keys
from xl_addin.ladder.sightings import NameSpot, SheetNames, Sighting
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK, KeyEntry


@dataclass(frozen=True)
class Reconciliation:
    """What the names on the sheets mean.

    `keys` is kind -> spot -> key of every name that is decided, new keys made; `ledger` what tblKeys is to hold;
    `matchings` say what changed, kind by kind.
    """

    keys: Mapping[str, Mapping[NameSpot, str]]
    ledger: tuple[KeyEntry, ...]
    matchings: Mapping[str, Matching]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What a person has to say, tracks first."""
        return tuple(question for matching in self.matchings.values() for question in matching.questions)

    def new_names(self, kind: str) -> tuple[NameSpot, ...]:
        """Where something new stands."""
        return tuple(self.matchings[kind].additions)


def reconcile(
    ledger: Iterable[KeyEntry],
    names: SheetNames,
    answers: Sequence[NameAnswer] = (),
    keys_in_use: Iterable[str] = (),
) -> Reconciliation:
    """Hold every name on the sheets against the ledger, and take in what people have answered.

    Args:
        ledger: the lines of tblKeys; none for a new workbook, or `ledger_of_records` where the tab was deleted.
        names: what stands on the sheets.
        answers: what people have said; one that fits no question is an error, so that no answer is lost.
        keys_in_use: keys in ratings, plans and the journal, which no new thing may get.

    Raises:
        Stop: an answer fits no question, or more than one, or two answers name one thing.
    """
    entries = tuple(ledger)
    rest = list(dict.fromkeys(answers))
    track_names: dict[object, str] = {row.row: row.name for row in names.tracks}
    track_names |= {entry.key: entry.name for entry in ledger_entries(entries, TRACK)}
    matchings: dict[str, Matching] = {}

    def answer(kind: str, matching: Matching) -> None:
        matchings[kind] = _take_answers(matching, ledger_entries(entries, kind), rest, track_names)

    answer(TRACK, match_rows(TRACK, ledger_entries(entries, TRACK), names.tracks))
    gone_tracks = {entry.key for entry in ledger_entries(entries, TRACK) if entry.is_gone}
    answer(LEVEL, match_all_levels(matchings[TRACK], ledger_entries(entries, LEVEL), names.levels, gone_tracks))
    answer(COMPETENCY, match_rows(COMPETENCY, ledger_entries(entries, COMPETENCY), names.competencies))
    answer(PERSON, match_rows(PERSON, ledger_entries(entries, PERSON), names.people))
    if rest and _fitting_none(rest, entries, names, track_names):
        raise Stop(
            "the answer", "there is no question about that name", "look on the tab Names, then answer what is there"
        )
    maker = KeyMaker(entries, (*keys_in_use, *_key_cells(names)))
    sightings = {TRACK: names.tracks, LEVEL: names.levels, COMPETENCY: names.competencies, PERSON: names.people}
    keys = {kind: _with_new_keys(kind, matchings[kind], sightings[kind], entries, maker) for kind in matchings}
    return Reconciliation(keys, next_ledger(entries, sightings, matchings, keys, maker), matchings)


def _fitting_none(
    answers: Sequence[NameAnswer], entries: Sequence[KeyEntry], names: SheetNames, track_names: Mapping[object, str]
) -> bool:
    """Whether an answer fits no question that stands before any is answered: others are settled by another answer."""
    first_look = reconcile(entries, names).matchings
    located = {
        answer
        for kind, matching in first_look.items()
        for answer in locate_answers(matching, ledger_entries(entries, kind), answers, track_names)
    }
    return not set(answers) <= located


def _take_answers(
    matching: Matching,
    entries: Sequence[KeyEntry],
    answers: list[NameAnswer],
    track_names: Mapping[object, str],
) -> Matching:
    """The matching with the answers about its names, which leave the list."""
    located = locate_answers(matching, entries, answers, track_names)
    answers[:] = [answer for answer in answers if answer not in located]
    try:
        return settle(matching, entries, dict(located.values()))
    except ValueError:
        raise Stop("the answer", "two names cannot both be the same thing", "answer one of them with --new") from None


def _key_cells(names: SheetNames) -> list[str]:
    return [row.key_cell for row in (*names.tracks, *names.competencies, *names.people)]


def _with_new_keys(
    kind: str, matching: Matching, sightings: Sequence[Sighting], entries: Sequence[KeyEntry], maker: KeyMaker
) -> dict[NameSpot, str]:
    new_rows = [sighting for sighting in sightings if matching.keys.get(sighting.spot) == NEW]
    adopted = adoptable_keys(new_rows, entries)
    keys = {spot: key for spot, key in matching.keys.items() if key != NEW}
    for sighting in new_rows:
        keys[sighting.spot] = adopted.get(sighting.spot) or maker.make(kind)
    return keys
