"""Keys for new things: a letter and a number that was never used before."""

import re
from collections.abc import Iterable, Sequence

from xl_addin.ladder.sightings import Sighting
from xl_addin.model.ids import comparable, is_id
from xl_addin.model.ladder import COUNTER, KEY_KINDS, KeyEntry


class KeyMaker:
    """Makes keys such as L12; the ledger's counters and every key ever seen say which numbers are free."""

    def __init__(self, ledger: Iterable[KeyEntry], keys_in_use: Iterable[str] = ()) -> None:
        """`keys_in_use` are keys that stand elsewhere, in ratings or plans, and must not get another meaning."""
        entries = tuple(ledger)
        self.last = dict.fromkeys(KEY_KINDS, 0)
        for entry in entries:
            if entry.state == COUNTER:
                self.last[entry.kind] = max(self.last[entry.kind], entry.step)
        self.used = {comparable(entry.key) for entry in entries if entry.state != COUNTER}
        self.used |= {comparable(key) for key in keys_in_use if key}
        for kind in KEY_KINDS:
            numbers = (re.fullmatch(rf"{kind.lower()}(\d{{1,9}})", key) for key in self.used)
            self.last[kind] = max([self.last[kind], *(int(match[1]) for match in numbers if match)])

    def make(self, kind: str) -> str:
        """The next key of a kind."""
        self.last[kind] += 1
        key = f"{kind}{self.last[kind]}"
        self.used.add(comparable(key))
        return key

    def counters(self) -> tuple[KeyEntry, ...]:
        """The ledger's lines that say how far the numbers went."""
        return tuple(KeyEntry(kind=kind, state=COUNTER, step=number) for kind, number in self.last.items() if number)


def adoptable_keys(new_rows: Sequence[Sighting], ledger: Iterable[KeyEntry]) -> dict[tuple[int, int], str]:
    """Rows of new things whose key cell holds a key nobody knows: it came with an import, and is kept.

    So HR's own numbers stay keys, and a ledger that was deleted comes back from the cells.
    """
    known = {comparable(entry.key) for entry in ledger if entry.key}
    cells = [(row.spot, row.key_cell) for row in new_rows if is_id(row.key_cell, in_list=True)]
    keys = [comparable(cell) for _, cell in cells]
    return {
        spot: cell
        for (spot, cell), key in zip(cells, keys, strict=True)
        if key not in known and keys.count(key) == 1 and ":" not in cell
    }
