"""The scores, from the ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.guidance import first, ratings_step
from xl_addin.layout.edits import AddColumns, Append, Edit, Replace
from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d15_priorities import proposals
from xl_addin.scores.opinions import RESPONSES, Opinion, importance_performance, told
from xl_addin.scores.people import person_scores
from xl_addin.scores.report import report, told_row
from xl_addin.scores.what_if import compare
from xl_addin.sheets import (
    cover,
    dashboard,
    groups,
    next_steps,
    plans,
    raters,
    scores,
    spread,
    team,
    trends,
    views,
)
from xl_addin.sheets.stage import chosen_stage
from xl_addin.sheets.survey import opinions


class Score(Options):
    """How to score."""

    what_if: tuple[str, ...] = Field(
        (),
        description="Show who changes if a weight, an expected rating or a setting were different, such as "
        "weight:Ownership=30; may be given several times. Nothing is written.",
    )
    fit: Literal["auto", "all", "moves"] = Field(
        "auto",
        description="Work out each person's fit for all other roles, or for sideways moves only, which is quicker; "
        "auto is all, but moves in very large companies.",
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
        return _what_if(job, data, options.what_if)
    found = person_scores(data)
    cycle = str(data.setting("cycle"))
    current = [row for row in found if row.cycle == cycle]
    said = opinions(data)
    return Outcome(
        _sentence(cycle, current, said) if found or data.responses else "No ratings yet.",
        data={
            **report(data, options.fit),
            "groups": {name: told(opinion)["groups"] for name, opinion in said.items()},
            **{name: told(opinion) for name, opinion in said.items()},
            "importance_performance": _compared(data, said),
            "stage": chosen_stage(data),
        },
        edits=_edits(job, data),
        next=_next(job, data, bool(found)),
        lines=_lines(current),
    )


def _what_if(job: Job, data: Dataset, wishes: Sequence[str]) -> Outcome:
    changes = compare(data, wishes)
    lines = [
        (c.cycle, c.employee, f"{_percent(c.before.score, 1)} -> {_percent(c.after.score, 1)}", c.after.words)
        for c in changes
    ]
    return Outcome(
        f"{counted(len(changes), 'score')} would change. Nothing was written.",
        data={
            "what_if": list(wishes),
            "changes": [
                {
                    "cycle": c.cycle,
                    "id": c.employee,
                    "before": told_row(data, c.before),
                    "after": told_row(data, c.after),
                }
                for c in changes
            ],
        },
        next=first(
            ratings_step(job, data),
            "To make it so, change the Weights, Competencies or Settings tab; every formula follows."
            if changes
            else "Try a larger change, or another weight, expected rating or setting.",
        ),
        lines=lines,
    )


def _sentence(cycle: str, current: Sequence[ScoreRow], said: Mapping[str, Opinion]) -> str:
    scored = sum(row.score is not None for row in current)
    answers = max((opinion.respondents or 0 for opinion in said.values() if opinion.source == RESPONSES), default=0)
    asked = f" {counted(answers, 'respondent')}." if answers else ""
    return f"{cycle}: {counted(len(current), 'person', 'people')} with ratings, {scored} with a score.{asked}"


def _next(job: Job, data: Dataset, found: bool) -> str:
    filled = ("Scores", "Dashboard") if found else ("Dashboard",)
    tabs = [tab for tab in filled if tab in job.snapshot.sheets]
    if not tabs:
        return f"The tabs for the results are not in {job.name}. To put them back, run: trackbook build {job.typed}"
    if found or data.responses:
        return f"Open {_tabs(tabs)} in {job.name}."
    return ratings_step(job, data)


def _tabs(names: Sequence[str]) -> str:
    return f"the {' and '.join(names)} tab{'' if len(names) == 1 else 's'}"


def _edits(job: Job, data: Dataset) -> list[Edit]:
    held = {name.casefold(): table for name, table in job.snapshot.tables.items()}
    heat = held.get(team.TABLE_NAME.casefold())
    new = team.missing(data, heat.headers) if heat else ()
    wider: list[Edit] = (
        [AddColumns(team.TABLE_NAME, new, team.model_column(data, heat.headers))] if heat and new else []
    )
    filled = {
        **team.rows(data),
        **scores.rows(data),
        **groups.rows(data),
        **next_steps.rows(data),
        **trends.rows(data),
        **cover.rows(data),
        **views.rows(data),
        **raters.rows(data),
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


def _lines(rows: Sequence[ScoreRow]) -> list[tuple[str, ...]]:
    return [
        (
            r.employee,
            r.level,
            f"{_percent(r.coverage)} rated",
            "" if r.score is None else f"score {_percent(r.score)}",
            r.words,
        )
        for r in rows
    ]


def _percent(figure: float | None, places: int = 0) -> str:
    return "none" if figure is None else f"{figure:.{places}%}"
