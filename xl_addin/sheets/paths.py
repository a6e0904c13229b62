"""Paths: where a person at each level could go next, and what it would take."""

from collections.abc import Iterator, Sequence

from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.delta_rows import PathRow
from xl_addin.model.records import Level
from xl_addin.scores.d13_role_distance import RoleDistance, profiles

ORDER = 617
UP_MOVE, SIDEWAYS_MOVE, OTHER_MOVE = "Up", "Sideways", "Other"
NEAREST = 10
"""How many levels are listed that nobody has named as a move."""

TABLE = table(
    "tblPaths",
    PathRow,
    [
        label(PathRow, "start", 12, "key"),
        label(PathRow, "target", 12, "key"),
        result(PathRow, "title", 32, "computed"),
        result(PathRow, "kind", 13, "computed"),
        result(PathRow, "distance", 11, "decimal"),
        result(PathRow, "gained", 54, "computed"),
        result(PathRow, "lost", 54, "computed"),
    ],
    key=["start", "target"],
    spare=1,
    freeze=2,
    filled_by="delta",
)


def sheet() -> Sheet:
    return Sheet(
        name="Paths",
        title="Where people could go from here",
        purpose="Run Delta to refresh. From each level: its next levels, its sideways moves, and the ten nearest "
        "others, with what is new to a person who meets today's level. A start for a talk, never a verdict.",
        group="results",
        visibility="more",
        blocks=(TABLE,),
        tints={"tblPaths": (Tint(f'{{kind}}="{OTHER_MOVE}"', "not_needed", ("kind",)),)},
        for_reading=True,
    )


def distances(data: Dataset) -> dict[str, dict[str, RoleDistance]]:
    """From every level to every other one, in the order of tracks and ranks."""
    levels = [level.id for track in data.tracks for level in data.levels_of(track.id)]
    return {
        start: {target: profiles(data).distance_between(start, target, {}) for target in levels if target != start}
        for start in dict.fromkeys(levels)
    }


def paths(data: Dataset, distances_by_level: dict[str, dict[str, RoleDistance]]) -> list[PathRow]:
    """The moves worth listing: up, sideways, then the nearest others, each kind from the nearest on."""
    return [row for start, ways in distances_by_level.items() for row in _level_moves(data, data.level[start], ways)]


def path_rows(moves: Sequence[PathRow]) -> list[RowValues]:
    return [plain(row) for row in moves]


def _level_moves(data: Dataset, start: Level, ways: dict[str, RoleDistance]) -> Iterator[PathRow]:
    kinds = {**dict.fromkeys(start.lateral, SIDEWAYS_MOVE), **dict.fromkeys(data.graph.next_levels(start.id), UP_MOVE)}
    order = (UP_MOVE, SIDEWAYS_MOVE, OTHER_MOVE)
    nearest_first = sorted(ways.values(), key=lambda way: (order.index(kinds.get(way.target, OTHER_MOVE)), way.points))
    other_count = 0
    for way in nearest_first:
        kind = kinds.get(way.target, OTHER_MOVE)
        other_count += kind == OTHER_MOVE
        if other_count <= NEAREST:
            yield PathRow(
                start=way.start,
                target=way.target,
                title=data.level[way.target].title,
                kind=kind,
                distance=way.points,
                gained=_names(data, way.gains),
                lost=_names(data, way.losses),
            )


def _names(data: Dataset, competencies: Sequence[str]) -> str:
    return "; ".join(data.competency[c].name or c for c in competencies)
