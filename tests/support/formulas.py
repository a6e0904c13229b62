"""Adds today's formulas to the list by which later versions know them: python -m tests.support.formulas"""

from collections.abc import Iterator

from xl_addin.layout.structured_refs import own_row
from xl_addin.sheets import matrix, static_tables
from xl_addin.sheets.earlier_formulas import LEDGER, entry, ledger


def todays() -> Iterator[tuple[str, str, str]]:
    """(table, field, digest) of every formula that fills a column."""
    for table in (*static_tables(), matrix.matrix_table("T", ())):
        for column in table.columns:
            if column.formula:
                yield entry(table.name, column.field, own_row(column.formula, table.name))


def listed() -> str:
    """The list as it should be: what stands there already, and today's."""
    return "\n".join(" ".join(line) for line in sorted({*ledger(), *todays()})) + "\n"


if __name__ == "__main__":
    LEDGER.write_text(listed(), encoding="ascii")
