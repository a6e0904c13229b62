"""Contents into the cells of an open workbook, in as few blocks as their places allow."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from xl_addin.cells.area import Spot, quoted
from xl_addin.cells.cell import ErrorCell, FormulaCell, formula_of
from xl_addin.layout.describe import Link
from xl_addin.layout.record_rows import Content
from xl_addin.package.xml.excel_functions import as_shown

if TYPE_CHECKING:
    import xlwings as xw

CellBlock = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_SENTENCE = 40
"""A text this long that begins with a letter is no number, day or truth value in any language Excel speaks."""


def write_contents(sheet: "xw.Sheet", cells: Mapping[Spot, Content], texts: frozenset[int]) -> dict[Spot, str | None]:
    """Write contents; in the columns `texts` stand IDs.

    Their formulas are given back, None for a cell that holds none from now on.
    """
    ids = {position: content for position, content in cells.items() if position[1] in texts and type(content) is str}
    for block, rows in cell_blocks(ids):
        # a cell of the format Text takes 00123 for what it is, and would show a ' before it
        area = _area(sheet, block)
        area.number_format = "@"
        area.value = rows
    contents = {position: content for position, content in cells.items() if position not in ids}
    values = {
        position: _value(content) for position, content in contents.items() if not isinstance(content, FormulaCell)
    }
    for block, rows in cell_blocks(values):
        _area(sheet, block).value = rows
    for position, content in cells.items():
        if isinstance(content, Link) and content.text[:1].isalnum():
            target = f"#{quoted(content.sheet)}!{content.cell}"
            sheet.range(position).add_hyperlink(target, content.text, f"Go to {content.text}")
    return {position: None if isinstance(content, Link) else formula_of(content) for position, content in cells.items()}


def put_formulas(sheet: "xw.Sheet", formulas: Mapping[Spot, str]) -> None:
    """Write formulas, each without its leading "="."""
    for block, rows in cell_blocks({position: "=" + as_shown(text) for position, text in formulas.items()}):
        # not `value`: Excel would take a formula for one that may spill over its neighbours
        _area(sheet, block).formula = rows


def annotate(sheet: "xw.Sheet", notes: Mapping[Spot, str | None]) -> None:
    """Notes come and go; Excel signs them with its user's name."""
    for position, text in notes.items():
        note = sheet.range(position).note
        if note is not None:
            note.delete()
        if text is not None:
            sheet.range(position).add_note(text)


def cell_blocks(cells: Mapping[Spot, Any]) -> Iterator[tuple[CellBlock, list[list[Any]]]]:
    """The cells as full rectangles with their rows: runs side by side, and equal runs below one another."""
    open_runs: dict[tuple[int, int], list[list[Any]]] = {}
    last = 0
    for row, runs in _runs(cells):
        continuing = {}
        if row == last + 1:
            continuing = {span: open_runs.pop(span) for span in runs if span in open_runs}
        yield from _close_runs(open_runs, last)
        open_runs = {span: [*continuing.get(span, []), line] for span, line in runs.items()}
        last = row
    yield from _close_runs(open_runs, last)


def _close_runs(
    runs: Mapping[tuple[int, int], list[list[Any]]], last: int
) -> Iterator[tuple[CellBlock, list[list[Any]]]]:
    for (first, end), rows in runs.items():
        yield (last - len(rows) + 1, first, last, end), rows


def _runs(cells: Mapping[Spot, Any]) -> Iterator[tuple[int, dict[tuple[int, int], list[Any]]]]:
    """Row -> (first column, last column) -> values, of cells that stand side by side."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        by_row.setdefault(row, []).append(column)
    for row, columns in by_row.items():
        starts = [c for c in columns if c - 1 not in set(columns)]
        ends = [c for c in columns if c + 1 not in set(columns)]
        yield row, {(a, b): [cells[row, c] for c in range(a, b + 1)] for a, b in zip(starts, ends, strict=True)}


def _area(sheet: "xw.Sheet", block: CellBlock) -> "xw.Range":
    top, left, bottom, right = block
    return sheet.range((top, left), (bottom, right))


def _value(content: Content) -> Any:
    if isinstance(content, Link):
        return as_typed(content.text)
    if isinstance(content, ErrorCell):
        return content.code
    if isinstance(content, dt.date) and not isinstance(content, dt.datetime):
        return dt.datetime.combine(content, dt.time())
    return as_typed(content) if isinstance(content, str) else content


def as_typed(text: str) -> str:
    """A text as it is given to Excel, which reads it as if it were typed: with a ' before it where it could be
    taken for a formula, a number, a day or a truth value. The ' is not part of what the cell then holds.

    >>> as_typed("=1+1"), as_typed("MAR1"), as_typed("Plans the work of others.")
    ("'=1+1", "'MAR1", 'Plans the work of others.')
    """
    harmless = text[:1].isalpha() and (len(text) > _SENTENCE or (" " in text and not _digits(text)))
    return text if harmless or not text else "'" + text


def _digits(text: str) -> bool:
    return any(letter.isnumeric() for letter in text)
