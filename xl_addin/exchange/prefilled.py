"""What the cells to fill in held when a form went out: coming back unchanged, that is nobody's answer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from xl_addin.cells.serial import serial
from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_keys import parse_key
from xl_addin.exchange.returned_form import FIELDS
from xl_addin.layout.describe import Slot
from xl_addin.layout.field_values import canonical_text
from xl_addin.layout.record_rows import RowValues

_DAY_0 = serial(dt.date.min)


def prefilled_answers(rows: Mapping[str, Sequence[RowValues]], values: Values) -> dict[tuple[str, str], Any]:
    """(row key, field) -> what a form's cell holds, as it would come back.

    Args:
        rows: the rows of the form's tables, with slots.
        values: what fills the slots for one person.
    """
    answers: dict[tuple[str, str], Any] = {}
    for row in (row for table in rows.values() for row in table if "key" in row):
        text = _slot_content(row["key"], values)
        key = parse_key(text)
        for field in sorted(FIELDS[key.kind] & row.keys()) if key else ():
            value = _slot_content(row[field], values)
            if value not in (None, ""):
                answers[text, field] = _as_returned(field, value)
    return answers


def _slot_content(content: Any, values: Values) -> Any:
    return values.get(content.name) if isinstance(content, Slot) else content


def _as_returned(field: str, value: Any) -> Any:
    if field == "due":
        return (dt.date.min + dt.timedelta(days=int(value) - _DAY_0)).isoformat()
    return canonical_text(value) if isinstance(value, str) else value
