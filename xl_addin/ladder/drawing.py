"""What the ladder says by being drawn, and what its lines of More ways to move add or take away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from xl_addin.model.ladder import NO_SIDE_WAY, NO_UP_WAY, SIDE_WAY, UP_WAY

KeyPair = tuple[str, str]
"""A move: the key of the level people leave, and of the one they come to."""


@dataclass(frozen=True)
class Drawing:
    """Tracks as rows of levels, all by key.

    `rows` is track -> step -> level, in the order of the ladder; `branches` track -> the level of another track it
    grows out of; `ways` are (from level, what More ways says, to level). The same step of a branch and of the track it
    grows out of lies sideways.
    """

    rows: Mapping[str, Mapping[int, str]]
    branches: Mapping[str, str] = field(default_factory=dict)
    ways: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def track_of(self) -> dict[str, str]:
        """Level -> its track."""
        return {level: track for track, row in self.rows.items() for level in row.values()}

    @cached_property
    def drawn_ups(self) -> dict[KeyPair, None]:
        """The moves up that are drawn: to the next filled cell, and to the first one of a branch."""
        steps = {track: [row[step] for step in sorted(row)] for track, row in self.rows.items()}
        moves = [pair for levels in steps.values() for pair in pairwise(levels)]
        moves += [(low, steps[track][0]) for track, low in self.branches.items() if steps.get(track)]
        return dict.fromkeys(moves)

    @cached_property
    def drawn_sideways(self) -> dict[KeyPair, None]:
        """The moves across that are drawn: the same step of a branch and its trunk, both ways."""
        moves: list[KeyPair] = []
        for track, low in self.branches.items():
            row, trunk = self.rows.get(track, {}), self.rows.get(self.track_of.get(low, ""), {})
            if self.track_of.get(low) != track:
                for step in sorted(row.keys() & trunk.keys()):
                    moves += [(trunk[step], row[step]), (row[step], trunk[step])]
        return dict.fromkeys(moves)

    @cached_property
    def ups(self) -> dict[KeyPair, None]:
        """Every move up, drawn or written."""
        return self._with_ways(self.drawn_ups, UP_WAY, NO_UP_WAY)

    @cached_property
    def sideways(self) -> dict[KeyPair, None]:
        """Every move across, drawn or written."""
        return self._with_ways(self.drawn_sideways, SIDE_WAY, NO_SIDE_WAY)

    def _with_ways(self, drawn_moves: Mapping[KeyPair, None], word: str, no_word: str) -> dict[KeyPair, None]:
        denials = {(low, high) for low, way, high in self.ways if way == no_word}
        extra_moves = [(low, high) for low, way, high in self.ways if way == word]
        return dict.fromkeys(pair for pair in (*drawn_moves, *extra_moves) if pair not in denials)
