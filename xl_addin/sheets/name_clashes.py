"""Whether tracks and levels are told apart where Excel knows no case: in the names of tabs and columns."""

from xl_addin.matrix.build import BuildPlan
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.sheets import matrix


def check_name_clashes(plan: BuildPlan, data: Dataset) -> None:
    """Stop before two tracks share a tab or two levels a column: Excel knows no case, and tab names are short.

    Raises:
        Stop: two ids are too alike.
    """
    todo = "give each an ID of its own, then run build again"
    tabs: dict[str, str] = {}
    for track_plan in plan.tracks:
        track = track_plan.track.id
        for name in {
            matrix.sheet_of(track_plan.track, (), by_names=data.by_names).name.casefold(),
            matrix.table_name(track).casefold(),
        }:
            if name in tabs:
                raise Stop("Tracks", f"the Track IDs {tabs[name]} and {track} are too alike for two tabs", todo)
            tabs[name] = track
        columns: dict[str, str] = {}
        levels = [data.level[level] for level in data.matrix[track].levels if level in data.level]
        for level in levels if track_plan.levels else ():
            name = matrix.header(level, by_names=data.by_names).casefold()
            if name in columns:
                raise Stop(
                    "Levels", f"the Level IDs {columns[name]} and {level.id} are too alike for two columns", todo
                )
            columns[name] = level.id
