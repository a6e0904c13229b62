"""The table of rows to rate, as an employee and as a manager get it: same headers, other cells open."""

from collections.abc import Mapping
from typing import Any

from xl_addin.exchange.form.form_figures import MANAGER_HEADER, SELF_HEADER, RatedRow, row_formulas, row_view
from xl_addin.exchange.form.form_rows import FormRow
from xl_addin.exchange.form.tab_parts import KEY, display_column
from xl_addin.layout.declare import column
from xl_addin.layout.describe import Table, Tint
from xl_addin.model.records import Rating, RatingValue

NAME = "tblRatings"
FIELDS_BY_RATER = {SELF_HEADER: ("self_rating", "evidence"), MANAGER_HEADER: ("manager_rating", "evidence")}
"""Who rates, by the header of their rating -> the fields they fill in."""
GAP_TINTS = (
    Tint("AND(ISNUMBER({gap}),{gap}>0)", "low", ("gap",)),
    Tint("AND(ISNUMBER({gap}),{gap}<0)", "high", ("gap",)),
)


def rating_table(rating_header: str, name: str = NAME) -> Table:
    """The table, open for the rating under the header `rating_header` and for evidence."""
    live = row_formulas(rating_header)
    self_column = column(Rating, "self_rating", 12, "input_centred")
    theirs = column(Rating, "manager_rating", 12, "input_centred")
    columns = (
        display_column("name", "Competency", "What is rated.", 18, "key", kind="label"),
        display_column("label", "Level", "The level the expectation belongs to.", 11),
        display_column("expectation", "Expectation", "What a person at this level does.", 44),
        self_column
        if rating_header == SELF_HEADER
        else display_column("self_rating", SELF_HEADER, "The person's own rating.", 12, "count"),
        theirs
        if rating_header == MANAGER_HEADER
        else display_column("manager_rating", MANAGER_HEADER, "From your manager's workbook.", 12, "count"),
        column(Rating, "evidence", 42, "input_long"),
        KEY,
        display_column("expected", "Expected", "The rating expected here.", 9, "count"),
        display_column("gap", "Gap", "Expected minus rating; above 0 is below expectation.", 7, "gap", live["gap"]),
        display_column("weight", "Weight", "How much it counts on this track.", 8, "decimal"),
        display_column("points", "Points", "Weight times (rating - 1) / 4.", 8, "decimal", live["points"]),
    )
    return Table(name, columns, ("key",), spare=0, freeze=1)


def shared_fields(form_row: FormRow) -> dict[str, Any]:
    """The fields of a row that are the same for everybody."""
    return {field: getattr(form_row, field) for field in ("name", "label", "expectation", "expected", "weight")}


def personal_fields(
    form_row: FormRow, employee: str, rating: Rating | None, rating_header: str, *, show_other: bool
) -> dict[str, Any]:
    """The fields of a row that are one person's; `show_other` says whether the rating people only read is shown."""
    ratings: dict[str, RatingValue] = {
        SELF_HEADER: rating.self_rating if rating else None,
        MANAGER_HEADER: rating.manager_rating if rating else None,
    }
    counts = RatedRow(form_row.weight, form_row.expected, ratings[rating_header])
    return {
        "self_rating": ratings[SELF_HEADER] if rating_header == SELF_HEADER or show_other else None,
        "manager_rating": ratings[MANAGER_HEADER] if rating_header == MANAGER_HEADER or show_other else None,
        "evidence": rating.evidence if rating else None,
        **row_view(counts),
        "key": form_row.key(employee),
    }


def rated_row(form_row: FormRow, ratings: Mapping[tuple[str, str], Rating], field: str) -> RatedRow:
    """A row as it stands, with the rating in `field`."""
    rating = ratings.get((form_row.competency, form_row.level))
    return RatedRow(form_row.weight, form_row.expected, getattr(rating, field) if rating else None)
