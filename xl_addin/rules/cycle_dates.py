"""Days and cycles as people write them in Settings. Nothing here reads the clock."""

import datetime as dt
import re

from xl_addin.cells.serial import day_of_serial

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_CYCLE = re.compile(r"(\d{4})(?:-?(?:H([12])|Q([1-4])|(\d{2})))?", re.IGNORECASE)


def day_from_text(text: str) -> dt.date | None:
    """A day written as 2027-01-11, or as the bare number Excel keeps for it; None for anything else."""
    text = text.strip()
    if match := _DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None
    return day_of_serial(int(text)) if re.fullmatch(r"[345]\d{4}", text) else None


def cycle_start(cycle: str) -> dt.date | None:
    """The first day of a cycle named like 2027, 2027-H1, 2027-Q3 or 2027-04; None for other names."""
    match = _CYCLE.fullmatch(cycle.strip())
    if not match:
        return None
    year, half, quarter, month = (int(part) if part else 0 for part in match.groups())
    first = 6 * half - 5 if half else 3 * quarter - 2 if quarter else month or 1
    return dt.date(year, first, 1) if year and 1 <= first <= 12 else None
