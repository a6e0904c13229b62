"""Out and back through four programs, and collecting killed again and again; longer runs are commands of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.roundtrip import fill_a_copy, fill_with_openpyxl, filler_with, trip

ROOT = Path(__file__).parents[1]


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


def test_killed_in_the_middle_nothing_is_torn_lost_or_doubled() -> None:
    """`python -m tests.kills collect 220` goes on for longer. A process of its own: it forks."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", "collect", "20"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 faults" in done.stdout
    assert " killed (0 " not in done.stdout
