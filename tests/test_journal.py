"""The journal: what went out and came back, on the disk before anybody is told so."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_addin.exchange import journal as room
from xl_addin.exchange.database_errors import database_errors
from xl_addin.exchange.journal import (
    Answers,
    FormSent,
    Journal,
    JournalAnswer,
    Receipt,
    journal_path,
    open_journal,
)
from xl_addin.model.errors import Stop


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracks.journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with open_journal(path, make=True) as made:
        yield made


def sent(person: str = "E1", kind: str = "employee", cycle: str = "C1", due: str = "", **given: object) -> FormSent:
    held: Answers = {tuple(at.split("__")): value for at, value in given.items()}  # type: ignore[misc]
    return FormSent(cycle, kind, person, f"{person}.xlsx", f"shape{person}", "p" * 64, "s" * 64, due, held)


def receipt(digest: str, person: str = "E1", kind: str = "employee", cycle: str = "C1", saved: str = "") -> Receipt:
    return Receipt(0, digest, f"{digest}.xlsx", cycle, kind, person, False, saved, "2026-11-22T10:00:00Z")


def test_it_lies_beside_its_master() -> None:
    assert journal_path(Path("a/Career tracks.xlsx")) == Path("a/Career tracks.journal.sqlite")


def test_key_and_name_are_made_once(path: Path) -> None:
    with open_journal(path, make=True) as first:
        made = first.campaign, first.secret
    with open_journal(path, make=False) as again:
        assert (again.campaign, again.secret) == made
    assert (len(made[0]), len(made[1])) == (16, 32)
    with open_journal(path.with_name("b.sqlite"), make=True) as other:
        assert {other.campaign, other.secret}.isdisjoint(made)


def test_forms_and_what_they_were_given(journal: Journal) -> None:
    journal.add_forms([sent("E2"), sent("E1", due="2027-02-01", k__f="x", k__g=4)], {"shapeE1": ["b", "a"]})
    assert [(form.person, form.due) for form in journal.forms("C1")] == [("E1", "2027-02-01"), ("E2", "")]
    assert journal.sent_keys("shapeE1") == {"a", "b"}
    assert journal.sent_keys("nobody's") == frozenset()
    form = journal.form("C1", "employee", "E1")
    assert form == sent("E1", due="2027-02-01")
    assert form.prefilled_answers == {("k", "f"): "x", ("k", "g"): 4}
    assert journal.form("C1", "employee", "E9") is None
    assert (journal.cycles(), journal.knows("C1"), journal.knows("C2")) == (("C1",), True, False)


def test_what_was_taken_comes_back_in_order(journal: Journal) -> None:
    assert (journal.last, journal.last_applied) == (0, 0)
    first = journal.take(receipt("d1"), {("r|E1|OWN|L1", "self_rating"): 3, ("r|E1|OWN|L1", "evidence"): "ü\n=1"})
    second = journal.take(receipt("d2"), {("r|E1|OWN|L1", "self_rating"): 4})
    assert (first, second, journal.last) == (1, 2, 2)
    assert journal.answers(first)["r|E1|OWN|L1", "evidence"] == "ü\n=1"
    assert journal.answers_so_far("C1", "employee", "E1") == {
        ("r|E1|OWN|L1", "self_rating"): 4,
        ("r|E1|OWN|L1", "evidence"): "ü\n=1",
    }
    assert [r.digest for r in journal.receipts("C1")] == ["d1", "d2"]
    assert journal.receipts("C2") == ()
    journal.set_applied(2)
    assert journal.last_applied == 2


def test_the_same_file_is_never_taken_twice(journal: Journal) -> None:
    journal.take(receipt("d1"), {})
    with pytest.raises(Stop):
        journal.take(receipt("d1"), {("r|E1|OWN|L1", "self_rating"): 4})
    assert journal.answers_so_far("C1", "employee", "E1") == {}


def test_touched_tells_all_about_rows_spoken_of_since(journal: Journal) -> None:
    row, other = "r|E1|OWN|L1", "r|E1|COM|L1"
    journal.take(receipt("m", "M1", "manager"), {(row, "manager_rating"): 5, (other, "manager_rating"): 1})
    journal.take(receipt("old", cycle="C0"), {(row, "self_rating"): 2})
    journal.take(receipt("r1", "R1", "respondent"), {("q|H1", "answer"): 1})
    journal.take(receipt("e", "E1"), {(row, "self_rating"): 4})
    journal.take(receipt("r2", "R2", "respondent"), {("q|H1", "answer"): 2})
    assert list(journal.related_answers(3)) == [
        JournalAnswer("C1", "manager", "M1", row, "manager_rating", 5),
        JournalAnswer("C1", "employee", "E1", row, "self_rating", 4),
        JournalAnswer("C1", "respondent", "R2", "q|H1", "answer", 2),
    ]
    assert list(journal.related_answers(5)) == []


# --- what can go wrong


def stopped(path: Path, *, make: bool = False) -> Stop:
    with pytest.raises(Stop) as caught, open_journal(path, make=make):
        pass
    assert caught.value.place == path.name
    assert caught.value.todo
    return caught.value


def test_a_missing_one_is_not_made_unasked(path: Path) -> None:
    assert "no forms were sent" in stopped(path).problem
    assert not path.exists()


@pytest.mark.parametrize("content", [b"not a database, not at all " * 40, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_one(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    assert stopped(path).problem == "is damaged"
    assert path.read_bytes() == content


def test_one_from_a_newer_trackbook(path: Path) -> None:
    with open_journal(path, make=True):
        pass
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()
    assert "newer" in stopped(path).problem


def test_one_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.1)
    with open_journal(path, make=True) as held:
        held._base.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Stop, match="is in use by another run"), open_journal(path, make=False) as second:
            second.take(receipt("d"), {})


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    assert "cannot be written" in stopped(tmp_path / "gone" / "a.journal.sqlite", make=True).problem


def test_a_full_disk_takes_nothing_of_the_file(path: Path) -> None:
    """The limit on a file's size stands for a full disk: SQLite meets the same kind of error."""
    code = f"""
import resource, signal
from pathlib import Path
from tests.test_journal import receipt
from xl_addin.exchange.journal import open_journal
from xl_addin.model.errors import Stop
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_journal(Path({str(path)!r}), make=True) as journal:
    journal.take(receipt("small"), {{("k", "f"): "x"}})
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    try:
        journal.take(receipt("large"), {{(f"k{{n}}", "f"): "x" * 20_000 for n in range(50)}})
    except Stop as stop:
        print(stop)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tracks.journal.sqlite: cannot be ")
    assert done.stdout.count("\n") == 1
    with open_journal(path, make=False) as journal:
        assert [r.digest for r in journal.receipts()] == ["small"]
        assert journal.take(receipt("large"), {}) == 2


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_READONLY", "no rights"),
        ("SQLITE_CANTOPEN", "no rights"),
        ("SQLITE_BUSY", "in use"),
        ("SQLITE_NOTADB", "damaged"),
        ("SQLITE_CORRUPT_VTAB", "damaged"),
        ("SQLITE_IOERR_WRITE", "cannot be used"),
    ],
)
def test_what_sqlite_says_becomes_one_line(name: str, what: str) -> None:
    error = sqlite3.DatabaseError("SELECT secret")
    error.sqlite_errorname = name
    with pytest.raises(Stop, match=what) as caught, database_errors("a.sqlite"):
        raise error
    assert "secret" not in str(caught.value)
