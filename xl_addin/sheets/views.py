"""Two views: each person's self ratings beside the manager's, live from the Assessments tab."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
from xl_addin.model.results import ViewRow
from xl_addin.scores.asked import level_rated, name_of, ratings_at
from xl_addin.scores.d11_team import DISCUSS, EXCEL, delta, delta_words, profiles
from xl_addin.scores.team import Deltas, deltas
from xl_addin.scores.telling import LARGEST
from xl_addin.sheets import said

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
        live("compared", "Compared", "Competencies rated by both.", 12, EXCEL["compared"], only_if=said.PERSON),
        live(
            "mean",
            "Mean",
            "Mean of self minus manager rating; above 0 is the higher self rating.",
            12,
            EXCEL["mean"],
            role="change",
            only_if=said.PERSON,
        ),
        live(
            "discuss",
            "Worth a talk",
            "Competencies in which the two lie far apart.",
            12,
            EXCEL["discuss"],
            only_if=said.PERSON,
        ),
        result(ViewRow, "which", 46, "computed", said.in_rows(said.formula(_HEADERS, "As scored"))),
        live(
            "profile",
            "Profile",
            "Against everybody's mean; named only for enough people.",
            16,
            EXCEL["profile"],
            role="computed",
            only_if=said.PERSON,
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
        blocks=(Line((Cell(Formula(_HEADLINE, _headline(data)), "lead", span=8),)), Gap(), TABLE),
        widths=tuple(c.width for c in TABLE.columns),
        tints={TABLE.name: (Tint("AND(ISNUMBER({discuss}),{discuss}>0)", "low", ("discuss", "which")),)},
        read=True,
    )


def _headline(data: Dataset) -> str:
    listed = [row for row in rows(data)[TABLE.name] if row["mean"] != ""]
    if not listed:
        return "Nothing to compare yet: it takes a self and a manager rating of the same competency."
    return f"{sum(row['discuss'] > 0 for row in listed)} of {len(listed)} people have something worth a talk."


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: kept(data, "two views", lambda: _rows(data))}


def _rows(data: Dataset) -> list[RowValues]:
    cycle = str(data.setting("cycle"))
    if data.standing is None:
        listed = [_row(data, own, cycle) for own in deltas(data, cycle)]
        listed = [{**row, "stamp": said.stamp(row, _FIGURES)} for row in listed]
    else:
        stored = data.standing.rows.get(TABLE.name, ())
        listed = _named(data, [{**row, **_figures_of(data, cycle, row)} for row in stored])
    return [said.with_words(row, _FIGURES, {"which": "said"}) for row in listed]


def _figures_of(data: Dataset, cycle: str, row: RowValues) -> RowValues:
    """What the live columns show in a row, from its person and level."""
    rated = ratings_at(data, cycle, str(row["employee"]), str(row["level"])).values()
    apart = [delta(own.self_rating, own.manager_rating) for own in rated]
    known = [points for points in apart if points is not None]
    talk = sum(delta_words(points, data.number("D11.delta")) == DISCUSS for points in known)
    return {"compared": len(known), "mean": sum(known) / len(known) if known else "", "discuss": talk}


def _named(data: Dataset, listed: Sequence[RowValues]) -> list[RowValues]:
    """The rows with each person's profile, against the means of all that are listed."""
    means = [row["mean"] for row in listed if row["mean"] != ""]
    named = iter(profiles(means, data.number("D11.population"), data.number("D11.profile")))
    return [{**row, "profile": next(named) if row["mean"] != "" else ""} for row in listed]


def _row(data: Dataset, own: Deltas, cycle: str) -> RowValues:
    person = data.person[own.employee]
    furthest = sorted(own.discuss, key=lambda pair: (-abs(pair[1]), name_of(data, pair[0]).casefold()))
    row = ViewRow(
        employee=person.id,
        name=person.name,
        team=person.team,
        manager=person.manager,
        level=level_rated(data, cycle, person),
        said="; ".join(f"{name_of(data, c)} ({points:+})" for c, points in furthest[:LARGEST]),
    )
    figures = {"compared": own.n, "mean": own.mean, "discuss": len(own.discuss), "profile": own.profile}
    return {**plain(row), **figures}
