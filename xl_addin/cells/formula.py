"""Moving a formula to another cell: relative addresses shift, everything else stays as written."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, column_number, letters

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")            # "a text"
  | (?P<sheet>'(?:[^']|'')*'!?)         # 'a sheet'!
  | (?P<name>[A-Za-z_\\][A-Za-z0-9_.\\]*(?=[\[(!]))   # a function, a table or a sheet
  | (?P<ref>(?<![A-Za-z0-9_.\\$])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![A-Za-z0-9_.\\]))
  | (?P<cols>(?<![A-Za-z0-9_.\\$:])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![A-Za-z0-9_.\\(]))
  | (?P<rows>(?<![A-Za-z0-9_.\\$:])(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![A-Za-z0-9_.\\]))
  | (?P<word>[A-Za-z_\\][A-Za-z0-9_.\\]*)
  | (?P<bracket>\[)
    """,
    re.VERBOSE,
)


def shift(formula: str, rows: int, cols: int = 0) -> str:
    """The formula as it reads `rows` further down and `cols` further right (negative: up, left).

    `formula` has no leading "=". An address pushed off the grid becomes #REF!, as Excel does it.
    """
    if not rows and not cols:
        return formula
    parts = _parts(formula)
    if len(parts) == 1:
        return formula
    return "".join(part if isinstance(part, str) else _shifted(part, rows, cols) for part in parts)


@lru_cache(maxsize=4096)
def _parts(formula: str) -> tuple[str | re.Match[str], ...]:
    """The formula in pieces: texts that stay as they are, and addresses. A column repeats one formula many times."""
    found: list[str | re.Match[str]] = [""]
    for piece in pieces_of(formula, _TOKEN):
        if not isinstance(piece, str) and (piece["ref"] or piece["cols"] or piece["rows"]):
            found += (piece, "")
        else:
            found[-1] = f"{found[-1]}{piece if isinstance(piece, str) else piece[0]}"
    return tuple(found)


def rewritten(formula: str, token: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> str:
    """The formula with every token changed; what stands in brackets stays as it is.

    `token` has a group "bracket" that matches an opening one; `change` is asked about every other match.
    """
    return "".join(piece if isinstance(piece, str) else change(piece) for piece in pieces_of(formula, token))


def pieces_of(formula: str, token: re.Pattern[str]) -> Iterator[str | re.Match[str]]:
    """What stands between the tokens, brackets and all, and the tokens, in order."""
    at = 0
    while match := token.search(formula, at):
        yield formula[at : match.start()]
        at = match.end()
        if match["bracket"]:
            at = bracket_end(formula, match.start())
            yield formula[match.start() : at]
        else:
            yield match
    yield formula[at:]


def bracket_end(formula: str, at: int) -> int:
    """Where the bracket opened at `at` ends: structured references nest and quote with an apostrophe."""
    depth = 0
    while at < len(formula):
        ch = formula[at]
        if ch == "'":
            at += 1
        elif ch == "[":
            depth += 1
        elif ch == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(formula)


def _shifted(match: re.Match[str], rows: int, cols: int) -> str:
    groups = match.groups()
    if match["ref"]:
        fixed_col, col, fixed_row, row = groups[4:8]
        return _col(fixed_col, col, cols, _row(fixed_row, row, rows))
    if match["cols"]:
        a, first, b, last = groups[9:13]
        return _joined(_col(a, first, cols, ""), _col(b, last, cols, ""))
    if match["rows"]:
        a, first, b, last = groups[14:18]
        return _joined(_row(a, first, rows), _row(b, last, rows))
    return match[0]


def _joined(first: str, last: str) -> str:
    return "#REF!" if "#REF!" in (first, last) else f"{first}:{last}"


def _col(fixed: str, name: str, by: int, rest: str) -> str:
    number = column_number(name) + (0 if fixed else by)
    if rest == "#REF!" or not 1 <= number <= SHEET_COLUMNS:
        return "#REF!"
    return f"{fixed}{letters(number)}{rest}"


def _row(fixed: str, number: str, by: int) -> str:
    moved = int(number) + (0 if fixed else by)
    return f"{fixed}{moved}" if 1 <= moved <= SHEET_ROWS else "#REF!"
