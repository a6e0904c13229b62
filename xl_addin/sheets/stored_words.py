"""Words of the last run beside live figures: shown while the figures are those they were said of.

A row keeps the words and a number for its figures, its stamp. Once the figures move on, the row says so instead.
"""

from collections.abc import Mapping, Sequence

from xl_addin.layout.record_rows import RowValues

MOVED_ON = "Figures have changed: run Score again"
PERSON_CELL = "[@Employee ID]"
_NEAR = 1e-6
"""Figures are equal to this: adding in another order may leave a trace."""


def stamp(row: RowValues, fields: Sequence[str]) -> float:
    """One number for a row's figures; a blank one counts as nothing."""
    figures = (value if isinstance(value := row.get(field), int | float) else 0 for field in fields)
    return sum(1000 * n * figure for n, figure in enumerate(figures, 1))


def words_formula(headers: Sequence[str], stored_header: str) -> str:
    """The words stored in column `stored_header`, while the figures in columns `headers` are as the stamp says."""
    figures = "+".join(f"{1000 * n}*N([@{header}])" for n, header in enumerate(headers, 1))
    return f'IF(ABS({figures}-N([@Figures as scored]))<{_NEAR:.6f},[@{stored_header}]&"","{MOVED_ON}")'


def row_words(row: RowValues, fields: Sequence[str], stored_field: str) -> str:
    """The twin of `words_formula`: `fields` are those of its headers, `stored_field` that of its words."""
    is_same = abs(stamp(row, fields) - (row.get("stamp") or 0)) < _NEAR
    return str(row.get(stored_field) or "") if is_same else MOVED_ON


def with_words(row: RowValues, fields: Sequence[str], pairs: Mapping[str, str]) -> RowValues:
    """The row with its words, each field of `pairs` from the one that stores it."""
    return {**row, **{shown_field: row_words(row, fields, stored_field) for shown_field, stored_field in pairs.items()}}


def in_rows(formula: str) -> str:
    """A formula that shows nothing in a row without a person."""
    return f'IF({PERSON_CELL}="","",{formula})'
