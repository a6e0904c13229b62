"""Keys that stand in a form beside what people fill in, so that a row is found wherever it was moved to.

A row key is hidden at the left of a row, a column key hidden above a header. Both are plain text: they survive
sorting, moving, copying and every spreadsheet program we know.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

KeyKind = Literal["rating", "plan", "new_plan", "answer", "column"]

_LETTER: dict[KeyKind, str] = {"rating": "r", "plan": "p", "new_plan": "n", "answer": "q", "column": "c"}
_KIND = {letter: kind for kind, letter in _LETTER.items()}
_RESERVED_SIGNS = re.compile(r'[|%"]')
"""What parts a key, begins an escape, or ends a text in a formula: written as %7C, %25 and %22 inside an ID."""
_PARTS: dict[KeyKind, int] = {"rating": 3, "plan": 3, "new_plan": 2, "answer": 1, "column": 1}


@dataclass(frozen=True, slots=True)
class FormKey:
    """One key taken apart: what it marks, and the ids in it.

    rating_key: employee, competency, level. plan: employee, cycle, competency. new_plan: employee, number.
    answer_key: item. column: field.
    """

    kind: KeyKind
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "|".join((_LETTER[self.kind], *map(_escape, self.parts)))


def rating_key(employee: str, competency: str, level: str) -> FormKey:
    """The row where a person is rated on a competency against a level's expectation."""
    return FormKey("rating", (employee, competency, level))


def plan_key(employee: str, cycle: str, competency: str) -> FormKey:
    """The row of a development action agreed or proposed earlier."""
    return FormKey("plan", (employee, cycle, competency))


def new_plan_key(employee: str, number: int) -> FormKey:
    """An empty row for one more development action."""
    return FormKey("new_plan", (employee, str(number)))


def answer_key(item: str) -> FormKey:
    """The row of a survey's statement."""
    return FormKey("answer", (item,))


def column_key(field: str) -> FormKey:
    """The column of a field people fill in."""
    return FormKey("column", (field,))


def parse_key(text: object) -> FormKey | None:
    """The key a cell holds; None for anything else.

    >>> parse_key("r|E012|OWN|SE2")
    FormKey(kind='rating', parts=('E012', 'OWN', 'SE2'))
    >>> parse_key("r|E012") is None
    True
    >>> parse_key(str(rating_key("a|b", "100%", "SE 2")))
    FormKey(kind='rating', parts=('a|b', '100%', 'SE 2'))
    """
    if not isinstance(text, str):
        return None
    letter, *parts = text.strip().split("|")
    kind = _KIND.get(letter)
    return FormKey(kind, tuple(map(unquote, parts))) if kind and len(parts) == _PARTS[kind] and all(parts) else None


def _escape(part: str) -> str:
    return _RESERVED_SIGNS.sub(lambda sign: f"%{ord(sign[0]):02X}", part)
