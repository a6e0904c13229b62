"""What tells Trackbook which row is which stands in every form, and nobody who fills one in sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.test_cli import cli, demo_book
from xl_addin.exchange.form.form_keys import parse_key

KINDS = ("employee", "manager", "respondent")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("forms")
    book = demo_book(folder / "a.xlsx")
    for per in KINDS:
        assert cli("export", book, "--per", per, "--to", folder / per, "--json").code in (0, 1)
    return [
        path for per in ("employee", "manager", "respondent") for path in sorted((folder / per).rglob("*.xlsx"))[:3]
    ]


def keys_in(path: Path) -> Iterator[tuple[str, bool]]:
    """(cell, whether it is seen) of every key."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        hidden = {
            number
            for width in sheet.column_dimensions.values()
            if width.hidden
            for number in range(width.min, width.max + 1)
        }
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value[1:2] == "|" and parse_key(cell.value) is not None:
                    seen = not (
                        sheet.sheet_state != "visible"
                        or sheet.row_dimensions[cell.row].hidden
                        or sheet.row_dimensions[cell.row].height == 0
                        or cell.column in hidden
                    )
                    yield f"{path.parent.name} {sheet.title}!{cell.coordinate}", seen


def test_no_key_is_seen_in_any_form(forms: list[Path]) -> None:
    assert {path.parent.name for path in forms} == set(KINDS)
    found = [key for path in forms for key in keys_in(path)]
    assert len(found) > 50
    assert [cell for cell, seen in found if seen] == []
