"""Working days: which days count, how to step over those that do not, and how people write them in Settings."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from xl_addin.cells.serial import day_of_serial
from xl_addin.model.days import FIRST_DAY, LAST_DAY
from xl_addin.roadmap.countries import UnknownPlaceError, names_place, public_holidays

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKEND: frozenset[int] = frozenset({5, 6})
"""Saturday and Sunday, as `date.weekday` counts."""

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00.*)?", re.ASCII)
_ONE_DAY = dt.timedelta(days=1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SettingEntry(Generic[T]):
    """What a setting was taken for, and a sentence to the person who wrote it where it does not read; else ""."""

    value: T
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WorkDays:
    """A calendar of working days. At least one day of the week is a working day.

    Raises:
        ValueError: every day of the week is a weekend day.
    """

    weekend: frozenset[int] = WEEKEND
    holidays: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        if self.weekend >= frozenset(range(7)):
            raise ValueError("no day of the week is left to work on")

    @classmethod
    def from_days(cls, weekend: Collection[int], holidays: Collection[dt.date]) -> "WorkDays":
        return cls(frozenset(weekend), frozenset(holidays))

    def working(self, day: dt.date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_after(self, day: dt.date) -> dt.date:
        while not self.working(day):
            day += _ONE_DAY
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        while not self.working(day):
            day -= _ONE_DAY
        return day

    def next_workday(self, day: dt.date) -> dt.date:
        return self.on_or_after(day + _ONE_DAY)

    def last_of(self, first: dt.date, days: int) -> dt.date:
        """The last of `days` working days that begin on or after `first`; `days` is 1 or more."""
        day = self.on_or_after(first)
        for _ in range(days - 1):
            day = self.next_workday(day)
        return day

    def first_of(self, last: dt.date, days: int) -> dt.date:
        """The first of `days` working days that end on or before `last`; `days` is 1 or more."""
        day = self.on_or_before(last)
        for _ in range(days - 1):
            day = self.on_or_before(day - _ONE_DAY)
        return day


def parse_day(value: object) -> dt.date | None:
    """A day as a cell holds it: a date, text such as 2027-01-11, or Excel's number for it; None for anything else."""
    if isinstance(value, dt.datetime):
        return _in_range(value.date())
    if isinstance(value, dt.date):
        return _in_range(value)
    text = _plain_text(value)
    if match := _DAY.fullmatch(text):
        try:
            return _in_range(dt.date(*map(int, match.groups())))
        except ValueError:
            return None
    return _in_range(day_of_serial(int(text))) if re.fullmatch(r"[0-9]{5}", text) else None


def _in_range(day: dt.date) -> dt.date | None:
    return day if FIRST_DAY <= day <= LAST_DAY else None


def holidays_of(value: object, years: Iterable[int] = ()) -> SettingEntry[frozenset[dt.date]]:
    """Holidays as Settings holds them: days and countries separated by semicolons.

    What reads counts, whatever else stands there. Of a country those of `years` count.
    """
    days: set[dt.date] = set()
    unread: list[str] = []
    problems: list[str] = []
    for part in _parts(value):
        day = parse_day(part)
        if day is not None:
            days.add(day)
        elif names_place(part):
            try:
                days |= public_holidays(part, years)
            except UnknownPlaceError as problem:
                problems.append(str(problem))
        else:
            unread.append(part)
    return SettingEntry(
        frozenset(days), " ".join(filter(None, [_problem(unread, "days such as 2027-12-27"), *problems[:3]]))
    )


def weekend_of(value: object) -> SettingEntry[frozenset[int]]:
    """Weekend days as Settings holds them: names separated by semicolons, at least three letters each.

    Blank or all unread: Saturday and Sunday.
    """
    weekdays: set[int] = set()
    unread: list[str] = []
    for part in _parts(value):
        prefix = part.casefold()
        matches = [n for n, name in enumerate(WEEKDAYS) if len(prefix) >= 3 and name.casefold().startswith(prefix)]
        if matches:
            weekdays.add(matches[0])
        else:
            unread.append(part)
    if len(weekdays) == len(WEEKDAYS):
        return SettingEntry(WEEKEND, "All seven days are weekend days. Leave at least one to work on.")
    return SettingEntry(frozenset(weekdays) or WEEKEND, _problem(unread, "days of the week such as Saturday; Sunday"))


def _parts(value: object) -> list[str]:
    return [part for part in (p.strip() for p in re.split(r"[;,\n]", _plain_text(value))) if part]


def _plain_text(value: object) -> str:
    """A cell's value as a person would write it: a whole number without its .0, letters in their plain width."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()


def _problem(unread: list[str], asks: str) -> str:
    if not unread:
        return ""
    quotes = ", ".join(f'"{part[:40]}"' for part in unread[:5]) + (" and more" if len(unread) > 5 else "")
    return f"{quotes} cannot be read. Write {asks}, separated by semicolons."
