"""What a table has besides its columns: what it asks for, and bars beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NextEntry:
    """What a table asks for: its next blank entry is coloured, and nothing else on the tab.

    `fields` are those that have to be filled, in order; None for what follows from the columns: all that people fill in
    a table whose rows are given, those that are required in one that grows, none in one that is pasted or worked out.
    Of a table that grows, a row that is begun asks for what it lacks; a blank row does so up to the row `fewest`, None
    for always. `where` is a formula, as in `Tint`, for tables whose own words say which row asks.
    """

    fields: tuple[str, ...] | None = None
    fewest: int | None = 0
    where: str = ""


FROM_COLUMNS = NextEntry()
"""What follows from the columns alone."""
OWN_COLOURS = NextEntry(())
"""Nothing: the tab itself says which entry is next, by tints of its own."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars beside a table: one narrow column a week, filled where a row's `start` to `finish` touches it.

    A row whose `status` is one of `final_statuses` gets a paler bar.
    """

    start: str
    finish: str
    status: str
    final_statuses: tuple[str, ...]
    weeks: int = 52
