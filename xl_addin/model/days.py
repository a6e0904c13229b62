"""The days that a cell takes, from 1990 to 2100, anything else is a slip of the pen; and the months between two."""

import datetime as dt

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
_FIRST_DATE, _LAST_DATE = (f"DATE({day.year},{day.month},{day.day})" for day in (FIRST_DAY, LAST_DAY))
"""The same as formulas write them: their numbers are others in a workbook that counts its days from 1904."""


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day_words(day: dt.date) -> str:
    """A day as people say it, on every computer alike.

    >>> day_words(dt.date(2026, 12, 4))
    '4 December 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def is_day(header: str) -> str:
    """1 where a day stands under a header, 0 elsewhere, as a formula: 99 is a number, but no day anybody means."""
    return f"COUNTIFS([@{header}],{between_days(f'[@{header}]')})"


def between_days(cells: str) -> str:
    """The two criteria that keep to days, for COUNTIFS and its kin, after the range that they are put to first."""
    return f'">="&{_FIRST_DATE},{cells},"<="&{_LAST_DATE}'


def day_ends(value: str) -> str:
    """The two conditions, for AND, that keep a number to days."""
    return f"{value}>={_FIRST_DATE},{value}<={_LAST_DATE}"


def is_day_within(cells: str) -> str:
    """Whether each cell of a range is a day, as a factor for SUMPRODUCT."""
    return f"ISNUMBER({cells})*({cells}>={_FIRST_DATE})*({cells}<={_LAST_DATE})"


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from one day to a later one; never below 0.

    >>> months_between(dt.date(2027, 1, 31), dt.date(2027, 2, 28))
    0
    """
    months = 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)
