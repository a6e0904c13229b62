"""Pasted answers understood: which column carries which statement, and what each answer comes to from 1 to 5.

A column is read whole or with few gaps, never in part: where only some words of a scale can be told, the figures
would lean to one side. One or two slips are gaps. What is left out is a misfit that says why, first where the cause
stands; it never quotes the words a person wrote.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.headers import columns_named, columns_of, plain_header
from xl_addin.layout.values import is_blank
from xl_addin.model.answers import ITEMS, PastedAnswers
from xl_addin.model.counts import listed
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.scales import scales
from xl_addin.sheets.pasted_column import SEVERAL, Answers, fits, left_out, read_column, spelled, trimmed

_NO_MIDDLE = 30
"""Answers in words from which a scale whose middle nobody chose is likely to have none."""
_NEAR = 0.82
"""Likeness of two headers from which one may be the other, mistyped."""


@dataclass(frozen=True)
class Understood:
    """The table as a parser takes it: our keys as headers, numbers as answers; and what was left out of it."""

    data: TableData
    misfits: tuple[Misfit, ...] = ()
    pasted: PastedAnswers = field(default_factory=PastedAnswers)


def understood(data: TableData, table: Table) -> Understood:
    """The table of pasted answers, understood; the very same data where there is nothing to translate."""
    places, twice = _places(data, table)
    columns = [_answers(data, key, place) for key, place in places.items()]
    everywhere = frozenset(word for column in columns for word in column.words)
    for column in columns:
        read_column(column, everywhere, data)
    spellings = _agreed(columns)
    misfits = [*twice, *_unknown(data, table, places), *_without_middle(columns, table.name)]
    for column in columns:
        misfits += left_out(column, table.name)
    headers = {column.key: "" for column in columns if column.why} | _other_headers(data, table, columns)
    numbers = {column.key: column.column + 1 for column in columns if not column.why}
    pasted = PastedAnswers(headers, numbers, spellings)
    return Understood(_translated(data, columns), tuple(misfits), pasted)


def _places(data: TableData, table: Table) -> tuple[dict[str, int], list[Misfit]]:
    """Item key -> its column: of several the first that says something; and what is said of the others."""
    filled = [any(not is_blank(row[number]) for row in data.rows) for number in range(len(data.headers))]
    places: dict[str, int] = {}
    misfits = []
    for key in ITEMS:
        named = columns_named(data.headers, table.field_of[key])
        says = [number for number in named if filled[number]]
        if named:
            places[key] = (says or list(named))[0]
        if len(says) > 1:
            cells = [data.address(-1, number) for number in says]
            why = f"{cells[0]} counts, {listed(cells[1:])} {'do' if len(cells) > 2 else 'does'} not"
            misfits.append(Misfit("twice", Place(table.name, -1, key), key, None, why))
    return places, misfits


def _answers(data: TableData, key: str, place: int) -> Answers:
    cells: dict[int, Plain] = {}
    for number, row in enumerate(data.rows):
        cell = row[place]
        value = cell.value if isinstance(cell, FormulaCell) else cell
        # an error, or a formula without a result, is told apart by the parser
        if not is_blank(cell) and value is not None and not isinstance(value, ErrorCell):
            cells[number] = value
    return Answers(key, place, cells, {number: spelled(value) for number, value in cells.items()})


def _agreed(columns: Sequence[Answers]) -> dict[str, int]:
    """An answer as it stands -> its number; columns in which one spelling would mean two things are not read."""
    while True:
        points: dict[str, set[int]] = {}
        for column in columns:
            for row, point in column.points.items():
                points.setdefault(trimmed(column.cells[row]).casefold(), set()).add(point)
        torn = {text for text, numbers in points.items() if len(numbers) > 1}
        if not torn:
            break
        for column in columns:
            if rows := _rows_that_say(column, column.points, torn):
                column.refuse(SEVERAL, rows)
    for column in columns:
        # a word that this column leaves open: formulas would take it for what it means in another one
        if not column.why and (rows := _rows_that_say(column, column.unread, points)):
            column.refuse(SEVERAL, rows)
    spellings: dict[str, int] = {}
    met = set()
    for column in columns:
        for row, point in column.points.items():
            text = trimmed(column.cells[row])
            if text != str(point) and text.casefold() not in met:
                met.add(text.casefold())
                spellings[text] = point
    return spellings


def _rows_that_say(column: Answers, rows: Iterable[int], texts: Collection[str]) -> list[int]:
    return [row for row in rows if trimmed(column.cells[row]).casefold() in texts]


def _other_headers(data: TableData, table: Table, columns: Sequence[Answers]) -> dict[str, str]:
    """Item key -> header, for columns that a look-up of key, then statement, would not find."""
    # as a formula compares: case aside, every blank and break as it is
    folded = [header.casefold() for header in data.headers]
    found = {}
    for column in columns:
        described = table.field_of[column.key]
        plain = [name.casefold() for name in (described.header, *described.fact.also)]
        first = next((folded.index(name) for name in plain if name in folded), None)
        if first != column.column and not column.why:
            found[column.key] = data.headers[column.column]
    return found


def _unknown(data: TableData, table: Table, places: Mapping[str, int]) -> Iterator[Misfit]:
    """Columns that are nobody's: those whose header is nearly a statement, and those that look like ratings."""
    statements = {plain_header(item.text): key for key, item in ITEMS.items()}
    ours = {*places.values(), *columns_of(data.headers, table).values()}
    ours |= {number for key in ITEMS for number in columns_named(data.headers, table.field_of[key])}
    for number, header in enumerate(data.headers):
        cells = [row[number] for row in data.rows if not is_blank(row[number])]
        if number in ours or not cells:
            continue
        near = get_close_matches(plain_header(header), statements, 1, _NEAR)
        if near or _like_ratings(cells):
            key = statements[near[0]] if near else ""
            why = f'it may be {key}, "{ITEMS[key].text.rstrip(".")}"' if key else "it looks like ratings"
            yield Misfit("unknown", Place(table.name, -1, header), header, None, why)


