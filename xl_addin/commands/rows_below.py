"""What every command says of rows that stand below a table, and of those that came into it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xl_addin.commands.command import Job, Outcome
from xl_addin.layout.rows_below import RowsBelow, runs
from xl_addin.model.counts import join_words, quantity

_CELLS_NAMED = 12
"""How many cells a line names."""


def report_rows_below(
    outcome: Outcome, joined_rows: Sequence[RowsBelow], job: Job, *, brief: bool, is_open: bool
) -> Outcome:
    """The outcome with what became of rows below tables: those that came into them, and those that nothing reads.

    Args:
        outcome: what the command found.
        joined_rows: the rows that came into their tables.
        job: what the command worked with; rows that stand below a table there are not read.
        brief: whether the command's own lines name these.
        is_open: whether the workbook is open in Excel, where a table is made longer by hand.
    """
    unread = list(job.workbook.parse_result.rows_below.values())
    if not (unread or joined_rows):
        return outcome
    lines = [*map(_joined_line, joined_rows)]
    lines += [] if brief else [line for rows_below in unread for line in _unread_lines(rows_below, is_open)]
    sentences = (
        f"Taken in: {_sum(joined_rows)}." if joined_rows else "",
        f"Not read: {_sum(unread)}." if unread else "",
        outcome.sentence,
    )
    return replace(
        outcome,
        sentence=" ".join(filter(None, sentences)),
        data={
            **outcome.data,
            "rows_below": [row_data for rows_below in unread for row_data in _data(rows_below)],
            "rows_taken_in": [row_data for rows_below in joined_rows for row_data in _data(rows_below)],
        },
        lines=[*lines, *outcome.lines],
        clean=outcome.clean and not unread,
        next=_next(unread, job, is_open) if unread else outcome.next,
    )


def _joined_line(rows_below: RowsBelow) -> tuple[str, str, str]:
    rows = quantity(len(rows_below.adjacent), "row")
    cells, result_text = join_words(rows_below.typed_over, _CELLS_NAMED), f"{rows} taken into the table"
    if rows_below.typed_over:
        result_text += f"; {cells} got the formula of the column (what stood there is in the backup)"
    return f"{rows_below.table.sheet}!{rows_below.area(rows_below.adjacent)}", result_text, ""


def _unread_lines(rows_below: RowsBelow, is_open: bool) -> Iterator[tuple[str, str, str]]:
    for rows in runs(rows_below.rows):
        problem = f"{quantity(len(rows), 'row')} below the table, which nothing reads"
        yield f"{rows_below.table.sheet}!{rows_below.area(rows)}", problem, _todo(rows_below, rows, is_open)


def _todo(rows_below: RowsBelow, rows: Sequence[int], is_open: bool) -> str:
    them = "it" if len(rows) == 1 else "them"
    if rows[0] not in rows_below.adjacent:
        return f"move {them} up to the end of the table"
    if rows_below.table.totals:
        return "switch off the table's total row (Table Design, Total Row)"
    return f"drag the corner of the table down over {them}" if is_open else f"run build, which takes {them} in"


def _sum(groups: Sequence[RowsBelow]) -> str:
    """The rows of all of them, with their places."""
    count = sum(len(rows_below.rows) for rows_below in groups)
    tables = "tables" if len(groups) > 1 else "table"
    places = ", ".join(f"{rows_below.table.sheet}!{area}" for rows_below in groups for area in rows_below.areas())
    return f"{quantity(count, 'row')} below {'its' if count == 1 else 'their'} {tables} ({places})"


def _next(unread: Sequence[RowsBelow], job: Job, is_open: bool) -> str:
    if is_open:
        return "Bring the rows named above into their tables, then run this again."
    if any(rows_below.fits for rows_below in unread):
        return f"To take the rows in, run: trackbook build {job.argument}"
    return f"Bring the rows named above into their tables, then run: trackbook build {job.argument}"


def _data(rows_below: RowsBelow) -> Iterator[dict[str, object]]:
    for rows in runs(rows_below.rows):
        yield {"tab": rows_below.table.sheet, "cells": rows_below.area(rows), "rows": len(rows)}
