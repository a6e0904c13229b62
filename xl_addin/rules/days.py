"""Days and cycles as people write them in Settings. Nothing here reads the clock."""

import datetime as dt
import re

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_CYCLE = re.compile(r"(\d{4})(?:-?(?:H([12])|Q([1-4])|(\d{2})))?", re.IGNORECASE)
_EXCEL_ZERO = dt.date(1899, 12, 30)


def day_of(text: str) -> dt.date | None:
    """A day written as 2027-01-11, or as the bare number Excel keeps for it; None for anything else."""
    text = text.strip()
    if match := _DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None
    return _EXCEL_ZERO + dt.timedelta(days=int(text)) if re.fullmatch(r"[345]\d{4}", text) else None


def cycle_start(cycle: str) -> dt.date | None:
    """The first day of a cycle named like 2027, 2027-H1, 2027-Q3 or 2027-04; None for other names."""
    match = _CYCLE.fullmatch(cycle.strip())
    if not match:
        return None
    year, half, quarter, month = (int(part) if part else 0 for part in match.groups())
    first = 6 * half - 5 if half else 3 * quarter - 2 if quarter else month or 1
    return dt.date(year, first, 1) if year and 1 <= first <= 12 else None


def months_between(earlier: dt.date, later: dt.date) -> int:
    """Whole months from one day to a later one; never below 0."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)
