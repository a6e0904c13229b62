"""Figures and sentences a form works out itself while people rate: each an Excel formula and its Python twin.

In an employee's form they come from the self ratings and are the person's own view; in a manager's pack they come
from the manager's. All are counts: how many lines are met, of how many rated. The official figures are those of the
master. Definition: D8 gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.counts import quantity
from xl_addin.model.facts import NA
from xl_addin.model.records import RatingValue
from xl_addin.scores.d08_gap import gap

SELF_HEADER, MANAGER_HEADER = "1 to 5", "Your rating"
"""The headers of the rating a form asks for, in an employee's form and in a manager's pack."""
_UNRATED, _UNASKED, _AS_EXPECTED = "– not rated", "– does not apply", "✓ as expected"


def row_formulas(table: str, rating_header: str) -> Mapping[str, str]:
    """Formulas of a row to rate in `table`, from the rating under the header `rating_header`.

    `next` is the row's number where it is the first that is blank: the one to fill in now.
    """
    rating, column = f"[@{rating_header}]", f"{table}[{rating_header}]"
    above_gap = 'IF([@Gap]>0,"▼ "&[@Gap]&" below",IF([@Gap]<0,"▲ "&-[@Gap]&" above","✓ as expected"))'
    return {
        "gap": f'IF(ISNUMBER({rating}),[@Expected]-{rating},"")',
        "words": f'IF({rating}="","{_UNRATED}",IF(ISNUMBER([@Gap]),{above_gap},"{_UNASKED}"))',
        "next": f'IF(AND({rating}="",SUMPRODUCT(({column}="")*(ROW({column})<ROW()))=0),'
        f'ROW()-ROW({table}[[#Headers],[{rating_header}]]),"")',
    }


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One row as rated."""

    expected_rating: int
    rating: RatingValue


def row_views(rows: Sequence[RatedRow]) -> list[dict[str, float | str]]:
    """What `row_formulas` show in the rows of a table."""
    first = next((number for number, row in enumerate(rows, 1) if row.rating is None), 0)
    return [
        {"gap": gap_shown(row), "words": _gap_words(row), "next": number if number == first else ""}
        for number, row in enumerate(rows, 1)
    ]


def gap_shown(row: RatedRow) -> int | str:
    """Points below what is expected; "" without a rating."""
    points = gap(row.expected_rating, row.rating)
    return "" if points is None else points


def _gap_words(row: RatedRow) -> str:
    points = gap(row.expected_rating, row.rating)
    if points is None:
        return _UNASKED if row.rating == NA else _UNRATED
    return f"▼ {points} below" if points > 0 else f"▲ {-points} above" if points < 0 else _AS_EXPECTED


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ratings of a table come to: all its lines, those still blank, those with a figure, those that meet."""

    lines: int
    blank_count: int
    rated_count: int
    met_count: int


def tally(rows: Sequence[RatedRow]) -> Tally:
    """The counts of a table's rows."""
    gaps = [gap(row.expected_rating, row.rating) for row in rows]
    points = [one for one in gaps if one is not None]
    return Tally(len(rows), sum(row.rating is None for row in rows), len(points), sum(one <= 0 for one in points))


@dataclass(frozen=True, slots=True)
class TallyFormulas:
    """The same counts as formulas over a table, from the rating under a header."""

    table: str
    rating_header: str

    @property
    def lines(self) -> str:
        return f"ROWS({self._column})"

    @property
    def blank_count(self) -> str:
        return f"COUNTBLANK({self._column})"

    @property
    def rated_count(self) -> str:
        return f"COUNT({self._column})"

    @property
    def met_count(self) -> str:
        return f'COUNTIF({self.table}[Gap],"<=0")'

    @property
    def next_row(self) -> str:
        """The row of the cell to fill in now; that of the headers where none is."""
        return f"(ROW({self.table}[[#Headers],[{self.rating_header}]])+MAX({self.table}[Next]))"

    @property
    def _column(self) -> str:
        return f"{self.table}[{self.rating_header}]"


def rate_sentence(count: Tally, lead: str, ready: str) -> str:
    """What to do now: `lead` says whom to rate where nothing is, `ready` what comes when all is."""
    if not count.blank_count:
        return ready
    if count.blank_count == count.lines:
        return f"{lead}: {quantity(count.lines, 'line')}, each 1 to 5."
    return f"{count.blank_count} of {count.lines} left to rate."


def rate_sentence_formula(count: TallyFormulas, lead: str, ready: str) -> str:
    """The sentence as a formula; `lead` and `ready` are texts in quotes."""
    blank, lines = count.blank_count, count.lines
    return (
        f'IF({blank}=0,{ready},IF({blank}={lines},{lead}&": "&{lines}&IF({lines}=1," line"," lines")&", each 1 to 5.",'
        f'{blank}&" of "&{lines}&" left to rate."))'
    )


def met_sentence(count: Tally, words: str, otherwise: str = "") -> str:
    """How many lines are met, of those rated, such as "You meet 4 of 6."; `otherwise` where none is rated."""
    return f"{words} {met_of(count)}." if count.rated_count else otherwise


def met_sentence_formula(count: TallyFormulas, words: str, otherwise: str = "") -> str:
    """The sentence as a formula."""
    text = f'"{words} "&{count.met_count}&" of "&{count.rated_count}&"."'
    return f'IF({count.rated_count}=0,"{otherwise}",{text})'


def met_of(count: Tally) -> str:
    """The lines met, of those rated: "4 of 6"; a dash where none is rated."""
    return f"{count.met_count} of {count.rated_count}" if count.rated_count else "–"
