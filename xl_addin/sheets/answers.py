"""Answers: how the answers in Responses are read, for people to check and for the formulas of Survey to follow."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Cell, Line, Sheet
from xl_addin.layout.edits import AddSheets, Edit, Replace
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.answers import ITEMS
from xl_addin.model.dataset import Dataset
from xl_addin.model.opinion_rows import AnswerColumn, AnswerWord
from xl_addin.scores.d01_item import EXCEL, NOT_READ, POINTS
from xl_addin.sheets.responses import TABLE as RESPONSES

ORDER = 535

RESPONSES_TAB = "Responses"
ANSWER_COLUMNS = table(
    "tblAnswerColumns",
    AnswerColumn,
    [
        label(AnswerColumn, "id", 12, "key"),
        label(AnswerColumn, "statement", 56, "label"),
        result(AnswerColumn, "read_from", 56, "computed"),
        result(AnswerColumn, "column", 10, "count", EXCEL["column"]),
    ],
    key=["id"],
    spare=0,
)
ANSWER_WORDS = table(
    "tblAnswerWords",
    AnswerWord,
    [result(AnswerWord, "answer", 12, "computed"), result(AnswerWord, "points", 56, "count")],
    key=["answer"],
    spare=0,
)


def sheet() -> Sheet:
    return Sheet(
        name="Answers",
        title="How answers are read",
        purpose="Score fills this from Responses. Words count by their place on a scale of five steps; what is not "
        "listed here is not counted, and Score and Check say so.",
        group="results",
        visibility="more",
        blocks=(
            ANSWER_COLUMNS,
            Line((Cell("What each answer counts as", "heading", span=2),)),
            ANSWER_WORDS,
        ),
        widths=tuple(answer_column.width for answer_column in ANSWER_COLUMNS.columns),
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    words = {str(point): point for point in POINTS} | dict(data.pasted_answers.spellings)
    places = _PLACES if data.pasted_answers.columns is None else data.pasted_answers.columns
    return {
        ANSWER_COLUMNS.name: [
            {"id": key, "statement": item.text, "read_from": _header(data, key), "column": places.get(key, 0)}
            for key, item in ITEMS.items()
        ],
        ANSWER_WORDS.name: [{"answer": f"\u201c{answer}\u201d", "points": point} for answer, point in words.items()],
    }


_PLACES = {
    responses_column.field: number
    for number, responses_column in enumerate(RESPONSES.columns, 1)
    if responses_column.field in ITEMS
}
"""Where the columns of our own table stand."""


def _header(data: Dataset, key: str) -> str:
    header = data.pasted_answers.headers.get(key)
    return NOT_READ if header == "" else header or ""


def refresh_answers(data: Dataset, snapshot: Snapshot) -> list[Edit]:
    """What makes the workbook's formulas read answers as we do; nothing where it has no such tables."""
    if not _has_tables(snapshot):
        return []
    return [Replace(name, table_rows) for name, table_rows in rows(data).items()]


def add_answers_tab(data: Dataset, snapshot: Snapshot) -> list[Edit]:
    """The tab, for a workbook of an earlier version in which answers stand that were pasted."""
    pasted_answers = data.pasted_answers.headers or data.pasted_answers.spellings
    room = RESPONSES_TAB in snapshot.sheets and sheet().name not in snapshot.sheets
    if _has_tables(snapshot) or not pasted_answers or not room:
        return []
    return [AddSheets((sheet(),), rows(data), RESPONSES_TAB)]


def _has_tables(snapshot: Snapshot) -> bool:
    return all(find_table(snapshot, answer_table.name) for answer_table in (ANSWER_COLUMNS, ANSWER_WORDS))
