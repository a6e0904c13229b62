"""Which column of a table carries which field: by the header, as people and form tools write it."""

import html
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from xl_addin.cells.fold import fold_header
from xl_addin.layout.describe import Column, Table

_NUMBER = re.compile(
    r"^(?:q(?:uestion)?\s*)?\d{1,3}(?:\.\d{1,3})*\s*[.):\-\u2013\u2014]?\s+|^\d{1,3}(?:\.\d{1,3})*[.):]\s*"
)
"""A question's number before its words: "3. ", "4) ", "Q4.1 - "."""
_GRID = re.compile(r"\[([^\[\]]+)\]$")
"""The line of a grid in a form tool's header: "How far is this true? [The line]"."""
_OUTER_SIGNS = " .,;:?!\u2026*\"'"
_PLAIN_SIGNS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u200b": "", "\ufeff": ""})


@lru_cache(4096)
def plain_header(header: str) -> str:
    """A header with what form tools add taken away as well: number, grid question, end marks, HTML's own spelling.

    >>> plain_header("Q4.1 How far is this true? [A&nbsp;stronger culture.]")
    'a stronger culture'
    """
    plain = html.unescape(html.unescape(header)).translate(_PLAIN_SIGNS)
    bare = fold_header(plain).strip(_OUTER_SIGNS.replace("?", ""))
    line = _GRID.search(bare)
    bare = _NUMBER.sub("", line[1].strip() if line else bare, count=1)
    return bare.strip(_OUTER_SIGNS)


def columns_named(headers: Sequence[str], column: Column) -> tuple[int, ...]:
    """Every column that carries the field, the plainest header first: its title, another name, either as form tools
    write it.
    """
    exact, loose = _ranks((column.header, *column.fact.aliases))
    ranks = [
        (exact.get(fold_header(header), loose.get(plain_header(header))), number)
        for number, header in enumerate(headers)
    ]
    return tuple(number for rank, number in sorted((r, n) for r, n in ranks if r is not None))


@lru_cache(4096)
def _ranks(names: tuple[str, ...]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    exact = {fold_header(name): rank for rank, name in reversed(list(enumerate(names)))}
    loose = {plain_header(name): rank + len(names) for rank, name in reversed(list(enumerate(names)))}
    return exact, {name: rank for name, rank in loose.items() if name}


def match_columns(headers: Sequence[str], table: Table) -> dict[str, int]:
    """Field -> column number (0 is the first) for every described column that the headers have."""
    numbers_by_header: dict[str, int] = {}
    for number, header in enumerate(headers):
        numbers_by_header.setdefault(fold_header(header), number)
    places: dict[str, int] = {}
    for column in table.columns:
        folded_names = [fold_header(name) for name in (column.header, *column.fact.aliases)]
        if any(name in numbers_by_header for name in folded_names):
            places[column.field] = next(numbers_by_header[name] for name in folded_names if name in numbers_by_header)
    used_numbers = set(places.values())
    for column in table.columns if len(used_numbers) < len(headers) else ():
        free = (
            [n for n in columns_named(headers, column) if n not in used_numbers] if column.field not in places else []
        )
        if free:
            places[column.field] = free[0]
            used_numbers.add(free[0])
    return places
