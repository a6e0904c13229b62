"""Responses: several people's answers, one row each, so that the export of a form tool can be pasted."""

from collections.abc import Iterator, Mapping, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.answers import BENEFITS, HEALTH, ITEMS, Respondent, Response, ResponseRow
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Place

ORDER = 530
NAME = "Responses"

TABLE = table(
    "tblResponses",
    ResponseRow,
    [
        column(ResponseRow, "respondent", 16),
        column(ResponseRow, "group", 22),
        *(column(ResponseRow, key, 6, "input_centred") for key in ITEMS),
    ],
    key=["respondent"],
    spare=20,
    freeze=2,
    accepts_pasting=True,
    collection="responses",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="Responses",
        purpose=f"One row for each person who answered. {HEALTH[0].key} to {HEALTH[-1].key}: question 4 of Needs, "
        f"{BENEFITS[0].key} to {BENEFITS[-1].key}: question 6, P1 to P5: the pulse after launch. "
        "A header may also be the statement itself, as a form tool exports it, and an answer the words of a scale of "
        "five steps; Answers shows how they are read.",
        group="people",
        visibility="data",
        blocks=(TABLE,),
    )


def responses(rows: Sequence[Respondent]) -> tuple[Response, ...]:
    """The answers as read; a row without any answer is nobody's."""
    answers = [{key: getattr(row, key) for key in ITEMS if getattr(row, key) is not None} for row in rows]
    return tuple(
        Response(row.respondent, row.group, row_answers)
        for row, row_answers in zip(rows, answers, strict=True)
        if row_answers
    )


def find_repeats(rows: Sequence[Respondent]) -> Iterator[Misfit]:
    """Respondents who stand in several rows with answers: nobody can say which row is meant, so all of them count."""
    rows_by_respondent: dict[str, list[int]] = {}
    for row in rows:
        if row.respondent and any(getattr(row, key) is not None for key in ITEMS):
            rows_by_respondent.setdefault(fold_text(row.respondent), []).append(row.row)
    for places in rows_by_respondent.values():
        if len(places) > 1:
            place = Place(TABLE.name, places[1], "respondent")
            yield Misfit("repeated", place, "Respondent", tuple(places), "a code that stands in one row")


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: [{"respondent": r.respondent, "group": r.group, **r.answers} for r in data.responses]}
