"""Responses: several people's answers, one row each, so that the export of a form tool can be pasted."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.content import plain
from xl_addin.layout.describe import Column, Sheet, Table, column
from xl_addin.layout.edits import RowValues
from xl_addin.layout.parse import Parsed
from xl_addin.model.answers import BENEFITS, HEALTH, ITEMS, SCALE, Item, Respondent, Response
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact

ORDER = 530


def _item(item: Item) -> Column:
    ends = "1 not important, 5 critically important" if item in BENEFITS else "1 not at all, 5 yes, definitely"
    fact = Fact(item.key, f"{item.text} {ends}.", SCALE, also=(item.text,))
    return Column(item.key, fact, 6, "input_centred")


TABLE = Table(
    "tblResponses",
    (
        column(Respondent, "respondent", 16),
        column(Respondent, "group", 20),
        *(_item(item) for item in ITEMS.values()),
    ),
    ("respondent",),
    None,
    spare=20,
    freeze=2,
)


def sheet() -> Sheet:
    return Sheet(
        name="Responses",
        title="Responses",
        purpose=f"One row for each person who answered. {HEALTH[0].key} to {HEALTH[-1].key}: 2 Track health, "
        f"{BENEFITS[0].key} to {BENEFITS[-1].key}: 3 Benefits, P1 to P5: the pulse after launch. "
        "A header may also be the statement itself, as a form tool exports it.",
        group="people",
        blocks=(TABLE,),
    )


def responses(parsed: Parsed) -> tuple[Response, ...]:
    """The answers as read; a row without any answer is nobody's."""
    found = []
    for row in parsed.rows.get(TABLE.name, ()):
        answers = {key: row.values[key] for key in ITEMS if key in row.values}
        if answers:
            found.append(Response(str(row.values.get("respondent", "")), str(row.values.get("group", "")), answers))
    return tuple(found)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {
        TABLE.name: [{**plain(Respondent(respondent=r.respondent, group=r.group)), **r.answers} for r in data.responses]
    }
