"""Structured references as the file format writes them."""

import re
from functools import lru_cache

_OWN_ROW = re.compile(r"(?<![A-Za-z0-9_\]])\[@((?:[^\[\]'#@]|'.)+)\]")
_NEEDS_QUOTE = re.compile(r"(['\[\]#@])")
_ALONE = re.compile(r'("(?:[^"]|"")*")|\[\[(#[A-Za-z ]+)\]\]')
"""A text in quotes, or a part of a table that stands alone in double brackets."""


@lru_cache(maxsize=4096)
def own_row(formula: str, table: str) -> str:
    """`[@Header]` in a table's formula, spelled out as Excel stores it.

    >>> own_row("[@Expected]-[@Rated]", "tblA")
    'tblA[[#This Row],[Expected]]-tblA[[#This Row],[Rated]]'
    """
    return _OWN_ROW.sub(lambda match: f"{table}[[#This Row],[{match.group(1)}]]", formula)


def canonical_formula(formula: str) -> str:
    """A formula in the form in which two are equal that say the same: Excel may write `tbl[[#All]]` as `tbl[#All]`.

    Every comparison of a cell's formula with one of ours goes through here, else one would pass for somebody's own
    once Excel has saved it. The braces that say an array formula of ours is one stand in no cell.

    >>> canonical_formula('SUM(tblA[[#All]])&"[[#All]]"'), canonical_formula("tblA[[#Headers],[Key]]")
    ('SUM(tblA[#All])&"[[#All]]"', 'tblA[[#Headers],[Key]]')
    >>> canonical_formula("{SUM(tblA[Key])}")
    'SUM(tblA[Key])'
    """
    if formula.startswith("{"):
        formula = formula[1:-1]
    # nearly all formulas have none: a plain search is the quick way out
    return _ALONE.sub(_without_brackets, formula) if "[[#" in formula else formula


def _without_brackets(match: re.Match[str]) -> str:
    return match[1] or f"[{match[2]}]"


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
