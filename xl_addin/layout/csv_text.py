"""CSV that spreadsheets open without running anything in it: statements, lists of forms, reminders."""

import csv
import io
from collections.abc import Iterable, Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only when it begins with this."""


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text, every field quoted; a field that a spreadsheet could take for a formula gets a leading '.

    Source: OWASP, CSV Injection.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_safe(field) for field in row] for row in rows)
    return BOM + buffer.getvalue()


def _safe(field: str) -> str:
    plain = field.replace("\0", "")
    return f"'{plain}" if field.startswith(_RISKY) else plain
