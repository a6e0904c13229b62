"""Out and back through four programs; the longer run is a command of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.roundtrip import fill_a_copy, fill_with_openpyxl, filler_with, trip


@pytest.mark.libreoffice
def test_what_was_filled_in_comes_back_exactly(office: Any, tmp_path: Path) -> None:
    """`python -m tests.roundtrip 1250` makes the same trip with 20,000 ratings."""
    fillers = {
        "openpyxl": (fill_with_openpyxl, 4),
        "XlsxWriter": (fill_a_copy, 5),
        "LibreOffice": (filler_with(office), 7),
    }
    found = trip(30, tmp_path, fillers, seed=7)
    assert found.wrong == []
    assert found.forms > 25
    assert found.ratings > 400
    assert found.texts > 100
