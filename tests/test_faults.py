"""The disk fails at every touch of every command; `python -m tests.faults` has it fail in every way."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from pathlib import Path

import pytest

from tests import faults
from tests.support.faults import Disk, failing
from xl_addin.books.closed_file import ClosedBook
from xl_addin.commands.perform import describe_fault
from xl_addin.layout.describe import Cell, Formula, Line, Sheet
from xl_addin.layout.formula_check import check_formulas
from xl_addin.model.errors import DesignError
from xl_addin.package.safe import save


@pytest.mark.parametrize("name", faults.CASES)
def test_a_failure_at_every_touch_of_the_disk(name: str) -> None:
    """One of the kinds of failure at each touch, in turn."""
    tally = faults.fail_everywhere(name, lambda at: [faults.KINDS[at % len(faults.KINDS)]])
    assert tally.failures == tally.touches > 15
    assert tally.stopped
    assert tally.completed
    assert {"open", "write", "fsync", "unlink"} <= set(tally.kinds)
    assert tally.faults == []


@pytest.mark.parametrize(("words", "names"), [([], list(faults.CASES)), (["score", "addin"], ["score", "addin"])])
def test_without_a_name_it_tries_every_command(
    words: list[str], names: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(faults, "fail_everywhere", lambda name, kinds: faults.Tally(faults=["x"]))
    monkeypatch.setattr("sys.argv", ["faults", *words])
    assert faults.main() == 1
    assert re.findall("^(.+): 0 touches", capsys.readouterr().out, re.MULTILINE) == names


# --- it sees what goes wrong


def test_saving_in_place_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(path: Path, data: bytes, expect: str | None, backup: bool = True) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_TRUNC), "wb") as file:
            file.write(data)

    monkeypatch.setattr(save, "replace", in_place)
    tally = faults.fail_everywhere("score", lambda at: [(errno.ENOSPC, False)])
    assert any("neither as before nor as it should become" in fault for fault in tally.faults)


def test_litter_and_an_unexpected_exception_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(self: ClosedBook, *_: object) -> bool:
        temporary = self.path.with_name(f"{os.urandom(4).hex()}.tmp")
        temporary.write_bytes(b"x")
        self.path.with_name("made").write_bytes(b"x")
        temporary.unlink()
        return True

    monkeypatch.setattr(ClosedBook, "write", careless)
    told = "\n".join(faults.fail_everywhere("score", lambda at: [(errno.EIO, True)]).faults)
    assert "OSError(5" in told
    assert re.search(r"after the next run other than without a failure: \['[0-9a-f]{8}\.tmp'\]", told)


def test_a_touch_fails_once_or_from_then_on(tmp_path: Path) -> None:
    def outcome(disk: Disk) -> list[str]:
        said = []
        with failing(disk):
            for name in "abc":
                try:
                    (tmp_path / name).write_bytes(b"x")
                    said.append(name)
                except OSError as error:
                    said.append(errno.errorcode[error.errno or 0])
        return said

    assert outcome(Disk(tmp_path)) == ["a", "b", "c"]
    assert outcome(Disk(tmp_path, 2, errno.ENOSPC)) == ["a", "ENOSPC", "c"]
    assert outcome(Disk(tmp_path, 2, errno.EACCES, lasting=True)) == ["a", "EACCES", "EACCES"]
    assert outcome(Disk(tmp_path / "elsewhere", 1)) == ["a", "b", "c"]


def test_a_write_is_torn_and_a_commit_undone(tmp_path: Path) -> None:
    with (
        failing(Disk(tmp_path, 2, errno.ENOSPC)) as disk,
        pytest.raises(OSError, match="space"),
        os.fdopen(os.open(tmp_path / "a", os.O_WRONLY | os.O_CREAT), "wb") as file,
    ):
        file.write(b"1234")
    assert (disk.failed, (tmp_path / "a").read_bytes()) == ("write", b"12")
    with failing(Disk(tmp_path, 4, errno.EIO)) as disk:
        base = sqlite3.connect(tmp_path / "b")
        base.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlite3.OperationalError), base:
            base.execute("INSERT INTO t VALUES (1)")
        assert disk.failed == "sqlite commit"
        assert base.execute("SELECT count(*) FROM t").fetchone() == (0,)
        base.close()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            OSError(errno.ENAMETOOLONG, "File name too long", "/a/b.xlsx"),
            "b.xlsx: cannot be used (File name too long): ",
        ),
        (MemoryError(), "trackbook: needs more memory than there is: close other programs, then run it again"),
    ],
)
def test_what_nobody_foresaw_of_disk_and_memory_is_no_fault_of_ours(error: Exception, says: str) -> None:
    assert str(describe_fault(error)).startswith(says)


def test_code_that_disagrees_with_itself_says_how() -> None:
    """Through the command line, to whoever adds a tab: names in the code are nobody's values."""
    sheet = Sheet("Own", "Own", "", "results", (Line((Cell(Formula("SUM(tblA[Gone])")),)),))
    with pytest.raises(DesignError) as fault:
        check_formulas([sheet], {}, {})
    assert str(describe_fault(fault.value)) == (
        "trackbook: cannot be loaded (Own: the formula of the cell =SUM(tblA[Gone]) names the table tblA, and there is "
        "none): nothing was saved; put it right in the code"
    )
    assert "Gone" not in str(describe_fault(TypeError("Gone")))
