"""What one cell holds, in Python's terms."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error such as #REF!."""

    code: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell that holds a formula, without its "="; `value` is the result it shows until it is worked out anew.

    A value of None is no result at all, an empty text is one.
    """

    text: str
    value: "Plain" = None


Plain = str | int | float | bool | dt.date | ErrorCell | None
"""Files give days as numbers: only the layout knows which columns hold days."""
CellValue = Plain | FormulaCell


def result_of(cell: CellValue) -> Plain:
    """What a cell shows, worked out or typed."""
    return cell.value if isinstance(cell, FormulaCell) else cell


def formula_of(cell: CellValue) -> str | None:
    """The formula a cell holds; None where none does."""
    return cell.text if isinstance(cell, FormulaCell) else None
