"""The runner of corpora, on the hostile folder and on itself: it sees every way a process can go wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus import damaged, folder, isolated
from tests.corpus.folder import Tally
from tests.corpus.foreign import saved_by_office
from tests.corpus.isolated import BROKE, Order, Ran, run_all

ROOT = Path(__file__).parents[1]


def corpus(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.corpus", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.shared
def test_the_hostile_folder(shared: Path) -> None:
    """Every file through validate and collect in processes of their own: nothing breaks, hangs or is changed."""
    hostile = shared / "data" / "hostile"
    done = corpus(hostile, "--commands", "validate", "collect")
    assert done.returncode == 0, done.stdout + done.stderr
    for command in ("validate", "collect"):
        (figures,) = re.findall(rf"^{command} +(.*)$", done.stdout, re.MULTILINE)
        files, read, refused, *broken, peak = map(int, figures.split())
        assert files == len(list(hostile.iterdir()))
        assert 0 < read < refused == files
        assert broken == [0, 0, 0]
        assert peak < 300


@pytest.mark.libreoffice
def test_a_folder_of_foreign_files_is_what_it_says(office: object, tmp_path: Path) -> None:
    """`office` skips, saying so, where LibreOffice is absent."""
    saved_by_office(tmp_path, ("xls", "fods"))
    binary, flat = (sorted((tmp_path / ending).iterdir()) for ending in ("xls", "fods"))
    assert [path.stem for path in binary] == [path.stem for path in flat]
    assert len(binary) > 1
    assert all(path.read_bytes().startswith(bytes.fromhex("d0cf11e0")) for path in binary)
    assert all(path.read_bytes().startswith(b"<?xml") for path in flat)


def test_beginnings_of_a_form_and_a_workbook(capsys: pytest.CaptureFixture[str]) -> None:
    assert damaged.cut_off(step=97) == 0
    assert "0 read" in capsys.readouterr().out


def test_flipped_bits(capsys: pytest.CaptureFixture[str]) -> None:
    assert damaged.turned_over(200, seed=7) == 0
    told = capsys.readouterr().out
    assert re.findall(r": +(\d+) files", told) == ["120", "60", "20"]


def test_a_form_that_is_read_in_spite_of_a_flipped_bit_says_the_same() -> None:
    """What is packed carries a check sum; only flips inside an unpacked part may change an answer."""
    with damaged.goods() as goods:
        form = goods["form read"]
        packed = [flip for number, flip in enumerate(damaged.flips(form.data, 400, 3)) if not number % 2]
        tally = damaged.tried(form, packed)
    assert tally.read
    assert tally.other == 0


# --- it sees what goes wrong


def hang(data: bytes) -> object:
    while data != b"good":
        pass
    return data


def stumble(data: bytes) -> object:
    if data != b"good":
        raise KeyError(data)
    return data


@pytest.mark.parametrize(("reads", "says"), [(hang, "0 tracebacks, 1 hangs"), (stumble, "1 tracebacks, 0 hangs")])
def test_a_reader_that_hangs_or_stumbles(
    reads: Callable[[bytes], object], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damaged, "SECONDS", 0.05)
    tally = damaged.tried(damaged.Good(b"good", reads, 10), [("a flip", b"bad")])
    assert says in tally.told()
    assert "a flip" in tally.faults[0]


def answer() -> None:
    print("{}")


def swell() -> None:
    bytearray(isolated.MEMORY)


def burn() -> None:
    while True:
        pass


def wait() -> None:
    time.sleep(60)


def die() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize(
    ("door", "code"), [(answer, 0), (swell, BROKE), (burn, None), (wait, None), (die, -signal.SIGTERM), (sys.exit, 0)]
)
def test_a_process_is_held_to_its_limits(
    door: Callable[[], object], code: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "MEMORY", 2 << 30)  # the process that is forked has the whole suite in it
    monkeypatch.setattr(isolated, "SECONDS", 1)
    monkeypatch.setattr(isolated, "PATIENCE", 3.0)
    ((_, ran),) = run_all([Order(("x",), tmp_path)], door, jobs=2)
    assert ran.code == code
    assert ran.peak > 1 << 20


@pytest.mark.parametrize(
    ("ran", "kind"),
    [
        (Ran(None, "", "", 0), "hangs"),
        (Ran(-9, "", "", 0), "tracebacks"),
        (Ran(0, "no JSON", "", 0), "tracebacks"),
        (Ran(2, '{"error": {"what": "w"}}', "trackbook: met a fault of its own (X at y.py:1): z\n", 0), "tracebacks"),
        (Ran(2, '{"error": {"what": "w"}}', "two\nlines\n", 0), "tracebacks"),
        (Ran(2, '{"error": {"what": "w"}}', "a: w: todo\n", 0), "changed"),
        (Ran(1, '{"refused": [{"what": "w"}]}', "a\nb\n", 0), "changed"),
    ],
)
def test_every_fault_is_counted(ran: Ran, kind: str) -> None:
    tally = Tally()
    tally.add("a.xlsx", ran, untouched=False)
    assert [len(tally.tracebacks), len(tally.hangs), len(tally.changed)] == [
        kind == own for own in ("tracebacks", "hangs", "changed")
    ]


def test_refusals_are_counted_by_reason() -> None:
    tally = Tally()
    for what in (
        "has a part (a.xml) of 3,000 MB",
        "has a part (b.xml) of 12 MB",
        "is a workbook, but not a Trackbook one",
    ):
        tally.add("a", Ran(2, f'{{"error": {{"what": "{what}"}}}}', "a: b: c\n", 0), untouched=True)
    tally.add("b", Ran(1, "{}", "", 0), untouched=False)
    assert tally.faults == []
    assert tally.read == 2
    assert tally.refused == {"has a part of # MB": 2, folder.STRANGER: 1}
