"""Cells that are coloured because a table lists them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """The table that lists cells to look at; every input cell it names in field `place` is coloured, live.

    Only rows whose `status` is `open_word` count; those whose `severity` is `error_word` get the stronger mark.
    """

    table: str
    place: str
    severity: str
    status: str
    open_word: str
    error_word: str
