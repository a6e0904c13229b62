"""One column of pasted answers: whether it can be read from 1 to 5, which of its answers cannot, and why.

An answer that does not fit may be a slip or the sign of another scale. One or two among many are slips, and are left
out alone. More of them leave out the column, which is said where they stand and not of the answers beside them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.cells.cell import Plain
from xl_addin.cells.table import TableData
from xl_addin.model.answers import ANSWER_LIMIT
from xl_addin.model.counts import join_words
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.scales import Spelling, known_words, spelling, values
from xl_addin.scores.d01_item import ANSWER_LENGTH

NOT_A_RATING = "neither 1 to 5 nor words of a scale we know"
UNCLEAR_SCALE = "words that fit more than one scale, or a scale without five steps"
CLASH = "a number and words that contradict each other, so nothing of the column is counted"
OFF_SCALE = "a number outside 1 to 5"
MOSTLY_UNREADABLE = "mostly neither 1 to 5 nor words of a scale we know, so nothing of the column is counted"
REST = "left out with its column"
"""Said of an answer that could be read, in a column that others of its answers make unreadable."""
_OUTSIDE = 0.1
"""Share of numbers outside 1 to 5 below which they are slips, however many."""
_SLIPS, _SLIP_SHARE = 2, 0.2
"""So many answers that do not fit are slips too, up to this share; a single number outside 1 to 5 always is one."""
_MOST_CELLS = 3
"""Cells and numbers that a reason names."""


@dataclass
class PastedColumn:
    """One statement's column: place, raw cells by row, and what was made of them.

    Where the column is not read, `reason` says it and `causes` are the rows it is due to.
    """

    key: str
    column: int
    cells: dict[int, Plain]
    spellings: dict[int, Spelling | None] = field(default_factory=dict)
    points: dict[int, int] = field(default_factory=dict)
    reason: str = ""
    causes: tuple[int, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        return frozenset(answer.words for answer in self.spellings.values() if answer) & known_words()

    @property
    def unread(self) -> list[int]:
        """Rows with an answer that was left out."""
        return [
            row
            for row, answer in self.spellings.items()
            if row not in self.points and not (answer and answer.no_answer)
        ]

    def refuse(self, reason: str, causes: Iterable[int]) -> None:
        self.reason, self.causes, self.points = reason, tuple(causes), {}

    def rows(self, kind: Callable[[Spelling], bool]) -> list[int]:
        """Rows with an answer, taken apart, of a kind."""
        return [row for row, answer in self.spellings.items() if answer and not answer.no_answer and kind(answer)]


def answer_spelling(value: Plain) -> Spelling | None:
    """An answer taken apart, as in `model.scales.spelling`."""
    if isinstance(value, str):
        # a sign beyond the first 65,536 of Unicode counts twice in Excel
        return spelling(value) if len(trim_answer(value).encode("utf-16-le")) <= 2 * ANSWER_LENGTH else None
    is_whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
    return Spelling(int(value)) if is_whole and isinstance(value, int | float) and abs(value) < 1000 else None


def trim_answer(value: Plain) -> str:
    """As a worksheet's TRIM leaves it, which takes away plain blanks and nothing else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(part for part in str(value).split(" ") if part)


def read_column(column: PastedColumn, all_words: Iterable[str], data: TableData) -> None:
    """Fill in the column's points, or why it is not read at all."""
    points_by_word = values(column.words, all_words)
    reason, causes = _find_refusal(column, points_by_word, data)
    if reason:
        column.refuse(reason, causes)
        return
    for row, answer in column.spellings.items():
        point = answer and (points_by_word.get(answer.words) if answer.number is None else answer.number)
        if point and is_on_scale(point):
            column.points[row] = point
    if len(column.unread) > len(column.points):
        column.refuse(MOSTLY_UNREADABLE, column.unread)


def _find_refusal(column: PastedColumn, points_by_word: Mapping[str, int], data: TableData) -> tuple[str, list[int]]:
    """Why a column as a whole cannot be read from 1 to 5, and the rows it is due to; "" where it can."""
    if clash := column.rows(
        lambda answer: answer.number is not None and points_by_word.get(answer.words, answer.number) != answer.number
    ):
        return CLASH, clash
    numbers = column.rows(lambda answer: answer.number is not None)
    outside = column.rows(lambda answer: answer.number is not None and not is_on_scale(answer.number))
    is_few = len(outside) < max(_SLIPS, _OUTSIDE * len(numbers))
    if not is_few and not _are_slips(outside, numbers):
        return _other_numbers(column, outside, data), outside
    open_ = column.rows(lambda answer: answer.number is None and answer.words not in points_by_word)
    if open_ and (
        column.rows(lambda answer: answer.words in points_by_word) or not _are_slips(open_, [*numbers, *open_])
    ):
        return UNCLEAR_SCALE, open_
    return "", []


def _are_slips(rows: Sequence[int], answers: Sequence[int]) -> bool:
    """Whether so few answers do not fit that they are mistyped, rather than the column being on another scale."""
    return len(rows) <= min(_SLIPS, _SLIP_SHARE * len(answers))


def _other_numbers(column: PastedColumn, rows: Sequence[int], data: TableData) -> str:
    """Where the numbers stand that are none of ours, and what they are."""
    cells = [data.address(row, column.column) for row in rows]
    numbers = list(dict.fromkeys(str(answer.number) for row in rows if (answer := column.spellings[row])))
    prefix = "" if len(numbers) <= _MOST_CELLS else "numbers such as "
    scale = (
        f"{join_words(cells, limit=_MOST_CELLS)} hold {prefix}{join_words(numbers[:_MOST_CELLS])}, so "
        "this looks like another scale"
    )
    return f"{scale}; nothing of {column.key} is counted"


def is_on_scale(number: int) -> bool:
    """Whether a number is one of our scale."""
    return ANSWER_LIMIT.low <= number <= ANSWER_LIMIT.high


def column_misfits(column: PastedColumn, table: str) -> Iterator[Misfit]:
    """What was left out: first the answers that a column is not read for."""
    rest = set(column.unread).difference(column.causes)
    for row in column.causes:
        yield _misfit(column, table, row, column.reason)
    for row in column.unread:
        if row in rest:
            answer = column.spellings[row]
            yield _misfit(column, table, row, REST if column.reason and answer else _why_unread(answer))


def _why_unread(answer: Spelling | None) -> str:
    """Why a single answer in a column that is read counts nowhere."""
    if answer is None:
        return NOT_A_RATING
    return UNCLEAR_SCALE if answer.number is None else OFF_SCALE


def _misfit(column: PastedColumn, table: str, row: int, reason: str) -> Misfit:
    return Misfit("answer", Place(table, row, column.key), column.key, None, reason)
