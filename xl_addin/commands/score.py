"""The scores, from the ratings."""

from collections.abc import Sequence
from typing import Any

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.edits import Edit, Replace
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores import all_scores
from xl_addin.scores.people import competency_gaps, person_scores
from xl_addin.sheets import scores


@command("Evaluate", "ChartInsert", example="trackbook score tracks.xlsx --json")
def score(job: Job, options: Options) -> Outcome:
    """Work out every person's gaps, coverage and score, and fill the Scores tab.

    The manager's ratings count, against the person's level. Blank never passes: what was not rated has no gap, and
    below the least coverage in Settings there is no score. Figures support a conversation; they decide nothing.
    """
    data = job.read.data
    found = person_scores(data)
    table = scores.TABLE.name
    edits: list[Edit] = [Replace(table, scores.rows(data))] if table in job.snapshot.tables else []
    cycle = str(data.setting("cycle"))
    current = [row for row in found if row.cycle == cycle]
    scored = sum(row.score is not None for row in current)
    name = job.path.name if job.path else "the workbook"
    return Outcome(
        f"{cycle}: {len(current)} people with ratings, {scored} with a score." if found else "No ratings yet.",
        data={
            "cycle": cycle,
            "people": [_told(data, row) for row in found],
            "definitions": {s.code: s.title for s in all_scores()},
        },
        edits=edits,
        next=f"Open the Scores tab of {name}."
        if found
        else f"Fill the Assessments tab of {name}, then run score again.",
        lines=_lines(current),
    )


def _told(data: Dataset, row: ScoreRow) -> dict[str, Any]:
    return {
        "id": row.employee,
        "cycle": row.cycle,
        "level": row.level,
        "applicable": row.applicable,
        "rated": row.rated,
        "coverage": row.coverage,
        "score": row.score,
        "gaps": competency_gaps(data, row.cycle, row.employee, row.level),
        "words": row.words,
    }


def _lines(rows: Sequence[ScoreRow]) -> list[tuple[str, ...]]:
    return [(r.employee, r.level, _percent(r.coverage), _percent(r.score), r.words) for r in rows]


def _percent(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.0%}"
