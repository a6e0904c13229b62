"""Checks of one formula text as a file stores it."""

import re
from collections.abc import Iterator

from xl_addin.cells.formula import bracket_end
from xl_addin.package.edit.cell_content import MAX_FORMULA
from xl_addin.package.xml.cell_text import ILLEGAL
from xl_addin.package.xml.excel_functions import (
    CLASSIC_FUNCTIONS,
    FUTURE_FUNCTIONS,
    FUTURE_PREFIX,
    UNPREFIXED_FUNCTIONS,
)

_QUOTED_TEXT = re.compile(r'"(?:[^"]|"")*"|' + r"'(?:[^']|'')*'")
_FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
_ARRAY = re.compile(r"\{[^{}]*\}")


def formula_faults(formula: str) -> Iterator[str]:
    """What Excel would not read: "=" in front, semicolons, functions it does not know, open brackets."""
    if formula.startswith("="):
        yield "a formula stored with ="
    if len(formula) > MAX_FORMULA:
        yield f"a formula longer than {MAX_FORMULA:,} characters"
    if ILLEGAL.search(formula):
        yield "a formula with illegal characters"
    bare = _without_brackets(_QUOTED_TEXT.sub("0", formula))
    if bare.count("(") != bare.count(")") or '"' in bare:
        yield "a formula with an open bracket or text"
    if ";" in _ARRAY.sub("", bare):
        yield "a formula with semicolons between its arguments"
    for name in _FUNCTION.findall(bare):
        yield from _function_fault(name)


def _function_fault(name: str) -> Iterator[str]:
    upper = name.upper()
    if upper in CLASSIC_FUNCTIONS or upper in UNPREFIXED_FUNCTIONS:
        return
    if name.startswith(FUTURE_PREFIX):
        if upper.removeprefix(FUTURE_PREFIX.upper()) not in FUTURE_FUNCTIONS:
            yield f"function {name.removeprefix(FUTURE_PREFIX)}, which Excel 2019 does not know"
    elif upper in FUTURE_FUNCTIONS:
        yield f"function {name} without its prefix {FUTURE_PREFIX}"
    else:
        yield f"function {name}, which Excel 2019 does not know"


def _without_brackets(formula: str) -> str:
    """The formula without structured references, whose column names may hold anything."""
    pieces, position = [], 0
    while (start := formula.find("[", position)) >= 0:
        pieces.append(formula[position:start])
        position = bracket_end(formula, start)
    return "".join((*pieces, formula[position:]))
