"""The level graph: which level leads to which. Comparisons follow its edges, never the order of columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from xl_addin.model.records import Level


@dataclass(frozen=True)
class LevelGraph:
    """Levels and the moves up between them.

    A level with no `next` of its own leads to the next higher rank of its track; a level that names
    its next levels leads to exactly those. Ids that lead nowhere are left out here and reported as
    misfits elsewhere.
    """

    levels: tuple[Level, ...]
    edges: tuple[tuple[str, str], ...]
    _uppers: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _lowers: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_levels(cls, levels: Sequence[Level]) -> "LevelGraph":
        by_id = {level.id: level for level in levels if level.id}
        edges = list(_explicit_edges(by_id)) + list(_implicit_edges(by_id))
        uppers: dict[str, list[str]] = {}
        lowers: dict[str, list[str]] = {}
        for low, high in edges:
            uppers.setdefault(low, []).append(high)
            lowers.setdefault(high, []).append(low)
        return cls(
            tuple(levels),
            tuple(edges),
            {low: tuple(highs) for low, highs in uppers.items()},
            {high: tuple(lows) for high, lows in lowers.items()},
        )

    def next_levels(self, level: str) -> tuple[str, ...]:
        """Ids of the levels a person can move up to from `level`."""
        return self._uppers.get(level, ())

    def previous_levels(self, level: str) -> tuple[str, ...]:
        """Ids of the levels that lead to `level`."""
        return self._lowers.get(level, ())

    def cycle(self) -> tuple[str, ...]:
        """The ids of one loop in the graph, first one repeated at the end; empty when there is none."""
        state: dict[str, int] = {}
        for start in self._uppers:
            loop = self._walk(start, state)
            if loop:
                return loop
        return ()

    def _walk(self, start: str, state: dict[str, int]) -> tuple[str, ...]:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            level, turn = stack.pop()
            if turn == 0:
                if state.get(level) == 2:
                    continue
                state[level] = 1
                path.append(level)
            ups = self.next_levels(level)
            if turn < len(ups):
                stack.append((level, turn + 1))
                if state.get(ups[turn]) == 1:
                    return (*path[path.index(ups[turn]) :], ups[turn])
                stack.append((ups[turn], 0))
            else:
                state[level] = 2
                path.pop()
        return ()


def _explicit_edges(by_id: dict[str, Level]) -> list[tuple[str, str]]:
    return [(level.id, high) for level in by_id.values() for high in level.next if high in by_id]


def _implicit_edges(by_id: dict[str, Level]) -> list[tuple[str, str]]:
    tracks: dict[str, list[Level]] = {}
    # levels of one rank keep the order they are listed in: sorting is stable, and known keeps that order
    for level in by_id.values():
        if level.rank is not None:
            tracks.setdefault(level.track, []).append(level)
    edges: list[tuple[str, str]] = []
    for members in tracks.values():
        by_rank = sorted(members, key=lambda level: level.rank or 0)
        edges += [(low.id, high.id) for low, high in pairwise(by_rank) if not low.next and low.rank != high.rank]
    return edges
