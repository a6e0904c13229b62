"""The other clock really is another one: in this process' children, in LibreOffice, and for the tests' own day."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shifted.sitecustomize import AHEAD
from tests.support.clock import TODAY
from tests.support.office import Office

SHIFTED = Path(__file__).parent / "shifted"
NOW = "import datetime as dt; print(dt.datetime.now(dt.UTC).isoformat())"


def test_a_shifted_python_lives_ahead() -> None:
    day = 86_400
    clock = {**os.environ, "PYTHONPATH": str(SHIFTED), AHEAD: str(int(os.environ.get(AHEAD, 0)) + day)}
    told = subprocess.run([sys.executable, "-c", NOW], env=clock, capture_output=True, text=True, check=True).stdout
    there = dt.datetime.fromisoformat(told.strip()) - dt.timedelta(seconds=day)
    assert abs(there - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)


def test_the_run_lives_on_one_day_however_long_it_takes() -> None:
    there = subprocess.run([sys.executable, "-c", NOW], capture_output=True, text=True, check=True).stdout.strip()
    child, here = (moment.astimezone() for moment in (dt.datetime.fromisoformat(there), dt.datetime.now(dt.UTC)))
    assert {child.date(), here.date()} == {TODAY}


@pytest.mark.libreoffice
def test_libreoffice_lives_on_the_day_of_the_tests(office: Office, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Day").write_formula("A1", "=TODAY()")
    book.close()
    with office.open(path) as opened:
        days = opened.value("Day", "A1")
    assert isinstance(days, float)
    assert dt.date(1899, 12, 30) + dt.timedelta(days=days) == TODAY
