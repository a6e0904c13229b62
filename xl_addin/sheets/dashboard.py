"""Dashboard: the framework's five criteria, and each track with its figures and what was learned while writing it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.describe import Cell, Chart, Formula, Gap, Line, Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.answers import REFLECTION
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import CriterionRow, TrackRow
from xl_addin.model.staff import staff
from xl_addin.rules.rule import CRITERIA
from xl_addin.rules.validation import ValidationReport
from xl_addin.scores.formula import IS_STAFF
from xl_addin.sheets import score_distribution
from xl_addin.sheets.score_distribution import SPREAD_TABLE, TREND_TABLE
from xl_addin.sheets.team import CYCLE

ORDER = 605
NAME = "Dashboard"
_NOT_YET = "Not checked yet: press Check"
_CHART = 720
"""Pixels: the charts stand in one column, as wide as the three questions below them."""
GOOD, FAIR = 90, 60
"""From here on a criterion is in good shape, or fair."""

_WORDS = (
    f'IF(ISNUMBER([@Score]),IF([@Score]>={GOOD},"▲ In good shape",IF([@Score]>={FAIR},"● Fair","▼ Needs work first")),'
    f'IF([@Checks]="","{_NOT_YET}","Nothing to check yet"))'
)
CRITERIA_TABLE = table(
    "tblCriteria",
    CriterionRow,
    [
        label(CriterionRow, "name", 30, "key"),
        result(CriterionRow, "score", 12, "decimal"),
        result(CriterionRow, "errors", 12, "count"),
        result(CriterionRow, "warnings", 12, "count"),
        result(CriterionRow, "checks", 12, "count"),
        result(CriterionRow, "words", 30, "computed", _WORDS),
    ],
    key=["name"],
    spare=0,
    filled_by="validate",
)


_TRACK = "[@Track ID]"
_TRACK_SCORES = f"tblScores[Track ID],[@Track ID],tblScores[Cycle],{CYCLE}"


def _reflection_formula(key: str) -> str:
    row = f'MATCH(1,INDEX((tblReflection[Track ID]=[@Track ID])*(tblReflection[Key]="{key}"),0),0)'
    return f'IFERROR(INDEX(tblReflection[Answer],{row})&"","")'


TABLE = table(
    "tblTrackSummary",
    TrackRow,
    [
        result(TrackRow, "name", 30, "computed"),
        live(
            "levels",
            "Levels",
            "How many levels the track has.",
            12,
            "COUNTIF(tblLevels[Track ID],[@Track ID])",
            only_if=_TRACK,
        ),
        live(
            "people",
            "People",
            "Active people on the track who have an ID.",
            12,
            f"SUMPRODUCT((tblPeople[Track ID]=[@Track ID])*{IS_STAFF})",
            only_if=_TRACK,
        ),
        live(
            "scored",
            "With a score",
            "How many of them have a score in the open cycle.",
            12,
            f'COUNTIFS({_TRACK_SCORES},tblScores[Score],">=0")',
            only_if=_TRACK,
        ),
        live(
            "mean",
            "Mean score",
            "The mean of these scores.",
            12,
            f'IFERROR(AVERAGEIFS(tblScores[Score],{_TRACK_SCORES}),"")',
            role="percent",
            only_if=_TRACK,
        ),
        *(
            live(
                item.key,
                item.text,
                "From the Reflection tab.",
                width,
                _reflection_formula(item.key),
                role="computed",
                only_if=_TRACK,
            )
            for item, width in zip(REFLECTION, (30, 36, 36, 36), strict=True)
        ),
        label(TrackRow, "track", 0, "key"),
    ],
    key=["track"],
    spare=1,
    filled_by="score",
)


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name=NAME,
        title="Dashboard",
        purpose="How good the framework is, and how each track is doing. Press Check and Score to refresh.",
        group="results",
        visibility="data",
        data_tables=("tblScores",),
        blocks=(
            Line(
                (Cell("Weakest criterion", "banner_label"), Cell(_overall(data), "big", span=2), Cell(None, "body")), 30
            ),
            Gap(),
            CRITERIA_TABLE,
            Chart(
                "bar",
                "Which criterion needs work?",
                "tblCriteria",
                "name",
                ("score",),
                "Bar chart of the five criterion scores, 0 to 100.",
                _NOT_YET + ".",
                low=0,
                high=100,
                column_offset=6,
                width=_CHART,
                height=180,
            ),
            Line((Cell("Scores in the open cycle", "heading", span=9),)),
            SPREAD_TABLE,
            Chart(
                "column",
                "How are the scores spread?",
                "tblSpread",
                "band",
                ("people",),
                "Column chart of how many people have a score in each band.",
                "No scores in the open cycle yet.",
                column_offset=6,
                width=_CHART,
                height=200,
            ),
            Line((Cell("Scores from cycle to cycle, the newest", "heading", span=9),)),
            TREND_TABLE,
            Chart(
                "line",
                "How do scores develop?",
                "tblTrend",
                "cycle",
                ("mean",),
                "Line of the mean score of each cycle.",
                "No scores yet.",
                low=0,
                high=1,
                column_offset=6,
                width=_CHART,
                height=200,
            ),
            Line((Cell("Each track: its figures, and what was learned while writing it", "heading", span=9),)),
            TABLE,
        ),
        widths=(30, 12, 12, 12, 12, 30, 36, 36, 36, 0),
        tints={
            "tblCriteria": (
                Tint(f"AND(ISNUMBER({{score}}),{{score}}<{FAIR})", "low", ("score", "words")),
                Tint(f"AND(ISNUMBER({{score}}),{{score}}>={GOOD})", "high", ("score", "words")),
            )
        },
        for_reading=True,
    )


def _overall(data: Dataset) -> Formula:
    # the minimum, never the mean: one bad criterion makes a bad framework
    scores = [row["score"] for row in _criteria(data) if row["score"] is not None]
    text = f"{int(min(scores))} of 100" if scores else "–"
    return Formula('IF(COUNT(tblCriteria[Score])=0,"–",ROUNDDOWN(MIN(tblCriteria[Score]),0)&" of 100")', text)


def criteria_rows(report: ValidationReport | None) -> list[RowValues]:
    """The five criteria as Validate found them; without a report, as not checked yet."""
    if report is None:
        return [_with_words(plain(CriterionRow(name=name))) for name in CRITERIA]
    return [
        _with_words(
            plain(CriterionRow(name=c.name, score=c.score, errors=c.errors, warnings=c.warnings, checks=c.checks))
        )
        for c in report.criteria
    ]


def _criteria(data: Dataset) -> list[RowValues]:
    """The criteria as the tab has them; not checked yet in a new workbook."""
    if data.stored_tables is None:
        return criteria_rows(None)
    stored_rows = data.stored_tables.rows.get(CRITERIA_TABLE.name, ())
    return [_with_words({**plain(CriterionRow()), **row}) for row in stored_rows]


def _with_words(row: RowValues) -> RowValues:
    return {**row, "words": _words(row["score"], row["checks"])}


def _words(score: float | None, checks: int | None) -> str:
    if score is None:
        return _NOT_YET if checks is None else "Nothing to check yet"
    return "▲ In good shape" if score >= GOOD else "● Fair" if score >= FAIR else "▼ Needs work first"


def track_rows(data: Dataset) -> list[RowValues]:
    """Each track with its figures in the open cycle and the reflection on it."""
    cycle = str(data.setting("cycle"))
    reflections = {(answer.track, answer.id): answer.answer for answer in data.reflections}
    scores_by_track: dict[str, list[float]] = {}
    for person_score in person_scores(data):
        if person_score.cycle == cycle and person_score.score is not None:
            scores_by_track.setdefault(person_score.track, []).append(person_score.score)
    people = Counter(person.track for person in staff(data))
    rows: list[RowValues] = []
    for track in (t for t in data.tracks if t.id):
        figures = scores_by_track.get(track.id, [])
        rows.append(
            {
                **plain(TrackRow(track=track.id, name=track.name)),
                "levels": len(data.levels_of(track.id)),
                "people": people[track.id],
                "scored": len(figures),
                "mean": sum(figures) / len(figures) if figures else "",
                **{item.key: reflections.get((track.id, item.key), "") for item in REFLECTION},
            }
        )
    return rows


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {CRITERIA_TABLE.name: _criteria(data), TABLE.name: track_rows(data), **score_distribution.rows(data)}
