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
from xl_addin.layout.parse import find_columns
from xl_addin.layout.structured_refs import specifier

UNREADABLE_PRINT = "?"
"""In place of the number where a cell shows an error."""
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PADS = ("-", "--", "---")
_ENDS = (1, 64, 4096)
"""What the last three characters weigh, from the last one on: no two endings are alike."""
_FIRST = 262_144
_TURNS = (1, 31, 1013, 30_011, 101, 499, 757)
"""What one column after another weighs: no multiple of the primes below, and small enough for MOD in every Excel."""
MOST_COLUMNS = len(_TURNS)
"""So many columns one print sees."""
_LETTER_WEIGHTS = {"e": 2, "n": 3, "t": 5, "s": 7, "i": 11, "a": 13, "r": 17, " ": 19}
"""Letters counted in running text, with their weights: a count is the same in every program."""
_LETTERS = "".join(_LETTER_WEIGHTS)
_COMMON_LETTERS = "etas "
"""Those that are counted in every cell of a table."""
_KEYS, _VALUES, _ROWS = 1_000_003, 1009, 997
"""Primes that keep the sums of a million rows whole numbers."""


@dataclass(frozen=True)
class RowsPrint:
    """Rows known by `keys`: what they say in `values` and, in running text, `prose`; whether `flag_fields` are filled.

    All are names of fields; a row whose first key is blank, or one of `aside`, does not count.

    Of a key or value it sees the length, the first character and the last three; of prose the first character and the
    number of some letters.
    """

    table: Table = field(hash=False)
    keys: tuple[str, ...]
    values: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    flag_fields: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        column_count = max(len(self.keys), len(self.values) + len(self.prose) + len(self.flag_fields))
        if column_count > MOST_COLUMNS:
            raise ValueError(
                f"{self.table.name}: {column_count} columns are more than the {MOST_COLUMNS} that have a weight"
            )

    def formula(self, data: TableData) -> str:
        """For the table as it stands; a field it has no column for is left out."""
        positions = find_columns(data, self.table)
        keys, values, prose, flags = (
            [f"{data.name}[{specifier(data.headers[positions[name]])}]" for name in names if name in positions]
            for names in self._fields
        )
        if not keys:
            return "0"
        parts = [*map(_short_formula, values), *map(_long_formula, prose), *(f'({column}<>"")' for column in flags)]
        key_part = f"(1+MOD({_weighted_sum([_short_formula(key) for key in keys])},{_KEYS}))"
        value_part = f"*(1+MOD({_weighted_sum(parts)},{_VALUES}))" if parts else ""
        counts = "*".join(f'({keys[0]}<>"{word}")' for word in ("", *self.aside))
        return _catch_errors(f"SUMPRODUCT({counts}*{key_part}{value_part})")

    def number(self, data: TableData) -> int | str:
        """The twin of `formula`."""
        return _number_once(self, data, self._number)

    def _number(self, data: TableData) -> int | str:
        positions = find_columns(data, self.table)
        keys, values, prose, flags = (
            [positions[name] for name in names if name in positions] for names in self._fields
        )
        columns = (*keys, *values, *prose, *flags)
        total, aside = 0, {word.casefold() for word in ("", *self.aside)}
        for row in data.rows if keys else ():
            texts = {column: _cell(row[column]) for column in columns}
            if None in texts.values():
                return UNREADABLE_PRINT
            if (texts[keys[0]] or "").casefold() not in aside:
                numbers = [
                    *(_short(texts[c]) for c in values),
                    *(_long(texts[c], _LETTERS) for c in prose),
                    *(bool(texts[c]) for c in flags),
                ]
                total += (1 + _sum([_short(texts[c]) for c in keys]) % _KEYS) * (1 + _sum(numbers) % _VALUES)
        return total

    @property
    def _fields(self) -> tuple[tuple[str, ...], ...]:
        return self.keys, self.values, self.prose, self.flag_fields


@dataclass(frozen=True)
class CellsPrint:
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
            f"(1+MOD({_weighted_sum(keys)},{_ROWS}))",
            f"(1+COLUMN({body})-COLUMN({first}))",
        ]
        if self.aside:
            parts.append(f'({data.name}[[#Headers]]<>"{self.aside}")')
        if self.brief:
            parts.append(f'((LEN({body})<={self.brief})+(LEFT({body},{len(self.prefix)})="{self.prefix}")>0)')
        return _catch_errors(f"SUMPRODUCT({'*'.join(parts)})")

    def number(self, data: TableData) -> int | str:
        """The twin of `formula`."""
        return _number_once(self, data, self._number)

    def _number(self, data: TableData) -> int | str:
        counted_columns = [
            n for n, header in enumerate(data.headers) if header.casefold() != (self.aside.casefold() or None)
        ]
        total = 0
        for row in data.rows:
            texts = [_text(cell) for cell in row]
            if None in texts:
                return UNREADABLE_PRINT
            cell_texts = [text or "" for text in texts]
            row_factor = 1 + _sum([_short(text) for text in cell_texts[:2]]) % _ROWS
            total += sum(row_factor * (1 + n) * self._number_of(cell_texts[n]) for n in counted_columns)
        return total

    def _counts(self, body: str) -> list[str]:
        return _counts_formula(body, _COMMON_LETTERS) if self.text else []

    def _number_of(self, text: str) -> int:
        brief = _length(text) <= self.brief or text.casefold().startswith(self.prefix)
        if not text or (self.brief and not brief):
            return 0
        return _long(text, _COMMON_LETTERS if self.text else "")


Print = RowsPrint | CellsPrint


def _number_once(print_kind: Print, data: TableData, count: Callable[[TableData], int | str]) -> int | str:
    """A number is worked out once for a table as read: the very same table has the very same number."""
    numbers: dict[Print, int | str] = vars(data).setdefault("_numbers", {})
    if print_kind not in numbers:
        numbers[print_kind] = count(data)
    return numbers[print_kind]


def _sum(parts: Sequence[int]) -> int:
    return sum(turn * part for turn, part in zip(_TURNS, parts, strict=False))


def _weighted_sum(parts: Sequence[str]) -> str:
    return "+".join(f"{turn}*({part})" for turn, part in zip(_TURNS, parts, strict=False))


def _catch_errors(formula: str) -> str:
    return f'IFERROR({formula},"{UNREADABLE_PRINT}")'


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
    return f'FIND({character},"{_CHARACTERS}"&{character})'


def _long_formula(column: str) -> str:
    """The number of running text: its first character, and how often it has each of some letters."""
    return _unless_logical(column, "+".join([_first_formula(column), *_counts_formula(column, _LETTERS)]))


def _counts_formula(column: str, letters: str) -> list[str]:
    return [f'{_LETTER_WEIGHTS[letter]}*(LEN({column})-LEN(SUBSTITUTE({column},"{letter}","")))' for letter in letters]


@lru_cache(maxsize=100_000)
def _short(text: str) -> int:
    if text in _LOGICAL:
        return _LOGICAL[text]
    plain = text.replace(",", ".")
    ends = (("---" + plain)[-n] for n in (1, 2, 3))
    parts = (weight * _character_number(end) for weight, end in zip(_ENDS, ends, strict=True))
    return _length(text) + sum(parts) + _FIRST * _character_number((text + "-")[0])


@lru_cache(maxsize=10_000)
def _long(text: str, letters: str) -> int:
    if text in _LOGICAL:
        return _LOGICAL[text]
    return _character_number((text + "-")[0]) + sum(_LETTER_WEIGHTS[letter] * text.count(letter) for letter in letters)


def _character_number(character: str) -> int:
    return (_CHARACTERS + character).index(character) + 1


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
