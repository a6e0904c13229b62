"""From the limit on one value to what Excel allows in a cell: drop-down, prompt, refusal."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xl_addin.layout.describe import Column
from xl_addin.layout.field_values import describe_limit
from xl_addin.layout.next_entry import fill_condition
from xl_addin.layout.structured_refs import list_name
from xl_addin.model.facts import NA, Day, Fact, Number, OneOf, Ref, Text, Whole

_TITLE, _WORDS, _LIST = 32, 255, 255
"""Most characters Excel keeps of a prompt's title, a prompt, and a list written out."""


def validation(column: Column, cells: Mapping[str, str]) -> dict[str, Any] | None:
    """What XlsxWriter's data_validation takes for a column people fill; None where people do not type.

    `cells` is field -> the address of its first data cell, column fixed, for drop-downs that depend on their row.
    """
    if not column.is_input:
        return None
    fact = column.fact
    return {
        **(_choices(column.choices, cells) if column.choices else _criteria(fact)),
        "input_title": fact.title[:_TITLE],
        "input_message": _shorten(fact.meaning),
        "error_title": "This does not fit here"[:_TITLE],
        "error_message": _shorten(f"{fact.title} takes {describe_limit(fact)}."),
        "ignore_blank": True,
    }


def _criteria(fact: Fact) -> dict[str, Any]:
    limit = fact.limit
    if isinstance(limit, OneOf):
        return _list_criteria(limit.words)
    if isinstance(limit, Whole) and limit.high - limit.low < 10:
        return _list_criteria([str(n) for n in range(limit.low, limit.high + 1)] + ([NA] if limit.na else []))
    if isinstance(limit, Whole):
        return {"validate": "integer", "criteria": "between", "minimum": limit.low, "maximum": limit.high}
    if isinstance(limit, Number):
        low, high = -1e9 if limit.low is None else limit.low, 1e9 if limit.high is None else limit.high
        return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    if isinstance(limit, Day):
        first, last = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    if isinstance(limit, Ref) and not limit.multiple:
        # a name that is not in the list yet may be on its way: say so, and let the person go on
        return {"validate": "list", "source": f"={list_name(limit.table)}", "error_type": "warning"}
    if isinstance(limit, Text):
        return {"validate": "length", "criteria": "<=", "value": limit.longest}
    return {"validate": "any"}


def _choices(formula: str, cells: Mapping[str, str]) -> dict[str, Any]:
    return {"validate": "list", "source": f"={fill_condition(formula, cells)}", "error_type": "warning"}


def _list_criteria(words: Any) -> dict[str, Any]:
    source = list(words)
    if len(",".join(source)) > _LIST:
        raise TypeError(f"the list is too long for a drop-down: {source}")
    return {"validate": "list", "source": source}


def _shorten(text: str) -> str:
    return text if len(text) <= _WORDS else text[: _WORDS - 1] + "…"
