"""Names typed where a track or a level is asked: which key they mean, and how they are written now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.sightings import NameSpot
from xl_addin.model.ladder import LEVEL, LIVE, TRACK, KeyEntry, LadderRow


class NameLookup:
    """The names of tracks and levels as they stand on the ladder; then those they had before the last command.

    So a cell that still shows an old title finds its level, until a command writes the new one.
    """

    def __init__(
        self,
        ladder: Sequence[tuple[int, LadderRow]],
        track_keys: Mapping[NameSpot, str],
        level_keys: Mapping[NameSpot, str],
        ledger: Iterable[KeyEntry] = (),
    ) -> None:
        """`ladder` are the rows with their data rows; the keys are those of the spots that have one."""
        self.track_names: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.level_track: dict[str, str] = {}
        for row, record in ladder:
            track = track_keys.get((row, 0), "")
            if track:
                self.track_names.setdefault(track, record.name)
            for step, title in record.titles.items():
                if level := level_keys.get((row, step)):
                    self.titles.setdefault(level, title)
                    self.level_track.setdefault(level, track)
        self._tracks = _first((fold_text(name), key) for key, name in self.track_names.items())
        self._counts = Counter(fold_text(title) for title in self.titles.values())
        pairs = [(fold_text(title), level) for level, title in self.titles.items()]
        self._labels = _first((fold_text(self.label(level)), level) for level in self.titles)
        self._levels = _first(pairs)
        self._levels_in = _first(((self.level_track[level], title), level) for title, level in pairs)
        live = [entry for entry in ledger if entry.state == LIVE]
        self._old_tracks = _first((fold_text(e.name), e.key) for e in live if e.kind == TRACK)
        self._old_levels = _first((fold_text(e.name), e.key) for e in live if e.kind == LEVEL)
        self._old_levels_in = _first(((e.parent, fold_text(e.name)), e.key) for e in live if e.kind == LEVEL)

    def track(self, name: str) -> str:
        """The key of the track that a cell names; "" where there is none."""
        folded_name = fold_text(name)
        return self._tracks.get(folded_name) or self._old_tracks.get(folded_name, "")

    def level(self, text: str) -> str:
        """The key of the level that a cell such as Branches from names: by title, with its track where it is shared.

        Of several levels of one title the first on the ladder.
        """
        folded_text = fold_text(text)
        return self._labels.get(folded_text) or self._levels.get(folded_text) or self._old_levels.get(folded_text) or ""

    def level_in(self, track: str, title: str) -> str:
        """The key of the level of this title on a track, given by key; "" where there is none."""
        place = (track, fold_text(title))
        return self._levels_in.get(place) or self._old_levels_in.get(place, "")

    def label(self, level: str) -> str:
        """How a level is written where all levels are offered: its title, with its track where another has it too."""
        title = self.titles.get(level, "")
        if self._counts[fold_text(title)] < 2:
            return title
        return f"{title} ({self.track_names.get(self.level_track[level], '')})"

    def is_shared(self, text: str) -> bool:
        """Whether several levels have this title, so that the track must be named too."""
        return self._counts[fold_text(text)] > 1


def _first(pairs: Iterable[tuple[object, str]]) -> dict[object, str]:
    """Pairs as a mapping; of several of one key, the first."""
    mapping: dict[object, str] = {}
    for key, value in pairs:
        mapping.setdefault(key, value)
    return mapping
