"""Workbooks printed to PDF by LibreOffice, several at a time, in a profile of its own."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from xl_addin.model.errors import Stop

_AT_ONCE = 50
_SECONDS = 300
_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def print_pdf(paths: Sequence[Path]) -> None:
    """A PDF beside each workbook; one that is there is replaced.

    Raises:
        Stop: LibreOffice is not installed, or makes no PDF of a workbook.
    """
    program = next((candidate for name in _PROGRAMS if (candidate := shutil.which(name))), None)
    if program is None:
        raise Stop("--pdf", "needs LibreOffice", "install it from libreoffice.org, or print the forms from Excel")
    for start in range(0, len(paths), _AT_ONCE):
        _print(program, paths[start : start + _AT_ONCE])
    missing = next((path.name for path in paths if not path.with_suffix(".pdf").exists()), None)
    if missing:
        raise Stop(missing, "could not be printed", "open it in LibreOffice to see why; locked forms cannot be printed")


def _print(program: str, paths: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory(prefix="trackbook-") as profile:
        line = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf"]
        by_folder: dict[Path, list[str]] = {}
        for path in paths:
            by_folder.setdefault(path.parent, []).append(str(path))
        for folder, files in by_folder.items():
            try:
                # the program is found by name among known ones; the files are arguments, never a shell's words
                whole = [*line, "--outdir", str(folder), *files]
                subprocess.run(whole, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
            except (OSError, subprocess.SubprocessError) as error:
                raise Stop(
                    "--pdf", "LibreOffice stopped while printing", "close it everywhere, then try again"
                ) from error
