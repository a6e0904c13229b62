"""Steps: what each step up asks for, competency by competency, and where the ladder is uneven."""

from collections.abc import Iterator, Sequence

from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.matrix.delta import CompetencyStep, Edge
from xl_addin.model.delta_rows import StepRow

ORDER = 615
ALL_COMPETENCIES = "All"
"""Stands in the row that sums a step up over all competencies."""
UNEVEN = "Uneven"

TABLE = table(
    "tblSteps",
    StepRow,
    [
        label(StepRow, "track", 10, "key"),
        label(StepRow, "low", 10, "key"),
        label(StepRow, "high", 10, "key"),
        label(StepRow, "competency", 14, "key"),
        result(StepRow, "new", 54, "computed"),
        result(StepRow, "changed", 54, "computed"),
        result(StepRow, "kept", 8, "count"),
        result(StepRow, "dropped", 54, "computed"),
        result(StepRow, "size", 10, "percent"),
        result(StepRow, "note", 34, "computed"),
    ],
    key=["low", "high", "competency"],
    spare=1,
    freeze=4,
    filled_by="delta",
)


def sheet() -> Sheet:
    return Sheet(
        name="Steps",
        title="What each step up asks for",
        purpose="Run Delta to refresh. For each step: what is new, what is reworded, what falls away. Filter by From "
        "or Competency; a step that is much higher than the others of its track is marked.",
        group="results",
        visibility="more",
        blocks=(TABLE,),
        tints={
            "tblSteps": (
                Tint(f'LEFT({{note}},{len(UNEVEN)})="{UNEVEN}"', "warning", ("size", "note")),
                Tint(f'{{competency}}="{ALL_COMPETENCIES}"', "here"),
            )
        },
        for_reading=True,
    )


def step_rows(edges: Sequence[Edge]) -> list[RowValues]:
    """The rows of the tab: for each step first the sum, then each competency."""
    return [plain(row) for edge in edges for row in _rows(edge)]


def step_note(edge: Edge) -> str:
    """What to look at in a step as a whole; "" when there is nothing."""
    return f"{UNEVEN}: {edge.times:.1f} times the usual step of the track" if edge.uneven else ""


def _rows(edge: Edge) -> Iterator[StepRow]:
    new_count, reworded_count, dropped_count = (edge.count(kind) for kind in ("new", "reworded", "dropped"))
    yield StepRow(
        track=edge.track,
        low=edge.low,
        high=edge.high,
        competency=ALL_COMPETENCIES,
        new=f"{new_count} new",
        changed=f"{reworded_count} reworded",
        kept=edge.count("kept"),
        dropped=f"{dropped_count} dropped",
        size=edge.size,
        note=step_note(edge),
    )
    yield from (_row(change) for change in edge.changes)


def _row(change: CompetencyStep) -> StepRow:
    note = change.note[:1].upper() + change.note[1:]
    return StepRow(
        track=change.track,
        low=change.low,
        high=change.high,
        competency=change.competency,
        new="\n".join(change.new),
        changed="\n".join(new for _, new in change.reworded),
        kept=len(change.kept),
        dropped="\n".join(change.dropped),
        size=change.size,
        note=note,
    )
