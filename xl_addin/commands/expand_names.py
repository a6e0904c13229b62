"""What is typed to expand by names, as the keys behind them: new things get keys of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.cells.fold import fold_text
from xl_addin.commands.expand_options import ExpandOptions
from xl_addin.ladder.new_keys import KeyMaker
from xl_addin.matrix.expand import ID_PATTERN, LONGEST_NAME, NamedId
from xl_addin.matrix.track_copy import Pattern
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.ids import comparable
from xl_addin.model.ladder import COMPETENCY, LEVEL, TRACK
from xl_addin.model.records import Competency, Level, Track
from xl_addin.sheets.name_alignment import keys_in_use

_ALL = "all"
_KINDS = {TRACK: "track", LEVEL: "level", COMPETENCY: "competency"}


@dataclass(frozen=True)
class KeyedOptions:
    """The options with keys in place of names, and what a new track is copied from."""

    options: ExpandOptions
    pattern: Pattern | None = None


def key_options(options: ExpandOptions, data: Dataset, starter: Dataset | None) -> KeyedOptions:
    """The options of somebody who typed names, or keys, for a workbook that asks for names.

    Args:
        options: as typed.
        data: the framework as it stands.
        starter: the ready-made framework that a new track is copied from, if any.

    Raises:
        Stop: a name means nothing or several things, or a key is taken.
    """
    names = _Names(data)
    pattern = None
    track = names.new_thing(TRACK, options.add_track) if options.add_track else None
    if track and (options.from_track or starter):
        pattern = names.pattern(track, options, starter or data, is_same=starter is None)
    if track:
        names.add_track(track, pattern)
    competency = names.new_thing(COMPETENCY, options.add_competency) if options.add_competency else None
    level = names.new_thing(LEVEL, options.add_level) if options.add_level else None
    update = {
        "add_track": _typed(track),
        "add_competency": _typed(competency),
        "add_level": _typed(level),
        "after": names.level(options.after) if options.after.strip() else "",
        "before": names.level(options.before) if options.before.strip() else "",
        "tracks": names.track_list(options.tracks),
        "draft": names.track_list(options.draft),
        "from_track": pattern.track if pattern and pattern.same_workbook else options.from_track,
    }
    return KeyedOptions(options.model_copy(update=update), pattern)


def _typed(thing: NamedId | None) -> str:
    return f"{thing.id}: {thing.name}" if thing else ""


class _Names:
    """The names of a framework, and keys for what is new."""

    def __init__(self, data: Dataset) -> None:
        self._data, self._tracks, self._levels = data, data.tracks, data.levels
        self._maker = KeyMaker(data.ledger, keys_in_use(data))

    def new_thing(self, kind: str, text: str) -> NamedId:
        """A name with a key made for it; the key is what stands before a colon, where that can be one."""
        front, colon, rest = (part.strip() for part in text.partition(":"))
        has_key = bool(colon and rest and ID_PATTERN.fullmatch(front))
        name = " ".join((rest if has_key else text).split())
        if not name:
            raise Stop(_KINDS[kind], "has no name", "type one")
        if len(name) > LONGEST_NAME:
            raise Stop(_KINDS[kind], "has too long a name", f"use at most {LONGEST_NAME} characters")
        if not has_key:
            return NamedId(self._new_key(kind), name)
        if comparable(front) in self._maker.used:
            raise Stop(f"{_KINDS[kind]} {front}", "is a key that is taken already", "leave it out: one is made")
        self._maker.used.add(comparable(front))
        return NamedId(front, name)

    def _new_key(self, kind: str) -> str:
        used_keys = {*self._maker.used}
        while comparable(key := self._maker.make(kind)) in used_keys:
            pass
        return key

    def add_track(self, track: NamedId, pattern: Pattern | None) -> None:
        """A new track can be named too, and its levels."""
        self._tracks = (*self._tracks, Track(id=track.id, name=track.name))
        new = pattern.titles.values() if pattern else ()
        self._levels = (*self._levels, *(Level(id=entry.id, title=entry.name, track=track.id) for entry in new))

    def track(self, text: str) -> str:
        """The key of a track."""
        return _find_track(self._tracks, text, "the workbook")

    def level(self, text: str) -> str:
        """The key of a level, by title, by title with its track in brackets, or by key."""
        names = {track.id: track.name for track in self._tracks}
        return _find_level(self._levels, names, text)

    def track_list(self, text: str) -> str:
        """The keys of tracks separated by commas; a name may have a comma itself."""
        if not text.strip() or fold_text(text) == _ALL:
            return text.strip()
        if self._is_track(text):
            return self.track(text)
        parts: list[str] = []
        for part in filter(None, (part.strip() for part in text.split(";"))):
            parts += [part] if self._is_track(part) else filter(None, (entry.strip() for entry in part.split(",")))
        return ",".join(self.track(part) for part in parts)

    def _is_track(self, text: str) -> bool:
        return any(fold_text(text) in (fold_text(entry.name), fold_text(entry.id)) for entry in self._tracks)

    def pattern(self, track: NamedId, options: ExpandOptions, source: Dataset, *, is_same: bool) -> Pattern:
        """What a new track is copied from, its levels under keys of their own."""
        place_words = "the workbook" if is_same else options.from_starter
        if options.from_track:
            origin = _find_track(source.tracks, options.from_track, place_words)
        else:
            namesakes = [entry.id for entry in source.tracks if fold_text(entry.name) == fold_text(track.name)]
            if not namesakes and len(source.tracks) > 1:
                todo = f"choose one with --from-track: {', '.join(entry.name for entry in source.tracks)}"
                raise Stop(options.from_starter, "has several tracks", todo)
            origin = namesakes[0] if namesakes else source.tracks[0].id
        pattern = Pattern(source, origin, self._titles(options.titles, source, origin), same_workbook=is_same)
        return pattern if is_same else replace(pattern, data=self._with_known_competencies(source, origin))

    def _titles(self, text: str, source: Dataset, track: str) -> dict[str, NamedId]:
        """Level there -> key and title here; all of them under their own titles where nothing is said."""
        members = source.levels_of(track)
        if not text.strip():
            return {level.id: NamedId(self._new_key(LEVEL), level.title) for level in members}
        names = {entry.id: entry.name for entry in source.tracks}
        titles: dict[str, NamedId] = {}
        for part in filter(None, (part.strip() for part in text.split(";"))):
            old, equals, new = part.partition("=")
            if not equals or not old.strip():
                todo = 'write OLD=NEW, such as "Software engineer I=Tester I"'
                raise Stop(f"titles {part}", "names no new level", todo)
            titles[_find_level(members, names, old)] = self.new_thing(LEVEL, new)
        return titles

    def _with_known_competencies(self, source: Dataset, track: str) -> Dataset:
        """A ready-made framework whose competencies have the keys of those that are called the same here."""
        keys_by_name = {fold_text(entry.name): entry.id for entry in self._data.competencies}
        keys: dict[str, str] = {}
        for entry in source.competencies_of(track):
            key = keys_by_name.get(fold_text(entry.name)) or (entry.id if entry.id in self._data.competency else "")
            if not key or key in keys.values():
                is_free = comparable(entry.id) not in self._maker.used
                key = entry.id if is_free else self._new_key(COMPETENCY)
                self._maker.used.add(comparable(key))
            keys[entry.id] = key
        return _with_keys(source, keys)


def _with_keys(source: Dataset, keys: Mapping[str, str]) -> Dataset:
    """The data set with other keys for its competencies: old -> new."""

    def competency(entry: Competency) -> Competency:
        return entry.model_copy(update={"id": keys.get(entry.id, entry.id)})

    matrices = tuple(
        replace(
            matrix,
            rows=tuple(r.model_copy(update={"competency": keys.get(r.competency, r.competency)}) for r in matrix.rows),
            cells=tuple(
                c.model_copy(update={"competency": keys.get(c.competency, c.competency)}) for c in matrix.cells
            ),
        )
        for matrix in source.matrices
    )
    weights = tuple(w.model_copy(update={"competency": keys.get(w.competency, w.competency)}) for w in source.weights)
    competencies = tuple(map(competency, source.competencies))
    return replace(source, competencies=competencies, matrices=matrices, weights=weights)


def _find_track(tracks: Sequence[Track], text: str, place_words: str) -> str:
    folded_text = fold_text(text)
    keys = [entry.id for entry in tracks if fold_text(entry.name) == folded_text] or [
        entry.id for entry in tracks if fold_text(entry.id) == folded_text
    ]
    if keys:
        return keys[0]
    names = ", ".join(entry.name for entry in tracks)
    todo = f"use one of {names}" if tracks else "add one first: there is no track yet"
    raise Stop(f"track {text.strip()}", f"is not in {place_words}", todo)


def _find_level(levels: Sequence[Level], track_names: Mapping[str, str], text: str) -> str:
    folded_text = fold_text(text)
    labels = {entry.id: f"{entry.title} ({track_names.get(entry.track, '')})" for entry in levels}
    by_title = [entry.id for entry in levels if fold_text(entry.title) == folded_text]
    by_label = [key for key, label in labels.items() if fold_text(label) == folded_text]
    keys = by_title or by_label or [entry.id for entry in levels if fold_text(entry.id) == folded_text]
    if len(keys) == 1:
        return keys[0]
    place = f"level {text.strip()}"
    if keys:
        choices = " or ".join(f'"{labels[key]}"' for key in keys)
        raise Stop(place, "stands on several tracks", f"say which: {choices}")
    titles = ", ".join(dict.fromkeys(entry.title for entry in levels))
    todo = f"use one of {titles}" if levels else "add one first: there is no level yet"
    raise Stop(place, "is not in the workbook", todo)
