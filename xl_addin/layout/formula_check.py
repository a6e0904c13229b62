"""Whether every formula of a workbook names columns that are there: a header renamed in one place only is an error."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from xl_addin.layout.describe import Cell, Formula, Line, Sheet, Table
from xl_addin.model.errors import DesignError
from xl_addin.model.facts import Ref

_QUOTED = re.compile(r'"[^"]*"')
_OF_TABLE = re.compile(r"tbl(\w+)\[((?:[^\[\]]+|\[[^\[\]]*\])+)\]")
"""A table and its part: `tblA[Name]`, `tblA[[#Headers],[Name]]`. All tables are called tbl something; looking for that
is five times as quick as looking for any name."""
_OF_ROW = re.compile(r"\[@([^\[\]]*)\]")
_PART = re.compile(r"\[([^\[\]]*)\]")
_ESCAPED = re.compile(r"'(.)")
_WORD = re.compile(r'MATCH\("([^"]*)",(\w+\[[^\[\]]+\]),0\)')
"""A word looked up in a column."""
_CELL = re.compile(r"\{([A-Za-z_]\w*)\}")
"""A field of the table, or a named cell of the tab."""

_BEGINNING = 40
"""So many characters of a formula tell which one is meant."""


class _Text(NamedTuple):
    """A formula, what it is called in words, and the table in whose rows it stands, "" outside tables."""

    table: str
    title: str
    text: str


def check_formulas(sheets: Sequence[Sheet], formulas: Mapping[str, str], words: Mapping[str, Collection[str]]) -> None:
    """Hold every formula of the tabs against their tables.

    Args:
        sheets: the tabs, each with the tables that formulas may name.
        formulas: what it is called -> a formula that stands in no description, such as that of a defined name.
        words: `tblA[Name]` -> the words that stand in that column, where they are known.

    Raises:
        DesignError: a formula names a table, a column, a word of `words`, a field or a cell that is not there.
    """
    headers = {table.name: {column.header for column in table.columns} for sheet in sheets for table in sheet.tables}
    texts = [text for sheet in sheets for text in _in_columns(sheet)]
    texts += [text for sheet in sheets for text in _in_cells(sheet)]
    texts += [_Text("", title, text) for title, text in formulas.items()]
    faults = [fault for sheet in sheets for fault in (*_unknown_names(sheet), *_unknown_lists(sheet, headers))]
    # all formulas of a table in one go first: a look at each is for the rare day when one is wrong
    for table, group in groupby(texts, lambda text: text.table):
        members = list(group)
        if any(_faults(table, "\n".join(member.text for member in members), headers, words)):
            faults += [
                f"{title} {fault}" for _, title, text in members for fault in _faults(table, text, headers, words)
            ]
    if faults:
        raise DesignError(faults[0] + (f" (and {len(faults) - 1} more like it)" if len(faults) > 1 else ""))


def _in_columns(sheet: Sheet) -> Iterator[_Text]:
    for table in sheet.tables:
        for column in table.columns:
            for text in (column.formula, *column.looked_up):
                if text:
                    yield _Text(table.name, f'{sheet.name}: the formula of "{column.header}"', text)


def _in_cells(sheet: Sheet) -> Iterator[_Text]:
    """The formulas of a tab's cells, and the one that says when it is not needed."""
    for cell in _cells(sheet):
        if isinstance(cell.content, Formula):
            words = f'that shows "{cell.content.value}"' if cell.content.value else f"={cell.content.text[:_BEGINNING]}"
            yield _Text("", f"{sheet.name}: the formula of the cell {words}", cell.content.text)
    yield _Text("", f"{sheet.name}: the formula for when it is not needed", sheet.not_needed)


def _cells(sheet: Sheet) -> Iterator[Cell]:
    yield from (cell for block in sheet.blocks if isinstance(block, Line) for cell in block.cells if cell is not None)
    if sheet.state is not None:
        yield sheet.state
    if isinstance(sheet.title, Formula):
        yield Cell(sheet.title)


def _faults(
    table: str, text: str, headers: Mapping[str, Collection[str]], words: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """What a formula in the rows of a table names that is not there."""
    text_only = _without_quotes(text)
    if text.startswith("=") or "\n=" in text:
        yield 'begins with "=", which is put before it'
    if text_only.count("(") != text_only.count(")"):
        yield 'has not as many "(" as ")"'
    references = [(f"tbl{name}", inside) for name, inside in dict.fromkeys(_OF_TABLE.findall(text_only))]
    references += [(table, header) for header in _OF_ROW.findall(text_only)]
    for name, inside in dict.fromkeys(references):
        if name not in headers:
            yield f"names the table {name}, and there is none" if name else f"names [@{inside}] outside a table"
            continue
        for header in _headers_in(inside):
            if header not in headers[name]:
                yield f'names {name}[{header}], and {name} has no column "{header}"'
    for word, column in dict.fromkeys(_WORD.findall(text)):
        if word not in words.get(column, (word,)):
            yield f'looks up "{word}" in {column}, and it does not stand there'


def _headers_in(inside: str) -> Iterator[str]:
    """The headers between the brackets of a reference; `#All` and the like are parts of a table, no headers."""
    parts = _PART.findall(inside) if "[" in inside else [inside]
    for part in parts:
        if part and not part.startswith("#"):
            yield _ESCAPED.sub(r"\1", part) if "'" in part else part


def _unknown_names(sheet: Sheet) -> Iterator[str]:
    """Fields in the colours of a tab's tables, and cells in its formulas, that are not there."""
    tables = {table.name: table for table in sheet.tables}
    for name, tints in (sheet.tints or {}).items():
        if name not in tables:
            yield f"{sheet.name}: colours are given for {name}, and the tab has no such table"
            continue
        for tint in tints:
            fields = (*_CELL.findall(_without_quotes(tint.formula)), *tint.fields)
            yield from _unknown_fields(sheet, tables[name], fields)
    cells = list(_cells(sheet))
    names = {cell.name for cell in cells} | {"own"}
    formulas = [cell.content.text for cell in cells if isinstance(cell.content, Formula)]
    formulas += [formula for cell in cells for formula, _ in cell.tints]
    for name in _CELL.findall(_without_quotes("\n".join(formulas))):
        if name not in names:
            yield f"{sheet.name}: the formula of a cell names the cell {{{name}}}, and there is none"


def _unknown_fields(sheet: Sheet, table: Table, fields: Sequence[str]) -> Iterator[str]:
    for field in fields:
        if field not in table.field_of:
            yield f"{sheet.name}: a colour of {table.name} names the field {field}, and {table.name} has no such column"


def _unknown_lists(sheet: Sheet, tables: Collection[str]) -> Iterator[str]:
    """Columns that take an ID of a table that is not there, and tables that formulas are not searched for."""
    yield from (
        f"{sheet.name}: a table is called {t.name}; call it tbl..." for t in sheet.tables if t.name[:3] != "tbl"
    )
    for column in (column for table in sheet.tables for column in table.columns):
        limit = column.fact.limit
        if isinstance(limit, Ref) and limit.table not in tables:
            yield f'{sheet.name}: "{column.header}" takes an ID of the table {limit.table}, and there is none'


def _without_quotes(formula: str) -> str:
    return _QUOTED.sub("", formula)
