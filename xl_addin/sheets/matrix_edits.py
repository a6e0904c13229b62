"""What a Matrix tab that stands needs, to hold what the framework says now."""

from collections.abc import Collection
from dataclasses import replace

from xl_addin.layout.edits import AddColumns, Append, Edit, SetCells
from xl_addin.matrix.build import BuildPlan, TrackPlan
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.sheets import matrix


def grow_matrix(track_plan: TrackPlan, new_data: Dataset) -> list[Edit]:
    """New columns, new names and new rows of a track's tab."""
    table = matrix.table_name(track_plan.track.id)
    edits: list[Edit] = []
    if track_plan.levels:
        level_ids, new = new_data.matrix[track_plan.track.id].levels, {level.id for level in track_plan.levels}
        style_field = next((level for level in level_ids if level not in new), "name")
        for level in track_plan.levels:
            position = level_ids.index(level.id)
            previous_field = level_ids[position - 1] if position else "weight"
            edits.append(
                AddColumns(
                    table, (matrix.level_column(level, by_names=new_data.by_names),), style_field, previous_field
                )
            )
    if track_plan.names:
        edits.append(SetCells(table, {(row, "name"): name for row, name in track_plan.names}))
    if track_plan.rows:
        rows_by_competency = {
            row["competency"]: row for row in matrix.rows(new_data.matrix[track_plan.track.id], new_data)
        }
        edits.append(Append(table, [rows_by_competency[c.id] for c in track_plan.rows]))
    return edits


def fill_texts(track_plan: TrackPlan, bare: Dataset, new_data: Dataset) -> list[Edit]:
    """Texts for cells of rows that stand in the workbook already; new rows bring theirs along."""
    new_competencies = {competency.id for competency in track_plan.rows}
    old = {(cell.row, cell.level): cell.text for cell in bare.matrix[track_plan.track.id].cells}
    cells = {
        (cell.row, cell.level): cell.text
        for cell in new_data.matrix[track_plan.track.id].cells
        if cell.competency not in new_competencies and cell.text != old[cell.row, cell.level]
    }
    return [SetCells(matrix.table_name(track_plan.track.id), cells)] if cells else []


def plan_with_known_columns(target_plan: BuildPlan, unclear_levels: Collection[str]) -> BuildPlan:
    """The plan without columns for levels that may have one, under a head that somebody typed over."""
    track_plans = (
        own if own.is_new else replace(own, levels=tuple(v for v in own.levels if v.id not in unclear_levels))
        for own in target_plan.tracks
    )
    return replace(target_plan, tracks=tuple(track_plans)) if unclear_levels else target_plan


def current_levels(old_matrix: Matrix, data: Dataset) -> Matrix:
    """A matrix without the columns of levels that are gone from Levels."""
    levels = tuple(level for level in old_matrix.levels if level in data.level)
    return replace(old_matrix, levels=levels, cells=tuple(cell for cell in old_matrix.cells if cell.level in levels))
