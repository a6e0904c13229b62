"""Days and moments as the numbers that Excel keeps for them, in both of its date systems."""

import datetime as dt

_DAY_ZERO = dt.date(1899, 12, 30)
"""Rather than the 31st: Excel counts a 29 February 1900 that never was."""
_DAY_ZERO_1904 = dt.date(1904, 1, 1)
_ORDINALS = _DAY_ZERO.toordinal(), _DAY_ZERO_1904.toordinal()
_MOMENTS = tuple(dt.datetime.combine(day, dt.time()) for day in (_DAY_ZERO, _DAY_ZERO_1904))


def serial(day: dt.date, *, date1904: bool = False) -> int:
    """A day as its number.

    >>> serial(dt.date(2027, 1, 11))
    46398
    """
    return day.toordinal() - _ORDINALS[date1904]


def day_of_serial(number: float, *, date1904: bool = False) -> dt.date:
    """The day of a number; the time of day in it is left out.

    Raises:
        OverflowError: Python knows no such day.

    >>> day_of_serial(46398.5)
    datetime.date(2027, 1, 11)
    """
    return (_DAY_ZERO_1904 if date1904 else _DAY_ZERO) + dt.timedelta(days=int(number))


def moment_serial(moment: dt.datetime, *, date1904: bool = False) -> float:
    """A moment, whatever its time zone, as its number: the time of day is the fraction."""
    return (moment.replace(tzinfo=None) - _MOMENTS[date1904]) / dt.timedelta(days=1)
