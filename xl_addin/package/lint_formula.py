"""Checks of one formula text as a file stores it."""

import re
from collections.abc import Iterator

from xl_addin.cells.formula import bracket_end
from xl_addin.package.cells import MAX_FORMULA
from xl_addin.package.functions import FUTURE, PLAIN, PREFIX, UNPREFIXED
from xl_addin.package.text import ILLEGAL

_QUOTED = re.compile(r'"(?:[^"]|"")*"|' + r"'(?:[^']|'')*'")
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
    bare = _without_brackets(_QUOTED.sub("0", formula))
    if bare.count("(") != bare.count(")") or '"' in bare:
        yield "a formula with an open bracket or text"
    if ";" in _ARRAY.sub("", bare):
        yield "a formula with semicolons between its arguments"
    for name in _FUNCTION.findall(bare):
        yield from _function_fault(name)


def _function_fault(name: str) -> Iterator[str]:
    upper = name.upper()
    if upper in PLAIN or upper in UNPREFIXED:
        return
    if name.startswith(PREFIX):
        if upper.removeprefix(PREFIX.upper()) not in FUTURE:
            yield f"function {name.removeprefix(PREFIX)}, which Excel 2019 does not know"
    elif upper in FUTURE:
        yield f"function {name} without its prefix {PREFIX}"
    else:
        yield f"function {name}, which Excel 2019 does not know"


def _without_brackets(formula: str) -> str:
    """The formula without structured references, whose column names may hold anything."""
    out, at = [], 0
    while (start := formula.find("[", at)) >= 0:
        out.append(formula[at:start])
        at = bracket_end(formula, start)
    return "".join((*out, formula[at:]))
