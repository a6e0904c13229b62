"""Every pasted answer can be read

Why
    An answer that is neither 1 to 5 nor the words of a scale of five steps cannot be counted, and figures without it
    lean to one side. Words of four or seven steps, or words that stand in two scales, are not guessed: a column is
    read whole or not at all, but for one or two slips among many answers, which are left out alone. Nor is one
    statement counted from two columns. Where one respondent stands in several rows, nobody can say which is meant: all
    count.

Fix
    Write 1 to 5 there, or words of one scale of five steps, and above each column the statement or its key, such as
    H3. A column that is no rating may go or stay.

Good
    Responses
    | Respondent | Group | H1             | H2        |
    | R1         | Ops   | Agree          | 4 - Often |
    | R2         | ops   | Strongly agree | 2         |
    | R3         | Ops   | Don't know     | '4,0      |

Bad
    Responses
    | Respondent | H1    | H2      | H3   | H4           | H5  |
    | R1         | Agree | Agree   | Good | 1 - Agree    | 3.5 |
    | R2         | 4     | Sort of | Good | 5 - Disagree | 4   |
    | R3         | 2     | 3       | Fair | 3 - Neutral  | 4   |
    -> H2 in row 2 of Responses
    -> H3 in row 1 of Responses
    -> H4 in row 1 of Responses
    -> H5 in row 1 of Responses

    Responses
    | Respondent | H1 | H2 |
    | R1         | 4  | 3  |
    | R2         | 2  | 2  |
    | r1         | 1  |    |
    -> Respondent in row 3 of Responses
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.model.answers import ITEMS
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.text_analysis import quote

_TABLE = "tblResponses"


@dataclass(frozen=True)
class _Column:
    """What was pasted for one statement: how many answers count, and what does not; "" for columns of no statement."""

    key: str
    answer_count: int
    misfits: tuple[Misfit, ...]


def _columns(data: Dataset) -> Iterator[_Column]:
    misfits: dict[str, list[Misfit]] = {}
    for misfit in data.misfits:
        if misfit.place.table == _TABLE and misfit.kind in ("answer", "twice", "middle", "unknown"):
            misfits.setdefault("" if misfit.kind == "unknown" else misfit.place.field, []).append(misfit)
    for key in ITEMS:
        answer_count = sum(key in response.answers for response in data.responses)
        if answer_count or key in misfits:
            yield _Column(key, answer_count, tuple(misfits.get(key, ())))
    for misfit in data.misfits:
        if misfit.kind == "repeated":
            yield _Column("", 0, (misfit,))
    if "" in misfits:
        yield _Column("", 0, tuple(misfits[""]))


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=_columns,
    skip_reason="no answers are pasted yet",
    plural="answers or questions that cannot be read",
)
def judge(column: _Column, data: Dataset) -> Iterator[Hit]:
    """Hit for a column with answers that are left out, once, and for each header that cannot be told."""
    unread = [misfit for misfit in column.misfits if misfit.kind == "answer"]
    if unread:
        yield Hit(unread[0].place, _unread(column, unread))
    for misfit in column.misfits:
        if misfit.kind == "twice":
            message = f"Two columns of Responses carry {column.key}: {misfit.asks}."
            yield Hit(misfit.place, message, "Delete the column that is not meant, or give it another header.")
        elif misfit.kind == "middle":
            yield Hit(misfit.place, _middle(misfit), _MIDDLE_FIX, Severity.WARNING)
        elif misfit.kind == "unknown":
            message = f"The column {quote(misfit.title)} of Responses is not counted: {misfit.asks}."
            yield Hit(misfit.place, message, _HEADER_FIX, Severity.WARNING)
        elif misfit.kind == "repeated":
            rows = join_words([str(data.sheet_row(_TABLE, row)) for row in misfit.value], limit=_ROWS)
            message = f"Rows {rows} of Responses are of one respondent, and each counts as a respondent of its own."
            yield Hit(misfit.place, message, _ROWS_FIX, Severity.WARNING)


_MIDDLE_FIX = "Where the form had a middle to choose, accept this. Where it had none, ask again with five steps."
_ROWS_FIX = "Delete the rows that are not meant, or give each respondent a code of their own; a blank is fine too."
_ROWS = 5
"""How many rows a message names."""
_HEADER_FIX = "Write the statement's key above it, such as H3, if it is one of ours; else accept this."


def _unread(column: _Column, unread: list[Misfit]) -> str:
    whole = column.answer_count + len(unread)
    share = f"{len(unread)} of {whole} answers" if whole > 1 else "the only answer"
    first = ", this one first" if len(unread) > 1 else ""
    return f"Responses: {share} to {column.key} could not be read{first}: {unread[0].asks}."


def _middle(misfit: Misfit) -> str:
    return (
        f"Nobody chose the middle of the scale in {misfit.asks} in Responses: on a form without a middle, the other "
        "words stand nearer to it than they count here."
    )
