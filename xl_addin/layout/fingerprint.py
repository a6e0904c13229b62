"""A number for what stands in a table, as a formula and as its Python twin: it tells whether anything has changed.

The order of rows does not count. What it can miss stands at each kind.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xl_addin.cells.cell import CellValue, ErrorCell, result_of
from xl_addin.cells.serial import serial
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.formula import specifier
from xl_addin.layout.parse import columns_in

UNREADABLE = "?"
"""In place of the number where a cell shows an error."""
_KNOWN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PADS = ("-", "--", "---")
_ENDS = (1, 64, 4096)
"""What the last three characters weigh, from the last one on: no two endings are alike."""
_FIRST = 262_144
_TURNS = (1, 31, 1013, 30_011, 101, 499, 757)
"""What one column after another weighs: no multiple of the primes below, and small enough for MOD in every Excel."""
_COUNTED = {"e": 2, "n": 3, "t": 5, "s": 7, "i": 11, "a": 13, "r": 17, " ": 19}
"""Letters counted in running text, with their weights: a count is the same in every program."""
_ALL = "".join(_COUNTED)
_FEW = "etas "
"""Those that are counted in every cell of a table."""
_KEYS, _VALUES, _ROWS = 1_000_003, 1009, 997
"""Primes that keep the sums of a million rows whole numbers."""


@dataclass(frozen=True)
class Listed:
    """Rows known by `keys`: what they say in `values` and, in running text, `prose`; whether `filled` are filled.

    All are names of fields; a row whose first key is blank, or one of `aside`, does not count.

    Of a key or value it sees the length, the first character and the last three; of prose the first character and the
    number of some letters.
    """

    table: Table = field(hash=False)
    keys: tuple[str, ...]
    values: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        most = max(len(self.keys), len(self.values) + len(self.prose) + len(self.filled))
        if most > len(_TURNS):
            raise ValueError(f"{self.table.name}: {most} columns are more than the {len(_TURNS)} that have a weight")

    def formula(self, data: TableData) -> str:
        """For the table as it stands; a field it has no column for is left out."""
        at = columns_in(data, self.table)
        keys, values, prose, filled = (
            [f"{data.name}[{specifier(data.headers[at[name]])}]" for name in names if name in at]
            for names in self._fields
        )
        if not keys:
            return "0"
        said = [*map(_short_formula, values), *map(_long_formula, prose), *(f'({column}<>"")' for column in filled)]
        own = f"(1+MOD({_weighed([_short_formula(key) for key in keys])},{_KEYS}))"
        second = f"*(1+MOD({_weighed(said)},{_VALUES}))" if said else ""
        counts = "*".join(f'({keys[0]}<>"{word}")' for word in ("", *self.aside))
        return _guarded(f"SUMPRODUCT({counts}*{own}{second})")

    def number(self, data: TableData) -> int | str:
        """The twin of `formula`."""
        return _once(self, data, self._number)

    def _number(self, data: TableData) -> int | str:
        at = columns_in(data, self.table)
        keys, values, prose, filled = ([at[name] for name in names if name in at] for names in self._fields)
        columns = (*keys, *values, *prose, *filled)
        total, aside = 0, {word.casefold() for word in ("", *self.aside)}
        for row in data.rows if keys else ():
            texts = {column: _cell(row[column]) for column in columns}
            if None in texts.values():
                return UNREADABLE
            if (texts[keys[0]] or "").casefold() not in aside:
                said = [
                    *(_short(texts[c]) for c in values),
                    *(_long(texts[c], _ALL) for c in prose),
                    *(bool(texts[c]) for c in filled),
                ]
                total += (1 + _sum([_short(texts[c]) for c in keys]) % _KEYS) * (1 + _sum(said) % _VALUES)
        return total

    @property
    def _fields(self) -> tuple[tuple[str, ...], ...]:
        return self.keys, self.values, self.prose, self.filled


@dataclass(frozen=True)
class Written:
    """Every cell of the table called `table`, whatever its columns are called; that headed `aside` does not count.

    The first two columns say whose row it is. With `brief`, only cells of up to `brief` characters or beginning with
    `prefix` count. It sees the first character of a cell and, if it holds `text`, the number of some letters.
    """

    table: str = ""
    aside: str = ""
    brief: int = 0
    prefix: str = ""
    text: bool = True

    def formula(self, data: TableData) -> str:
        """For the table as it stands, and as it will stand with other columns."""
        body, first = f"{data.name}[]", f"INDEX({data.name}[],1,1)"
        keys = [_short_formula(f"INDEX({body},0,{number})") for number in (1, 2)]
        parts = [
            f'({body}<>"")',
            f"({'+'.join([_first_formula(body), *self._counts(body)])})",
            f"(1+MOD({_weighed(keys)},{_ROWS}))",
            f"(1+COLUMN({body})-COLUMN({first}))",
        ]
        if self.aside:
            parts.append(f'({data.name}[[#Headers]]<>"{self.aside}")')
        if self.brief:
            parts.append(f'((LEN({body})<={self.brief})+(LEFT({body},{len(self.prefix)})="{self.prefix}")>0)')
        return _guarded(f"SUMPRODUCT({'*'.join(parts)})")

    def number(self, data: TableData) -> int | str:
        """The twin of `formula`."""
        return _once(self, data, self._number)

    def _number(self, data: TableData) -> int | str:
        counted = [n for n, header in enumerate(data.headers) if header.casefold() != (self.aside.casefold() or None)]
        total = 0
        for row in data.rows:
            texts = [_text(cell) for cell in row]
            if None in texts:
                return UNREADABLE
            said = [text or "" for text in texts]
            own = 1 + _sum([_short(text) for text in said[:2]]) % _ROWS
            total += sum(own * (1 + n) * self._number_of(said[n]) for n in counted)
        return total

    def _counts(self, body: str) -> list[str]:
        return _counts_formula(body, _FEW) if self.text else []

    def _number_of(self, text: str) -> int:
        brief = _length(text) <= self.brief or text.casefold().startswith(self.prefix)
        if not text or (self.brief and not brief):
            return 0
        return _long(text, _FEW if self.text else "")


Print = Listed | Written


def _once(own: Print, data: TableData, count: Callable[[TableData], int | str]) -> int | str:
    """A number is worked out once for a table as read: the very same table has the very same number."""
    known: dict[Print, int | str] = vars(data).setdefault("_numbers", {})
    if own not in known:
        known[own] = count(data)
    return known[own]


def _sum(parts: Sequence[int]) -> int:
    return sum(turn * part for turn, part in zip(_TURNS, parts, strict=False))


def _weighed(parts: Sequence[str]) -> str:
    return "+".join(f"{turn}*({part})" for turn, part in zip(_TURNS, parts, strict=False))


def _guarded(formula: str) -> str:
    return f'IFERROR({formula},"{UNREADABLE}")'


def _short_formula(column: str) -> str:
    """The number of an ID, a rating, a day, a date: its length, its last three characters, its first."""
    plain = f'SUBSTITUTE({column},",",".")'
    ends = (f'LEFT(RIGHT("{pad}"&{plain},{n}))' for n, pad in enumerate(_PADS, 1))
    parts = [f"{weight}*{_place(end)}" for weight, end in zip(_ENDS, ends, strict=True)]
    return _unless_logical(column, "+".join([f"LEN({column})", *parts, f"{_FIRST}*{_first_formula(column)}"]))


def _unless_logical(column: str, number: str) -> str:
    """TRUE is TRUE in one language, WAHR in another and 1 to LibreOffice: as a text it has no number of its own."""
    return f"((1-ISLOGICAL({column}))*({number})+ISLOGICAL({column})*(1+({column}=(1=1))))"


def _first_formula(column: str) -> str:
    return _place(f'LEFT({column}&"{_PADS[0]}")')


def _place(character: str) -> str:
    return f'FIND({character},"{_KNOWN}"&{character})'


def _long_formula(column: str) -> str:
    """The number of running text: its first character, and how often it has each of some letters."""
    return _unless_logical(column, "+".join([_first_formula(column), *_counts_formula(column, _ALL)]))


def _counts_formula(column: str, letters: str) -> list[str]:
    return [f'{_COUNTED[own]}*(LEN({column})-LEN(SUBSTITUTE({column},"{own}","")))' for own in letters]


@lru_cache(maxsize=100_000)
def _short(text: str) -> int:
    if text in _LOGICAL:
        return _LOGICAL[text]
    plain = text.replace(",", ".")
    ends = (("---" + plain)[-n] for n in (1, 2, 3))
    parts = (weight * _known(end) for weight, end in zip(_ENDS, ends, strict=True))
    return _length(text) + sum(parts) + _FIRST * _known((text + "-")[0])


@lru_cache(maxsize=10_000)
def _long(text: str, letters: str) -> int:
    if text in _LOGICAL:
        return _LOGICAL[text]
    return _known((text + "-")[0]) + sum(_COUNTED[own] * text.count(own) for own in letters)


def _known(character: str) -> int:
    return (_KNOWN + character).index(character) + 1


def _length(text: str) -> int:
    """As Excel counts it: a sign beyond the first 65,536 of Unicode counts twice."""
    return len(text.encode("utf-16-le")) // 2


_LOGICAL = {"\0FALSE": 1, "\0TRUE": 2}
"""TRUE and FALSE, told apart from what anybody can type -> the number of each."""


def _cell(cell: CellValue) -> str | None:
    """A cell as a formula joins it to a text, TRUE and FALSE as they are in `_LOGICAL`; None for an error."""
    text = _text(cell)
    return f"\0{text}" if isinstance(cell, bool) or isinstance(getattr(cell, "value", None), bool) else text


def _text(cell: CellValue) -> str | None:
    """A cell as a formula joins it to a text; None for an error."""
    value = result_of(cell)
    if isinstance(value, ErrorCell):
        return None
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return str(serial(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
