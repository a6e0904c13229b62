"""Spreadsheets of another program: what LibreOffice ships, and our template, saved by it in every format it knows."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

ENDINGS = ("xlsx", "xlsm", "xltx", "xls", "xlt", "ods", "ots", "fods", "csv", "dif", "slk", "html", "pdf")
TEMPLATE = Path(__file__).parents[2] / "workbook_templates" / "trackbook.xlsx"


def saved_by_office(to: Path, endings: Sequence[str] = ENDINGS) -> None:
    """Fill a folder with one folder for each ending; raises FileNotFoundError where LibreOffice is not installed."""
    office = shutil.which("soffice")
    if office is None:
        raise FileNotFoundError("LibreOffice (soffice) is not on the path")
    shipped = Path(office).resolve().parents[1]
    books = [TEMPLATE, *sorted(path for ending in ("ods", "ots") for path in shipped.rglob(f"*.{ending}"))]
    with tempfile.TemporaryDirectory(prefix="corpus-office-") as profile:
        line = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        for ending in endings:
            convert = ["--convert-to", ending, "--outdir", str(to / ending), *map(str, books)]
            subprocess.run([*line, *convert], check=True, capture_output=True)
