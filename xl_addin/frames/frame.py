"""The shape of a frame: its columns described once, for pandas and for the help page alike.

The only file that imports pandas, and only when a DataFrame is asked for.
"""

import datetime as dt
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, get_args, get_type_hints, overload

from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import DesignError, Stop
from xl_addin.model.facts import NA, Number, OneOf, Record, Whole, facts_of

if TYPE_CHECKING:
    import pandas as pd

DType = Literal["string", "category", "Int64", "Float64", "boolean", "datetime64[s]"]
"""What a column is in pandas. Each has a missing value; days in seconds, as pandas' nanoseconds end in 2262."""

_DTYPES: Mapping[type, DType] = {
    str: "string",
    int: "Int64",
    float: "Float64",
    bool: "boolean",
    dt.date: "datetime64[s]",
    tuple: "string",
}
POINTS_UNIT = "points, 1 to 5"
SHARE = "share, 0 to 1"


class FrameSource(Protocol):
    """What frames are made of: a workbook as it stands, looked at without changing it."""

    @property
    def data(self) -> Dataset: ...

    def figures(self, command: str) -> Mapping[str, Any]:
        """What a command comes to, as its `--json` tells it; nothing is written."""
        ...


@dataclass(frozen=True)
class FrameColumn:
    """One column. `value` takes it from a row, None where there is none; `words` are all it may hold, in their order.

    `unit` is what numbers are counted in; "" for words, days, and counts of what `meaning` names.
    """

    name: str
    dtype: DType
    meaning: str
    value: Callable[[Any], Any]
    unit: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrameShape:
    """A declared frame: what a row is, its columns, and where its rows come from."""

    meaning: str
    columns: tuple[FrameColumn, ...]
    rows: Callable[[FrameSource], Iterable[Any]]

    def __reduce__(self) -> tuple[Any, ...]:
        """Where it is declared: a frame may go to other processes, the functions in its columns cannot."""
        return _declared_shape, (self.rows.__module__, self.rows.__name__)


def _declared_shape(module: str, name: str) -> FrameShape:
    shape: FrameShape = getattr(importlib.import_module(module), name)
    return shape


def frame(*columns: FrameColumn) -> Callable[[Callable[[FrameSource], Iterable[Any]]], FrameShape]:
    """Declare the frame of a file: decorate what gives its rows; its docstring says what one row is."""

    def declare(rows: Callable[[FrameSource], Iterable[Any]]) -> FrameShape:
        if not rows.__doc__:
            raise DesignError(f"the frame in {rows.__module__} does not say what its rows are")
        return FrameShape(" ".join(rows.__doc__.split()), columns, rows)

    return declare


def record_column(record: type[Record], field: str, name: str = "", unit: str = "") -> FrameColumn:
    """The column of a record's field: kind and meaning as the field's Fact has them, blanks as missing values.

    Of a rating, N/A is a missing value too; `na_column` tells it from a blank.
    """
    fact = facts_of(record)[field]
    kinds = [kind for kind in get_args(_hint(record, field)) or (_hint(record, field),) if kind is not NoneType]
    kind = tuple if kinds[-1] is Ellipsis else kinds[0]
    words = fact.limit.words if isinstance(fact.limit, OneOf) else ()
    return FrameColumn(
        name or field,
        "category" if words else _DTYPES[kind],
        fact.meaning,
        _present(attrgetter(field)),
        unit or _unit(fact.limit),
        words,
    )


def na_column(record: type[Record], field: str, name: str) -> FrameColumn:
    """Whether N/A was entered into a record's field, so that it can be told from a blank."""
    title = facts_of(record)[field].title
    return FrameColumn(name, "boolean", f"Whether {title} is N/A on purpose, not just blank.", _says_na(field))


def _hint(record: type[Record], field: str) -> Any:
    return get_type_hints(record)[field]


def _unit(limit: object) -> str:
    if isinstance(limit, Whole) and (limit.low, limit.high) == (1, 5):
        return POINTS_UNIT
    if isinstance(limit, Number) and (limit.low, limit.high) == (0, 100):
        return "of 100"
    return ""


def _present(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get(row: Any) -> Any:
        cell = value(row)
        if isinstance(cell, tuple):
            cell = "; ".join(cell)
        return None if cell in ("", NA) else cell

    return get


def _says_na(field: str) -> Callable[[Any], bool]:
    return lambda row: getattr(row, field) == NA


class Frame:
    """Rows of one kind out of a workbook, as they stood when they were read; `to_pandas` makes a DataFrame of them."""

    def __init__(self, name: str, shape: FrameShape, source: FrameSource) -> None:
        self.name, self._shape = name, shape
        self._rows: Sequence[Any] = tuple(shape.rows(source))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, from left to right."""
        return tuple(column.name for column in self._shape.columns)

    @property
    def meaning(self) -> str:
        """What one row is."""
        return self._shape.meaning

    @property
    def meanings(self) -> dict[str, str]:
        """Column -> what it means, and what its numbers are counted in, as the help page For analysts has it."""
        return {
            column.name: f"{column.meaning} ({column.unit})" if column.unit else column.meaning
            for column in self._shape.columns
        }

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Row by row, column -> value, None where there is none; without pandas."""
        return ({column.name: column.value(row) for column in self._shape.columns} for row in self._rows)

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self):,} rows of {', '.join(self.columns)}; .to_pandas() for a DataFrame>"

    def head(self, n: int = 5) -> "pd.DataFrame":
        """The first rows as a DataFrame."""
        return self._table(self._rows[:n])

    def to_pandas(self) -> "pd.DataFrame":
        """All rows as a new DataFrame, in the order of the workbook; the help page For analysts names its columns."""
        return self._table(self._rows)

    def _table(self, rows: Sequence[Any]) -> "pd.DataFrame":
        try:
            import pandas as pd  # nobody else pays for its import, which takes most of a second
        except ModuleNotFoundError as error:
            todo = f"install it with: pip install pandas; for row in book.{self.name} does without"
            raise Stop(str(error.name), "is not installed, and a DataFrame needs it", todo) from None

        return pd.DataFrame({column.name: _series(pd, column, rows) for column in self._shape.columns})


class FrameBook(Protocol):
    """What has frames by their names."""

    def frame(self, name: str) -> Frame:
        """The frame of this name."""
        ...


class FrameProperty:
    """A frame of a workbook, by the name it goes by there."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, book: None, owner: type) -> Self: ...
    @overload
    def __get__(self, book: FrameBook, owner: type) -> Frame: ...
    def __get__(self, book: FrameBook | None, owner: type) -> Self | Frame:
        return self if book is None else book.frame(self._name)


def _series(pd: Any, column: FrameColumn, rows: Sequence[Any]) -> Any:
    values = [column.value(row) for row in rows]
    if column.words:
        return pd.Series(pd.Categorical(values, categories=list(column.words)))
    return pd.Series(values, dtype=column.dtype)
