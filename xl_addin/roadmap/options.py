"""The roadmap's settings: when it starts, how long each stage takes, and which days nobody works."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.model.answers import STAGES
from xl_addin.model.facts import Number
from xl_addin.model.setting import Setting
from xl_addin.roadmap.actions import length_of
from xl_addin.roadmap.workdays import SettingEntry, holidays_of, parse_day, weekend_of

MAX_STAGE_DAYS = 500
"""The most working days a stage can be given: about two years."""


def length_id(stage: str) -> str:
    """The setting that holds a stage's length."""
    return f"roadmap.length.{stage.casefold()}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        id="roadmap.start",
        group="Roadmap",
        default="",
        holds_days=True,
        meaning="The day your present stage starts, such as 2027-01-11. Blank: the day you plan.",
    ),
    *(
        Setting(
            id=length_id(stage),
            group="Roadmap",
            default=length_of(stage),
            takes=Number(),  # `options` says what does not read, and a plan is made all the same
            meaning=f"How many working days the stage {stage} takes, 1 to {MAX_STAGE_DAYS}. "
            "Its actions share them by their usual length.",
        )
        for stage in STAGES
    ),
    Setting(
        id="roadmap.weekend",
        group="Roadmap",
        default="Saturday; Sunday",
        meaning="The days of the week nobody works, separated by semicolons. The plan leaves them out.",
    ),
    Setting(
        id="roadmap.holidays",
        group="Roadmap",
        default="",
        holds_days=True,
        meaning="Public holidays and days you close, such as 2027-12-27; 2027-12-28. A country or a region stands for "
        "its public holidays: DE, US-CA; 2027-12-24 adds a day. The plan leaves them out.",
    ),
)


@dataclass(frozen=True, slots=True)
class RoadmapOptions:
    """The settings as the plan takes them. `problems` is setting id -> a sentence about what does not read.

    What does not read is replaced by its default, so that a plan can be made all the same.
    """

    start: dt.date
    lengths: Mapping[str, int]
    weekend: frozenset[int]
    holidays: frozenset[dt.date]
    problems: Mapping[str, str]


def options(settings: Mapping[str, object], today: dt.date, unread: Mapping[str, str] | None = None) -> RoadmapOptions:
    """Read the roadmap's settings: id -> value in use; one that is absent counts as its default.

    `unread` are those whose cell the workbook's settings could not take: id -> what stands there.
    """
    values = {setting.id: settings.get(setting.id, setting.default) for setting in SETTINGS} | dict(unread or {})
    start = _start(values["roadmap.start"], today)
    lengths = {stage: _length(stage, values[length_id(stage)]) for stage in STAGES}
    weekend = weekend_of(values["roadmap.weekend"])
    holidays = holidays_of(values["roadmap.holidays"], _years(start.value, today))
    problems = {
        "roadmap.start": start.problem,
        **{length_id(stage): entry.problem for stage, entry in lengths.items()},
        "roadmap.weekend": weekend.problem,
        "roadmap.holidays": holidays.problem,
    }
    return RoadmapOptions(
        start.value,
        {stage: entry.value for stage, entry in lengths.items()},
        weekend.value,
        holidays.value,
        {name: problem for name, problem in problems.items() if problem},
    )


def _years(start: dt.date, today: dt.date) -> range:
    """The years a plan may touch: five stages of the longest are ten, and what a person typed may be later still."""
    return range(min(start, today).year, max(start, today).year + 20)


def _start(value: object, today: dt.date) -> SettingEntry[dt.date]:
    if value is None or not str(value).strip():
        return SettingEntry(today)
    day = parse_day(value)
    return (
        SettingEntry(day) if day else SettingEntry(today, f'"{value}" cannot be read. Write a day such as 2027-01-11.')
    )


def _length(stage: str, value: object) -> SettingEntry[int]:
    if value is None or value == "":
        return SettingEntry(length_of(stage))
    if isinstance(value, int | float) and 1 <= value <= MAX_STAGE_DAYS and value == int(value):
        return SettingEntry(int(value))
    if isinstance(value, str) and value.strip().isdecimal():
        return SettingEntry(
            length_of(stage), f'"{value}" is text. Type the number again, or run build, which types text anew.'
        )
    return SettingEntry(length_of(stage), f'"{value}" cannot be used. Write a whole number from 1 to {MAX_STAGE_DAYS}.')
