"""Verdicts held against each other: no key goes to two rows, and none that a question may still take away."""

from collections import Counter
from collections.abc import Mapping, Sequence

from xl_addin.ladder.matching import NEW, KeyVerdict
from xl_addin.ladder.sightings import NameSpot, Sighting


def settle_claims(verdicts: Mapping[NameSpot, KeyVerdict], sightings: Sequence[Sighting]) -> dict[NameSpot, KeyVerdict]:
    """The verdicts with every clash turned into a question; a row whose own key cell says so keeps its key."""
    key_cells = {sighting.spot: sighting.key_cell for sighting in sightings}
    settled = dict(verdicts)
    while clashes := _clashes(settled, key_cells):
        proposals: set[str] = set()
        for spot in clashes:
            key = settled[spot].key
            settled[spot] = KeyVerdict(offers=(key,), proposal=NEW if key in proposals else key)
            proposals.add(key)
    return _with_single_proposals(settled, key_cells)


def _clashes(verdicts: Mapping[NameSpot, KeyVerdict], key_cells: Mapping[NameSpot, str]) -> list[NameSpot]:
    counts = Counter(verdict.key for verdict in verdicts.values())
    wanted = {key for verdict in verdicts.values() if not verdict.key for key in verdict.offers}
    return [
        spot
        for spot, verdict in verdicts.items()
        if verdict.key not in ("", NEW)
        and (counts[verdict.key] > 1 or (verdict.key in wanted and key_cells[spot] != verdict.key))
    ]


def _with_single_proposals(
    verdicts: Mapping[NameSpot, KeyVerdict], key_cells: Mapping[NameSpot, str]
) -> dict[NameSpot, KeyVerdict]:
    """Keys that are taken are offered to nobody, and no key is proposed twice; the row that carries it goes first."""
    taken = {verdict.key for verdict in verdicts.values()}
    proposals: set[str] = set()
    settled = dict(verdicts)
    questions = [(spot, verdict) for spot, verdict in verdicts.items() if not verdict.key]
    for spot, verdict in sorted(questions, key=lambda question: key_cells[question[0]] != question[1].proposal):
        offers = tuple(key for key in dict.fromkeys(verdict.offers) if key not in taken)
        free = (key for key in (verdict.proposal, *offers) if key in offers and key not in proposals)
        proposal = NEW if verdict.proposal == NEW else next(free, NEW)
        proposals.add(proposal)
        settled[spot] = KeyVerdict(offers=offers, proposal=proposal)
    return settled
