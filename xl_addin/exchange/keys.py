"""Keys that stand in a form beside what people fill in, so that a row is found wherever it was moved to.

A row key is hidden at the left of a row, a column key hidden above a header. Both are plain text: they survive
sorting, moving, copying and every spreadsheet program we know.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

Kind = Literal["rating", "plan", "new_plan", "answer", "column"]

_LETTER: dict[Kind, str] = {"rating": "r", "plan": "p", "new_plan": "n", "answer": "q", "column": "c"}
_KIND = {letter: kind for kind, letter in _LETTER.items()}
_RESERVED = re.compile(r'[|%"]')
"""What parts a key, begins an escape, or ends a text in a formula: written as %7C, %25 and %22 inside an ID."""
_PARTS: dict[Kind, int] = {"rating": 3, "plan": 3, "new_plan": 2, "answer": 1, "column": 1}


@dataclass(frozen=True, slots=True)
class Key:
    """One key taken apart: what it marks, and the ids in it.

    rating: employee, competency, level. plan: employee, cycle, competency. new_plan: employee, number.
    answer: item. column: field.
    """

    kind: Kind
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "|".join((_LETTER[self.kind], *map(_escaped, self.parts)))


def rating(employee: str, competency: str, level: str) -> Key:
    """The row where a person is rated on a competency against a level's expectation."""
    return Key("rating", (employee, competency, level))


def plan(employee: str, cycle: str, competency: str) -> Key:
    """The row of a development action agreed or proposed earlier."""
    return Key("plan", (employee, cycle, competency))


def new_plan(employee: str, number: int) -> Key:
    """An empty row for one more development action."""
    return Key("new_plan", (employee, str(number)))


def answer(item: str) -> Key:
    """The row of a survey's statement."""
    return Key("answer", (item,))


def column(field: str) -> Key:
    """The column of a field people fill in."""
    return Key("column", (field,))


def key_of(text: object) -> Key | None:
    """The key a cell holds; None for anything else.

    >>> key_of("r|E012|OWN|SE2")
    Key(kind='rating', parts=('E012', 'OWN', 'SE2'))
    >>> key_of("r|E012") is None
    True
    >>> key_of(str(rating("a|b", "100%", "SE 2")))
    Key(kind='rating', parts=('a|b', '100%', 'SE 2'))
    """
    if not isinstance(text, str):
        return None
    letter, *parts = text.strip().split("|")
    kind = _KIND.get(letter)
    return Key(kind, tuple(map(unquote, parts))) if kind and len(parts) == _PARTS[kind] and all(parts) else None


def _escaped(part: str) -> str:
    return _RESERVED.sub(lambda sign: f"%{ord(sign[0]):02X}", part)
