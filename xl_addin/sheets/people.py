"""People: who is on which track and level, and who their manager is."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Sheet
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

ORDER = 510
NAME = "People"

TABLE = table(
    "tblPeople",
    Employee,
    [
        column(Employee, "id", 14),
        column(Employee, "name", 26),
        column(Employee, "email", 30),
        column(Employee, "team", 20),
        column(Employee, "manager", 14),
        column(Employee, "track", 12),
        column(Employee, "level", 12),
        column(Employee, "since", 16, "date"),
        column(Employee, "active", 10, "input_centred"),
    ],
    key=["id"],
    spare=30,
    freeze=2,
    filters=True,
    next_entry=NextEntry(fewest=None),
    collection="people",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="People",
        purpose="One row for each person. Paste from your HR system; the Employee ID is what all else refers to.",
        group="people",
        blocks=(TABLE,),
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: plain_rows(data.people)}
