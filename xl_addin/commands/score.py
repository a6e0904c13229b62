"""The scores, from the ratings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.guidance import ratings_step
from xl_addin.commands.what_if import compare_scores
from xl_addin.evaluate.omissions import is_rated
from xl_addin.evaluate.opinion_values import opinion_values
from xl_addin.evaluate.opinions import Opinion, importance_performance
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.evaluate.score_report import score_report
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import AddColumns, Append, DressColumns, Edit, RenameColumn, Replace
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import join_words, percent, quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record
from xl_addin.model.ids import A_DAY
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import LEVEL, PERSON
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d15_priorities import proposals
from xl_addin.sheets import (
    answers,
    assessments,
    describe,
    freshness,
    levels,
    plans,
    rows_for,
    score_distribution,
    survey,
    team,
)
from xl_addin.sheets.cycle_day import day_for_cycle
from xl_addin.sheets.missing_columns import missing_columns
from xl_addin.sheets.ratings_left_out import LeftOut, ratings_left_out
from xl_addin.sheets.stage import chosen_stage
from xl_addin.sheets.uncounted_cells import find_uncounted, respondents


class ScoreOptions(Options):
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


@command("Evaluate", "ChartInsert", ScoreOptions, example="trackbook score tracks.xlsx --what-if weight:Ownership=30")
def score(job: Job, options: ScoreOptions) -> Outcome:
    """Work out every person's gaps, coverage and score, and what respondents say; fill the result tabs.

    The manager's ratings count, against the person's level. Blank never passes: what was not rated has no gap, and
    below the least coverage in Settings there is no score. Figures support a conversation; they decide nothing. The
    most important gaps of each person become proposed actions on the Plans tab. Exit code 1 when answers or ratings are
    left out because they cannot be read, or because nobody can say whose or which of two they are, and when people
    count nowhere or in no track for want of an ID, a status or a track that can be read.
    """
    data = job.workbook.data
    if options.what_if:
        return compare_scores(job, options.what_if)
    score_rows = person_scores(data)
    cycle = str(data.setting("cycle"))
    current = [row for row in score_rows if row.cycle == cycle]
    opinions = survey.opinions(data)
    gaps, omissions = find_uncounted(job.workbook), ratings_left_out(job.workbook)
    sentence = _sentence(cycle, current, omissions.with_rating, bool(score_rows or omissions.groups))
    if day := day_for_cycle(data):
        sentence = f"The cycle in Settings is {day}, {A_DAY}: no ratings stand under it."
    return Outcome(
        " ".join(
            (
                sentence,
                *_other_cycles(data, cycle, score_rows, omissions),
                *omissions.sentences(),
                *respondents(opinions),
                *gaps.sentences(),
            )
        ),
        data={
            **score_report(data, options.fit),
            "groups": {name: opinion_values(opinion)["groups"] for name, opinion in opinions.items()},
            **{name: opinion_values(opinion) for name, opinion in opinions.items()},
            "importance_performance": _importance_data(data, opinions),
            "stage": chosen_stage(data),
            "unread": gaps.data(),
            "left_out": omissions.data(),
        },
        edits=_edits(job, data),
        clean=gaps.is_clean and omissions.is_clean,
        next=gaps.todo(job.argument) or omissions.todo(job.argument) or _next(job, data, bool(score_rows)),
        lines=[*omissions.lines(), *gaps.lines(), *_lines(data, current)],
    )


def _sentence(cycle: str, current: Sequence[ScoreRow], rated_people: int, any_rows: bool) -> str:
    if not any_rows:
        return "No ratings yet."
    scored_people = sum(row.score is not None for row in current)
    people = quantity(rated_people, "person", "people")
    return f"{cycle}: {people} with ratings, {scored_people} with a score."


def _other_cycles(data: Dataset, cycle: str, score_rows: Sequence[ScoreRow], omissions: LeftOut) -> Iterator[str]:
    """Where the ratings are, when none of them is of the open cycle, be it one that cannot be read."""
    rated_cycles = {rating.cycle for rating in data.ratings if is_rated(rating)}
    cycles = [
        other_cycle
        for other_cycle in dict.fromkeys(row.cycle for row in score_rows)
        if other_cycle in rated_cycles and other_cycle != cycle
    ]
    unread_too = day_for_cycle(data) or _is_unread(data, cycle)
    if cycles and not omissions.groups and omissions.without_rating == omissions.people and not unread_too:
        yield f"Ratings stand under {join_words(cycles, limit=3)}; the cycle in Settings is {cycle}."


def _is_unread(data: Dataset, cycle: str) -> bool:
    """Whether a rating of the cycle stands there and cannot be read."""
    rows = {rating.row for rating in data.ratings if rating.cycle == cycle}
    table, fields = assessments.TABLE.name, ("self_rating", "manager_rating")
    return any(m.place.table == table and m.place.field in fields and m.place.row in rows for m in data.misfits)


def _next(job: Job, data: Dataset, has_scores: bool) -> str:
    tab_names = ("Dashboard", "Team") if has_scores else ("Survey",)
    tabs = [tab for tab in tab_names if tab in job.snapshot.sheets]
    if not tabs:
        return f"The tabs for the results are not in {job.name}. To put them back, run: trackbook build {job.argument}"
    if has_scores or data.responses:
        return f"Open {_tabs(tabs)} in {job.name}."
    return ratings_step(job, data)


def _tabs(names: Sequence[str]) -> str:
    return f"the {join_words(names)} tab{'' if len(names) == 1 else 's'}"


def _edits(job: Job, data: Dataset) -> list[Edit]:
    wider: list[Edit] = [*_heat_map(job, data), *_newer_columns(job, data)]
    rows_by_table = rows_for("score", data)
    rows_by_table[score_distribution.TREND_TABLE.name] = score_distribution.newest_cycles(
        rows_by_table[score_distribution.TREND_TABLE.name], job.snapshot
    )
    tab = answers.add_answers_tab(data, job.snapshot)
    wider += tab
    if tab or answers.refresh_answers(data, job.snapshot):  # formulas of older workbooks do not look there yet
        rows_by_table |= survey.rows(data)
    plan_rows = [plans.plan_cells(data, plan) for plan in proposals(data)]
    if plan_rows and plans.TABLE.name in job.snapshot.tables:
        wider.append(Append(plans.TABLE.name, plan_rows))
    results = [Replace(table, rows) for table, rows in rows_by_table.items() if table in job.snapshot.tables]
    return [*wider, *results, *freshness.record_run("Score", job.snapshot, data)]


def _heat_map(job: Job, data: Dataset) -> list[Edit]:
    """A column for each competency as it is called now: those of another name are renamed, new ones are added."""
    heat = find_table(job.snapshot, team.TABLE_NAME)
    if heat is None:
        return []
    new_names = team.header_changes(data, heat)
    headers = [dict(new_names).get(header, header) for header in heat.headers]
    new = team.columns_to_add(data, headers)
    return [
        *(RenameColumn(team.TABLE_NAME, old, new_header) for old, new_header in new_names),
        *([AddColumns(team.TABLE_NAME, new, team.model_column(data, headers))] if new else ()),
        DressColumns(team.TABLE_NAME, team.competency_fields(data)),
    ]


def _newer_columns(job: Job, data: Dataset) -> list[Edit]:
    """What a workbook made by an earlier version lacks for the figures to be live."""
    return [
        *missing_columns(job.snapshot, levels.TABLE, lambda: _by_row(data.levels, levels.rows(data))),
        *missing_columns(job.snapshot, assessments.TABLE, lambda: _by_row(data.ratings, assessments.rows(data))),
        *(edit for table in _live_tables(data) for edit in missing_columns(job.snapshot, table, dict)),
    ]


def _live_tables(data: Dataset) -> Iterator[Table]:
    """The tables that Score fills and formulas go on with, each alone on its tab; those of Team come with its data."""
    for sheet in describe(data).sheets:
        for table in sheet.tables if len(sheet.tables) == 1 else ():
            if table.filled_by == "score" and table.is_live and table.name != team.TABLE_NAME:
                yield table


def _by_row(records: Sequence[Record], tables: Mapping[str, Sequence[RowValues]]) -> Mapping[int, RowValues]:
    """Data row -> the values of the one table's row that was made of the record there."""
    (values,) = tables.values()
    return {record.row: row for record, row in zip(records, values, strict=True)}


def _importance_data(data: Dataset, opinions: Mapping[str, Opinion]) -> dict[str, Any]:
    comparison = importance_performance(
        data.readiness_answer("Q3"), opinions["track_health"], opinions["benefits"], data.settings
    )
    return asdict(comparison)


def _lines(data: Dataset, rows: Sequence[ScoreRow]) -> list[tuple[str, ...]]:
    return [
        (
            label_of(data, PERSON, r.employee),
            label_of(data, LEVEL, r.level),
            f"{_percent(r.coverage)} rated",
            "" if r.score is None else f"score {_percent(r.score)}",
            r.words,
        )
        for r in rows
    ]


def _percent(figure: float | None) -> str:
    return "none" if figure is None else percent(figure)
