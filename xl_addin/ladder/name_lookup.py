"""Names typed where a track or a level is asked: which key they mean, and how they are written now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.sightings import NameSpot
from xl_addin.model.ladder import LEVEL, LIVE, TRACK, KeyEntry, LadderRow


class NameLookup:
    """The names of tracks and levels as they stand on the ladder, and those they had when the last command ran.

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
        self._counts = Counter(fold_text(title) for title in self.titles.values())
        live = [entry for entry in ledger if entry.state == LIVE]
        old_tracks = {e.key: e.name for e in live if e.kind == TRACK}
        old_levels = [e for e in live if e.kind == LEVEL and e.key in self.titles]
        self._tracks = (
            _first((fold_text(name), key) for key, name in self.track_names.items()),
            _first((fold_text(name), key) for key, name in old_tracks.items() if key in self.track_names),
        )
        self._levels_in = (
            _first(((self.level_track[key], fold_text(title)), key) for key, title in self.titles.items()),
            _first(((self.level_track[e.key], fold_text(e.name)), e.key) for e in old_levels),
        )
        self._levels = (
            _by_label(
                (key, title, self.track_names.get(self.level_track[key], "")) for key, title in self.titles.items()
            ),
            _by_label((e.key, e.name, old_tracks.get(e.parent, "")) for e in old_levels),
        )

    def track(self, name: str, *, is_new: bool = False) -> str:
        """The key of the track that a cell names; "" where there is none.

        A cell that stood there before the last command names what was called so then; one that `is_new` what is called
        so now. The other counts where nothing is.
        """
        return _look_up(self._tracks, fold_text(name), is_new=is_new)

    def level(self, text: str) -> str:
        """The key of the level that a cell such as Branches from names: by title, with its track where it is shared.

        Of several levels of one title the first on the ladder.
        """
        return _look_up(self._levels, fold_text(text), is_new=False)

    def level_in(self, track: str, title: str, *, is_new: bool = False) -> str:
        """The key of the level of this title on a track, given by key; "" where there is none."""
        return _look_up(self._levels_in, (track, fold_text(title)), is_new=is_new)

    def label(self, level: str) -> str:
        """How a level is written where all levels are offered: its title, with its track where another has it too."""
        title = self.titles.get(level, "")
        if self._counts[fold_text(title)] < 2:
            return title
        return f"{title} ({self.track_names.get(self.level_track[level], '')})"


def _look_up(now_and_then: tuple[Mapping[object, str], Mapping[object, str]], name: object, *, is_new: bool) -> str:
    first, second = now_and_then if is_new else reversed(now_and_then)
    return first.get(name) or second.get(name, "")


def _by_label(levels: Iterable[tuple[str, str, str]]) -> dict[object, str]:
    """Title, and title with the track in brackets -> key, out of (key, title, name of the track)."""
    rows = tuple(levels)
    labels = ((fold_text(f"{title} ({track})"), key) for key, title, track in rows)
    return {**_first((fold_text(title), key) for key, title, _ in rows), **_first(labels)}


def _first(pairs: Iterable[tuple[object, str]]) -> dict[object, str]:
    """Pairs as a mapping; of several of one key, the first."""
    mapping: dict[object, str] = {}
    for key, value in pairs:
        mapping.setdefault(key, value)
    return mapping
