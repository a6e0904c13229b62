"""Words of the last run beside live figures: shown while the figures are those they were said of.

A row keeps the words and a number for its figures, its stamp. Once the figures move on, the row says so instead.
"""

from collections.abc import Mapping, Sequence

from xl_addin.layout.edits import RowValues

MOVED_ON = "Figures have changed: run Score again"
PERSON = "[@Employee ID]"
_NEAR = 1e-6
"""Figures are equal to this: adding in another order may leave a trace."""


def stamp(row: RowValues, fields: Sequence[str]) -> float:
    """One number for a row's figures; a blank one counts as nothing."""
    figures = (value if isinstance(value := row.get(field), int | float) else 0 for field in fields)
    return sum(1000 * n * figure for n, figure in enumerate(figures, 1))


def formula(headers: Sequence[str], stored: str) -> str:
    """The words stored in column `stored`, while the figures in columns `headers` are as the stamp says."""
    figures = "+".join(f"{1000 * n}*N([@{header}])" for n, header in enumerate(headers, 1))
    return f'IF(ABS({figures}-N([@Figures as scored]))<{_NEAR:.6f},[@{stored}]&"","{MOVED_ON}")'


def words(row: RowValues, fields: Sequence[str], stored: str) -> str:
    """The twin of `formula`: `fields` are those of its headers, `stored` that of its words."""
    same = abs(stamp(row, fields) - (row.get("stamp") or 0)) < _NEAR
    return str(row.get(stored) or "") if same else MOVED_ON


def with_words(row: RowValues, fields: Sequence[str], pairs: Mapping[str, str]) -> RowValues:
    """The row with its words, each field of `pairs` from the one that stores it."""
    return {**row, **{shown: words(row, fields, stored) for shown, stored in pairs.items()}}


def in_rows(formula: str) -> str:
    """A formula that shows nothing in a row without a person."""
    return f'IF({PERSON}="","",{formula})'
