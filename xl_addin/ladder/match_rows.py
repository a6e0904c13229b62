"""Tracks, competencies and people: which key each row has now. Every row carries its key in a hidden cell."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.claims import settle_claims
from xl_addin.ladder.likeness import is_consistent, is_slip, similarity
from xl_addin.ladder.matching import NEW, KeyVerdict, Matching, matching_of
from xl_addin.ladder.sightings import NameSpot, Sighting
from xl_addin.model.ladder import PERSON, KeyEntry

_HALF, _QUARTER = 0.5, 0.25


def match_rows(kind: str, entries: Iterable[KeyEntry], sightings: Iterable[Sighting]) -> Matching:
    """Hold the rows of one table against the ledger's lines of their kind. The order of rows does not matter.

    A slip of the pen keeps the key of a track or competency; of a person only with the same address.
    """
    ledger = tuple(entries)
    named = [sighting for sighting in sightings if sighting.fold]
    witnesses = _Witnesses(kind, ledger, named)
    verdicts = settle_claims({sighting.spot: witnesses.judge_row(sighting) for sighting in named}, named)
    return matching_of(kind, witnesses.live_entries, named, verdicts)


class _Witnesses:
    """What the ledger and all rows of a table say, looked up by name, key cell, address and content."""

    def __init__(self, kind: str, entries: Sequence[KeyEntry], sightings: Sequence[Sighting]) -> None:
        self.takes_slips = kind != PERSON
        self.live_entries = [entry for entry in entries if not entry.is_gone]
        self.by_key = {entry.key: entry for entry in self.live_entries}
        self.by_name: dict[str, list[KeyEntry]] = defaultdict(list)
        for entry in self.live_entries:
            self.by_name[fold_text(entry.name)].append(entry)
        self.gone_keys = {fold_text(entry.name): entry.key for entry in reversed(entries) if entry.is_gone}
        self.by_address = {fold_text(entry.address): entry for entry in self.live_entries if entry.address}
        self.name_counts = Counter(sighting.fold for sighting in sightings)
        self.key_cell_counts = Counter(s.key_cell for s in sightings if s.key_cell in self.by_key)
        self.address_counts = Counter(fold_text(sighting.address) for sighting in sightings if sighting.address)
        self.agreements: dict[NameSpot, str] = {
            s.spot: s.key_cell
            for s in sightings
            if s.key_cell in self.by_key and fold_text(self.by_key[s.key_cell].name) == s.fold
        }
        self.agreement_counts = Counter(self.agreements.values())

    def judge_row(self, row: Sighting) -> KeyVerdict:
        """The key of one row, or what to ask."""
        by_cell, by_address = self.by_key.get(row.key_cell), self._by_address(row)
        namesakes = self.by_name.get(row.fold, [])
        free = [entry for entry in namesakes if not self.agreement_counts[entry.key]]
        if row.spot in self.agreements and by_cell is not None:
            return self._judge_agreement(row, by_cell, namesakes)
        if namesakes and not free:  # a second row of a name that still has its row
            return KeyVerdict(offers=(namesakes[0].key,), proposal=NEW)
        if len(free) == 1 and self.name_counts[row.fold] == 1:
            return self._judge_name(row, free[0], by_cell, by_address)
        if free:
            return self._judge_namesake(row, free, by_cell, by_address)
        if by_address is not None:
            is_clear = by_cell is None or by_cell is by_address
            return KeyVerdict(by_address.key) if is_clear else _ask([by_address, by_cell], by_address.key)
        if row.fold in self.gone_keys:
            gone_key = self.gone_keys[row.fold]
            return KeyVerdict(offers=(gone_key, *([by_cell.key] if by_cell else [])), proposal=gone_key)
        return KeyVerdict(NEW) if by_cell is None else self._judge_new_name(row, by_cell)

    def _by_address(self, row: Sighting) -> KeyEntry | None:
        address = fold_text(row.address)
        return self.by_address.get(address) if address and self.address_counts[address] == 1 else None

    def _judge_agreement(self, row: Sighting, own: KeyEntry, namesakes: Sequence[KeyEntry]) -> KeyVerdict:
        """Name and key cell agree; what do the others say?"""
        likeness = similarity(row.cells, own.cells)
        by_address = self._by_address(row)
        has_moved = own.address and row.address and fold_text(own.address) != fold_text(row.address)
        if has_moved and (likeness < 1 or by_address is not None):
            # same name, another address: the same person? Where all else is as it was, the company got new addresses
            return _ask([own], own.key)
        if likeness < _HALF and self._is_row_of_another(row, own):
            return _ask([own], own.key)  # all but the name and the hidden cell is another's
        nothing_left = likeness == 0 and not (row.address and by_address is own)
        if nothing_left and (not self.takes_slips or self.name_counts[row.fold] > 1):
            return _ask([own], own.key)  # nothing but the name is as it was
        if likeness < _HALF and (owner := _plain_owner(row, namesakes)) is not None:
            return KeyVerdict(owner.key)  # namesakes whose rows changed places, hidden cells left behind
        other = max((e for e in namesakes if e is not own), key=lambda e: similarity(row.cells, e.cells), default=None)
        if other is not None and similarity(row.cells, other.cells) > likeness:
            return _ask([own, other], other.key)
        return KeyVerdict(own.key)

    def _is_row_of_another(self, row: Sighting, own: KeyEntry) -> bool:
        return sum(map(bool, row.cells)) > 1 and any(
            entry is not own and similarity(row.cells, entry.cells) == 1 for entry in self.live_entries
        )

    def _judge_name(
        self, row: Sighting, by_name: KeyEntry, by_cell: KeyEntry | None, by_address: KeyEntry | None
    ) -> KeyVerdict:
        """The name is known and stands once; what do the others say?"""
        likeness = similarity(row.cells, by_name.cells)
        if by_address is not None and by_address is not by_name:
            return _ask([by_name, by_address], by_address.key)
        if by_name.address and row.address and fold_text(by_name.address) != fold_text(row.address):
            return _ask([by_name], by_name.key)
        if by_address is by_name:
            return KeyVerdict(by_name.key)
        agrees = is_consistent(row.cells, by_name.cells)
        if by_cell is None:
            # its own row stands elsewhere under another name, or not all else is as it was
            is_open = self.key_cell_counts[by_name.key] > 0 or not agrees
            return _ask([by_name], by_name.key) if is_open else KeyVerdict(by_name.key)
        cell_likeness = similarity(row.cells, by_cell.cells)
        if agrees and likeness - cell_likeness >= _QUARTER:
            return KeyVerdict(by_name.key)  # the hidden cell stayed behind: name and content agree
        return _ask([by_name, by_cell], by_cell.key if cell_likeness > likeness else by_name.key)

    @staticmethod
    def _judge_namesake(
        row: Sighting, namesakes: Sequence[KeyEntry], by_cell: KeyEntry | None, by_address: KeyEntry | None
    ) -> KeyVerdict:
        """Several have the name: they are told apart by address, or by the rest of their rows."""
        if by_address is not None and by_address in namesakes:
            is_clear = by_cell is None or by_cell is by_address
            return KeyVerdict(by_address.key) if is_clear else _ask(namesakes, by_address.key)
        owner = _plain_owner(row, namesakes)
        return KeyVerdict(owner.key) if owner else _ask(namesakes, namesakes[0].key)

    def _judge_new_name(self, row: Sighting, by_cell: KeyEntry) -> KeyVerdict:
        """Nobody knows the name; the key cell says whose row it was."""
        if self.agreement_counts[by_cell.key]:
            return KeyVerdict(NEW)  # a row copied as a pattern: the first still stands under its own name
        stands_elsewhere = self.name_counts[fold_text(by_cell.name)] > 0
        is_alone = self.key_cell_counts[by_cell.key] == 1
        likeness = similarity(row.cells, by_cell.cells)
        if self.takes_slips and is_alone and is_slip(by_cell.name, row.name) and not stands_elsewhere:
            return KeyVerdict(by_cell.key)
        if stands_elsewhere and likeness < _HALF:
            return KeyVerdict(NEW)  # the old name stands elsewhere and nothing here is as it was
        is_likely = not stands_elsewhere and likeness >= _HALF and is_alone
        return _ask([by_cell], by_cell.key if is_likely else NEW)


def _ask(offers: Sequence[KeyEntry | None], proposal: str) -> KeyVerdict:
    return KeyVerdict(offers=tuple(entry.key for entry in offers if entry is not None), proposal=proposal)


def _plain_owner(row: Sighting, namesakes: Sequence[KeyEntry]) -> KeyEntry | None:
    """The one of several namesakes whose row this plainly is."""
    address = fold_text(row.address)
    near = [
        entry
        for entry in namesakes
        if similarity(row.cells, entry.cells) >= _HALF or (address and fold_text(entry.address) == address)
    ]
    if len(near) != 1 or similarity(row.cells, near[0].cells) != 1 or sum(map(bool, row.cells)) < 2:
        return None
    is_free = not address or not near[0].address or address == fold_text(near[0].address)
    return near[0] if is_free else None
