"""Scores: one row for each person and cycle, every figure a live formula that can be traced."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.edits import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores import d09_score
from xl_addin.scores.people import person_scores

ORDER = 610


def _live(figure: str) -> str:
    return f'IF([@Employee ID]="","",{d09_score.EXCEL[figure]})'


TABLE = table(
    "tblScores",
    ScoreRow,
    [
        label(ScoreRow, "cycle", 12, "key"),
        label(ScoreRow, "employee", 13, "key"),
        result(ScoreRow, "name", 26, "computed"),
        result(ScoreRow, "team", 18, "computed"),
        result(ScoreRow, "track", 10, "computed"),
        result(ScoreRow, "level", 10, "computed"),
        result(ScoreRow, "applicable", 12, "count", _live("applicable")),
        result(ScoreRow, "rated", 10, "count", _live("rated")),
        result(ScoreRow, "coverage", 12, "percent", _live("coverage")),
        result(ScoreRow, "score", 10, "percent", _live("score")),
        result(ScoreRow, "met", 10, "count", _live("met")),
        result(ScoreRow, "below", 14, "count", _live("below")),
        result(ScoreRow, "gaps", 46, "computed", _live("gaps")),
        result(ScoreRow, "words", 40, "computed", _live("words")),
        result(ScoreRow, "asked_weight", 12, "decimal", _live("asked_weight")),
        result(ScoreRow, "first", 0, "count", _live("first")),
        result(ScoreRow, "second", 0, "count", _live("second")),
        result(ScoreRow, "third", 0, "count", _live("third")),
    ],
    key=["cycle", "employee"],
    spare=1,
    freeze=3,
)


def sheet() -> Sheet:
    return Sheet(
        name="Scores",
        title="Scores",
        purpose="A start for a conversation, never a verdict. From the manager's ratings against the person's level; "
        "no score below the least coverage.",
        group="results",
        blocks=(TABLE,),
        tints={
            "tblScores": (
                Tint("AND(ISNUMBER({below}),{below}>=3)", "low", ("below",)),
                Tint("AND(ISNUMBER({coverage}),{coverage}<1)", "warning", ("coverage",)),
            )
        },
        read=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    scored = person_scores(data)
    return {
        TABLE.name: [{name: "" if value is None else value for name, value in plain(row).items()} for row in scored]
    }
