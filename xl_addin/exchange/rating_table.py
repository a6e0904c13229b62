"""The table of rows to rate, as an employee and as a manager get it: same headers, other cells open."""

from collections.abc import Mapping
from typing import Any

from xl_addin.exchange.asked import Asked
from xl_addin.exchange.live import MANAGER, SELF, RatedRow, row_formulas, row_view
from xl_addin.exchange.tabs import KEY, shown
from xl_addin.layout.declare import column
from xl_addin.layout.describe import Table, Tint
from xl_addin.model.records import Rated, Rating

NAME = "tblRatings"
FILLED = {SELF: ("self_rating", "evidence"), MANAGER: ("manager_rating", "evidence")}
"""Who rates, by the header of their rating -> the fields they fill in."""
TINTS = (
    Tint("AND(ISNUMBER({gap}),{gap}>0)", "low", ("gap",)),
    Tint("AND(ISNUMBER({gap}),{gap}<0)", "high", ("gap",)),
)


def rating_table(rated: str, name: str = NAME) -> Table:
    """The table, open for the rating under the header `rated` and for evidence."""
    live = row_formulas(rated)
    own = column(Rating, "self_rating", 12, "input_centred")
    theirs = column(Rating, "manager_rating", 12, "input_centred")
    columns = (
        shown("name", "Competency", "What is rated.", 18, "key", kind="label"),
        shown("label", "Level", "The level the expectation belongs to.", 11),
        shown("expectation", "Expectation", "What a person at this level does.", 44),
        own if rated == SELF else shown("self_rating", SELF, "The person's own rating.", 12, "count"),
        theirs if rated == MANAGER else shown("manager_rating", MANAGER, "From your manager's workbook.", 12, "count"),
        column(Rating, "evidence", 42, "input_long"),
        KEY,
        shown("expected", "Expected", "The rating expected here.", 9, "count"),
        shown("gap", "Gap", "Expected minus rating; above 0 is below expectation.", 7, "gap", live["gap"]),
        shown("weight", "Weight", "How much it counts on this track.", 8, "decimal"),
        shown("points", "Points", "Weight times (rating - 1) / 4.", 8, "decimal", live["points"]),
    )
    return Table(name, columns, ("key",), spare=0, freeze=1)


def fixed(asked: Asked) -> dict[str, Any]:
    """The fields of a row that are the same for everybody."""
    return {field: getattr(asked, field) for field in ("name", "label", "expectation", "expected", "weight")}


def own(asked: Asked, employee: str, rating: Rating | None, rated: str, *, other: bool) -> dict[str, Any]:
    """The fields of a row that are one person's; `other` says whether the rating people only read is shown."""
    given: dict[str, Rated] = {
        SELF: rating.self_rating if rating else None,
        MANAGER: rating.manager_rating if rating else None,
    }
    counts = RatedRow(asked.weight, asked.expected, given[rated])
    return {
        "self_rating": given[SELF] if rated == SELF or other else None,
        "manager_rating": given[MANAGER] if rated == MANAGER or other else None,
        "evidence": rating.evidence if rating else None,
        **row_view(counts),
        "key": asked.key(employee),
    }


def rated_row(asked: Asked, held: Mapping[tuple[str, str], Rating], field: str) -> RatedRow:
    """A row as it stands, with the rating in `field`."""
    rating = held.get((asked.competency, asked.level))
    return RatedRow(asked.weight, asked.expected, getattr(rating, field) if rating else None)
