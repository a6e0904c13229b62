"""The levels of one track: which key each title of its row has now, by name and step."""

from collections import Counter
from collections.abc import Iterable, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.likeness import is_slip
from xl_addin.ladder.matching import NEW, KeyVerdict, Matching, matching_of
from xl_addin.ladder.sightings import NameSpot, Sighting
from xl_addin.model.ladder import LEVEL, KeyEntry

_Anchor = tuple[Sighting, KeyEntry]
"""A title that stands in the row and was known there."""


def match_levels(entries: Iterable[KeyEntry], sightings: Iterable[Sighting]) -> Matching:
    """Hold the titles of a track's row against the ledger's levels of this track.

    Titles in their old order, with only additions or only removals, keep their keys whatever step they stand at now.
    """
    ledger = tuple(entries)
    old = sorted((entry for entry in ledger if not entry.is_gone), key=lambda entry: entry.step)
    now = sorted((sighting for sighting in sightings if sighting.fold), key=lambda sighting: sighting.step)
    row = _Row(old, now)
    verdicts = row.judge_anchors()
    is_clear = all(verdict.key for verdict in verdicts.values())
    gone_keys = {fold_text(entry.name): entry.key for entry in ledger if entry.is_gone}
    for sighting in row.unknown:
        verdicts[sighting.spot] = row.judge_unknown(sighting, gone_keys.get(sighting.fold, ""), is_clear)
    return matching_of(LEVEL, old, now, _with_single_proposals(verdicts))


class _Row:
    """A track's row then and now, and the titles that stand in both."""

    def __init__(self, old: Sequence[KeyEntry], now: Sequence[Sighting]) -> None:
        self.old, self.now = old, now
        self.counts = Counter(sighting.fold for sighting in now)
        old_counts = Counter(fold_text(entry.name) for entry in old)
        by_name = {fold_text(e.name): e for e in old if old_counts[fold_text(e.name)] == 1}
        exact = [(s, by_name[s.fold]) for s in now if self.counts[s.fold] == 1 and s.fold in by_name]
        self.anchors = sorted([*exact, *_slips(old, now, exact)], key=lambda anchor: anchor[0].step)
        anchor_spots = {sighting.spot for sighting, _ in self.anchors}
        anchor_keys = {entry.key for _, entry in self.anchors}
        self.missing = [entry for entry in old if entry.key not in anchor_keys]
        self.unknown = [sighting for sighting in now if sighting.spot not in anchor_spots]
        self.at_step = {entry.step: entry for entry in old}
        self.still = {sighting.spot for sighting, entry in self.anchors if sighting.step == entry.step}

    def judge_anchors(self) -> dict[NameSpot, KeyVerdict]:
        """Keep the known titles, unless they changed places or all moved on: then the levels, or only their titles?"""
        order = [entry.step for _, entry in self.anchors]
        all_spots = {sighting.spot for sighting, _ in self.anchors}
        unsettled: set[NameSpot] = set()
        if order != sorted(order):
            unsettled = all_spots - self.still or all_spots
        elif self.missing and self.unknown:  # [A B C] -> [B C D]: moved on, or every title renamed?
            unsettled = all_spots - self.still
        return {s.spot: self._judge_anchor(s, e) if s.spot in unsettled else KeyVerdict(e.key) for s, e in self.anchors}

    def _judge_anchor(self, sighting: Sighting, entry: KeyEntry) -> KeyVerdict:
        here = self.at_step.get(sighting.step)
        offers = (entry.key, *((here.key,) if here and here is not entry else ()))
        return KeyVerdict(offers=offers, proposal=entry.key)

    def judge_unknown(self, sighting: Sighting, gone_key: str, is_clear: bool) -> KeyVerdict:
        """A title nobody knows in this row; `is_clear` where nothing is asked about the known ones."""
        if self.counts[sighting.fold] > 1:
            return self._judge_double(sighting)
        here = self.at_step.get(sighting.step)
        gap = sum(anchor.step < sighting.step for anchor, _ in self.anchors)
        near = [e for e in self.missing if sum(a.step < e.step for _, a in self.anchors) == gap] if is_clear else []
        if gone_key:
            return KeyVerdict(offers=(gone_key, *(entry.key for entry in near)), proposal=gone_key)
        if near:
            same_step = next((entry for entry in near if entry.step == sighting.step), None)
            likely = same_step or (near[0] if len(near) == 1 else None)
            return KeyVerdict(offers=tuple(entry.key for entry in near), proposal=likely.key if likely else NEW)
        if not is_clear and self.missing:
            offers = (here.key,) if here else tuple(entry.key for entry in self.missing)
            return KeyVerdict(offers=offers, proposal=NEW)
        return KeyVerdict(NEW)

    def _judge_double(self, sighting: Sighting) -> KeyVerdict:
        """One title twice in a row: one of them may be the old one."""
        offers = tuple(entry.key for entry in self.old if fold_text(entry.name) == sighting.fold)
        is_first = next(other for other in self.now if other.fold == sighting.fold) is sighting
        return KeyVerdict(offers=offers, proposal=offers[0] if offers and is_first else NEW)


def _slips(old: Sequence[KeyEntry], now: Sequence[Sighting], exact: Sequence[_Anchor]) -> list[_Anchor]:
    """Titles that are a slip of exactly one missing title, which no other new title is."""
    exact_spots, exact_keys = {sighting.spot for sighting, _ in exact}, {entry.key for _, entry in exact}
    pairs = [
        (sighting, entry)
        for sighting in now
        if sighting.spot not in exact_spots
        for entry in old
        if entry.key not in exact_keys and is_slip(entry.name, sighting.name)
    ]
    spot_counts, key_counts = Counter(s.spot for s, _ in pairs), Counter(e.key for _, e in pairs)
    return [(s, e) for s, e in pairs if spot_counts[s.spot] == key_counts[e.key] == 1]


def _with_single_proposals(verdicts: dict[NameSpot, KeyVerdict]) -> dict[NameSpot, KeyVerdict]:
    proposals = {verdict.key for verdict in verdicts.values()}
    settled = {}
    for spot, verdict in verdicts.items():
        is_double = not verdict.key and verdict.proposal != NEW and verdict.proposal in proposals
        settled[spot] = KeyVerdict(offers=verdict.offers, proposal=NEW) if is_double else verdict
        proposals.add(verdict.proposal)
    return settled
