"""What every command says of rows that stand below a table, and how they come into it."""

from collections.abc import Sequence
from dataclasses import replace

from xl_addin.commands.command import Job, Outcome
from xl_addin.layout.below import Beneath
from xl_addin.model.counts import counted


def with_rows_below(outcome: Outcome, taken: Sequence[Beneath], job: Job, *, listed: bool, is_open: bool) -> Outcome:
    """The outcome with what became of rows below tables: those taken in, and those that nothing reads.

    Args:
        outcome: what the command found.
        taken: the rows that came into their tables.
        job: what the command worked with; rows that stand below a table there are not read.
        listed: whether the command's own lines name them.
        is_open: whether the workbook is open in Excel, where a table is made longer by hand.
    """
    out = list(job.read.parsed.below.values())
    if not (out or taken):
        return outcome
    lines = [(_where(own), f"{_rows(own)} taken into the table", "") for own in taken]
    if not listed:
        lines += [
            (_where(own), f"{_rows(own)} below the table, which nothing reads", _todo(own, is_open)) for own in out
        ]
    left_out = f"Not read: {_sum(out)}." if out else ""
    took_in = f"Taken in: {_sum(taken)}." if taken else ""
    return replace(
        outcome,
        sentence=" ".join(filter(None, (took_in, left_out, outcome.sentence))),
        data={
            **outcome.data,
            "rows_below": [_data(own) for own in out],
            "rows_taken_in": [_data(own) for own in taken],
        },
        lines=[*lines, *outcome.lines],
        clean=outcome.clean and not out,
        next=_next(out, job, is_open) if out else outcome.next,
    )


def _where(beneath: Beneath) -> str:
    return f"{beneath.table.sheet}!{beneath.area}"


def _rows(beneath: Beneath) -> str:
    return counted(len(beneath.rows), "row")


def _sum(several: Sequence[Beneath]) -> str:
    """The rows of all of them, with their places."""
    rows = counted(sum(len(own.rows) for own in several), "row")
    return f"{rows} below {'their table' if len(several) == 1 else 'their tables'} ({', '.join(map(_where, several))})"


def _todo(beneath: Beneath, is_open: bool) -> str:
    if not beneath.alone:
        return "move them up to the table, so that nothing stands between"
    return "drag the corner of the table down over them" if is_open else "run build, which takes them in"


def _next(out: Sequence[Beneath], job: Job, is_open: bool) -> str:
    if is_open:
        return "Drag the corner of each table named above down over the rows below it, then run this again."
    first = "" if any(own.alone for own in out) else "Move the rows named above up to their table, then run"
    return f"{first or 'To take the rows in, run'}: trackbook build {job.typed}"


def _data(beneath: Beneath) -> dict[str, object]:
    return {"tab": beneath.table.sheet, "cells": beneath.area, "rows": len(beneath.rows)}
