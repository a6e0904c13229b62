"""Two views: each person's self ratings beside the manager's, live from the Assessments tab."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.readiness_words import LARGEST
from xl_addin.evaluate.team import Deltas, deltas
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.results import ViewRow
from xl_addin.scores.d11_team import DISCUSS, EXCEL, delta_words, rating_delta, self_profiles
from xl_addin.scores.requirements import name_of, rated_level, ratings_at
from xl_addin.sheets import stored_words

ORDER = 623


_FIGURES, _HEADERS = ("compared", "mean", "discuss"), ("Compared", "Mean", "Worth a talk")


TABLE = table(
    "tblViews",
    ViewRow,
    [
        label(ViewRow, "employee", 13, "key"),
        result(ViewRow, "name", 26, "computed"),
        result(ViewRow, "team", 20, "computed"),
        result(ViewRow, "manager", 12, "computed"),
        result(ViewRow, "level", 10, "computed"),
        live(
            "compared",
            "Compared",
            "Competencies rated by both.",
            12,
            EXCEL["compared"],
            only_if=stored_words.PERSON_CELL,
        ),
        live(
            "mean",
            "Mean",
            "Mean of self minus manager rating; above 0 is the higher self rating.",
            12,
            EXCEL["mean"],
            role="change",
            only_if=stored_words.PERSON_CELL,
        ),
        live(
            "discuss",
            "Worth a talk",
            "Competencies in which the two lie far apart.",
            12,
            EXCEL["discuss"],
            only_if=stored_words.PERSON_CELL,
        ),
        result(
            ViewRow, "which", 46, "computed", stored_words.in_rows(stored_words.words_formula(_HEADERS, "As scored"))
        ),
        live(
            "profile",
            "Profile",
            "Against everybody's mean; named only for enough people.",
            16,
            EXCEL["profile"],
            role="computed",
            only_if=stored_words.PERSON_CELL,
        ),
        result(ViewRow, "said", 0, "computed"),
        result(ViewRow, "stamp", 0, "computed"),
    ],
    key=["employee"],
    spare=1,
    freeze=2,
    filled_by="score",
)
_HEADLINE = (
    'IF(COUNT(tblViews[Mean])=0,"Nothing to compare yet: it takes a self and a manager rating of the same competency.",'
    'COUNTIFS(tblViews[Worth a talk],">0")&" of "&COUNT(tblViews[Mean])&" people have something worth a talk.")'
)


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name="Two views",
        title="Where do self and manager differ?",
        purpose="Run Score to refresh the list. One point apart is normal, and most people rate themselves a little "
        "higher. The self rating never counts in a score.",
        group="results",
        visibility="more",
        blocks=(Line((Cell(Formula(_HEADLINE, _headline(data)), "lead", span=8),)), Gap(), TABLE),
        tints={TABLE.name: (Tint("AND(ISNUMBER({discuss}),{discuss}>0)", "low", ("discuss", "which")),)},
        for_reading=True,
    )


def _headline(data: Dataset) -> str:
    view_rows = [row for row in rows(data)[TABLE.name] if row["mean"] != ""]
    if not view_rows:
        return "Nothing to compare yet: it takes a self and a manager rating of the same competency."
    return f"{sum(row['discuss'] > 0 for row in view_rows)} of {len(view_rows)} people have something worth a talk."


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: memo(data, "two views", lambda: _rows(data))}


def _rows(data: Dataset) -> list[RowValues]:
    cycle = str(data.setting("cycle"))
    if data.stored_tables is None:
        view_rows = [_row(data, person_deltas, cycle) for person_deltas in deltas(data, cycle)]
        view_rows = [{**row, "stamp": stored_words.stamp(row, _FIGURES)} for row in view_rows]
    else:
        stored_rows = data.stored_tables.rows.get(TABLE.name, ())
        view_rows = _add_profiles(data, [{**row, **_figures_of(data, cycle, row)} for row in stored_rows])
    return [stored_words.with_words(row, _FIGURES, {"which": "said"}) for row in view_rows]


def _figures_of(data: Dataset, cycle: str, row: RowValues) -> RowValues:
    """What the live columns show in a row, from its person and level."""
    ratings = ratings_at(data, cycle, str(row["employee"]), str(row["level"])).values()
    differences = [rating_delta(rating.self_rating, rating.manager_rating) for rating in ratings]
    known_differences = [points for points in differences if points is not None]
    talk = sum(delta_words(points, data.number("D11.delta")) == DISCUSS for points in known_differences)
    return {
        "compared": len(known_differences),
        "mean": sum(known_differences) / len(known_differences) if known_differences else "",
        "discuss": talk,
    }


def _add_profiles(data: Dataset, view_rows: Sequence[RowValues]) -> list[RowValues]:
    """The rows with each person's profile, against the means of all that are listed."""
    means = [row["mean"] for row in view_rows if row["mean"] != ""]
    profile_words = iter(self_profiles(means, data.number("D11.population"), data.number("D11.profile")))
    return [{**row, "profile": next(profile_words) if row["mean"] != "" else ""} for row in view_rows]


def _row(data: Dataset, person_deltas: Deltas, cycle: str) -> RowValues:
    person = data.person[person_deltas.employee]
    furthest = sorted(person_deltas.discuss, key=lambda pair: (-abs(pair[1]), name_of(data, pair[0]).casefold()))
    row = ViewRow(
        employee=person.id,
        name=person.name,
        team=person.team,
        manager=person.manager,
        level=rated_level(data, cycle, person),
        said="; ".join(f"{name_of(data, c)} ({points:+})" for c, points in furthest[:LARGEST]),
    )
    figures = {
        "compared": person_deltas.n,
        "mean": person_deltas.mean,
        "discuss": len(person_deltas.discuss),
        "profile": person_deltas.profile,
    }
    return {**plain(row), **figures}
