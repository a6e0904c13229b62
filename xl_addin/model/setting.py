"""One adjustable value, and what it takes."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from xl_addin.model.facts import Anything, Day, Fact, Limit, Number, Record, Text


class Setting(Record):
    """One adjustable value: a threshold, a word list, a policy."""

    id: Annotated[
        str, Fact("Setting", "The name rules and scores know it by.", Text(64), required=True, unique=True)
    ] = ""
    group: Annotated[str, Fact("Group", "What it belongs to.", Text(40))] = ""
    value: Annotated[
        str | int | float | dt.date | None,
        Fact("Value", "Yours to change. Blank: the default counts.", Anything()),
    ] = None
    default: Annotated[str | int | float | None, Fact("Default", "What counts while Value is blank.", Anything())] = (
        None
    )
    meaning: Annotated[str, Fact("What it does", "How the value is used, and where it comes from.", Text(600))] = ""
    takes: Annotated[Limit | None, Field(exclude=True)] = None
    """Which values count; None: a number from 0 up where the default is a number, else any words."""

    holds_days: Annotated[bool, Field(exclude=True)] = False
    """Whether its words may be days."""

    @property
    def asks_for_words(self) -> bool:
        """Whether words are asked that are no day: where the cell shows one, Excel has made it of them."""
        words = not isinstance(self.default, int | float)
        return words and not self.holds_days and not isinstance(self.limit, Day)

    @property
    def limit(self) -> Limit:
        """Which values count; where another is typed, the default does."""
        return self.takes or (Number(0) if isinstance(self.default, int | float) else Anything())
