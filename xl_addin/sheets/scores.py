"""Scores: one row for each person and cycle, every figure a live formula that can be traced."""

from collections.abc import Mapping, Sequence

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores.d09_score import EXCEL

ORDER = 610


_PERSON = "[@Employee ID]"

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
        result(ScoreRow, "applicable", 12, "count", EXCEL["applicable"], only_if=_PERSON),
        result(ScoreRow, "rated", 10, "count", EXCEL["rated"], only_if=_PERSON),
        result(ScoreRow, "coverage", 12, "percent", EXCEL["coverage"], only_if=_PERSON),
        result(ScoreRow, "score", 10, "percent", EXCEL["score"], only_if=_PERSON),
        result(ScoreRow, "met", 10, "count", EXCEL["met"], only_if=_PERSON),
        result(ScoreRow, "below", 14, "count", EXCEL["below"], only_if=_PERSON),
        result(ScoreRow, "gaps", 46, "computed", EXCEL["gaps"], only_if=_PERSON),
        result(ScoreRow, "words", 40, "computed", EXCEL["words"], only_if=_PERSON),
        result(ScoreRow, "asked_weight", 12, "decimal", EXCEL["asked_weight"], only_if=_PERSON),
        result(ScoreRow, "first", 0, "count", EXCEL["first"], only_if=_PERSON),
        result(ScoreRow, "second", 0, "count", EXCEL["second"], only_if=_PERSON),
        result(ScoreRow, "third", 0, "count", EXCEL["third"], only_if=_PERSON),
    ],
    key=["cycle", "employee"],
    spare=1,
    freeze=3,
    filled_by="score",
)


def sheet() -> Sheet:
    return Sheet(
        name="Scores",
        title="Scores",
        purpose="A start for a conversation, never a verdict. From the manager's ratings against the person's level; "
        "no score below the least coverage.",
        group="results",
        visibility="more",
        blocks=(TABLE,),
        tints={
            "tblScores": (
                Tint("AND(ISNUMBER({below}),{below}>=3)", "low", ("below",)),
                Tint("AND(ISNUMBER({coverage}),{coverage}<1)", "warning", ("coverage",)),
            )
        },
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    score_rows = person_scores(data)
    return {
        TABLE.name: [{name: "" if value is None else value for name, value in plain(row).items()} for row in score_rows]
    }
