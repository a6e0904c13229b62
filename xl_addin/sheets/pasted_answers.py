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
from xl_addin.layout.column_headers import columns_named, match_columns, plain_header
from xl_addin.layout.describe import Table
from xl_addin.layout.field_values import is_blank
from xl_addin.model.answers import ITEMS, PastedAnswers
from xl_addin.model.counts import join_words
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.scales import scales
from xl_addin.sheets.pasted_column import (
    UNCLEAR_SCALE,
    PastedColumn,
    answer_spelling,
    column_misfits,
    is_on_scale,
    read_column,
    trim_answer,
)

_NO_MIDDLE = 30
"""Answers in words from which a scale whose middle nobody chose is likely to have none."""
_NEAR = 0.82
"""Likeness of two headers from which one may be the other, mistyped."""


@dataclass(frozen=True)
class AnswerTable:
    """The table as a parser takes it: our keys as headers, numbers as answers; and what was left out of it."""

    data: TableData
    misfits: tuple[Misfit, ...] = ()
    answers: PastedAnswers = field(default_factory=PastedAnswers)


def read_answers(data: TableData, table: Table) -> AnswerTable:
    """The table of pasted answers, understood; the very same data where there is nothing to translate."""
    places, twice = _places(data, table)
    columns = [_answers(data, key, place) for key, place in places.items()]
    all_words = frozenset(word for column in columns for word in column.words)
    for column in columns:
        read_column(column, all_words, data)
    spellings = _agree_spellings(columns)
    misfits = [*twice, *_unknown(data, table, places), *_without_middle(columns, table.name)]
    for column in columns:
        misfits += column_misfits(column, table.name)
    headers = {column.key: "" for column in columns if column.reason} | _other_headers(data, table, columns)
    numbers = {column.key: column.column + 1 for column in columns if not column.reason}
    answers = PastedAnswers(headers, numbers, spellings)
    return AnswerTable(_translate(data, columns), tuple(misfits), answers)


def _places(data: TableData, table: Table) -> tuple[dict[str, int], list[Misfit]]:
    """Item key -> its column: of several the first that says something; and what is said of the others."""
    has_answers = [any(not is_blank(row[number]) for row in data.rows) for number in range(len(data.headers))]
    places: dict[str, int] = {}
    misfits = []
    for key in ITEMS:
        candidates = columns_named(data.headers, table.field_of[key])
        answered_columns = [number for number in candidates if has_answers[number]]
        if candidates:
            places[key] = (answered_columns or list(candidates))[0]
        if len(answered_columns) > 1:
            cells = [data.address(-1, number) for number in answered_columns]
            reason = f"{cells[0]} counts, {join_words(cells[1:])} {'do' if len(cells) > 2 else 'does'} not"
            misfits.append(Misfit("twice", Place(table.name, -1, key), key, None, reason))
    return places, misfits


def _answers(data: TableData, key: str, place: int) -> PastedColumn:
    cells: dict[int, Plain] = {}
    for number, row in enumerate(data.rows):
        cell = row[place]
        value = cell.value if isinstance(cell, FormulaCell) else cell
        # an error, or a formula without a result, is told apart by the parser
        if not is_blank(cell) and value is not None and not isinstance(value, ErrorCell):
            cells[number] = value
    return PastedColumn(key, place, cells, {number: answer_spelling(value) for number, value in cells.items()})


def _agree_spellings(columns: Sequence[PastedColumn]) -> dict[str, int]:
    """An answer as it stands -> its number; columns in which one spelling would mean two things are not read."""
    while True:
        points: dict[str, set[int]] = {}
        for column in columns:
            for row, point in column.points.items():
                points.setdefault(trim_answer(column.cells[row]).casefold(), set()).add(point)
        conflicts = {text for text, numbers in points.items() if len(numbers) > 1}
        if not conflicts:
            break
        for column in columns:
            if rows := _rows_that_say(column, column.points, conflicts):
                column.refuse(UNCLEAR_SCALE, rows)
    for column in columns:
        # a word that this column leaves open: formulas would take it for what it means in another one
        if not column.reason and (rows := _rows_that_say(column, column.unread, points)):
            column.refuse(UNCLEAR_SCALE, rows)
    spellings: dict[str, int] = {}
    texts = set()
    for column in columns:
        for row, point in column.points.items():
            text = trim_answer(column.cells[row])
            if text != str(point) and text.casefold() not in texts:
                texts.add(text.casefold())
                spellings[text] = point
    return spellings


