"""The plan of the roll-out."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from xl_addin.commands.command import Job, NewText, Options, Outcome, command
from xl_addin.layout.edits import Edit, Replace, SetCells
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.counts import join_words, quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import FIRST_DAY, LAST_DAY
from xl_addin.model.errors import Stop
from xl_addin.roadmap.flags import flag_words, flags
from xl_addin.roadmap.options import SETTINGS
from xl_addin.roadmap.options import options as settings_of
from xl_addin.roadmap.plan import plan_roadmap
from xl_addin.sheets import needs
from xl_addin.sheets import roadmap as tab
from xl_addin.sheets import stage as stage_tab
from xl_addin.sheets.stage import chosen_stage
from xl_addin.sheets.unreadable_cells import UnreadableCell, unreadable_cells

_PLANNED_FIELDS = ("start", "finish", "status")
"""The fields of an action that planning fills where they are blank."""


class RollOutOptions(Options):
    """How to plan."""

    start: dt.date | None = Field(
        None,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description="The day today's stage starts, such as 2027-01-11; else the setting roadmap.start, else today.",
    )
    ics: Path | None = Field(None, description="Also write the plan as a calendar file (.ics), to import anywhere.")


@command("Evaluate", "Schedule", RollOutOptions, example="trackbook roadmap tracks.xlsx --start 2027-01-11")
def roadmap(job: Job, options: RollOutOptions) -> Outcome:
    """Plan, or plan anew, the roll-out from today's stage on.

    Fills blank dates and statuses on the Roadmap tab; whatever a person typed stays. Stages before the one chosen in
    Needs are marked To confirm. Weekends and the holidays in Settings are left out. Exit code 1 when cells cannot be
    read: an action with such a cell stays as it is, and of a setting or a stage nothing is planned at all.
    """
    data = job.workbook.data
    settings = settings_of(data.settings, job.today, _unread_settings(data))
    problems = {**settings.problems, **_unread_stage(job)}
    if problems:
        return _nothing_written(job, options, problems)
    actions, stage = tab.roadmap_actions(data), chosen_stage(data)
    unread = unreadable_cells(job.workbook, tab.TABLE.name, _PLANNED_FIELDS)
    standing = {cell.row for cell in unread}
    new_actions = plan_roadmap(
        actions,
        stage,
        options.start or settings.start,
        settings.lengths,
        settings.holidays,
        job.today,
        settings.weekend,
        standing,
    ).actions
    words = [flag_words(action_flags) for action_flags in flags(new_actions, job.today)]
    dated_count = sum(action.start is not None for action in new_actions)
    counts = f"{quantity(len(new_actions), 'action')}, {dated_count} with dates, {sum(map(bool, words))} to look at."
    stage_hint = "" if stage else f" No stage is chosen in {_stage_tab(job)} yet, so it starts with Awareness."
    in_calendar = [action for action in new_actions if action.row not in standing]
    return Outcome(
        f"{counts}{stage_hint}{_standing(standing, options)}{_dates_kept(actions, options)}",
        data=_data(stage, {}, unread, zip(new_actions, words, strict=True)),
        edits=_edits(job, data, new_actions),
        clean=not unread,
        next=_unread_step(job, unread) or _next(job, stage, words),
        texts=[_calendar(options.ics, in_calendar, data, job)] if options.ics else [],
        lines=[
            *(cell.line for cell in unread),
            *(
                (a.id, a.stage, str(a.start or ""), str(a.finish or ""), a.action, remark)
                for a, remark in zip(new_actions, words, strict=True)
            ),
        ],
    )


def _stage_tab(job: Job) -> str:
    """The tab on which the stage is chosen: workbooks of earlier versions have one of its own."""
    return job.workbook.data.tabs.get(stage_tab.TABLE.name, needs.NAME)


def _unread_settings(data: Dataset) -> dict[str, str]:
    """The roadmap's settings whose cell reads as their default and says something else: id -> what stands there."""
    cells = {
        misfit.place.row: misfit.value
        for misfit in data.misfits
        if (misfit.place.table, misfit.place.field) == ("tblSettings", "value")
    }
    rows = {setting.id: data.setting_rows.get(setting.id.casefold(), -1) for setting in SETTINGS}
    words = {name: cells[row] for name, row in rows.items() if row in cells}
    return {
        name: "a formula without a result" if value is None else str(getattr(value, "code", value))
        for name, value in words.items()
    }


def _unread_stage(job: Job) -> dict[str, str]:
    """The answer to the question about the stage where it cannot be read: cell -> what to do."""
    cells = unreadable_cells(job.workbook, stage_tab.TABLE.name)
    return {cell.address: cell.line[1] for cell in cells}


