"""The mark on a record's field: what it is called, what it means, and which single values it takes.

Everything that speaks about one value derives from here: the Excel drop-down and its prompt, the
parser's finding, the help page. A statement over several rows is a rule instead.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict

from xl_addin.model.errors import DesignError


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both included; with `na`, also the words N/A."""

    low: int
    high: int
    na: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included; either end may be open."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a short fixed list of words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ident:
    """A short name for machines and people, never changed once used; see `model.ids`.

    `in_list` marks one of which several may stand in one cell, so that it holds no separator.
    """

    in_list: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words, at most `longest` characters; `many_lines` when several statements are expected."""

    longest: int = 2000
    many_lines: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of a row in another table; `multiple` allows several, separated by semicolons."""

    table: str
    field: str = "id"
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """Any single value: a number stays a number, words stay words."""


NA = "N/A"
"""Does not apply: a person says so on purpose, unlike a blank, which says nothing yet."""

Limit = Whole | Number | OneOf | Ident | Text | Day | Ref | Anything

YES_NO = OneOf(("Yes", "No"))


@dataclass(frozen=True, slots=True)
class Fact:
    """Name and meaning of a field, and the limit on one value of it.

    `title` is the column header; `meaning` the prompt shown in Excel and the line in the help page; `aliases` are other
    headers the column may carry, as pasted from elsewhere.
    """

    title: str
    meaning: str
    limit: Limit = Text()
    required: bool = False
    unique: bool = False
    aliases: tuple[str, ...] = ()


class Record(BaseModel):
    """One row of a table. `row` is its place among the table's data rows, counted from 0; -1 when it has none."""

    # built when a first row is read: a run rarely meets every kind of record, and each takes its millisecond
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    row: int = -1


@cache
def facts_of(record: type[Record]) -> dict[str, Fact]:
    """Field name -> Fact, in the order the fields are written.

    Raises:
        DesignError: a field of the record carries no Fact.
    """
    facts: dict[str, Fact] = {}
    for name, hint in get_type_hints(record, include_extras=True).items():
        if name in {"row", "model_config"} or name.startswith("_") or name not in record.model_fields:
            continue
        if record.model_fields[name].exclude:  # told with the record, and stands in no cell
            continue
        fact = next((m for m in _metadata(hint) if isinstance(m, Fact)), None)
        if fact is None:
            raise DesignError(f"{record.__name__}.{name} carries no Fact")
        facts[name] = fact
    return facts


def _metadata(hint: Any) -> tuple[Any, ...]:
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()
