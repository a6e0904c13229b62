"""What ratings against one level come to, counted, and a person's row made of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.evaluate.readiness_words import LARGEST
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d09_score import PLACES, enough
from xl_addin.scores.requirements import name_of
from xl_addin.scores.summary import summary


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """What ratings against one level come to: counts of lines, weight asked, coverage and score, the largest gaps.

    `gaps` are numbers of `gap_order`, largest first, at most as many as are named.
    """

    lines: int
    rated_count: int
    below_count: int
    weight: float
    coverage: float | None
    score: float | None
    gaps: tuple[int, ...]


def score_row(data: Dataset, cycle: str, person: Employee, level: str, counts: ScoreCounts) -> ScoreRow:
    """A person's row in a cycle."""
    first, second, third = (*counts.gaps, *(0,) * LARGEST)[:LARGEST]
    place = data.level.get(level)
    return ScoreRow(
        cycle=cycle,
        employee=person.id,
        name=person.name,
        team=person.team,
        track=place.track if place else person.track,
        level=level,
        applicable=counts.lines,
        rated=counts.rated_count,
        coverage=counts.coverage,
        score=counts.score,
        met=counts.rated_count - counts.below_count,
        below=counts.below_count,
        gaps="; ".join(_gap_name(data, number) for number in counts.gaps),
        words=summary(
            counts.lines,
            counts.rated_count,
            counts.below_count,
            enough=enough(counts.coverage, data.number("D09.coverage")),
        ),
        asked_weight=counts.weight,
        first=first,
        second=second,
        third=third,
    )


def competency_places(data: Dataset) -> Mapping[str, int]:
    """Competency id -> its row on the Competencies tab, from 1; the first of doubled ids."""
    return memo(
        data,
        "places of competencies",
        lambda: {
            c.id: 1 + (index if c.row < 0 else c.row)
            for index, c in reversed(list(enumerate(data.competencies)))
            if c.id
        },
    )


def gap_order(data: Dataset, competency: str, gap: int) -> int:
    """A number that puts gaps in order: the larger gap first, then as on the Competencies tab; 0 for none to name."""
    place = competency_places(data).get(competency)
    return gap * PLACES - place if gap > 0 and place is not None else 0


def _gap_name(data: Dataset, order: int) -> str:
    """A gap by name and points, from its number."""
    points = -(-order // PLACES)
    names = memo(
        data,
        "names by place",
        lambda: {place: name_of(data, competency) for competency, place in competency_places(data).items()},
    )
    return f"{names[points * PLACES - order]} ({points})"
