"""Assessments: one row for each person, cycle, competency and level rated."""

from collections.abc import Collection, Mapping, Sequence

from xl_addin.evaluate.score_counts import gap_order
from xl_addin.layout.declare import column, live, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, live_values, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.records import Rating
from xl_addin.scores import d08_gap, d09_score, d10_readiness, d11_team
from xl_addin.scores.formula import lookup_text
from xl_addin.scores.requirements import level_weights

ORDER = 520
NAME = "Assessments"


_PERSON = "TRIM([@Employee ID])"


class _Line:
    """A rating beside what several columns of its row rest on."""

    __slots__ = ("expected", "gap", "manager", "rating", "weight")

    def __init__(self, rating: Rating, data: Dataset) -> None:
        self.rating, self.manager = rating, rating.manager_rating
        self.expected = d08_gap.expected_of(data, rating.competency)
        self.gap = d08_gap.gap(self.expected, self.manager)
        level = data.level.get(rating.level)
        self.weight = data.weight.get((level.track if level else "", rating.competency), 0)

    def name(self, data: Dataset) -> str:
        person = data.person.get(self.rating.employee)
        return person.name if person else ""

    def earned(self) -> float | None:
        if not isinstance(self.manager, int):
            return None
        return self.weight * d10_readiness.proportion(self.expected, self.manager)

    def points(self) -> float | None:
        return d09_score.points(self.weight, self.manager) if isinstance(self.manager, int) else None

    def delta(self) -> int | None:
        return d11_team.rating_delta(self.rating.self_rating, self.manager)

    def counts(self, data: Dataset) -> str:
        if id(self.rating) in _repetition_ids(data):
            return d09_score.DUPLICATE
        asks = level_weights(data, self.rating.level).weights
        return d09_score.COUNTS if self.rating.competency in asks else d09_score.NOT_ASKED

    def gap_order(self, data: Dataset) -> int:
        counts = self.counts(data) == d09_score.COUNTS
        return gap_order(data, self.rating.competency, self.gap or 0) if counts else 0


TABLE = table(
    "tblAssessments",
    Rating,
    [
        column(Rating, "cycle", 12),
        column(Rating, "employee", 13),
        live(
            "name",
            "Name",
            "From the People tab.",
            24,
            lookup_text("tblPeople[Name]", "tblPeople[Employee ID]", "[@Employee ID]"),
            _Line.name,
            "computed",
            only_if=_PERSON,
        ),
        column(Rating, "competency", 15),
        column(Rating, "level", 10),
        column(Rating, "self_rating", 10, "input_centred"),
        column(Rating, "manager_rating", 10, "input_centred"),
        column(Rating, "evidence", 60, "input_long"),
        live(
            "expected",
            "Expected",
            "The rating expected here.",
            10,
            d08_gap.EXCEL["expected"],
            lambda line, _: line.expected,
            only_if=_PERSON,
        ),
        live(
            "gap",
            "Gap",
            "Expected minus manager rating; above 0 is below expectation.",
            8,
            d08_gap.EXCEL["gap"],
            lambda line, _: line.gap,
            only_if=_PERSON,
        ),
        live(
            "weight",
            "Weight",
            "The competency's weight on the track.",
            9,
            d09_score.EXCEL["weight"],
            lambda line, _: line.weight,
            "decimal",
            only_if=_PERSON,
        ),
        live(
            "earned",
            "Earned",
            "Weight times how far the expectation is met.",
            9,
            d10_readiness.EXCEL["earned"],
            lambda line, _: line.earned(),
            "decimal",
            only_if=_PERSON,
        ),
        live(
            "delta",
            "Delta",
            "Self rating minus manager rating.",
            10,
            d11_team.EXCEL["delta"],
            lambda line, _: line.delta(),
            "gap",
            only_if=_PERSON,
        ),
        live(
            "talk",
            "Worth a talk",
            "Where the two ratings lie apart.",
            14,
            d11_team.EXCEL["delta_words"],
            lambda line, data: d11_team.delta_words(line.delta(), data.number("D11.delta")),
            "computed",
            only_if=_PERSON,
        ),
        live(
            "points",
            "Points",
            "Weight times (rating - 1) / 4.",
            9,
            d09_score.EXCEL["points"],
            lambda line, _: line.points(),
            "decimal",
            only_if=_PERSON,
        ),
        live(
            "counts",
            "Counts",
            "Yes; or repeated, where an earlier row has the same cycle, person, competency and level; or not asked, "
            "where the level does not ask for the competency.",
            11,
            d09_score.EXCEL["counts"],
            _Line.counts,
            "computed",
            only_if=_PERSON,
        ),
        live(
            "gap_order",
            "Gap order",
            "Puts gaps in order: points times 10,000, less the competency's row on the Competencies tab.",
            0,
            d09_score.EXCEL["gap_order"],
            _Line.gap_order,
            only_if=_PERSON,
        ),
        live(
            "key",
            "Key",
            "What the row is about, in one text.",
            0,
            d09_score.EXCEL["key"],
            lambda line, _: _key(line.rating),
            "computed",
            only_if=_PERSON,
        ),
    ],
    key=["cycle", "employee", "competency", "level"],
    spare=20,
    freeze=3,
    collection="ratings",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="Assessments",
        purpose="Ratings from 1 to 5 against the expectation of a level, with evidence. The manager's rating counts; "
        "the self rating stands beside it.",
        group="people",
        visibility="data",
        blocks=(TABLE,),
        tints={
            "tblAssessments": (
                Tint("AND(ISNUMBER({gap}),{gap}>=2)", "low", ("gap",)),
                Tint("AND(ISNUMBER({gap}),{gap}<=-1)", "high", ("gap",)),
            )
        },
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    nothing = {own.field: "" for own in TABLE.columns if own.twin}
    return {
        TABLE.name: [
            {**plain(own), **(live_values(TABLE, _Line(own, data), data) if own.employee else nothing)}
            for own in data.ratings
        ]
    }


def _key(rating: Rating) -> str:
    return "|".join((rating.cycle, rating.employee, rating.level, rating.competency)).lower()


def _repetition_ids(data: Dataset) -> Collection[int]:
    """The ratings, by identity, that say again what an earlier row is about."""
    return memo(data, "ratings that repeat one", lambda: _repetitions(data.ratings))


def _repetitions(ratings: Sequence[Rating]) -> set[int]:
    firsts: dict[str, Rating] = {}
    return {id(own) for own in ratings if own.employee and firsts.setdefault(_key(own), own) is not own}
