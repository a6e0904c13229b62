"""The other clock really is another one: in this process' children, in LibreOffice, and for the tests' own day."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.shifted.sitecustomize import AHEAD
from tests.support.clock import TODAY
from tests.support.office import Office

TESTS = Path(__file__).parent
SHIFTED = TESTS / "shifted"
CLOCKS = {"now", "today", "utcnow", "time"}
DOOR = re.compile(r"xl_addin\.__main__|from tests\.test_cli import|\"-m\", \"xl_addin\"|from macros_py import")
A_DAY = re.compile(r"\b20\d\d-\d\d-\d\d|\bdate(time)?\(20\d\d,")
NOW = "import datetime as dt; print(dt.datetime.now(dt.UTC).isoformat())"


def test_a_shifted_python_lives_ahead() -> None:
    day = 86_400
    clock = {**os.environ, "PYTHONPATH": str(SHIFTED), AHEAD: str(int(os.environ.get(AHEAD, 0)) + day)}
    told = subprocess.run([sys.executable, "-c", NOW], env=clock, capture_output=True, text=True, check=True).stdout
    there = dt.datetime.fromisoformat(told.strip()) - dt.timedelta(seconds=day)
    assert abs(there - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)


@pytest.mark.parametrize(("zone", "ahead"), [("Asia/Kathmandu", "05:45"), ("America/Phoenix", "-07:00")])
def test_a_shifted_run_stays_in_its_zone(zone: str, ahead: str) -> None:
    """Its day is the day of the place, from there on as well as where the clock is set to the morning."""
    morning = "from tests.support import clock; clock.begin_morning(); here = dt.datetime.now().astimezone()"
    program = f"import datetime as dt; {morning}; print(clock.TODAY, here.isoformat())"
    paths = os.pathsep.join([str(SHIFTED), str(CHECKOUT)])
    clock = {**os.environ, "PYTHONPATH": paths, "TZ": zone, AHEAD: os.environ.get(AHEAD, "0")}
    told = subprocess.run([sys.executable, "-c", program], env=clock, capture_output=True, text=True, check=True).stdout
    day, moment = told.split()
    assert moment.startswith(f"{day}T06:")
    assert dt.datetime.fromisoformat(moment).strftime("%z").replace("+", "") == ahead.replace(":", "")


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


# --- who lives on other days in .ci/run


def dated() -> set[str]:
    """The test files of which something runs on other days too."""
    script = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
    lists = re.search(r"^dated=\((.*?)\)$", script, re.MULTILINE | re.DOTALL)
    assert lists, ".ci/run lists what runs on other days under `dated`"
    return {Path(word.strip("'").partition("::")[0]).name for word in lists[1].split()}


def asks_for_the_day(path: Path) -> bool:
    """Whether a file asks for the day it is: of `tests.support.clock`, or of Python."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "tests.support.clock":
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            return True
    return False


SAME_ON_EVERY_DAY = {
    "test_api.py": "its own runs are told the day",
    "test_collect.py": "days of files put in order among themselves",
    "test_commands.py": "its own runs are told the day; the command line makes only the sample",
    "test_export_account.py": "an ID that became a day",
    "test_layout.py": "cells that are days, read as such",
    "test_ratings_left_out.py": "IDs that became days",
    "test_limits.py": "its own reading is told the day",
    "test_lossless.py": "the day of somebody's comment, which stays",
    "test_naming.py": "its own runs are told the day",
    "test_rows_below.py": "an ID that became a day",
    "test_settings.py": "a day as a setting is a day whenever it is",
    "test_tabs_shown.py": "its own runs are told the day",
    "test_typed_anew.py": "a day typed as text",
    "test_unread_cells.py": "days typed where none belong",
}
"""File -> what the days it names are, where the day of the run makes no difference to them."""


def test_whoever_asks_for_the_day_lives_on_other_days_too() -> None:
    """What comes of the day is right on every day only where it was tried on several."""
    assert {path.name for path in TESTS.glob("test_*.py") if asks_for_the_day(path)} <= dated()


def test_a_day_named_to_a_command_that_reads_the_clock_is_tried_on_other_days() -> None:
    """Such a day lies ahead only for so long: a plan that is to start in a coming year starts in a past one later."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py")}
    named = {name for name, text in texts.items() if DOOR.search(text) and A_DAY.search(text)}
    assert named - dated() == set(SAME_ON_EVERY_DAY)
