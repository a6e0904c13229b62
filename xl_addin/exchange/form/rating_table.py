"""The table of rows to rate, as an employee and as a manager get it: one statement a row, other cells open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xl_addin.exchange.form.form_figures import MANAGER_HEADER, SELF_HEADER, RatedRow, row_formulas, row_views
from xl_addin.exchange.form.form_rows import FormRow
from xl_addin.exchange.form.tab_parts import KEY, display_column
from xl_addin.layout.declare import column
from xl_addin.layout.describe import Column, Table, Tint
from xl_addin.layout.roles import Role
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.layout.titled_text import TitledText
from xl_addin.model.records import Rating, RatingValue

NAME = "tblRatings"
FIELDS_BY_RATER = {SELF_HEADER: ("self_rating", "evidence"), MANAGER_HEADER: ("manager_rating", "evidence")}
"""Who rates, by the header of their rating -> the fields they fill in."""
OPTIONAL = "Optional: leave blank what you cannot say."
"""Said of the lines of a next level."""
EVIDENCE_HEADER = "One thing that shows it"
NEXT_TINT = Tint("ISNUMBER({next})", "next")
"""The one cell to fill in now asks for it; once for the field of each rating."""


@dataclass(frozen=True)
class LevelSection:
    """The rows of one level, which stand in one table; the first is that of the level held now."""

    level: str
    table: str
    rows: tuple[FormRow, ...]
    is_optional: bool


def sections_of(rows: Sequence[FormRow], table: str = NAME) -> tuple[LevelSection, ...]:
    """Rows to rate by level, in the order they come; the table of the first is called `table`."""
    levels = tuple(dict.fromkeys(row.level for row in rows))
    return tuple(
        LevelSection(
            level,
            f"{table}_{number}" if number else table,
            tuple(row for row in rows if row.level == level),
            number > 0,
        )
        for number, level in enumerate(levels)
    )


def employee_table(section: LevelSection, scale: str, widths: Sequence[float], *, show_manager: bool) -> Table:
    """The table in an employee's form: the statement, the rating right of it, and what shows it."""
    columns = [
        _statement_column(widths[0]),
        _rating_column("self_rating", SELF_HEADER, scale, widths[1]),
        _evidence_column(widths[2]),
    ]
    if show_manager:
        meaning = "From your manager's workbook."
        columns.append(display_column("manager_rating", "Manager's rating", meaning, widths[3], "tally"))
    return Table(
        section.table, (*columns, *_hidden_columns(section, SELF_HEADER)), ("key",), spare=0, next_entry=OWN_COLOURS
    )


def manager_table(section: LevelSection, scale: str, widths: Sequence[float]) -> Table:
    """The table in a manager's pack: beside the statement what shows it, the own view and the manager's rating."""
    words = row_formulas(section.table, MANAGER_HEADER)["words"]
    columns = (
        _statement_column(widths[0]),
        _evidence_column(widths[1]),
        display_column("self_rating", "Own view", "The person's own rating.", widths[2], "tally"),
        _rating_column("manager_rating", MANAGER_HEADER, scale, widths[3]),
        display_column("words", "So far", "Your rating against what is expected.", widths[4], "computed", words),
    )
    return Table(
        section.table,
        (*columns, *_hidden_columns(section, MANAGER_HEADER)),
        ("key",),
        spare=0,
        next_entry=OWN_COLOURS,
    )


def section_tints(section: LevelSection, field: str) -> tuple[Tint, ...]:
    """Colours of a section's table: the next cell of `field` asks, unless the section is optional."""
    below = tuple(
        Tint(f"AND(ISNUMBER({{gap}}),{{gap}}{test})", role, ("words",))
        for test, role in (_GAP_TESTS if field == "manager_rating" else ())
    )
    return below if section.is_optional else (replace(NEXT_TINT, fields=(field,)), *below)


_GAP_TESTS: tuple[tuple[str, Any], ...] = ((">=2", "far_below"), (">0", "low"), ("<0", "high"))


def _statement_column(width: float) -> Column:
    return display_column("expectation", "What is expected", "What a person at this level does.", width, "statement")


def _rating_column(field: str, header: str, scale: str, width: float) -> Column:
    rating = column(Rating, field, width, "rating")
    return replace(rating, fact=replace(rating.fact, title=header, meaning=scale))


def _evidence_column(width: float) -> Column:
    evidence = column(Rating, "evidence", width, "input_long")
    return replace(evidence, fact=replace(evidence.fact, title=EVIDENCE_HEADER))


def _hidden_columns(section: LevelSection, rating_header: str) -> tuple[Column, ...]:
    """Right of what people see: the row's key, and what the figures of the form are worked out from."""
    formulas = row_formulas(section.table, rating_header)
    role: Role = "count"
    columns = (
        KEY,
        display_column("name", "Competency", "What is rated.", 0),
        display_column("expected", "Expected", "The rating expected here.", 0, role),
        display_column("gap", "Gap", "Expected minus rating; above 0 is below expectation.", 0, role, formulas["gap"]),
        display_column("next", "Next", "The row to rate now.", 0, role, formulas["next"]),
    )
    return columns[:-1] if section.is_optional else columns


def shared_fields(form_row: FormRow) -> dict[str, Any]:
    """The fields of a row that are the same for everybody."""
    return {
        "name": form_row.name,
        "expected": form_row.expected,
        "expectation": TitledText(form_row.name, form_row.expectation),
    }


def personal_fields(
    section: LevelSection,
    employee: str,
    ratings: Mapping[tuple[str, str], Rating],
    field: str,
    *,
    show_other: bool,
) -> list[dict[str, Any]]:
    """The fields of a section's rows that are one person's, rated in `field`.

    `show_other` says whether the rating people only read is shown.
    """
    views = row_views(rated_rows(section, ratings, field))
    rows: list[dict[str, Any]] = []
    for form_row, view in zip(section.rows, views, strict=True):
        rating = ratings.get((form_row.competency, form_row.level))
        values: dict[str, RatingValue] = {
            name: getattr(rating, name) if rating and (name == field or show_other) else None
            for name in ("self_rating", "manager_rating")
        }
        rows.append({**values, **view, "evidence": rating.evidence if rating else None, "key": form_row.key(employee)})
    return rows


def rated_rows(section: LevelSection, ratings: Mapping[tuple[str, str], Rating], field: str) -> list[RatedRow]:
    """A section's rows as they stand, with the ratings in `field`."""
    rows = []
    for form_row in section.rows:
        rating = ratings.get((form_row.competency, form_row.level))
        rows.append(RatedRow(form_row.expected, getattr(rating, field) if rating else None))
    return rows
