"""A framework of tables of IDs as a ladder of names: the inverse of `views`, and the level graph comes back the same.

Keys stay as they are: what was the ID SE2 is the key SE2, only out of sight. Rank becomes step. What the drawing does
not say by itself becomes a line of More ways to move; two levels of one rank in one track take two rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.drawing import Drawing, KeyPair
from xl_addin.ladder.lanes import Lanes, lanes_of
from xl_addin.ladder.ledger import entry_of
from xl_addin.ladder.marks import track_marks
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.new_keys import KeyMaker
from xl_addin.ladder.sightings import NameSpot, sheet_names
from xl_addin.ladder.views import FrameworkSheets, LevelTexts, framework_records, ladder_rows
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.graph import LevelGraph
from xl_addin.model.ladder import (
    COMPETENCY,
    LEVEL,
    NO_SIDE_WAY,
    NO_UP_WAY,
    PERSON,
    SIDE_WAY,
    TRACK,
    UP_WAY,
    KeyEntry,
    LadderRow,
    WayRow,
)
from xl_addin.model.records import Level, Track

SAME_TRACK_NAMES = "Two tracks had one name: the later one got a number."
SAME_TITLES = "Two levels of a track had one title: the later one got a number."
_TEXT_FIELDS = ("scope", "summary", "promotion", "months")


@dataclass(frozen=True)
class UpgradedFramework:
    """What the sheets of names hold.

    `keys` and `ledger` are the stamps; `split_tracks` is the key of a row that was part of another track -> that
    track: its Matrix columns, its people and its plans follow. `notes` say what changes for the reader, one sentence
    each.
    """

    sheets: FrameworkSheets
    keys: Mapping[str, Mapping[NameSpot, str]]
    ledger: tuple[KeyEntry, ...]
    split_tracks: Mapping[str, str]
    notes: tuple[str, ...]


def moves_of(levels: Sequence[Level]) -> tuple[frozenset[KeyPair], frozenset[KeyPair]]:
    """The moves up, as the level graph has them, and across between levels that are there."""
    ids = {level.id for level in levels if level.id}
    across = {(level.id, other) for level in levels if level.id for other in level.lateral if other in ids}
    return frozenset(LevelGraph.from_levels(levels).edges), frozenset(across)


def upgrade_framework(data: Dataset) -> UpgradedFramework:
    """The framework of a workbook of IDs as names, with its keys; people are in the ledger too.

    Raises:
        Stop: an ID stands twice or is missing, a track needs more than twelve steps, or the moves would differ.
    """
    _check_ids(data)
    moves = moves_of(data.levels)
    lanes = lanes_of(data.levels, moves[0])
    drawing = _draw(lanes, moves)
    tracks, track_note = _track_rows(data, lanes)
    titles, title_note = _titles(data.levels, drawing)
    sheets = FrameworkSheets(
        ladder=tuple(_ladder(tracks, drawing, titles)),
        ways=_ways(drawing, titles, tracks),
        competencies=data.competencies,
        marks=track_marks(data, lanes.split_tracks),
        texts=level_texts(data.levels),
        track_details=tracks,
    )
    keys = _keys(data, [*tracks], drawing)
    if moves_of(framework_records(sheets, keys).levels) != moves:
        raise Stop("Levels", "the moves between levels would not come back the same", "tell us; nothing was changed")
    notes = (*lanes.notes, *track_note, *title_note, *_split_note(lanes, tracks))
    return UpgradedFramework(sheets, keys, _ledger(data, sheets, keys), lanes.split_tracks, notes)


def _check_ids(data: Dataset) -> None:
    tables = (("Tracks", data.tracks), ("Levels", data.levels), ("Competencies", data.competencies))
    for place, records in tables:
        ids = [record.id for record in records]
        if "" in ids:
            raise Stop(place, "a row has no ID", "run build, which gives it one")
        if doubles := sorted({ident for ident in ids if ids.count(ident) > 1}):
            raise Stop(place, f"the ID {doubles[0]} stands in more than one row", "give each row an ID of its own")
    if any(not level.track for level in data.levels):
        raise Stop("Levels", "a level has no track", "type the track it belongs to")


def _draw(lanes: Lanes, moves: tuple[frozenset[KeyPair], frozenset[KeyPair]]) -> Drawing:
    """The ladder whose drawing explains most, and lines for the rest."""
    up, across = moves
    drawing = Drawing(lanes.rows, _branches(Drawing(lanes.rows), up, across))
    drawn_up, drawn_across = frozenset(drawing.drawn_ups), frozenset(drawing.drawn_sideways)
    ways = [
        *((low, UP_WAY, high) for low, high in sorted(up - drawn_up)),
        *((low, NO_UP_WAY, high) for low, high in sorted(drawn_up - up)),
        *((low, SIDE_WAY, high) for low, high in sorted(across - drawn_across)),
        *((low, NO_SIDE_WAY, high) for low, high in sorted(drawn_across - across)),
    ]
    return replace(drawing, ways=tuple(ways))


def _branches(drawing: Drawing, up: frozenset[KeyPair], across: frozenset[KeyPair]) -> dict[str, str]:
    """Track -> the level it grows out of: of several ways in, the one that explains most moves across, the nearest."""
    branches = {}
    for track, row in drawing.rows.items():
        first_step = min(row)

        def merit(low: str, row: Mapping[int, str] = row, first_step: int = first_step) -> tuple[int, int, str]:
            trunk = drawing.rows[drawing.track_of[low]]
            pairs = {(row[step], trunk[step]) for step in row.keys() & trunk.keys()}
            step = next(step for step, level in trunk.items() if level == low)
            return len(pairs & across) - len(pairs - across), -abs(first_step - 1 - step), low

        ways_in = [low for low, high in up if high == row[first_step] and drawing.track_of[low] != track]
        if ways_in:
            branches[track] = max(ways_in, key=merit)
    return branches


def _track_rows(data: Dataset, lanes: Lanes) -> tuple[dict[str, Track], tuple[str, ...]]:
    """Key of a row -> its track under a name of its own; a row split off follows its track."""
    tracks = {track.id: track for track in data.tracks}
    whole = {key: lanes.split_tracks.get(key, key) for key in lanes.rows}
    order: list[str] = []
    for track in dict.fromkeys((*tracks, *whole.values())):
        order += [track, *(key for key, part_of in lanes.split_tracks.items() if part_of == track)]
    sources = {key: tracks.get(lanes.split_tracks.get(key, key)) or Track(id=key, name=key) for key in order}
    names = _unlike_names({key: source.name or source.id for key, source in sources.items()})
    rows = {key: s.model_copy(update={"id": key, "name": names[key], "row": -1}) for key, s in sources.items()}
    renamed = [
        key
        for key in order
        if key not in lanes.split_tracks and fold_text(names[key]) != fold_text(sources[key].name or key)
    ]
    return rows, (SAME_TRACK_NAMES,) if renamed else ()


def _titles(levels: Sequence[Level], drawing: Drawing) -> tuple[dict[str, str], tuple[str, ...]]:
    """Level -> its title, which no other level of its row has."""
    old_titles = {level.id: level.title or level.id for level in levels}
    titles: dict[str, str] = {}
    for row in drawing.rows.values():
        titles |= _unlike_names({row[step]: old_titles[row[step]] for step in sorted(row)})
    return titles, (SAME_TITLES,) if any(fold_text(titles[v]) != fold_text(old_titles[v]) for v in titles) else ()


def _unlike_names(names: Mapping[str, str]) -> dict[str, str]:
    """Key -> its name; of like names the later ones get a number."""
    taken = {fold_text(name) for name in names.values()}
    unlike: dict[str, str] = {}
    first: set[str] = set()
    for key, text in names.items():
        name = " ".join(text.split())
        number, new_name = 2, name
        if fold_text(name) in first:
            while fold_text(f"{name} {number}") in taken:
                number += 1
            new_name = f"{name} {number}"
            taken.add(fold_text(new_name))
        first.add(fold_text(name))
        unlike[key] = new_name
    return unlike


def _split_note(lanes: Lanes, tracks: Mapping[str, Track]) -> tuple[str, ...]:
    names = [tracks[track].name for track in dict.fromkeys(lanes.split_tracks.values())]
    return tuple(f"{name} has several levels of one rank, so it has more than one row." for name in names)


def _ladder(tracks: Mapping[str, Track], drawing: Drawing, titles: Mapping[str, str]) -> list[LadderRow]:
    """The rows, each branch written as the drop-down offers it."""
    order = [*tracks]
    plain_rows = [_ladder_row(tracks[key], drawing.rows.get(key, {}), titles, "") for key in order]
    track_spots = {(place, 0): key for place, key in enumerate(order)}
    lookup = NameLookup(ladder_rows(plain_rows), track_spots, _level_spots(order, drawing))
    labels = {track: lookup.label(low) for track, low in drawing.branches.items()}
    return [_ladder_row(tracks[key], drawing.rows.get(key, {}), titles, labels.get(key, "")) for key in order]


def _ladder_row(track: Track, row: Mapping[int, str], titles: Mapping[str, str], branch: str) -> LadderRow:
    steps = {f"step_{step}": titles[level] for step, level in row.items()}
    return LadderRow(name=track.name, branch=branch, key=track.id, **steps)


def _level_spots(order: Sequence[str], drawing: Drawing) -> dict[NameSpot, str]:
    rows = ((place, drawing.rows.get(track, {})) for place, track in enumerate(order))
    return {(place, step): level for place, row in rows for step, level in row.items()}


def _ways(drawing: Drawing, titles: Mapping[str, str], tracks: Mapping[str, Track]) -> tuple[WayRow, ...]:
    names = {level: tracks[track].name for level, track in drawing.track_of.items()}
    return tuple(
        WayRow(from_track=names[low], from_level=titles[low], way=way, to_track=names[high], to_level=titles[high])
        for low, way, high in drawing.ways
    )


def level_texts(levels: Sequence[Level]) -> LevelTexts:
    """What levels say besides their titles and moves."""
    texts = {
        v.id: {name: getattr(v, name) for name in _TEXT_FIELDS if getattr(v, name) not in ("", None)} for v in levels
    }
    return {level: fields for level, fields in texts.items() if fields}


def _keys(data: Dataset, order: Sequence[str], drawing: Drawing) -> dict[str, dict[NameSpot, str]]:
    return {
        TRACK: {(place, 0): track for place, track in enumerate(order)},
        LEVEL: _level_spots(order, drawing),
        COMPETENCY: {(place, 0): competency.id for place, competency in enumerate(data.competencies)},
        PERSON: {(place, 0): person.id for place, person in enumerate(data.people) if person.id},
    }


def _ledger(data: Dataset, sheets: FrameworkSheets, keys: Mapping[str, Mapping[NameSpot, str]]) -> tuple[KeyEntry, ...]:
    competencies = [record.model_copy(update={"row": -1}) for record in data.competencies]
    people = [record.model_copy(update={"row": -1}) for record in data.people]
    names = sheet_names(sheets.ladder, competencies, people)
    kinds = ((TRACK, names.tracks), (LEVEL, names.levels), (COMPETENCY, names.competencies), (PERSON, names.people))
    lines = tuple(
        entry_of(kind, key, sighting, keys[TRACK][sighting.row, 0] if kind == LEVEL else "")
        for kind, sightings in kinds
        for sighting in sightings
        if (key := keys[kind].get(sighting.spot))
    )
    return (*lines, *KeyMaker(lines).counters())
