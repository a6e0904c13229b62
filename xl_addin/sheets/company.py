"""The company: its name and values, typed on Start. A workbook of an earlier version has them among its settings."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, table
from xl_addin.layout.describe import Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import OWN_COLOURS
from xl_addin.model.answers import CompanyEntry
from xl_addin.model.dataset import Dataset

COMPANY_SETTINGS = {"organisation": "Your company", "values": "Your values"}
"""The settings that stand here -> what they are called."""

TABLE = table(
    "tblCompany",
    CompanyEntry,
    [
        label(CompanyEntry, "about", 19, "computed"),
        column(CompanyEntry, "entry", 41, "input"),
        label(CompanyEntry, "id", 0, "stamp"),
    ],
    key=["id"],
    spare=0,
    complete=True,
    next_entry=OWN_COLOURS,
    column_offset=6,
    is_optional=True,
    collection="company",
)
COMPANY_TINTS = (Tint('AND({id}="organisation",TRIM({entry})="")', "next", ("entry",)),)


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    entries = (
        CompanyEntry(id=name, about=words, entry=str(data.settings.get(name) or ""))
        for name, words in COMPANY_SETTINGS.items()
    )
    return {TABLE.name: [plain(entry) for entry in entries]}
