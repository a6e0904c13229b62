"""The scores, from the ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.edits import AddColumns, Append, Edit, Replace, RowValues
from xl_addin.layout.held import table_in
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d15_priorities import proposals
from xl_addin.scores.opinions import RESPONSES, Opinion, importance_performance, told
from xl_addin.scores.people import person_scores
from xl_addin.scores.report import report, told_row
from xl_addin.scores.what_if import compare
from xl_addin.sheets import (
    assessments,
    cover,
    dashboard,
    groups,
    levels,
    next_steps,
    plans,
    raters,
    scores,
    spread,
    team,
    trends,
    views,
)
from xl_addin.sheets.missing_columns import missing_columns
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
        return _what_if(data, options.what_if)
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
        next=_next(job, bool(found)),
        lines=_lines(current),
    )


def _what_if(data: Dataset, wishes: Sequence[str]) -> Outcome:
    changes = compare(data, wishes)
    lines = [
        (c.cycle, c.employee, f"{_percent(c.before.score, 1)} -> {_percent(c.after.score, 1)}", c.after.words)
        for c in changes
    ]
    return Outcome(
        f"{len(changes)} {'score' if len(changes) == 1 else 'scores'} would change. Nothing was written.",
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
        next="To make it so, change the Weights, Competencies or Settings tab; every formula follows.",
        lines=lines,
    )


def _sentence(cycle: str, current: Sequence[ScoreRow], said: Mapping[str, Opinion]) -> str:
    scored = sum(row.score is not None for row in current)
    answers = max((opinion.respondents or 0 for opinion in said.values() if opinion.source == RESPONSES), default=0)
    asked = f" {answers} respondents." if answers else ""
    return f"{cycle}: {len(current)} people with ratings, {scored} with a score.{asked}"


def _next(job: Job, found: bool) -> str:
    if found:
        return f"Open the Scores and Dashboard tabs of {job.name}."
    return f"Fill the Assessments tab of {job.name}, then run score again."


def _edits(job: Job, data: Dataset) -> list[Edit]:
    heat = table_in(job.snapshot, team.TABLE_NAME)
    new = team.missing(data, heat.headers) if heat else ()
    wider: list[Edit] = (
        [AddColumns(team.TABLE_NAME, new, team.model_column(data, heat.headers))] if heat and new else []
    )
    wider += _newer_columns(job, data)
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


def _newer_columns(job: Job, data: Dataset) -> list[Edit]:
    """What a workbook made by an earlier version lacks for the figures to be live, and what each level asks for."""
    edits = [
        *missing_columns(job.snapshot, levels.TABLE, lambda: _by_row(data.levels, levels.rows(data))),
        *missing_columns(job.snapshot, assessments.TABLE, lambda: _by_row(data.ratings, assessments.rows(data))),
        *missing_columns(job.snapshot, scores.TABLE, dict),
    ]
    return [*edits, levels.asks(data)] if levels.TABLE.name in job.snapshot.tables else edits


def _by_row(records: Sequence[Record], tables: Mapping[str, Sequence[RowValues]]) -> Mapping[int, RowValues]:
    """Data row -> the values of the one table's row that was made of the record there."""
    (values,) = tables.values()
    return {record.row: row for record, row in zip(records, values, strict=True)}


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
