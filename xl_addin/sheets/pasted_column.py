"""One column of pasted answers: whether it can be read from 1 to 5, which of its answers cannot, and why.

An answer that does not fit may be a slip or the sign of another scale. One or two among many are slips, and are left
out alone. More of them leave out the column, which is said where they stand and not of the answers beside them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.cells.cell import Plain
from xl_addin.cells.table import TableData
from xl_addin.model.answers import SCALE
from xl_addin.model.counts import listed
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.scales import Spelling, known_words, spelling, values
from xl_addin.scores.d01_item import LONGEST

NEITHER = "neither 1 to 5 nor words of a scale we know"
SEVERAL = "words that fit more than one scale, or a scale without five steps"
CLASH = "a number and words that contradict each other, so nothing of the column is counted"
BEYOND = "a number outside 1 to 5"
MOSTLY = "mostly neither 1 to 5 nor words of a scale we know, so nothing of the column is counted"
REST = "left out with its column"
"""Said of an answer that could be read, in a column that others of its answers make unreadable."""
_OUTSIDE = 0.1
"""Share of numbers outside 1 to 5 below which they are slips, however many."""
_SLIPS, _SLIP_SHARE = 2, 0.2
"""So many answers that do not fit are slips too, up to this share; a single number outside 1 to 5 always is one."""
_SHOWN = 3
"""Cells and numbers that a reason names."""


@dataclass
class Answers:
    """One statement's column: place, raw cells by row, and what was made of them.

    Where the column is not read, `why` says it and `causes` are the rows it is due to.
    """

    key: str
    column: int
    cells: dict[int, Plain]
    spelled: dict[int, Spelling | None] = field(default_factory=dict)
    points: dict[int, int] = field(default_factory=dict)
    why: str = ""
    causes: tuple[int, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        return frozenset(one.words for one in self.spelled.values() if one) & known_words()

    @property
    def unread(self) -> list[int]:
        """Rows with an answer that was left out."""
        return [row for row, one in self.spelled.items() if row not in self.points and not (one and one.skipped)]

    def refuse(self, why: str, causes: Iterable[int]) -> None:
        self.why, self.causes, self.points = why, tuple(causes), {}

    def rows(self, kind: Callable[[Spelling], bool]) -> list[int]:
        """Rows with an answer, taken apart, of a kind."""
        return [row for row, one in self.spelled.items() if one and not one.skipped and kind(one)]


def spelled(value: Plain) -> Spelling | None:
    """An answer taken apart, as in `model.scales.spelling`."""
    if isinstance(value, str):
        # a sign beyond the first 65,536 of Unicode counts twice in Excel
        return spelling(value) if len(trimmed(value).encode("utf-16-le")) <= 2 * LONGEST else None
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
    return Spelling(int(value)) if whole and isinstance(value, int | float) and abs(value) < 1000 else None


def trimmed(value: Plain) -> str:
    """As a worksheet's TRIM leaves it, which takes away plain blanks and nothing else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(part for part in str(value).split(" ") if part)


def read_column(column: Answers, everywhere: Iterable[str], data: TableData) -> None:
    """Fill in the column's points, or why it is not read at all."""
    told = values(column.words, everywhere)
    why, causes = _why_not(column, told, data)
    if why:
        column.refuse(why, causes)
        return
    for row, one in column.spelled.items():
        point = one and (told.get(one.words) if one.number is None else one.number)
        if point and fits(point):
            column.points[row] = point
    if len(column.unread) > len(column.points):
        column.refuse(MOSTLY, column.unread)


def _why_not(column: Answers, told: Mapping[str, int], data: TableData) -> tuple[str, list[int]]:
    """Why a column as a whole cannot be read from 1 to 5, and the rows it is due to; "" where it can."""
    if clash := column.rows(lambda one: one.number is not None and told.get(one.words, one.number) != one.number):
        return CLASH, clash
    numbers = column.rows(lambda one: one.number is not None)
    outside = column.rows(lambda one: one.number is not None and not fits(one.number))
    few = len(outside) < max(_SLIPS, _OUTSIDE * len(numbers))
    if not few and not _are_slips(outside, numbers):
        return _other_numbers(column, outside, data), outside
    open_ = column.rows(lambda one: one.number is None and one.words not in told)
    if open_ and (column.rows(lambda one: one.words in told) or not _are_slips(open_, [*numbers, *open_])):
        return SEVERAL, open_
    return "", []


def _are_slips(rows: Sequence[int], of: Sequence[int]) -> bool:
    """Whether so few answers do not fit that they are mistyped, rather than the column being on another scale."""
    return len(rows) <= min(_SLIPS, _SLIP_SHARE * len(of))


def _other_numbers(column: Answers, rows: Sequence[int], data: TableData) -> str:
    """Where the numbers stand that are none of ours, and what they are."""
    cells = [data.address(row, column.column) for row in rows]
    numbers = list(dict.fromkeys(str(one.number) for row in rows if (one := column.spelled[row])))
    such = "" if len(numbers) <= _SHOWN else "numbers such as "
    scale = f"{listed(cells, most=_SHOWN)} hold {such}{listed(numbers[:_SHOWN])}, so this looks like another scale"
    return f"{scale}; nothing of {column.key} is counted"


def fits(number: int) -> bool:
    """Whether a number is one of our scale."""
    return SCALE.low <= number <= SCALE.high


def left_out(column: Answers, table: str) -> Iterator[Misfit]:
    """What was left out: first the answers that a column is not read for."""
    rest = set(column.unread).difference(column.causes)
    for row in column.causes:
        yield _misfit(column, table, row, column.why)
    for row in column.unread:
        if row in rest:
            one = column.spelled[row]
            yield _misfit(column, table, row, REST if column.why and one else _why_unread(one))


def _why_unread(one: Spelling | None) -> str:
    """Why a single answer in a column that is read counts nowhere."""
    if one is None:
        return NEITHER
    return SEVERAL if one.number is None else BEYOND


def _misfit(column: Answers, table: str, row: int, why: str) -> Misfit:
    return Misfit("answer", Place(table, row, column.key), column.key, None, why)