def _like_ratings(cells: Sequence[CellValue]) -> bool:
    """Whether nearly all of a column are answers as people give them, and some the same: a list of numbers is none."""
    plain = [cell.value if isinstance(cell, FormulaCell) else cell for cell in cells]
    taken_apart = [one for one in map(spelled, plain) if one and not one.skipped]
    rated = [one for one in taken_apart if one.number is None or fits(one.number)]
    return len(rated) >= max(3, 0.8 * len(cells)) and len(set(rated)) < len(rated)


def _without_middle(columns: Sequence[Answers], table: str) -> Iterator[Misfit]:
    """A scale of words whose middle nobody chose at all, in so many answers that it is likely to have none."""
    used = Counter(
        one.words
        for column in columns
        for row in column.points
        if (one := column.spelled[row]) and one.words and one.number is None
    )
    middle = {word for scale in scales() if len(scale.steps) % 2 for word in scale.steps[len(scale.steps) // 2]}
    first = next((column.key for column in columns if column.points and column.words), "")
    if first and used.total() >= _NO_MIDDLE and not middle & used.keys():
        yield Misfit("middle", Place(table, -1, first), first, None, f"{used.total()} answers in words")


def _translated(data: TableData, columns: Sequence[Answers]) -> TableData:
    headers = list(data.headers)
    names = {fold_header(column.key): column.column for column in columns}
    for number, header in enumerate(headers):
        if names.get(fold_header(header), number) != number:
            headers[number] = f"{header} (not read)"
    changes: dict[int, dict[int, Any]] = {}
    for column in columns:
        headers[column.column] = column.key
        for row in column.cells:
            point = column.points.get(row)
            if point != data.rows[row][column.column] or isinstance(data.rows[row][column.column], bool):
                changes.setdefault(row, {})[column.column] = point
    if not changes and tuple(headers) == data.headers:
        return data
    rows = tuple(
        tuple(changes[at].get(number, cell) for number, cell in enumerate(row)) if at in changes else row
        for at, row in enumerate(data.rows)
    )
    return replace(data, headers=tuple(headers), rows=rows)
