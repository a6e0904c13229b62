"""Template and add-in as they are shipped, each with a text picture for review: python -m tests.support.golden."""

from pathlib import Path

from tests.support.dump import dump
from tests.support.dump_addin import dump_addin
from xl_addin.addin.pack import addin
from xl_addin.books.paint import paint
from xl_addin.commands.addin import buttons
from xl_addin.layout.grid import Snapshot
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
TEMPLATE = TEMPLATES / "trackbook.xlsx"
ADDIN = TEMPLATES / "trackbook.xlam"
ADDIN_TEXT = TEMPLATES / "trackbook.xlam.txt"


def template() -> bytes:
    """The empty workbook that `trackbook new` makes."""
    data = read(Snapshot()).data
    return paint(describe(data), rows(data))


def main() -> None:
    """Write the template, the add-in and their dumps."""
    TEMPLATE.write_bytes(template())
    TEMPLATE.with_suffix(".txt").write_text(dump(TEMPLATE), encoding="utf-8")
    ADDIN.write_bytes(addin(buttons()))
    ADDIN_TEXT.write_text(dump_addin(ADDIN), encoding="utf-8")


if __name__ == "__main__":
    main()
