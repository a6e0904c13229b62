"""Structured references as the file format writes them."""

import re
from functools import lru_cache

_OWN_ROW = re.compile(r"(?<![A-Za-z0-9_\]])\[@((?:[^\[\]'#@]|'.)+)\]")
_NEEDS_QUOTE = re.compile(r"(['\[\]#@])")


@lru_cache(maxsize=4096)
def own_row(formula: str, table: str) -> str:
    """`[@Header]` in a table's formula, spelled out as Excel stores it.

    >>> own_row("[@Expected]-[@Rated]", "tblA")
    'tblA[[#This Row],[Expected]]-tblA[[#This Row],[Rated]]'
    """
    return _OWN_ROW.sub(lambda match: f"{table}[[#This Row],[{match.group(1)}]]", formula)


def specifier(header: str) -> str:
    """A header as it stands inside a structured reference, its special characters quoted."""
    return _NEEDS_QUOTE.sub(r"'\1", header)


def literal(text: str) -> str:
    """A text as it stands in a formula: in quotes, inner quotes doubled.

    >>> literal('5" pipe')
    '"5"" pipe"'
    """
    return '"' + text.replace('"', '""') + '"'


def list_name(table: str) -> str:
    """The defined name that lists a table's ids for drop-downs: tblTracks -> lstTracks."""
    return "lst" + table.removeprefix("tbl")
