"""Tables of keys in a workbook that asks for names: every key stands out of sight, beside the name that people see.

Where people fill the column they type the name; a command looks up the key before anything reads it. Where commands
fill it they write both. A table needs nothing for this but the usual head of its column, see `HEADS`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from xl_addin.layout.describe import Block, Column, Sheet, Table
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Text
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK


@dataclass(frozen=True)
class NameHead:
    """What the keys of a column are keys of, the head of the names beside it, their list and how wide they are.

    `other_title` is the head of a column that shows the same where a table has it.
    """

    kind: str
    title: str
    choices: str
    width: float
    other_title: str = ""


_TRACK_LEVELS = (
    "INDEX(lstSteps,MATCH(INDEX(lstPeopleTracks,MATCH({employee_name},lstPeopleNames,0)),lstTrackNames,0),0)"
)
HEADS: Mapping[str, NameHead] = MappingProxyType(
    {
        "Employee ID": NameHead(PERSON, "Name", "lstPeopleNames", 24),
        "Manager ID": NameHead(PERSON, "Manager", "lstPeopleNames", 24),
        "Competency ID": NameHead(COMPETENCY, "Competency", "lstCompetencyNames", 24),
        "Level ID": NameHead(LEVEL, "Level", _TRACK_LEVELS, 26),
        "Track ID": NameHead(TRACK, "Track", "lstTrackNames", 22),
        "Next level": NameHead(LEVEL, "Towards", "lstLevelTitles", 26),
        "From level": NameHead(LEVEL, "From", "lstLevelTitles", 26),
        "To level": NameHead(LEVEL, "To", "lstLevelTitles", 26),
        "From": NameHead(LEVEL, "From level", "lstLevelTitles", 26),
        "To": NameHead(LEVEL, "To level", "lstLevelTitles", 26, "Level title"),
    }
)
"""Head of a column of keys -> the names beside it."""


@dataclass(frozen=True)
class NameColumn:
    """A column of names beside its keys: both fields, what they are names of, and whether people type them."""

    key: str
    name: str
    head: NameHead
    is_typed: bool


@cache
def name_columns(table: Table) -> tuple[NameColumn, ...]:
    """The columns of names that a table has where names are asked; `table` is the one that shows keys.

    A column that shows such a name already and that commands fill is none of them: it stays as it is.
    """
    pairs = []
    for column in table.columns:
        head = _head(column)
        standing = _standing(table, head) if head else None
        if head and (column.kind == "entry" or standing is None):
            name = standing.field if standing else f"{column.field}_name"
            pairs.append(NameColumn(column.field, name, head, column.kind == "entry"))
    return tuple(pairs)


def _head(column: Column) -> NameHead | None:
    """The names of a column of keys that are in sight; None for any other column."""
    return HEADS.get(column.header) if column.width and column.names_rows and not column.formula else None


def _standing(table: Table, head: NameHead) -> Column | None:
    return next((column for column in table.columns if column.header in (head.title, head.other_title)), None)


@cache
def named_view(table: Table) -> Table:
    """The table with names in sight and keys out of it; the same where it holds no keys."""
    if not any(map(_head, table.columns)):
        return table
    names = {name_column.key: name_column for name_column in name_columns(table)}
    replaced_fields = {name_column.name for name_column in names.values()}
    columns: dict[str, Column] = {}
    for column in table.columns:
        head = _head(column)
        if head is None:
            if column.field not in replaced_fields:
                columns.setdefault(column.field, column)
            continue
        if name_column := names.get(column.field):
            columns[name_column.name] = _name_column(name_column, column, table)
        elif standing := _standing(table, head):
            columns.setdefault(standing.field, standing)
        columns[column.field] = replace(column, width=0, kind="label" if column.kind == "entry" else column.kind)
    frozen_fields = {column.field for column in table.columns[: table.freeze or 0]}
    last = max((place for place, field in enumerate(columns, 1) if field in frozen_fields), default=table.freeze)
    return replace(table, columns=tuple(columns.values()), freeze=last)


def _name_column(name_column: NameColumn, key: Column, table: Table) -> Column:
    standing = table.field_of.get(name_column.name)
    width = max(name_column.head.width, standing.width if standing else 0)
    fact = Fact(name_column.head.title, _meaning(key), Text(170), required=name_column.is_typed and key.fact.required)
    if name_column.is_typed:
        choices = name_column.head.choices.replace("{employee_name}", "{" + _person_field(table) + "}")
        return Column(name_column.name, fact, width, "input", choices=choices)
    return Column(name_column.name, fact, width, "computed", kind="result")


def _person_field(table: Table) -> str:
    return next((name_column.name for name_column in name_columns(table) if name_column.head.kind == PERSON), "")


def _meaning(key: Column) -> str:
    return key.fact.meaning.replace("Level ID ", "The level ").replace("Employee ID of ", "")


def view_by_names(tab: Sheet) -> Sheet:
    """A tab as a workbook that asks for names shows it."""
    blocks: tuple[Block, ...] = tuple(named_view(block) if isinstance(block, Table) else block for block in tab.blocks)
    return replace(tab, blocks=blocks)


def label_rows(rows: Sequence[RowValues], table: Table, data: Dataset) -> list[Mapping[str, Any]]:
    """Rows with the names of their keys; `table` is the one that shows keys."""
    names = name_columns(table)
    return [{**row, **dict(_names(row, names, data))} for row in rows]


def _names(row: RowValues, names: Sequence[NameColumn], data: Dataset) -> Iterator[tuple[str, str]]:
    for name_column in names:
        if name_column.key in row:
            key = row[name_column.key]
            yield name_column.name, label_of(data, name_column.head.kind, str(key)) if key else ""
