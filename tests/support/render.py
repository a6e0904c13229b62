"""Pictures of every visible tab as it prints, for people to look at.

    python -m tests.support.render WORKBOOK OUTDIR

Each sheet is printed alone, with its own print set-up, so that every picture can be named after its sheet.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.support.office import Document, Office, OfficeError

DOTS_PER_INCH = 70  # an A4 page becomes about 580 x 820 points: small, and 8 pt text can still be made out
OURS = "[0-9][0-9]-*.png"


def render(xlsx: Path, to: Path, office: Office | None = None, dpi: int = DOTS_PER_INCH) -> list[Path]:
    """One PNG per printed page: `NN-<sheet>.png`, NN counting pages through the workbook. Older pictures go."""
    if office is None:
        with Office() as own:
            return render(xlsx, to, own, dpi)
    to.mkdir(parents=True, exist_ok=True)
    for old in to.glob(OURS):
        old.unlink()
    pictures: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="trackbook-render-") as folder, office.open(xlsx) as book:
        areas = {name: book.sheet(name).getPrintAreas() for name in book.sheet_names()}
        for sheet in visible_sheets(book):
            show_only(book, sheet, areas[sheet])
            pdf = book.export_pdf(Path(folder) / "sheet.pdf")
            for page in pages(pdf, dpi):
                pictures.append(to / f"{len(pictures) + 1:02d}-{plain(sheet)}.png")
                pictures[-1].write_bytes(page)
    return pictures


def visible_sheets(book: Document) -> list[str]:
    """The tabs a person sees, in order."""
    return [name for name in book.sheet_names() if book.sheet(name).IsVisible]


def show_only(book: Document, sheet: str, areas: Any) -> None:
    """Let only this sheet be printed, with its print areas if it has any.

    The others are hidden and lose their areas: a hidden sheet with a print area is printed, and one sheet with an
    area keeps all sheets without one from being printed.
    """
    book.sheet(sheet).IsVisible = True  # first, as one sheet must always be visible
    for name in book.sheet_names():
        book.sheet(name).setPrintAreas(areas if name == sheet else ())
        book.sheet(name).IsVisible = name == sheet


def pages(pdf: Path, dpi: int) -> list[bytes]:
    """The pages as PNG, in order; the PDF's own folder takes the files in between."""
    for old in pdf.parent.glob("page-*.png"):
        old.unlink()
    # pdftoppm numbers with leading zeros as wide as the last page needs, so that names sort as pages do
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(pdf.parent / "page")], check=True)
    return [picture.read_bytes() for picture in sorted(pdf.parent.glob("page-*.png"))]


def plain(name: str) -> str:
    """The sheet's name without what a file name may not hold everywhere."""
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "sheet"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.support.render", description="One PNG per printed page.")
    parser.add_argument("workbook", type=Path)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--dpi", type=int, default=DOTS_PER_INCH, help="dots per inch (default %(default)s)")
    given = parser.parse_args(arguments)
    try:
        pictures = render(given.workbook, given.outdir, dpi=given.dpi)
    except OfficeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{picture}\n" for picture in pictures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