def _nothing_written(job: Job, options: RollOutOptions, problems: Mapping[str, str]) -> Outcome:
    """Dates of a plan stay where they stand: those of a plan that rests on what was misread would stay too."""
    data = job.workbook.data
    words = [flag_words(action_flags) for action_flags in flags(data.roadmap, job.today)]
    calendar_text = f", neither to the workbook nor to {options.ics.name}" if options.ics else ""
    places = {name: name if "!" in name else f"{name} in Settings" for name in problems}
    places_text = join_words(places.values())
    return Outcome(
        f"Nothing was written{calendar_text}: {places_text} cannot be read.",
        data=_data(chosen_stage(data), problems, (), zip(data.roadmap, words, strict=True)),
        clean=False,
        next=f"Put right {places_text} of {job.name}, then run: trackbook roadmap {job.argument}",
        lines=[(places[name], problem) for name, problem in problems.items()],
    )


def _data(
    stage: str,
    problems: Mapping[str, str],
    unread: Sequence[UnreadableCell],
    actions: Iterable[tuple[RoadmapAction, str]],
) -> dict[str, Any]:
    return {
        "stage": stage,
        "problems": dict(problems),
        "unread": [dict(cell.data) for cell in unread],
        "actions": [_action_data(action, words) for action, words in actions],
    }


def _standing(rows: Collection[int], options: RollOutOptions) -> str:
    """What becomes of actions with a cell that cannot be read."""
    if not rows:
        return ""
    stay, pronoun = ("stays as it is", "of it") if len(rows) == 1 else ("stay as they are", "of each")
    calendar = f" and out of {options.ics.name}" if options.ics else ""
    return f" {quantity(len(rows), 'action')} {stay}{calendar}, because a cell {pronoun} cannot be read."


def _unread_step(job: Job, unread: Sequence[UnreadableCell]) -> str:
    if not unread:
        return ""
    build = f" (trackbook build {job.argument} types text anew)" if any(cell.text for cell in unread) else ""
    return f"Put right the cells named above{build}, then run: trackbook roadmap {job.argument}"


def _dates_kept(actions: Sequence[RoadmapAction], options: RollOutOptions) -> str:
    """What becomes of dates that stand already when a start is asked for."""
    dated_count = sum(action.start is not None for action in actions)
    if options.start is None or not dated_count:
        return ""
    them = "it" if dated_count == 1 else "them"
    return (
        f" {quantity(dated_count, 'start')} stood there already and stayed: to plan {them} anew, clear "
        "Start and Finish."
    )


def _next(job: Job, stage: str, remarks: Sequence[str]) -> str:
    if not stage:
        place = f"the {_stage_tab(job)} tab of {job.name}"
        return f"Choose your stage in {place}, then run: trackbook roadmap {job.argument}"
    if any("No owner" in words for words in remarks):
        return f"Open the Roadmap tab of {job.name} and give every action an owner."
    if any(remarks):
        return f"Open the Roadmap tab of {job.name}: its last column says what to look at."
    return f"Keep the Roadmap tab of {job.name} up to date as the work goes on."


def _edits(job: Job, data: Dataset, actions: tuple[RoadmapAction, ...]) -> list[Edit]:
    table = tab.TABLE.name
    if table not in job.snapshot.tables:
        raise Stop(table, "the workbook no longer has this table", "run build to put its tab back")
    rows = tab.action_rows(actions, job.today)
    if not data.roadmap:
        return [Replace(table, rows)]
    cells = {
        (action.row, name): row[name] for action, row in zip(actions, rows, strict=True) for name in _PLANNED_FIELDS
    }
    old_cells = {
        (action.row, name): tab.action_row(action)[name] for action in data.roadmap for name in _PLANNED_FIELDS
    }
    return [SetCells(table, {cell: value for cell, value in cells.items() if value != old_cells.get(cell)})]


def _action_data(action: RoadmapAction, words: str) -> dict[str, Any]:
    return {
        "id": action.id,
        "stage": action.stage,
        "action": action.action,
        "owner": action.owner,
        "start": action.start and action.start.isoformat(),
        "finish": action.finish and action.finish.isoformat(),
        "status": tab.action_row(action)["status"],
        "flags": [part for part in words.split("; ") if part],
    }


def _calendar(path: Path, actions: Sequence[RoadmapAction], data: Dataset, job: Job) -> NewText:
    from xl_addin.roadmap.calendar import ics  # with a library that takes a while to start

    # one stamp a day: the same plan on the same day gives the same file
    stamp = dt.datetime.combine(job.today, dt.time(), dt.UTC)
    organisation = str(data.setting("organisation") or "")
    return NewText(path, ics(actions, stamp, organisation, job.path.stem if job.path else "workbook"))
