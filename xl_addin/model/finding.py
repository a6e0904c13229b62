"""What a person mistyped or left open: a value, never an exception."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: an error blocks publishing, a warning deserves a look, info is a hint."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the workbook, in the layout's words: a table, a data row counted from 0, a field.

    `row` -1 means the table as a whole, `field` "" the row as a whole.
    """

    table: str
    row: int = -1
    field: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: what rule, where, what is wrong and what to do, in the user's words."""

    code: str
    severity: Severity
    place: Place
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell whose one value its field does not take; the parser leaves the field blank and says why.

    `kind` is one of required, type, choice, name, reference, duplicate, alike, ident, day, length, formula, error,
    text, number, merged, missing, absent, below, apart, repeated; `asks` says in words what the field takes, of the
    kind
    alike which earlier ID it reads like, of the kind name, which is one that names nothing, why, as a sentence goes on
    after "which". Of the kinds text, duplicate, alike and reference the value was read all the
    same. Of the kind number, said once of a column of IDs at its first number, `value` is how many of its IDs are
    numbers; they were read too. Of the kind merged `value` is the cell that has taken this one in. A table or column
    that is missing is needed, one that is absent not; `value` of a column are the headers of its table that nobody
    knows. Of the kinds below and apart, rows directly below their table and further down, `value` is how many and
    `asks` where.
    Of pasted answers: answer, a cell that could not be read; twice and unknown, a header; middle, a scale without one.
    There `asks` says why, and the value is left out: it may be somebody's own words. Of the kind repeated, a respondent
    who stands in several rows with answers, said once at the second, `value` are the data rows; all of them count.
    """

    kind: str
    place: Place
    title: str
    value: Any
    asks: str
