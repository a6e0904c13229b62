"""What the Matrix tabs lack: rows for competencies, columns for levels, weights. Nothing is ever taken away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import Competency, Expectation, Level, MatrixRow, Track, Weight

FULL = 100.0
"""What the weights of one track total."""


@dataclass(frozen=True)
class TrackPlan:
    """What one track's matrix lacks. `names` holds (data row, new name) of competencies that were renamed."""

    track: Track
    is_new: bool
    rows: tuple[Competency, ...]
    levels: tuple[Level, ...]
    names: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class BuildPlan:
    """What all matrices lack, track by track, and the weights that nobody has given yet."""

    tracks: tuple[TrackPlan, ...]
    weights: tuple[Weight, ...]

    @property
    def changes(self) -> int:
        """How many things the plan changes: tabs, rows, columns, names, weights."""
        return len(self.weights) + sum(
            int(t.is_new) + (0 if t.is_new else len(t.rows) + len(t.levels)) + len(t.names) for t in self.tracks
        )

    def apply(self, data: Dataset, table: "dict[str, str]") -> Dataset:
        """The data set as it is after the plan; `table` names each track's matrix table."""
        matrices = {matrix.track: matrix for matrix in data.matrices}
        for track_plan in self.tracks:
            old_matrix = matrices.get(track_plan.track.id, Matrix(track_plan.track.id, table[track_plan.track.id]))
            matrices[track_plan.track.id] = _extend_matrix(old_matrix, track_plan, data.levels_of(track_plan.track.id))
        return replace(data, matrices=tuple(matrices.values()), weights=(*data.weights, *self.weights))


def plan_build(data: Dataset) -> BuildPlan:
    """What `build` has to add so that every applicable competency and level has its place."""
    tracks = tuple(_track_plan(data, track) for track in data.tracks if track.id and data.levels_of(track.id))
    return BuildPlan(tracks, tuple(chain.from_iterable(_weights(data, track_plan.track.id) for track_plan in tracks)))


def _track_plan(data: Dataset, track: Track) -> TrackPlan:
    matrix = data.matrix.get(track.id)
    applicable = data.competencies_of(track.id)
    levels = data.levels_of(track.id)
    if matrix is None:
        return TrackPlan(track, True, applicable, levels, ())
    present = {row.competency for row in matrix.rows}
    return TrackPlan(
        track,
        False,
        tuple(c for c in applicable if c.id not in present),
        tuple(level for level in levels if level.id not in matrix.levels),
        tuple((row.row, name) for row in matrix.rows if (name := _new_name(data, row))),
    )


def _new_name(data: Dataset, row: MatrixRow) -> str:
    record = data.competency.get(row.competency)
    return record.name if record and record.name and record.name != row.name else ""


def _weights(data: Dataset, track: str) -> list[Weight]:
    """Weights for the competencies of a track that have no row yet.

    A track without any weight gets equal shares that total 100 exactly. Where a person has given some, a
    new competency gets a blank one: only they know which share it takes from the others.
    """
    present = {w.competency for w in data.weights if w.track == track}
    missing = [c.id for c in data.competencies_of(track) if c.id not in present]
    if present or not missing:
        return [Weight(track=track, competency=c) for c in missing]
    return [Weight(track=track, competency=c, weight=w) for c, w in zip(missing, shares(len(missing)), strict=True)]


def shares(count: int) -> Sequence[float]:
    """Equal shares with one decimal that total 100 exactly; the first ones take the rest.

    >>> shares(3)
    [33.4, 33.3, 33.3]
    """
    tenths, rest = divmod(int(FULL * 10), count)
    return [(tenths + (1 if n < rest else 0)) / 10 for n in range(count)]


def order_levels(current_columns: Sequence[str], ladder: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Level columns with the new ones in place: each right behind the one below it on the ladder, however people have
    arranged the others; one with nothing below it comes first.

    >>> order_levels(("SE3", "SE1"), ("SE1", "SE2", "SE3"), ("SE2",))
    ('SE3', 'SE1', 'SE2')
    """
    columns = list(current_columns)
    for level in sorted(new, key=ladder.index):
        lower_levels = [lower for lower in ladder[: ladder.index(level)] if lower in columns]
        columns.insert(columns.index(lower_levels[-1]) + 1 if lower_levels else 0, level)
    return tuple(columns)


def _extend_matrix(matrix: Matrix, track_plan: TrackPlan, ladder: Sequence[Level]) -> Matrix:
    new_names = dict(track_plan.names)
    last = max((row.row for row in matrix.rows), default=-1)
    rows = [row.model_copy(update={"name": new_names.get(row.row, row.name)}) for row in matrix.rows]
    rows += [MatrixRow(row=last + n, competency=c.id, name=c.name) for n, c in enumerate(track_plan.rows, 1)]
    levels = order_levels(matrix.levels, [level.id for level in ladder], [level.id for level in track_plan.levels])
    old = {(cell.row, cell.level): cell for cell in matrix.cells}
    cells = tuple(
        old.get((row.row, level))
        or Expectation(row=row.row, track=matrix.track, competency=row.competency, level=level)
        for row in rows
        for level in levels
    )
    return Matrix(matrix.track, matrix.table, tuple(rows), levels, cells)
