"""One adjustable value, and what it takes."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from xl_addin.model.facts import Anything, Fact, Limit, Number, Record, Text


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

    @property
    def limit(self) -> Limit:
        """Which values count; where another is typed, the default does."""
        return self.takes or (Number(0) if isinstance(self.default, int | float) else Anything())
