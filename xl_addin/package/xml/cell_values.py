"""Stored texts to the values they stand for, in Python's terms."""

import datetime as dt
import math

from xl_addin.cells.serial import moment_serial

_SURE_DIGITS = 16
_EXACT = 1e15
"""Beyond it Excel itself keeps no single units."""


def number(text: str) -> int | float | str:
    """The number a cell stores; the text itself when Excel could not hold it (NaN, 1e999)."""
    if not text.isascii() or "_" in text:
        return text
    if text.isdigit() and len(text) < _SURE_DIGITS:
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    return whole(value) if math.isfinite(value) else text


def whole(value: float) -> int | float:
    """A number that is whole as a whole one."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


def iso_serial(text: str, *, date1904: bool) -> int | float | str:
    """The number of an ISO day or moment as Strict files store it; the text itself when it is none."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return whole(moment_serial(moment, date1904=date1904))
