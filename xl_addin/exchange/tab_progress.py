"""My progress: what a person's own ratings come to while they rate, and how past cycles went."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from xl_addin.exchange.asked import Group, given, slot_name
from xl_addin.exchange.live import SELF, level_formulas, level_view
from xl_addin.exchange.past import Past
from xl_addin.exchange.rating_table import NAME as RATINGS
from xl_addin.exchange.rating_table import rated_row
from xl_addin.exchange.send import Values
from xl_addin.exchange.tabs import shown
from xl_addin.layout.content import RowValues
from xl_addin.layout.describe import Block, Cell, Chart, Line, Sheet, Slot, Table, Tint
from xl_addin.layout.formula import literal
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ident
from xl_addin.model.records import Employee

LIVE, PROFILE, PAST = "tblLive", "tblProfile", "tblPast"
_LIVE_FIELDS = ("rated", "words", "coverage", "score")


def sheet(data: Dataset, group: Group) -> Sheet:
    """The tab for everybody of a group."""
    return Sheet(
        name="My progress",
        title="My progress",
        purpose="What your own ratings say so far, live. It is a start for a talk, not a verdict: your manager's "
        "ratings are the ones that count.",
        group="results",
        blocks=(
            Line((Cell("This cycle, as you rate", "heading", span=5),)),
            live_table(LIVE, RATINGS, SELF, data.number("D09.coverage"), scores=group.terms.scores),
            Line((Cell("The level you hold now, competency by competency", "heading", span=5),)),
            profile_table(group),
            _radar(),
            Line((Cell("Past cycles", "heading", span=5),)),
            *_past(group),
        ),
        widths=(26, 12, 46, 12, 12),
        tints={PROFILE: (Tint("AND(ISNUMBER({rated}),{rated}<{expected})", "low", ("rated",)),)},
        read=True,
        protected=True,
    )


def live_table(name: str, ratings: str, rated: str, least: float, *, scores: bool) -> Table:
    """A row for each level rated, over the table `ratings`, from the rating under the header `rated`."""
    live = level_formulas(ratings, rated, least)
    columns = (
        shown("level", "Level", "The level rated against.", 26, "key", kind="label"),
        shown("rated", "Rated", "Lines with a rating, of those that apply.", 12, "count", live["rated"]),
        shown("words", "In words", "What this comes to.", 46, "computed", live["words"]),
        shown("coverage", "Coverage", "How much of what is asked is rated.", 12, "percent", live["coverage"]),
    )
    figure = shown("score", "Score", "0% when all are 1, 100% when all are 5.", 12, "percent", live["score"])
    return Table(name, (*columns, figure) if scores else columns, ("level",), spare=0)


def profile_table(group: Group) -> Table:
    """Expected and own rating of every competency at the level held now."""
    at = f'{RATINGS}[Competency],[@Competency],{RATINGS}[Level],{literal(group.labels[0])},{RATINGS}[{SELF}],">=1"'
    rated = f'IF(COUNTIFS({at})=0,"",SUMIFS({RATINGS}[{SELF}],{at}))'
    dots = 'IF(ISNUMBER([@You]),REPT("●",[@You])&REPT("○",5-[@You]),"")'
    columns = (
        shown("name", "Competency", "What was rated.", 26, "key", kind="label"),
        shown("rated", "You", "Your own rating.", 12, "count", rated),
        shown("dots", "Of five", "The same as dots.", 46, "computed", dots),
        shown("expected", "Expected", "The rating expected.", 12, "count"),
    )
    return Table(PROFILE, columns, ("name",), spare=0)


def _radar() -> Chart:
    return Chart(
        "radar",
        "Where do you stand?",
        PROFILE,
        "name",
        ("expected", "rated"),
        "A radar of expected and own rating for each competency of the level held now, 1 to 5.",
        "Rate yourself to see this.",
        low=0,
        high=5,
        beside=5,
        width=560,
        height=340,
    )


def _past(group: Group) -> list[Block]:
    if not group.past:
        return [Line((Cell("There is no earlier cycle to compare with yet.", "hint_line"),))]
    bar = 'IF(ISNUMBER([@Manager]),REPT("■",INT([@Manager]*20+0.5)),"")'
    columns = (
        shown("cycle", "Cycle", "The round of reviews.", 26, "key", limit=Ident(), kind="label"),
        shown("level", "Level", "The level rated against.", 12),
        shown("bar", "Manager's score", "The same as a bar: 20 squares are 100%.", 46, "computed", bar),
        shown("own", "Self", "Score from your own ratings.", 12, "percent"),
        shown("manager", "Manager", "Score from your manager's ratings.", 12, "percent"),
    )
    chart = Chart(
        "line",
        "How did it go, cycle by cycle?",
        PAST,
        "cycle",
        ("own", "manager"),
        "A line of self and manager score for each past cycle.",
        "No past cycle has enough ratings for a score.",
        low=0,
        high=1,
        beside=5,
        width=520,
        height=240,
    )
    past = Table(PAST, columns, ("cycle",), spare=0)
    return [past, chart] if group.past > 1 else [past]


def rows(group: Group) -> Mapping[str, Sequence[RowValues]]:
    """Rows with slots for what differs from person to person."""
    found: dict[str, Sequence[RowValues]] = {
        LIVE: [{"level": own, **{f: Slot(slot_name(own, f)) for f in _LIVE_FIELDS}} for own in group.labels],
        PROFILE: [
            {
                "name": asked.name,
                "expected": asked.expected,
                "rated": Slot(slot_name(asked.competency, "profile")),
                "dots": Slot(slot_name(asked.competency, "dots")),
            }
            for asked in group.current
        ],
    }
    if group.past:
        named = ("cycle", "level", "bar", "own", "manager")
        found[PAST] = [{field: Slot(f"past|{n}|{field}") for field in named} for n in range(group.past)]
    return found


def values(data: Dataset, group: Group, person: Employee, past: Sequence[Past]) -> Values:
    """What fills the slots for one person; `past` is as long as the group says."""
    held = given(data, group.terms.cycle, person.id)
    least = data.number("D09.coverage")
    found: Values = {}
    for label in group.labels:
        own = [rated_row(asked, held, "self_rating") for asked in group.rows if asked.label == label]
        view = level_view(own, least)
        found |= {slot_name(label, field): getattr(view, field) for field in _LIVE_FIELDS}
    for asked in group.current:
        rating = rated_row(asked, held, "self_rating").rating
        points = rating if isinstance(rating, int) else 0
        found[slot_name(asked.competency, "profile")] = points or ""
        found[slot_name(asked.competency, "dots")] = "●" * points + "○" * (5 - points) if points else ""
    for number, one in enumerate(past):
        found |= {f"past|{number}|{field}": value for field, value in asdict(one).items()}
        found[f"past|{number}|bar"] = "■" * int(one.manager * 20 + 0.5) if one.manager is not None else ""
    return found
