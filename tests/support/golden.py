"""Template and add-in as they are shipped, each with a text picture for review: python -m tests.support.golden."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from tests.support.dump import dump_files
from tests.support.dump_addin import dump_addin
from xl_addin.addin.addin_file import addin_bytes
from xl_addin.books.paint import paint
from xl_addin.commands.addin import buttons
from xl_addin.layout.snapshot import Snapshot
from xl_addin.sheets import describe, rows
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.reading import read_dataset

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
TEMPLATE = TEMPLATES / "trackbook.xlsx"
PICTURE = TEMPLATES / "trackbook"
"""The template's text picture: a file for the workbook, one for each tab."""
ADDIN = TEMPLATES / "trackbook.xlam"
ADDIN_TEXT = TEMPLATES / "trackbook.xlam.txt"

T = TypeVar("T")


def template() -> bytes:
    """The empty workbook that `trackbook new` makes."""
    data = ask_for_names(read_dataset(Snapshot()).data)
    return paint(describe(data), rows(data))


def template_files() -> Mapping[Path, bytes]:
    """The template and its text picture, as they should be."""
    data = template()
    return {TEMPLATE: data} | {PICTURE / name: text.encode() for name, text in _on_disk(data, dump_files).items()}


def addin_files() -> Mapping[Path, bytes]:
    """The add-in and its text picture, as they should be."""
    data = addin_bytes(buttons())
    return {ADDIN: data, ADDIN_TEXT: _on_disk(data, dump_addin).encode()}


def _on_disk(data: bytes, look: Callable[[Path], T]) -> T:
    """What a look at a file with those bytes comes to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(data)
        return look(path)


if __name__ == "__main__":
    from tests.support.regenerate import main

    main(["template", "addin"])
