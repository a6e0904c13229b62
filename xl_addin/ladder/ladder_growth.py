"""A ladder that grows: the cells, rows and lines that change on it so that it draws levels as they are to be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.ladder.drawing import Drawing, KeyPair
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.sightings import NameSpot
from xl_addin.ladder.upgrade import moves_of
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import (
    NO_SIDE_WAY,
    NO_UP_WAY,
    SIDE_WAY,
    STEP_COUNT,
    STEPS,
    UP_WAY,
    LadderRow,
    WayRow,
)
from xl_addin.model.records import Level


@dataclass(frozen=True)
class LadderGrowth:
    """What changes on the ladder; all else stays as it stands.

    `cells` is (row, field) -> the words of a cell; `rows` are those of new tracks; `ways` the lines that are new, and
    `false_ways` the rows of lines that do not hold any more.
    """

    cells: Mapping[tuple[int, str], str]
    rows: tuple[LadderRow, ...]
    ways: tuple[WayRow, ...]
    false_ways: tuple[int, ...]


def grow_ladder(data: Dataset, new_data: Dataset) -> LadderGrowth:
    """How the ladder of a workbook comes to draw the levels of a data set that grew out of it.

    Rows keep their places, what they branch from and their lines of More ways; levels of new tracks come in new rows.

    Raises:
        Stop: a step is needed that a ladder does not have, or two levels of a track would share one.
    """
    steps = {track.id: _steps(new_data, track.id) for track in new_data.tracks}
    old_rows = [(row.row, row) for row in data.ladder]
    old_lookup = _lookup(old_rows, {own.key: _standing_steps(data, own.key) for _, own in old_rows})
    new_rows = tuple(
        _ladder_row(LadderRow(name=track.name, key=track.id), steps[track.id])
        for track in new_data.tracks
        if track.id not in data.track
    )
    drawn_rows = [(place, _ladder_row(row, steps.get(row.key, {})) if row.key else row) for place, row in old_rows]
    last = max((place for place, _ in old_rows), default=-1)
    all_rows = [*drawn_rows, *enumerate(new_rows, last + 1)]
    lookup = _lookup(all_rows, steps)
    branches = {row.key: old_lookup.level(row.branch) for _, row in old_rows if row.key and row.branch}
    cells = dict(_changed_cells(old_rows, drawn_rows, branches, lookup))
    rows_by_step = {key: {step: level.id for step, level in own.items()} for key, own in steps.items()}
    drawing = Drawing(rows_by_step, {track: low for track, low in branches.items() if low})
    ways, false_ways = _ways(data, drawing, moves_of(new_data.levels), old_lookup, lookup)
    return LadderGrowth(cells, new_rows, ways, false_ways)


def _steps(data: Dataset, track: str) -> dict[int, Level]:
    """Step -> the level of a track that stands there."""
    steps: dict[int, Level] = {}
    for level in data.levels_of(track):
        if level.rank is None or level.rank not in STEPS:
            raise Stop(f"level {level.title}", f"would need a step after step {STEP_COUNT}", "free a step on Framework")
        if level.rank in steps:
            todo = "free a step between them on Framework first"
            raise Stop(f"level {level.title}", f"would stand at the step of {steps[level.rank].title}", todo)
        steps[level.rank] = level
    return steps


def _standing_steps(data: Dataset, track: str) -> dict[int, Level]:
    return {level.rank: level for level in data.levels_of(track) if level.rank} if track else {}


def _ladder_row(row: LadderRow, steps: Mapping[int, Level]) -> LadderRow:
    cells = {f"step_{step}": steps[step].title if step in steps else "" for step in STEPS}
    return LadderRow.model_validate({**row.model_dump(), **cells})


def _lookup(rows: Sequence[tuple[int, LadderRow]], steps: Mapping[str, Mapping[int, Level]]) -> NameLookup:
    """The names of these rows; `steps` is key of a track -> step -> level."""
    tracks: dict[NameSpot, str] = {(place, 0): row.key for place, row in rows if row.key}
    levels = {(place, step): level.id for place, row in rows for step, level in steps.get(row.key, {}).items()}
    return NameLookup(rows, tracks, levels)


def _changed_cells(
    old_rows: Sequence[tuple[int, LadderRow]],
    drawn_rows: Sequence[tuple[int, LadderRow]],
    branches: Mapping[str, str],
    lookup: NameLookup,
) -> Iterator[tuple[tuple[int, str], str]]:
    """Titles at another step, and what a track branches from where its name needs the track beside it now."""
    for (place, old), (_, new) in zip(old_rows, drawn_rows, strict=True):
        for step in STEPS:
            title = new.titles.get(step, "")
            if title != old.titles.get(step, ""):
                yield (place, f"step_{step}"), title
        label = lookup.label(branches[old.key]) if branches.get(old.key) else ""
        if label and label != old.branch:
            yield (place, "branch"), label


def _ways(
    data: Dataset,
    drawing: Drawing,
    moves: tuple[frozenset[KeyPair], frozenset[KeyPair]],
    old_lookup: NameLookup,
    lookup: NameLookup,
) -> tuple[tuple[WayRow, ...], tuple[int, ...]]:
    """Lines for what the drawing does not say, and the rows of lines that say what is not so any more."""
    up, across = moves
    lines = [(way.row, *ends) for way in data.ways if all(ends := _ends(way, old_lookup))]
    denials = {(word, low, high) for _, low, word, high in lines if word in (NO_UP_WAY, NO_SIDE_WAY)}

    def holds(low: str, word: str, high: str) -> bool:
        is_up, pair = word in (UP_WAY, NO_UP_WAY), (low, high)
        is_move = pair in (up if is_up else across)
        if word in (NO_UP_WAY, NO_SIDE_WAY):
            return not is_move
        return is_move or (NO_UP_WAY if is_up else NO_SIDE_WAY, low, high) in denials

    false_ways = tuple(row for row, *line in lines if not holds(*line))
    standing = tuple((low, word, high) for row, low, word, high in lines if row not in false_ways)
    drawn = Drawing(drawing.rows, drawing.branches, standing)
    ups, sideways = frozenset(drawn.ups), frozenset(drawn.sideways)
    missing = [
        *((low, UP_WAY, high) for low, high in sorted(up - ups)),
        *((low, NO_UP_WAY, high) for low, high in sorted(ups - up)),
        *((low, SIDE_WAY, high) for low, high in sorted(across - sideways)),
        *((low, NO_SIDE_WAY, high) for low, high in sorted(sideways - across)),
    ]
    return tuple(_way_row(line, lookup) for line in missing), false_ways


def _ends(way: WayRow, lookup: NameLookup) -> tuple[str, str, str]:
    """The line by keys; "" in place of an end that names nothing."""
    low = lookup.level_in(lookup.track(way.from_track), way.from_level)
    return low, way.way or "", lookup.level_in(lookup.track(way.to_track), way.to_level)


def _way_row(line: tuple[str, str, str], lookup: NameLookup) -> WayRow:
    low, word, high = line
    names = {level: lookup.track_names[lookup.level_track[level]] for level in (low, high)}
    return WayRow(
        from_track=names[low],
        from_level=lookup.titles[low],
        way=word,
        to_track=names[high],
        to_level=lookup.titles[high],
    )
