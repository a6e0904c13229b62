"""The scores, from the ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.edits import AddColumns, Append, Edit, Replace
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores import all_scores
from xl_addin.scores.d12_trend import Trend, trend
from xl_addin.scores.d15_priorities import proposals
from xl_addin.scores.opinions import RESPONSES, Opinion, importance_performance, told
from xl_addin.scores.people import competency_gaps, person_scores
from xl_addin.scores.raters import raters
from xl_addin.scores.readiness import fit, readiness_of
from xl_addin.scores.team import concentrations, covers, deltas, heat_map
from xl_addin.scores.what_if import compare
from xl_addin.sheets import cover, dashboard, groups, next_steps, plans, scores, spread, team
from xl_addin.sheets.stage import chosen_stage
from xl_addin.sheets.survey import opinions


class Score(Options):
    """How to score."""

    what_if: tuple[str, ...] = Field(
        (),
        description="Show who changes if a weight, an expected rating or a setting were different, such as "
        "weight:Ownership=30; may be given several times. Nothing is written.",
    )


@command("Evaluate", "ChartInsert", Score, example="trackbook score tracks.xlsx --what-if weight:Ownership=30")
def score(job: Job, options: Score) -> Outcome:
    """Work out every person's gaps, coverage and score, and what respondents say; fill the result tabs.

    The manager's ratings count, against the person's level. Blank never passes: what was not rated has no gap, and
    below the least coverage in Settings there is no score. Figures support a conversation; they decide nothing. The
    most important gaps of each person become proposed actions on the Plans tab.
    """
    data = job.read.data
    if options.what_if:
        return _what_if(data, options.what_if)
    found = person_scores(data)
    cycle = str(data.setting("cycle"))
    current = [row for row in found if row.cycle == cycle]
    said = opinions(data)
    return Outcome(
        _sentence(cycle, current, said) if found or data.responses else "No ratings yet.",
        data={
            "cycle": cycle,
            "people": [{**_told(data, row), **_ahead(data, row, cycle)} for row in found],
            "teams": _teams(data, cycle),
            "deltas": [asdict(own) for own in deltas(data, cycle)],
            "trends": [asdict(own) for own in _trends(data, cycle)],
            "groups": {name: told(opinion)["groups"] for name, opinion in said.items()},
            **{name: told(opinion) for name, opinion in said.items()},
            "importance_performance": _compared(data, said),
            "stage": chosen_stage(data),
            "definitions": {s.code: s.title for s in all_scores()},
        },
        edits=_edits(job, data),
        next=_next(job, bool(found)),
        lines=_lines(current),
    )


def _what_if(data: Dataset, wishes: Sequence[str]) -> Outcome:
    changes = compare(data, wishes)
    lines = [
        (c.cycle, c.employee, f"{_percent(c.before.score)} -> {_percent(c.after.score)}", c.after.words)
        for c in changes
    ]
    return Outcome(
        f"{len(changes)} would change. Nothing was written.",
        data={
            "what_if": list(wishes),
            "changes": [
                {"cycle": c.cycle, "id": c.employee, "before": _told(data, c.before), "after": _told(data, c.after)}
                for c in changes
            ],
        },
        next="To make it so, change the Weights, Competencies or Settings tab; every formula follows.",
        lines=lines,
    )


def _sentence(cycle: str, current: Sequence[ScoreRow], said: Mapping[str, Opinion]) -> str:
    scored = sum(row.score is not None for row in current)
    answers = max((opinion.respondents or 0 for opinion in said.values() if opinion.source == RESPONSES), default=0)
    asked = f" {answers} respondents." if answers else ""
    return f"{cycle}: {len(current)} people with ratings, {scored} with a score.{asked}"


def _next(job: Job, found: bool) -> str:
    name = job.path.name if job.path else "the workbook"
    if found:
        return f"Open the Scores and Dashboard tabs of {name}."
    return f"Fill the Assessments tab of {name}, then run score again."


def _edits(job: Job, data: Dataset) -> list[Edit]:
    held = {name.casefold(): table for name, table in job.snapshot.tables.items()}
    heat = held.get(team.TABLE_NAME.casefold())
    new = team.missing(data, heat.headers) if heat else ()
    wider: list[Edit] = [AddColumns(team.TABLE_NAME, new, "level")] if new else []
    filled = {
        **team.rows(data),
        **scores.rows(data),
        **groups.rows(data),
        **next_steps.rows(data),
        **cover.rows(data),
        dashboard.TABLE.name: dashboard.track_rows(data),
        **spread.rows(data),
    }
    planned = [plans.row(data, plan) for plan in proposals(data)]
    if planned and plans.TABLE.name in job.snapshot.tables:
        wider.append(Append(plans.TABLE.name, planned))
    return wider + [Replace(table, rows) for table, rows in filled.items() if table in job.snapshot.tables]


def _compared(data: Dataset, said: Mapping[str, Opinion]) -> dict[str, Any]:
    found = importance_performance(data.answered("Q3"), said["track_health"], said["benefits"], data.settings)
    return asdict(found)


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


def _ahead(data: Dataset, row: ScoreRow, cycle: str) -> dict[str, Any]:
    """Readiness for every next level, and fit for the levels a sideways move leads to; for the open cycle only."""
    if row.cycle != cycle:
        return {}
    person = data.person[row.employee]
    level = data.level.get(person.level)
    sideways = [other for other in (level.lateral if level else ()) if other in data.level]
    ready = readiness_of(data, row.employee, cycle, data.today)
    return {
        "readiness": [asdict(found) for found in ready],
        "fit": [asdict(fit(data, row.employee, cycle, other)) for other in sideways],
    }


def _teams(data: Dataset, cycle: str) -> list[dict[str, Any]]:
    by_manager = {rater.manager: rater for rater in raters(data, cycle)}
    return [
        {
            "manager": manager,
            "cover": [asdict(own) for own in covers(data, manager, cycle)],
            "heat_map": asdict(heat_map(data, manager, cycle)),
            "concentrations": [asdict(own) for own in concentrations(data, manager, cycle)],
            "rater": asdict(by_manager[manager]) if manager in by_manager else None,
        }
        for manager in cover.managers(data)
    ]


def _trends(data: Dataset, cycle: str) -> list[Trend]:
    """Everybody's change since the cycle before the open one."""
    earlier = max((name for name, _ in data.rated if name < cycle), default="")
    people = [p.id for p in data.people if (cycle, p.id) in data.rated and (earlier, p.id) in data.rated]
    return [trend(data, employee, earlier, cycle) for employee in people]


def _lines(rows: Sequence[ScoreRow]) -> list[tuple[str, ...]]:
    return [(r.employee, r.level, _percent(r.coverage), _percent(r.score), r.words) for r in rows]


def _percent(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.0%}"
