"""The template as it is shipped, and its text picture for review: python -m tests.support.golden writes both anew."""

from pathlib import Path

from tests.support.dump import dump
from xl_addin.books.paint import paint
from xl_addin.layout.grid import Snapshot
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
TEMPLATE = TEMPLATES / "trackbook.xlsx"


def template() -> bytes:
    """The empty workbook that `trackbook new` makes."""
    data = read(Snapshot()).data
    return paint(describe(data), rows(data))


def main() -> None:
    """Write the template and its dump."""
    TEMPLATE.write_bytes(template())
    TEMPLATE.with_suffix(".txt").write_text(dump(TEMPLATE), encoding="utf-8")


if __name__ == "__main__":
    main()
