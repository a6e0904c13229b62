"""Assessments: one row for each person, cycle, competency and level rated."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Column, Role, Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.model.records import Rating
from xl_addin.scores import d08_gap, d09_score, d10_readiness, d11_team
from xl_addin.scores.asked import lines_of
from xl_addin.scores.formula import text_of
from xl_addin.scores.people import gap_order

ORDER = 520


def _computed(field: str, title: str, meaning: str, width: float, formula: str, role: Role = "count") -> Column:
    return Column(field, Fact(title, meaning, Anything()), width, role, f'IF(TRIM([@Employee ID])="","",{formula})')


TABLE = table(
    "tblAssessments",
    Rating,
    [
        column(Rating, "cycle", 12),
        column(Rating, "employee", 13),
        _computed(
            "name",
            "Name",
            "From the People tab.",
            24,
            text_of("tblPeople[Name]", "tblPeople[Employee ID]", "[@Employee ID]"),
            "computed",
        ),
        column(Rating, "competency", 15),
        column(Rating, "level", 10),
        column(Rating, "self_rating", 10, "input_centred"),
        column(Rating, "manager_rating", 10, "input_centred"),
        column(Rating, "evidence", 60, "input_long"),
        _computed("expected", "Expected", "The rating expected here.", 10, d08_gap.EXCEL["expected"]),
        _computed(
            "gap", "Gap", "Expected minus manager rating; above 0 is below expectation.", 8, d08_gap.EXCEL["gap"]
        ),
        _computed("weight", "Weight", "The competency's weight on the track.", 9, d09_score.EXCEL["weight"], "decimal"),
        _computed(
            "earned",
            "Earned",
            "Weight times how far the expectation is met.",
            9,
            d10_readiness.EXCEL["earned"],
            "decimal",
        ),
        _computed("delta", "Delta", "Self rating minus manager rating.", 10, d11_team.EXCEL["delta"], "gap"),
        _computed(
            "talk", "Worth a talk", "Where the two ratings lie apart.", 14, d11_team.EXCEL["delta_words"], "computed"
        ),
        _computed("points", "Points", "Weight times (rating - 1) / 4.", 9, d09_score.EXCEL["points"], "decimal"),
        _computed(
            "counts",
            "Counts",
            "Yes; or repeated, where an earlier row has the same cycle, person, competency and level; or not asked, "
            "where the level does not ask for the competency.",
            11,
            d09_score.EXCEL["counts"],
            "computed",
        ),
        _computed(
            "gap_order",
            "Gap order",
            "Puts gaps in order: points times 10,000, less the competency's row on the Competencies tab.",
            0,
            d09_score.EXCEL["gap_order"],
        ),
        _computed("key", "Key", "What the row is about, in one text.", 0, d09_score.EXCEL["key"], "computed"),
    ],
    key=["cycle", "employee", "competency", "level"],
    spare=20,
    freeze=3,
)


def sheet() -> Sheet:
    return Sheet(
        name="Assessments",
        title="Assessments",
        purpose="Ratings from 1 to 5 against the expectation of a level, with evidence. The manager's rating counts; "
        "the self rating stands beside it.",
        group="people",
        blocks=(TABLE,),
        tints={
            "tblAssessments": (
                Tint("AND(ISNUMBER({gap}),{gap}>=2)", "low", ("gap",)),
                Tint("AND(ISNUMBER({gap}),{gap}<=-1)", "high", ("gap",)),
            )
        },
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    firsts: set[str] = set()
    return {TABLE.name: [{**plain(rating), **_figures(data, rating, firsts)} for rating in data.ratings]}


def _figures(data: Dataset, rating: Rating, firsts: set[str]) -> RowValues:
    """The computed cells of a row; `firsts` are the keys of the rows above it, to which its own is added."""
    if not rating.employee:
        return dict.fromkeys((column.field for column in TABLE.columns if column.formula), "")
    person, level = data.person.get(rating.employee), data.level.get(rating.level)
    expected = d08_gap.expected_of(data, rating.competency)
    weight = data.weight.get((level.track if level else "", rating.competency), 0)
    gap = d08_gap.gap(expected, rating.manager_rating)
    manager = rating.manager_rating
    points = d09_score.points(weight, manager) if isinstance(manager, int) else ""
    delta = d11_team.delta(rating.self_rating, manager)
    key = "|".join((rating.cycle, rating.employee, rating.level, rating.competency)).lower()
    counts = _counts(data, rating, repeated=key in firsts)
    firsts.add(key)
    return {
        "name": person.name if person else "",
        "expected": expected,
        "gap": "" if gap is None else gap,
        "weight": weight,
        "points": points,
        "earned": weight * d10_readiness.proportion(expected, manager) if isinstance(manager, int) else "",
        "delta": "" if delta is None else delta,
        "talk": d11_team.delta_words(delta, data.number("D11.delta")),
        "counts": counts,
        "gap_order": gap_order(data, rating.competency, gap or 0) if counts == d09_score.COUNTS else 0,
        "key": key,
    }


def _counts(data: Dataset, rating: Rating, *, repeated: bool) -> str:
    if repeated:
        return d09_score.REPEATED
    asks = lines_of(data, rating.level).weights
    return d09_score.COUNTS if rating.competency in asks else d09_score.NOT_ASKED
