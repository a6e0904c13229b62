"""2 Track health: how well today's career tracks work, statement by statement, and what better ones would change."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.describe import Cell, Chart, Column, Formula, Gap, Line, Role, Sheet, Tint, column, table
from xl_addin.layout.edits import RowValues
from xl_addin.model.answers import HEALTH, IMPACT, HealthRating, Note
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Fact
from xl_addin.scores import d03_single
from xl_addin.sheets.readiness import TRACKS_ANSWER
from xl_addin.sheets.survey import beside

ORDER = 30
NAME = "2 Track health"
_IDLE = "Not needed: you have no career tracks yet (1 Readiness). Go on to 3 Benefits."
_ASK = "Rate each statement from 1, not at all, to 5, yes, definitely. The lowest come first when you plan."


def survey_column(field: str, title: str, meaning: str, width: float, source: str, role: Role = "count") -> Column:
    """A column that shows what several respondents said of the row's statement; `source` is `table[header]`."""
    keys = source.partition("[")[0] + "[Key]"
    found = f'IFERROR(INDEX({source},MATCH([@Key],{keys},0)),"")'
    return Column(field, Fact(title, meaning, Anything()), width, role, found)


TABLE = table(
    "tblTrackHealth",
    HealthRating,
    [
        column(HealthRating, "id", 8, "label"),
        column(HealthRating, "statement", 58, "label"),
        column(HealthRating, "rating", 10, "input_centred"),
        Column(
            "band",
            Fact("In words", "1 and 2 act, 3 watch, 4 and 5 keep.", Anything()),
            12,
            "computed",
            d03_single.EXCEL["health_band"],
        ),
        Column(
            "rank",
            Fact("Weakest first", "1 is the weakest; equal ratings share a place.", Anything()),
            12,
            "count",
            d03_single.EXCEL["health_rank"],
        ),
        survey_column("n", "Answers", "How many respondents rated it.", 10, "tblHealthFigures[n]"),
        survey_column(
            "favourable",
            "Favourable",
            "Share of 4s and 5s among them.",
            12,
            "tblHealthFigures[Favourable]",
            "percent",
        ),
        survey_column(
            "said", "They say", "The same three words, from that share.", 12, "tblHealthFigures[Band]", "computed"
        ),
    ],
    key=["id"],
    spare=0,
)

IMPACT_TABLE = table(
    "tblImpact",
    Note,
    [column(Note, "id", 8, "label"), column(Note, "answer", 58, "input_long")],
    key=["id"],
    spare=0,
    row_height=60,
)


def top_words(name: str, words: str, header: str, count: int) -> str:
    """A formula that names everything of rank 1 in a table, ties together; `header` is the column of ranks."""
    parts = (f'IF(INDEX({name}[{header}],{n})=1,"  "&INDEX({name}[{words}],{n}),"")' for n in range(1, count + 1))
    return "MID(" + "&".join(parts) + ",3,999)"


def sheet(data: Dataset) -> Sheet:
    banner = f'IF({TRACKS_ANSWER}="No","{_IDLE}","{_ASK}")'
    needed = data.answered("Q3") != "No"
    return Sheet(
        name=NAME,
        title="How well do your career tracks work?",
        purpose="1 not at all, 3 neutral, 5 yes, definitely. Left blank, a statement counts for nothing.",
        group="steps",
        blocks=(
            Line(
                (
                    Cell(
                        Formula(banner, _ASK if needed else _IDLE),
                        "next",
                        span=8,
                    ),
                ),
                28,
            ),
            Gap(),
            TABLE,
            Line((Cell("Weakest first", "lead", span=2), Cell(_weakest(data), "body", span=6)), 48),
            Gap(),
            Chart(
                "bar",
                "Where are our career tracks weakest?",
                "tblTrackHealth",
                "statement",
                ("rating",),
                "Bar chart of the seven ratings of today's career tracks, 1 to 5.",
                "No ratings yet: the bars appear as you rate.",
                low=0,
                high=5,
                width=980,
                height=280,
            ),
            Line((Cell(IMPACT.text, "heading", span=8),)),
            IMPACT_TABLE,
        ),
        widths=(8, 58, 10, 12, 12, 10, 12, 12),
        tints={
            "tblTrackHealth": (
                Tint('LEFT({band},1)="▼"', "low", ("rating", "band")),
                Tint('LEFT({band},1)="▲"', "high", ("rating", "band")),
            )
        },
        read=True,
        not_needed=f'{TRACKS_ANSWER}="No"',
    )


def _weakest(data: Dataset) -> Formula:
    order = d03_single.ranking(figures(data))
    text = {item.key: item.text for item in HEALTH}
    words = "  ".join(text[key] for key in order[0]) if order else ""
    return Formula(top_words("tblTrackHealth", "Statement", "Weakest first", len(HEALTH)), words)


def figures(data: Dataset) -> dict[str, tuple[float, ...] | None]:
    """Statement key -> its single rating, as the ranking takes it."""
    return {r.id: (float(r.rating),) if r.rating else None for r in data.health}


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    held = {rating.id: rating for rating in data.health}
    places = d03_single.ranks(d03_single.ranking(figures(data)))
    said = beside(data, "track_health")
    found = []
    for item in HEALTH:
        rating = held.get(item.key, HealthRating(id=item.key))
        band = d03_single.band(rating.rating)
        found.append(
            {
                **plain(rating),
                "statement": item.text,
                "band": str(band) if band else "",
                "rank": places.get(item.key, ""),
                **said[item.key],
            }
        )
    impact = {note.id: note for note in data.impact}.get(IMPACT.key, Note(id=IMPACT.key))
    return {TABLE.name: found, IMPACT_TABLE.name: [plain(impact)]}