def _rows_that_say(column: PastedColumn, rows: Iterable[int], texts: Collection[str]) -> list[int]:
    return [row for row in rows if trim_answer(column.cells[row]).casefold() in texts]


def _other_headers(data: TableData, table: Table, columns: Sequence[PastedColumn]) -> dict[str, str]:
    """Item key -> header, for columns that a look-up of key, then statement, would not find."""
    # as a formula compares: case aside, every blank and break as it is
    comparable_headers = [header.casefold() for header in data.headers]
    headers = {}
    for column in columns:
        table_column = table.field_of[column.key]
        plain = [name.casefold() for name in (table_column.header, *table_column.fact.aliases)]
        first = next((comparable_headers.index(name) for name in plain if name in comparable_headers), None)
        if first != column.column and not column.reason:
            headers[column.key] = data.headers[column.column]
    return headers


def _unknown(data: TableData, table: Table, places: Mapping[str, int]) -> Iterator[Misfit]:
    """Columns that are nobody's: those whose header is nearly a statement, and those that look like ratings."""
    statements = {plain_header(item.text): key for key, item in ITEMS.items()}
    ours = {*places.values(), *match_columns(data.headers, table).values()}
    ours |= {number for key in ITEMS for number in columns_named(data.headers, table.field_of[key])}
    for number, header in enumerate(data.headers):
        cells = [row[number] for row in data.rows if not is_blank(row[number])]
        if number in ours or not cells:
            continue
        near = get_close_matches(plain_header(header), statements, 1, _NEAR)
        if near or _like_ratings(cells):
            key = statements[near[0]] if near else ""
            reason = f'it may be {key}, "{ITEMS[key].text.rstrip(".")}"' if key else "it looks like ratings"
            yield Misfit("unknown", Place(table.name, -1, header), header, None, reason)


def _like_ratings(cells: Sequence[CellValue]) -> bool:
    """Whether nearly all of a column are answers as people give them, and some the same: a list of numbers is none."""
    plain = [cell.value if isinstance(cell, FormulaCell) else cell for cell in cells]
    answers = [answer for answer in map(answer_spelling, plain) if answer and not answer.no_answer]
    ratings = [answer for answer in answers if answer.number is None or is_on_scale(answer.number)]
    return len(ratings) >= max(3, 0.8 * len(cells)) and len(set(ratings)) < len(ratings)


def _without_middle(columns: Sequence[PastedColumn], table: str) -> Iterator[Misfit]:
    """A scale of words whose middle nobody chose at all, in so many answers that it is likely to have none."""
    word_counts = Counter(
        answer.words
        for column in columns
        for row in column.points
        if (answer := column.spellings[row]) and answer.words and answer.number is None
    )
    middle = {word for scale in scales() if len(scale.steps) % 2 for word in scale.steps[len(scale.steps) // 2]}
    first = next((column.key for column in columns if column.points and column.words), "")
    if first and word_counts.total() >= _NO_MIDDLE and not middle & word_counts.keys():
        yield Misfit("middle", Place(table, -1, first), first, None, f"{word_counts.total()} answers in words")


def _translate(data: TableData, columns: Sequence[PastedColumn]) -> TableData:
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
        tuple(changes[row_number].get(number, cell) for number, cell in enumerate(row))
        if row_number in changes
        else row
        for row_number, row in enumerate(data.rows)
    )
    return replace(data, headers=tuple(headers), rows=rows)
