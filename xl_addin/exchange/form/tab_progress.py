"""My progress: what a person's own ratings come to while they rate, and how past cycles went."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_figures import SELF_HEADER, level_formulas, level_view
from xl_addin.exchange.form.form_rows import FormGroup, person_ratings, slot_name
from xl_addin.exchange.form.past_cycles import PastCycle
from xl_addin.exchange.form.rating_table import NAME as RATINGS
from xl_addin.exchange.form.rating_table import rated_row
from xl_addin.exchange.form.tab_parts import display_column
from xl_addin.layout.describe import Block, Cell, Chart, Line, Sheet, Slot, Table, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import literal
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Ident
from xl_addin.model.records import Employee

LIVE_TABLE, PROFILE_TABLE, PAST_TABLE = "tblLive", "tblProfile", "tblPast"
_LIVE_FIELDS = ("rated", "words", "coverage", "score")


def sheet(data: Dataset, group: FormGroup) -> Sheet:
    """The tab for everybody of a group."""
    return Sheet(
        name="My progress",
        title="My progress",
        purpose="What your own ratings say so far, live. It is a start for a talk, not a verdict: your manager's "
        "ratings are the ones that count.",
        group="results",
        blocks=(
            Line((Cell("This cycle, as you rate", "heading", span=5),)),
            live_table(LIVE_TABLE, RATINGS, SELF_HEADER, data.number("D09.coverage"), scores=group.terms.scores),
            Line((Cell("The level you hold now, competency by competency", "heading", span=5),)),
            profile_table(group),
            _radar(),
            Line((Cell("Past cycles", "heading", span=5),)),
            *_past(group),
        ),
        widths=(26, 12, 46, 12, 12),
        tints={PROFILE_TABLE: (Tint("AND(ISNUMBER({rated}),{rated}<{expected})", "low", ("rated",)),)},
        for_reading=True,
        is_protected=True,
    )


def live_table(name: str, ratings: str, rating_header: str, least_coverage: float, *, scores: bool) -> Table:
    """A row for each level rated, over the table `ratings`, from the rating under the header `rating_header`."""
    live = level_formulas(ratings, rating_header, least_coverage)
    columns = (
        display_column("level", "Level", "The level rated against.", 26, "key", kind="label"),
        display_column("rated", "Rated", "Lines with a rating, of those that apply.", 12, "count", live["rated"]),
        display_column("words", "In words", "What this comes to.", 46, "computed", live["words"]),
        display_column("coverage", "Coverage", "How much of what is asked is rated.", 12, "percent", live["coverage"]),
    )
    figure = display_column("score", "Score", "0% when all are 1, 100% when all are 5.", 12, "percent", live["score"])
    return Table(name, (*columns, figure) if scores else columns, ("level",), spare=0)


def profile_table(group: FormGroup) -> Table:
    """Expected and own rating of every competency at the level held now."""
    criteria = (
        f"{RATINGS}[Competency],[@Competency],{RATINGS}[Level],{literal(group.labels[0])},"
        f'{RATINGS}[{SELF_HEADER}],">=1"'
    )
    rating_formula = f'IF(COUNTIFS({criteria})=0,"",SUMIFS({RATINGS}[{SELF_HEADER}],{criteria}))'
    dots = 'IF(ISNUMBER([@You]),REPT("●",[@You])&REPT("○",5-[@You]),"")'
    columns = (
        display_column("name", "Competency", "What was rated.", 26, "key", kind="label"),
        display_column("rated", "You", "Your own rating.", 12, "count", rating_formula),
        display_column("dots", "Of five", "The same as dots.", 46, "computed", dots),
        display_column("expected", "Expected", "The rating expected.", 12, "count"),
    )
    return Table(PROFILE_TABLE, columns, ("name",), spare=0)


def _radar() -> Chart:
    return Chart(
        "radar",
        "Where do you stand?",
        PROFILE_TABLE,
        "name",
        ("expected", "rated"),
        "A radar of expected and own rating for each competency of the level held now, 1 to 5.",
        "Rate yourself to see this.",
        low=0,
        high=5,
        column_offset=5,
        width=560,
        height=340,
    )


def _past(group: FormGroup) -> list[Block]:
    if not group.past:
        return [Line((Cell("There is no earlier cycle to compare with yet.", "hint_line"),))]
    bar = 'IF(ISNUMBER([@Manager]),REPT("■",INT([@Manager]*20+0.5)),"")'
    columns = (
        display_column("cycle", "Cycle", "The round of reviews.", 26, "key", limit=Ident(), kind="label"),
        display_column("level", "Level", "The level rated against.", 12),
        display_column("bar", "Manager's score", "The same as a bar: 20 squares are 100%.", 46, "computed", bar),
        display_column("own", "Self", "Score from your own ratings.", 12, "percent"),
        display_column("manager", "Manager", "Score from your manager's ratings.", 12, "percent"),
    )
    chart = Chart(
        "line",
        "How did it go, cycle by cycle?",
        PAST_TABLE,
        "cycle",
        ("own", "manager"),
        "A line of self and manager score for each past cycle.",
        "No past cycle has enough ratings for a score.",
        low=0,
        high=1,
        column_offset=5,
        width=520,
        height=240,
    )
    past = Table(PAST_TABLE, columns, ("cycle",), spare=0)
    return [past, chart] if group.past > 1 else [past]


def rows(group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """Rows with slots for what differs from person to person."""
    tables: dict[str, Sequence[RowValues]] = {
        LIVE_TABLE: [
            {"level": label, **{f: Slot(slot_name(label, f)) for f in _LIVE_FIELDS}} for label in group.labels
        ],
        PROFILE_TABLE: [
            {
                "name": row.name,
                "expected": row.expected,
                "rated": Slot(slot_name(row.competency, "profile")),
                "dots": Slot(slot_name(row.competency, "dots")),
            }
            for row in group.current
        ],
    }
    if group.past:
        past_fields = ("cycle", "level", "bar", "own", "manager")
        tables[PAST_TABLE] = [{field: Slot(f"past|{n}|{field}") for field in past_fields} for n in range(group.past)]
    return tables


def values(data: Dataset, group: FormGroup, person: Employee, past: Sequence[PastCycle]) -> Values:
    """What fills the slots for one person; `past` is as long as the group says."""
    ratings = person_ratings(data, group.terms.cycle, person.id)
    least_coverage = data.number("D09.coverage")
    slots: Values = {}
    for label in group.labels:
        rated_rows = [rated_row(row, ratings, "self_rating") for row in group.rows if row.label == label]
        view = level_view(rated_rows, least_coverage)
        slots |= {slot_name(label, field): getattr(view, field) for field in _LIVE_FIELDS}
    for row in group.current:
        rating = rated_row(row, ratings, "self_rating").rating
        points = rating if isinstance(rating, int) else 0
        slots[slot_name(row.competency, "profile")] = points or ""
        slots[slot_name(row.competency, "dots")] = "●" * points + "○" * (5 - points) if points else ""
    for number, past_cycle in enumerate(past):
        slots |= {f"past|{number}|{field}": value for field, value in asdict(past_cycle).items()}
        slots[f"past|{number}|bar"] = "■" * int(past_cycle.manager * 20 + 0.5) if past_cycle.manager is not None else ""
    return slots
