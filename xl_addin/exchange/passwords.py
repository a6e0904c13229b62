"""The passwords file: which password opens which form."""

import csv
import io
from pathlib import Path

from xl_addin.cells.fold import fold_header
from xl_addin.model.errors import Stop

_FILE, _PASSWORD = "file", "password"
_FORMULA_STARTS = ("'=", "'+", "'-", "'@")


def read_passwords(path: Path) -> dict[str, str]:
    """File name -> password, from CSV with the columns File and Password in any order; other columns are passed over.

    Raises:
        Stop: the file is missing, is no text in UTF-8, or has no such columns.
    """
    rows = csv.DictReader(io.StringIO(_text(path)))
    columns = {fold_header(name or ""): name for name in rows.fieldnames or ()}
    if _FILE not in columns or _PASSWORD not in columns:
        raise Stop(path.name, "has no columns File and Password", "give the passwords file that export wrote")
    pairs = ((row[columns[_FILE]] or "", row[columns[_PASSWORD]] or "") for row in rows)
    return {_plain(file).strip(): _plain(word) for file, word in pairs if word}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Stop(path.name, "cannot be read", "check the name, and your rights in its folder") from error
    except UnicodeDecodeError as error:
        raise Stop(path.name, "is no text in UTF-8", "save it as CSV UTF-8") from error


def _plain(field: str) -> str:
    """A field without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return field[1:] if field.startswith(_FORMULA_STARTS) else field
