"""What every command says of rows that stand below a table, and of those that came into it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xl_addin.commands.command import Job, Outcome
from xl_addin.layout.below import RowsBelow, runs
from xl_addin.model.counts import counted, listed

_NAMED = 12
"""How many cells a line names."""


def report_rows_below(
    outcome: Outcome, joined: Sequence[RowsBelow], job: Job, *, brief: bool, is_open: bool
) -> Outcome:
    """The outcome with what became of rows below tables: those that came into them, and those that nothing reads.

    Args:
        outcome: what the command found.
        joined: the rows that came into their tables.
        job: what the command worked with; rows that stand below a table there are not read.
        brief: whether the command's own lines name these.
        is_open: whether the workbook is open in Excel, where a table is made longer by hand.
    """
    unread = list(job.read.parsed.rows_below.values())
    if not (unread or joined):
        return outcome
    lines = [*map(_joined_line, joined)]
    lines += [] if brief else [line for below in unread for line in _unread_lines(below, is_open)]
    sentences = (
        f"Taken in: {_sum(joined)}." if joined else "",
        f"Not read: {_sum(unread)}." if unread else "",
        outcome.sentence,
    )
    return replace(
        outcome,
        sentence=" ".join(filter(None, sentences)),
        data={
            **outcome.data,
            "rows_below": [own for below in unread for own in _data(below)],
            "rows_taken_in": [own for below in joined for own in _data(below)],
        },
        lines=[*lines, *outcome.lines],
        clean=outcome.clean and not unread,
        next=_next(unread, job, is_open) if unread else outcome.next,
    )


def _joined_line(below: RowsBelow) -> tuple[str, str, str]:
    rows = counted(len(below.adjacent), "row")
    cells, what = listed(below.typed_over, _NAMED), f"{rows} taken into the table"
    if below.typed_over:
        what += f"; {cells} got the formula of the column (what stood there is in the backup)"
    return f"{below.table.sheet}!{below.area(below.adjacent)}", what, ""


def _unread_lines(below: RowsBelow, is_open: bool) -> Iterator[tuple[str, str, str]]:
    for rows in runs(below.rows):
        what = f"{counted(len(rows), 'row')} below the table, which nothing reads"
        yield f"{below.table.sheet}!{below.area(rows)}", what, _todo(below, rows, is_open)


def _todo(below: RowsBelow, rows: Sequence[int], is_open: bool) -> str:
    them = "it" if len(rows) == 1 else "them"
    if rows[0] not in below.adjacent:
        return f"move {them} up to the end of the table"
    if below.table.totals:
        return "switch off the table's total row (Table Design, Total Row)"
    return f"drag the corner of the table down over {them}" if is_open else f"run build, which takes {them} in"


def _sum(several: Sequence[RowsBelow]) -> str:
    """The rows of all of them, with their places."""
    count = sum(len(below.rows) for below in several)
    tables = "tables" if len(several) > 1 else "table"
    places = ", ".join(f"{below.table.sheet}!{area}" for below in several for area in below.areas())
    return f"{counted(count, 'row')} below {'its' if count == 1 else 'their'} {tables} ({places})"


def _next(unread: Sequence[RowsBelow], job: Job, is_open: bool) -> str:
    if is_open:
        return "Bring the rows named above into their tables, then run this again."
    if any(below.fits for below in unread):
        return f"To take the rows in, run: trackbook build {job.typed}"
    return f"Bring the rows named above into their tables, then run: trackbook build {job.typed}"


def _data(below: RowsBelow) -> Iterator[dict[str, object]]:
    for rows in runs(below.rows):
        yield {"tab": below.table.sheet, "cells": below.area(rows), "rows": len(rows)}
