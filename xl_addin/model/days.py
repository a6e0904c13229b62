"""The days that a cell takes, from 1990 to 2100, anything else is a slip of the pen; and the months between two."""

import datetime as dt

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
_FROM, _TO = (f"DATE({day.year},{day.month},{day.day})" for day in (FIRST_DAY, LAST_DAY))
"""The same as formulas write them: their numbers are others in a workbook that counts its days from 1904."""


def is_day(header: str) -> str:
    """1 where a day stands under a header, 0 elsewhere, as a formula: 99 is a number, but no day anybody means."""
    return f"COUNTIFS([@{header}],{between_days(f'[@{header}]')})"


def between_days(cells: str) -> str:
    """The two criteria that keep to days, for COUNTIFS and its kin, after the range that they are put to first."""
    return f'">="&{_FROM},{cells},"<="&{_TO}'


def day_ends(value: str) -> str:
    """The two conditions, for AND, that keep a number to days."""
    return f"{value}>={_FROM},{value}<={_TO}"


def is_day_within(cells: str) -> str:
    """Whether each cell of a range is a day, as a factor for SUMPRODUCT."""
    return f"ISNUMBER({cells})*({cells}>={_FROM})*({cells}<={_TO})"


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from one day to a later one; never below 0.

    >>> months_between(dt.date(2027, 1, 31), dt.date(2027, 2, 28))
    0
    """
    months = 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)
