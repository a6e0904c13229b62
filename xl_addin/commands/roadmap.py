"""The plan of the roll-out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from xl_addin.commands.command import Job, NewText, Options, Outcome, command
from xl_addin.layout.edits import Edit, Replace, SetCells
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.counts import counted, listed
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import FIRST_DAY, LAST_DAY
from xl_addin.model.errors import Stop
from xl_addin.roadmap.calendar import ics
from xl_addin.roadmap.flags import flags, told
from xl_addin.roadmap.plan import plan
from xl_addin.roadmap.settings import options as settings_of
from xl_addin.sheets import roadmap as tab
from xl_addin.sheets.stage import chosen_stage


class Roadmap(Options):
    """How to plan."""

    start: dt.date | None = Field(
        None,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description="The day today's stage starts, such as 2027-01-11; else the setting roadmap.start, else today.",
    )
    ics: Path | None = Field(None, description="Also write the plan as a calendar file (.ics), to import anywhere.")


@command("Evaluate", "Schedule", Roadmap, example="trackbook roadmap tracks.xlsx --start 2027-01-11")
def roadmap(job: Job, options: Roadmap) -> Outcome:
    """Plan, or plan anew, the roll-out from today's stage on.

    Fills blank dates and statuses on the Roadmap tab; whatever a person typed stays. Stages before the one chosen in
    4 Stage are marked To confirm. Weekends and the holidays in Settings are left out.
    """
    data = job.read.data
    held = tab.actions(data)
    settings = settings_of(data.settings, job.today)
    stage = chosen_stage(data)
    made = plan(
        held,
        stage,
        options.start or settings.start,
        settings.lengths,
        settings.holidays,
        job.today,
        settings.weekend,
    )
    found = [told(own) for own in flags(made.actions, job.today)]
    texts = [_calendar(options.ics, made.actions, data, job)] if options.ics and not settings.problems else []
    dated = sum(action.start is not None for action in made.actions)
    unread = f" Nothing was written: {', '.join(settings.problems)} in Settings is not understood."
    counts = f"{counted(len(made.actions), 'action')}, {dated} with dates, {sum(map(bool, found))} to look at."
    asked = "" if stage else " No stage is chosen in 4 Stage yet, so it starts with Awareness."
    return Outcome(
        f"{counts}{asked}{unread if settings.problems else _dates_kept(held, options)}",
        data={
            "stage": stage,
            "problems": dict(settings.problems),
            "actions": [_told(action, words) for action, words in zip(made.actions, found, strict=True)],
        },
        # dates of a plan stay where they stand: those of a plan that rests on a misread setting would too
        edits=() if settings.problems else _edits(job, data, made.actions, found),
        clean=not settings.problems,
        next=_next(job, stage, made.actions, found, settings.problems),
        texts=texts,
        lines=[
            *((f"Settings {name}", "", "", "", problem, "") for name, problem in settings.problems.items()),
            *(
                (a.id, a.stage, str(a.start or ""), str(a.finish or ""), a.action, words)
                for a, words in zip(made.actions, found, strict=True)
            ),
        ],
    )


def _dates_kept(held: Sequence[RoadmapAction], options: Roadmap) -> str:
    """What becomes of dates that stand already when a start is asked for."""
    dated = sum(action.start is not None for action in held)
    if options.start is None or not dated:
        return ""
    them = "it" if dated == 1 else "them"
    return f" {counted(dated, 'start')} stood there already and stayed: to plan {them} anew, clear Start and Finish."


def _next(
    job: Job, stage: str, actions: Sequence[RoadmapAction], flagged: Sequence[str], problems: Mapping[str, str]
) -> str:
    again = f"run: trackbook roadmap {job.typed}"
    if problems:
        return f"Put right {listed(problems)} in the Settings tab of {job.name}, then {again}"
    if not stage:
        return f"Choose your stage in the 4 Stage tab of {job.name}, then {again}"
    if any("No owner" in words for words in flagged):
        return f"Open the Roadmap tab of {job.name} and give every action an owner."
    if any(flagged):
        return f"Open the Roadmap tab of {job.name}: its last column says what to look at."
    return f"Keep the Roadmap tab of {job.name} up to date as the work goes on."


def _edits(job: Job, data: Dataset, actions: tuple[RoadmapAction, ...], found: list[str]) -> list[Edit]:
    table = tab.TABLE.name
    if table not in job.snapshot.tables:
        raise Stop(table, "the workbook no longer has this table", "run build to put its tab back")
    rows = [{**tab.row(action), "flags": words} for action, words in zip(actions, found, strict=True)]
    if not data.roadmap:
        return [Replace(table, rows)]
    fields = ("start", "finish", "status")
    cells = {(action.row, name): row[name] for action, row in zip(actions, rows, strict=True) for name in fields}
    held = {(action.row, name): tab.row(action)[name] for action in data.roadmap for name in fields}
    return [SetCells(table, {at: value for at, value in cells.items() if value != held.get(at)})]


def _told(action: RoadmapAction, words: str) -> dict[str, Any]:
    return {
        "id": action.id,
        "stage": action.stage,
        "action": action.action,
        "owner": action.owner,
        "start": action.start,
        "finish": action.finish,
        "status": tab.row(action)["status"],
        "flags": [part for part in words.split("; ") if part],
    }


def _calendar(path: Path, actions: tuple[RoadmapAction, ...], data: Dataset, job: Job) -> NewText:
    # one stamp a day: the same plan on the same day gives the same file
    stamp = dt.datetime.combine(job.today, dt.time(), dt.UTC)
    organisation = str(data.setting("organisation") or "")
    return NewText(path, ics(actions, stamp, organisation, job.path.stem if job.path else "workbook"))
