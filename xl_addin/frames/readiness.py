"""Readiness: what the ratings of the open cycle allow to be said about next levels."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.evaluate.readiness import people_readiness
from xl_addin.frames.frame import SHARE, FrameColumn, FrameSource, frame, record_column
from xl_addin.model.results import NextRow


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """One person and one next level."""

    cycle: str
    employee: str
    name: str
    team: str
    level: str
    to: str
    supported: bool
    coverage: float | None
    words: str


@frame(
    record_column(NextRow, "cycle"),
    record_column(NextRow, "employee"),
    record_column(NextRow, "name"),
    record_column(NextRow, "team"),
    record_column(NextRow, "level"),
    record_column(NextRow, "to", "next_level"),
    FrameColumn("supported", "boolean", "Whether the evidence supports talking about it.", attrgetter("supported")),
    FrameColumn("coverage", "Float64", "How much of what it asks for is rated.", attrgetter("coverage"), SHARE),
    record_column(NextRow, "words"),
)
def rows(source: FrameSource) -> Iterator[ReadinessLine]:
    """One row for each person rated in the open cycle and each level that could follow; a person decides, no figure."""
    data = source.data
    cycle = str(data.setting("cycle"))
    ready = people_readiness(data, cycle)
    for score in person_scores(data):
        if score.cycle == cycle:
            person = data.person[score.employee]
            for step in ready[score.employee]:
                yield ReadinessLine(
                    cycle,
                    person.id,
                    person.name,
                    person.team,
                    person.level,
                    step.to,
                    step.supported,
                    step.coverage,
                    step.words,
                )
