"""Commands killed again and again end as if nothing had happened; longer runs: `python -m tests.kills both 240`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

import pytest

from tests.kills.collecting import Collecting
from tests.kills.exporting import Exporting, unsound
from tests.kills.killing import run_and_kill
from tests.support.campaign import campaign
from xl_addin.package.safe import save

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def kills(*words: object) -> str:
    """A process of its own: it forks."""
    line = [sys.executable, "-m", "tests.kills", *map(str, words)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_collecting_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    victim = Collecting(tmp_path, seed=1)
    touches = [1, *range(5, 80, 5)]
    killed = [victim.round(touch) for touch in touches]
    assert victim.tally.faults == []
    assert set(victim.tally.when) == {"before", "with answers in the journal only", "with the workbook written"}
    assert 5 < sum(killed) < len(touches), "every touch there is"


def test_exporting_killed_in_the_middle_ends_as_if_undisturbed(tmp_path: Path) -> None:
    victim = respondents(tmp_path)
    touches = [1, *range(4, 100, 4)]
    killed = [victim.round(touch) for touch in touches]
    assert victim.tally.faults == []
    assert set(victim.tally.when) == {"before any file", "among the files", "after all files"}
    assert 10 < sum(killed) < len(touches), "every touch there is"


def test_both_in_turn() -> None:
    told = kills("both", 2, "--seed", 1)
    assert re.findall("^(\\w+): .* 2 killed", told, re.MULTILINE) == ["collect", "export"]


def respondents(folder: Path) -> Exporting:
    """Surveys for a new day, the smallest of the exports, again and again."""
    victim = Exporting(folder, seed=1)
    victim._cases = repeat(("another day", "respondent"))
    return victim


# --- it sees what goes wrong


def torn(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(data[:99])
        os.fsync(file.fileno())
        file.write(data[99:])


def littering(path: Path, data: bytes) -> None:
    left = path.with_name(f".{os.urandom(4).hex()}")
    left.write_bytes(data)
    path.write_bytes(data)
    left.unlink()


@pytest.mark.parametrize(
    ("put", "says"), [(torn, "neither as before nor"), (littering, "other than without the killing")]
)
def test_careless_writing_is_noticed(
    put: Callable[[Path, bytes], None], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save, "write_file", put)
    victim = respondents(tmp_path)
    touch = 1
    while victim.round(touch) and not victim.tally.faults:
        touch += 1
    assert any(says in fault for fault in victim.tally.faults)


def test_a_run_that_fails_by_itself_is_no_round(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AssertionError, match="was not killed failed"):
        run_and_kill(lambda: 1 / 0, tmp_path)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_journal_ahead_of_the_forms_is_noticed(tmp_path: Path) -> None:
    victim = Exporting(tmp_path, seed=1)
    wanted = victim._undisturbed("nothing", "employee")
    before = victim._begin("nothing", "employee")
    victim._export("employee")
    victim._check_what_is_left(before, wanted, killed=True)
    assert victim.tally.faults == []
    next((tmp_path / "work" / "out").glob("*.xlsx")).unlink()
    victim._check_what_is_left(before, wanted, killed=True)
    assert victim.tally.faults == ["round 0: the journal knows of forms that are not there"]


def test_a_folder_of_forms_that_is_not_sound(tmp_path: Path) -> None:
    sent = campaign(tmp_path)
    assert list(unsound(sent.master, sent.sent, "employee")) == []
    shutil.copyfile(sent.form("E001"), sent.sent / "again.xlsx")
    (sent.sent / "torn.xlsx").write_bytes(sent.form("E002").read_bytes()[:-9])
    assert [
        re.sub("[0-9]+", "#", what).partition(": open it")[0] for what in unsound(sent.master, sent.sent, "employee")
    ] == [
        "# files listed, # there",
        "torn.xlsx: is damaged or incomplete",
        "# forms are of # people",
    ]
