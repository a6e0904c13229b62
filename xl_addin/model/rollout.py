"""What tells whether the roll-out works: moves between levels, figures by period, and the measures watched.

Three tables, each with one job. Moves is the log a person keeps. Periods has one row for each quarter (or any other
stretch of days), shows every count a figure is made of, and is what a trend chart reads. Kpis has one row for each
measure with its definition, baseline, target and a column for each period; the ready-made measures look their actuals
up in Periods, an organisation's own are typed.
"""

import datetime as dt
from typing import Annotated

from xl_addin.model.facts import Anything, Day, Fact, Ident, Number, OneOf, Record, Text, Whole

MOVE_KINDS = ("Promotion", "Lateral", "Down", "Left", "Joined")
PROMOTION, LATERAL, DOWNWARD, DEPARTURE, ARRIVAL = MOVE_KINDS
UNITS = ("Share", "Number", "Days", "Money", "Rating")
PERIODS = 8
"""How many periods the measures have columns for: two years of quarters."""

_COUNT = Whole(0, 1_000_000)
Actual = float | None


class Move(Record):
    """One change of place: up, sideways or down a level, in or out of the organisation.

    Employee and levels are names rather than references: people leave the People tab and levels are retired, while
    the log of what happened stays.
    """

    date: Annotated[dt.date | None, Fact("Date", "The first day in the new place.", Day(), required=True)] = None
    employee: Annotated[
        str, Fact("Employee ID", "Who moved; as in People, also after leaving.", Ident(), required=True)
    ] = ""
    origin: Annotated[str, Fact("From level", "Level ID before the move; blank for who joined.", Ident())] = ""
    target: Annotated[str, Fact("To level", "Level ID after the move; blank for who left.", Ident())] = ""
    kind: Annotated[
        str,
        Fact(
            "Kind",
            "Promotion: more is asked. Lateral: as much is asked. Down: less is asked. Left, Joined: the organisation.",
            OneOf(MOVE_KINDS),
            required=True,
        ),
    ] = ""


class Period(Record):
    """One stretch of days with its counts and figures. Name, days and the last three counts are typed."""

    id: Annotated[str, Fact("Period", "What to call it, such as 2027 Q1.", Text(20), required=True, unique=True)] = ""
    first: Annotated[dt.date | None, Fact("First day", "The period's first day.", Day())] = None
    last: Annotated[dt.date | None, Fact("Last day", "The period's last day.", Day())] = None
    plans: Annotated[
        int | None, Fact("With a plan", "How many of the people have a development plan at the end of it.", _COUNT)
    ] = None
    asked: Annotated[
        int | None, Fact("Answered", "How many people said whether they can open their track.", _COUNT)
    ] = None
    opened: Annotated[int | None, Fact("Can open it", "How many of them can: rated it 4 or 5.", _COUNT)] = None
    start_people: Annotated[
        int | None, Fact("People at the start", "Active people now, with later moves in and out undone.", Anything())
    ] = None
    end_people: Annotated[
        int | None, Fact("People at the end", "Active people now, with later moves in and out undone.", Anything())
    ] = None
    promotions: Annotated[int | None, Fact("Promotions", "Promotions within the period.", Anything())] = None
    laterals: Annotated[int | None, Fact("Lateral moves", "Sideways moves within the period.", Anything())] = None
    leavers: Annotated[
        int | None, Fact("Leavers", "People there at the start who left within the period.", Anything())
    ] = None
    ratio: Annotated[
        Actual, Fact("Career path ratio", "Promotions over promotions and lateral moves together.", Anything())
    ] = None
    words: Annotated[str, Fact("In words", "What the ratio allows to be said.", Text(200))] = ""
    promoted: Annotated[
        Actual, Fact("Promotion rate", "Promotions over the mean of people at the start and the end.", Anything())
    ] = None
    retained: Annotated[
        Actual, Fact("Retention", "Share of the people there at the start who did not leave.", Anything())
    ] = None
    planned: Annotated[Actual, Fact("Share with a plan", "People with a plan over people at the end.", Anything())] = (
        None
    )
    access: Annotated[Actual, Fact("Share who can open it", "Those who can over those who answered.", Anything())] = (
        None
    )


def _actual(number: int) -> Fact:
    return Fact(f"Period {number}", f"The figure in row {number} of the table of periods.", Number())


class Kpi(Record):
    """One measure: what it is, where it stood, where it should be, and what came of it period by period."""

    id: Annotated[str, Fact("Key", "The measure's short name.", Ident(), required=True, unique=True)] = ""
    measure: Annotated[str, Fact("Measure", "What is watched.", Text(120), required=True)] = ""
    definition: Annotated[
        str, Fact("Definition", "How it is worked out, so that two people get one figure.", Text(600))
    ] = ""
    unit: Annotated[str, Fact("Unit", "What the figure counts in; a share runs from 0% to 100%.", OneOf(UNITS))] = (
        UNITS[0]
    )
    baseline: Annotated[Actual, Fact("Baseline", "Where it stood before the career tracks.", Number())] = None
    target: Annotated[Actual, Fact("Target", "Where you want it to be.", Number())] = None
    p1: Annotated[Actual, _actual(1)] = None
    p2: Annotated[Actual, _actual(2)] = None
    p3: Annotated[Actual, _actual(3)] = None
    p4: Annotated[Actual, _actual(4)] = None
    p5: Annotated[Actual, _actual(5)] = None
    p6: Annotated[Actual, _actual(6)] = None
    p7: Annotated[Actual, _actual(7)] = None
    p8: Annotated[Actual, _actual(8)] = None

    @property
    def actuals(self) -> tuple[Actual, ...]:
        return (self.p1, self.p2, self.p3, self.p4, self.p5, self.p6, self.p7, self.p8)


KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="CPR",
        measure="Career path ratio",
        definition="Promotions, divided by promotions and lateral moves together. "
        "Below 20% or above 70% it deserves a look.",
    ),
    Kpi(
        id="PROMOTED",
        measure="Promotion rate",
        definition="Promotions, divided by the mean of the people at the start and at the end of the period.",
    ),
    Kpi(
        id="RETAINED",
        measure="Retention",
        definition="Of the people there at the start of the period, the share who did not leave within it.",
    ),
    Kpi(
        id="PLANNED",
        measure="People with a development plan",
        definition="People with a development plan, divided by the people at the end of the period.",
    ),
    Kpi(
        id="ACCESS",
        measure="People who can open their track",
        definition="Of those asked whether they can open their career track, the share who rated it 4 or 5.",
    ),
)
"""The ready-made measures; an organisation adds its own below them."""

FIGURE_OF = {"CPR": "ratio", "PROMOTED": "promoted", "RETAINED": "retained", "PLANNED": "planned", "ACCESS": "access"}
"""Ready-made measure -> the field of Period that holds its actual."""
