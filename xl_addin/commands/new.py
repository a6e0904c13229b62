"""A new workbook."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.tab_visibility import with_all_tabs
from xl_addin.matrix.starter import Starter, parse_starter
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset, SettingValue
from xl_addin.model.errors import Stop
from xl_addin.sheets import describe, rows
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.starter_dataset import dataset_of, sections

OWNER = "People team"
STARTERS = Path(__file__).parents[2] / "workbook_templates" / "starters"


class NewOptions(Options):
    """What a new workbook starts with."""

    file: Path = Field(description="The workbook to make.", json_schema_extra={"beside": "career tracks.xlsx"})
    starter: tuple[str, ...] = Field(
        (), description="A ready-made framework to start from, such as engineering; may be given several times."
    )
    owner: str = Field(
        "", description=f"Who answers for the framework; stands in Settings. A ready-made one starts with {OWNER}."
    )
    ids: bool = Field(False, description="Ask for IDs of your own, as earlier versions did, instead of names only.")
    all_tabs: bool = Field(False, description="Show every tab from the start, for work without the add-in.")


@command(
    "Start", "FileNew", NewOptions, needs_workbook=False, example="trackbook new tracks.xlsx --starter engineering"
)
def new(job: Job, options: NewOptions) -> Outcome:
    """Make a new Trackbook workbook, empty or with ready-made tracks.

    It opens on Start, which says what to do next. With --starter, the tracks, levels, competencies and texts of
    that framework are in it, ready to edit. Tabs that are not needed on the first day are hidden: a command that fills
    one shows it, and so does a right-click on any tab, Unhide. With --all-tabs every tab is shown.
    """
    if options.file.suffix.lower() != ".xlsx":
        raise Stop(options.file.name, "a workbook's name ends in .xlsx", f"try {options.file.stem}.xlsx")
    data = replace(dataset_of([load_starter(name) for name in options.starter]), today=job.today)
    data = _stamp_framework(data, options, job.today)
    if not options.ids:
        data = ask_for_names(data)
    design = describe(data)
    job.storage.create(options.file, with_all_tabs(design) if options.all_tabs else design, rows(data))
    return Outcome(
        f"Made {options.file.name}" + (f" from {', '.join(options.starter)}." if options.starter else "."),
        data={"file": str(options.file), "starters": list(options.starter), "tracks": [t.id for t in data.tracks]},
        next=_next(data, replace(job, path=options.file)),
    )


def _stamp_framework(data: Dataset, options: NewOptions, today: dt.date) -> Dataset:
    """The framework with its first stamp: who answers for it; of a ready-made one also from when, and what it is."""
    if not options.starter:
        # nothing is written yet that could count from today: that and what changed is for its author to say
        owner: dict[str, SettingValue] = {"framework.owner": options.owner} if options.owner else {}
        return replace(data, settings={**data.settings, **owner})
    names = join_words(name.replace("_", " ") for name in options.starter)
    stamp: dict[str, SettingValue] = {
        "framework.effective": today.isoformat(),
        "framework.owner": options.owner or OWNER,
        "framework.change": f"First version, from the ready-made framework for {names}.",
    }
    return replace(data, settings={**data.settings, **stamp})


def _next(data: Dataset, new_job: Job) -> str:
    if data.tracks:
        return f"Open {new_job.name} and make the texts your own, then run: trackbook validate {new_job.argument}"
    return f"Open {new_job.name}: Start says what to do first. Then run: trackbook build {new_job.argument}"


def starter_names() -> tuple[str, ...]:
    """The names of the ready-made frameworks."""
    return tuple(sorted(path.stem for path in STARTERS.glob("*.txt")))


def load_starter(name: str) -> Starter:
    """One ready-made framework.

    Raises:
        Stop: there is none of this name.
    """
    if name not in starter_names():
        raise Stop(name, "there is no starter of this name", f"choose from {', '.join(starter_names())}")
    return parse_starter((STARTERS / f"{name}.txt").read_text(encoding="utf-8"), f"{name}.txt", sections())
