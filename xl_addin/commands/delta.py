"""What each step up asks for, and what it takes to move anywhere else."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.guidance import basis_step
from xl_addin.layout.edits import Edit, Replace
from xl_addin.layout.table_state import find_table
from xl_addin.matrix.delta import Edge
from xl_addin.matrix.delta import level_steps as steps_of
from xl_addin.model.counts import join_words, quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import LEVEL, TRACK
from xl_addin.rules.text_analysis import content
from xl_addin.sheets import freshness, paths
from xl_addin.sheets import level_steps as steps


@command("More", "ChartTrendline", example="trackbook delta tracks.xlsx --json", label="Steps")
def delta(job: Job, options: Options) -> Outcome:
    """Show what is new, kept and dropped at each step up, where the ladder is uneven, and how far levels lie apart.

    Fills the tabs Steps and Paths. Steps compares neighbouring levels statement by statement; Paths lists, for each
    level, the next levels, the sideways moves and the nearest others with what they ask for beyond today's level.
    """
    data = job.workbook.data
    edges = steps_of(data, content)
    distances = paths.distances(data)
    ways = paths.paths(data, distances)
    rows_by_table = {steps.TABLE.name: steps.step_rows(edges), paths.TABLE.name: paths.path_rows(ways)}
    edits: list[Edit] = [Replace(table, rows) for table, rows in rows_by_table.items() if table in job.snapshot.tables]
    missing = len(edits) < len(rows_by_table)
    edits += freshness.record_run("Delta", job.snapshot, data)
    uneven = sum(edge.uneven for edge in edges)
    hidden_tabs = [] if missing else _hidden_tabs(job, rows_by_table)
    counts = f"{quantity(len(edges), 'step')}, {uneven} uneven; {quantity(len(ways), 'path')}"
    return Outcome(
        f"{counts}{f', on the tabs {join_words(hidden_tabs)}' if hidden_tabs else ''}." if edges else "No steps yet.",
        data={
            "steps": [_edge_data(edge) for edge in edges],
            "paths": [way.model_dump(exclude={"row"}) for way in ways],
            "distances": {a: {b: way.points for b, way in targets.items()} for a, targets in distances.items()},
        },
        edits=edits,
        lines=[_line(data, edge) for edge in edges],
        next=_next(job, missing, edges, hidden_tabs),
    )


def _hidden_tabs(job: Job, tables: Iterable[str]) -> list[str]:
    """The tabs with these tables that are hidden."""
    found_tables = (find_table(job.snapshot, name) for name in tables)
    return [table.sheet for table in found_tables if table and table.sheet in job.snapshot.hidden_tabs]


def _edge_data(edge: Edge) -> dict[str, Any]:
    changes = [{name: value for name, value in asdict(change).items() if name != "track"} for change in edge.changes]
    return {
        "track": edge.track,
        "low": edge.low,
        "high": edge.high,
        **{kind: edge.count(kind) for kind in ("new", "reworded", "kept", "dropped")},
        "size": edge.size,
        "times": edge.times,
        "uneven": edge.uneven,
        "competencies": changes,
    }


def _line(data: Dataset, edge: Edge) -> tuple[str, ...]:
    counts = ", ".join(f"{edge.count(kind)} {kind}" for kind in ("new", "reworded", "kept", "dropped"))
    size = "" if edge.size is None else f"{edge.size:.0%} of the words are new"
    low, high = (label_of(data, LEVEL, level) for level in (edge.low, edge.high))
    return label_of(data, TRACK, edge.track), f"{low} → {high}", counts, size, steps.step_note(edge)


def _next(job: Job, missing: bool, edges: Sequence[Edge], hidden_tabs: Sequence[str]) -> str:
    if missing:
        return (
            f"The tabs Steps and Paths are not both in {job.name}. To put them back, run: trackbook "
            f"build {job.argument}"
        )
    if step := basis_step(job, job.workbook.data):
        return step
    if not edges:
        return (
            "A step leads from one level to the next: add levels on "
            f"{'Framework' if job.workbook.data.by_names else 'Levels'}, then run: trackbook build {job.argument}"
        )
    if hidden_tabs:
        return f"To see them, run: trackbook show {job.argument} {' '.join(map(shlex.quote, hidden_tabs))}"
    return f"Open the Steps and Paths tabs of {job.name}."
