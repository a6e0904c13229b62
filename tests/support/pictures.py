"""The README's pictures, from the tabs of the sample company: python -m tests.support.pictures writes them anew."""

import shutil
import tempfile
from pathlib import Path

from tests.support.render import render
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.sheets import describe, rows

PICTURES = Path(__file__).parents[2] / "xl_addin" / "help" / "pictures"
WANTED = {"Start": "start.png", "Matrix_ENG": "matrix.png", "2_Track_health": "health.png", "Roadmap": "roadmap.png"}
"""Tab as the renderer names its pages -> the picture it becomes; the first page of each is taken."""


def main() -> None:
    """Paint, render, and keep the pages wanted."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "larkspur.xlsx"
        data = sample()
        book.write_bytes(paint(describe(data), rows(data)))
        pages = sorted(render(book, Path(folder) / "pages"))
        for tab, name in WANTED.items():
            page = next(page for page in pages if page.stem.partition("-")[2].startswith(tab))
            shutil.copyfile(page, PICTURES / name)


if __name__ == "__main__":
    main()
