"""Several processes at one workbook: no write is lost, nothing is doubled, whoever comes too late gets one line."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

from tests.support.campaign import CYCLE, Campaign, campaign
from tests.support.lint.workbook_lint import lint
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.package.safe.lock import Lock

ROOT = Path(__file__).parents[1]
WORK = """
import json, sys, time
from pathlib import Path
from tests.support.campaign import run
from xl_addin.model.errors import Stop
name, master, words, times = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]), int(sys.argv[4])
sys.stdin.readline()  # all begin together
while times:
    try:
        run(name, master, **words)
        times -= 1
    except Stop as stop:
        print(stop, flush=True)
        time.sleep(0.01)
"""
LATE = re.compile(
    r"tracks\.xlsx: is being changed by process .*: wait until it has finished, or delete .* if it never will"
    r"|tracks\.xlsx: was changed by somebody else meanwhile: run the command again to start from the newer file"
)
PEOPLE = ("E001", "E002", "E003", "E004")


def at_once(master: Path, works: list[tuple[str, dict[str, object]]], times: int) -> list[str]:
    """Every work in a process of its own, again and again until it was done so many times; what they said."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, name, str(master), json.dumps(words), str(times)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, words in works
    ]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()
    said = []
    for run in runs:
        out, err = run.communicate(timeout=300)
        assert (run.returncode, err) == (0, "")
        said += out.splitlines()
    return said


def answered(sent: Campaign, people: tuple[str, ...]) -> list[tuple[str, dict[str, object]]]:
    """One collecting for each person's form, each from a folder of its own."""
    works: list[tuple[str, dict[str, object]]] = []
    for number, person in enumerate(people, 1):
        path = sent.send_back_one_row(person, rating=number, words=f"Words of {person}")
        own = sent.back / person
        own.mkdir()
        path.rename(own / path.name)
        works.append(("collect", {"source": str(own), "apply": True}))
    return works


def whole(sent: Campaign, people: tuple[str, ...]) -> None:
    """Every answer stands in the workbook once and in the journal once; the workbook is sound; nothing is left over."""
    assert {(key[0], rating, words) for key, (rating, _, words) in sent.said.items()} == {
        (person, number, f"Words of {person}") for number, person in enumerate(people, 1)
    }
    assert lint(sent.master.read_bytes()) == []
    with open_journal(journal_path(sent.master), make=False) as journal:
        assert sorted(receipt.person for receipt in journal.receipts(CYCLE)) == list(people)
        assert journal.last_applied == journal.last == len(people)
    beside = {path.name for path in sent.master.parent.iterdir()}
    assert beside == {"tracks.xlsx", "tracks.backup.xlsx", "tracks.journal.sqlite", "sent", "back"}


def test_two_collect_at_once(tmp_path: Path) -> None:
    sent = campaign(tmp_path)
    said = at_once(sent.master, answered(sent, PEOPLE[:2]), times=2)
    assert all(LATE.fullmatch(line) for line in said), said
    whole(sent, PEOPLE[:2])


def test_eight_at_once_beginning_with_the_lock_of_a_process_that_died(tmp_path: Path) -> None:
    """Four collect, one of them twice over; others score, build and validate."""
    sent = campaign(tmp_path)
    works = answered(sent, PEOPLE)
    works += [works[0], ("score", {}), ("build", {}), ("validate", {})]
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = {"host": socket.gethostname(), "pid": dead.pid, "since": "2026-01-01T00:00:00+00:00"}
    Lock(sent.master).file.write_text(json.dumps(left))
    said = at_once(sent.master, works, times=1)
    assert said, "nobody met anybody"
    assert all(LATE.fullmatch(line) for line in said), said
    whole(sent, PEOPLE)
