"""Saving: the old file or the new one, never half of either; nobody's work is overwritten unseen."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xl_addin.model.errors import Stop
from xl_addin.package.safe import save
from xl_addin.package.safe.lock import Lock, open_elsewhere

OLD, NEW = b"old bytes", b"new bytes, longer"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Career tracks.xlsx"
    path.write_bytes(OLD)
    return path


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save, "_PAUSE", 0)


def files(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in path.parent.iterdir()}


# --- replacing


def test_the_old_file_is_kept_once_as_backup(book: Path) -> None:
    save.replace(book, NEW, save.fingerprint(book))
    assert files(book) == {"Career tracks.xlsx": NEW, "Career tracks.backup.xlsx": OLD}
    save.replace(book, b"third", save.fingerprint(book))
    assert files(book) == {"Career tracks.xlsx": b"third", "Career tracks.backup.xlsx": NEW}


def test_without_backup(book: Path) -> None:
    save.replace(book, NEW, None, backup=False)
    assert files(book) == {"Career tracks.xlsx": NEW}


def test_the_mode_is_kept(book: Path) -> None:
    book.chmod(0o640)
    save.replace(book, NEW, None)
    assert book.stat().st_mode & 0o777 == 0o640
    assert save.backup_path(book).stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(book: Path) -> None:
    link = book.with_name("link.xlsx")
    link.symlink_to(book)
    save.replace(link, NEW, None)
    assert link.is_symlink()
    assert book.read_bytes() == NEW


def test_somebody_elses_change_is_not_overwritten(book: Path) -> None:
    seen = save.fingerprint(book)
    book.write_bytes(b"theirs")
    with pytest.raises(
        Stop, match=r"Career tracks\.xlsx: was changed by somebody else meanwhile: run the command again"
    ):
        save.replace(book, NEW, seen)
    assert files(book) == {"Career tracks.xlsx": b"theirs"}


def test_a_file_that_is_gone_stops(book: Path) -> None:
    book.unlink()
    with pytest.raises(Stop, match="is not there any more"):
        save.replace(book, NEW, None)
    assert files(book) == {}


def failing(error: OSError, fails: Callable[[str], bool] = lambda _: True) -> Callable[..., None]:
    def fail(*args: object, **_: object) -> None:
        if fails(str(args[-1])):
            raise error

    return fail


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG, errno.EIO])
def test_a_full_disk_leaves_the_old_file_and_no_litter(book: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(os, "fsync", failing(OSError(code, "x")))
    with pytest.raises(Stop, match="disk"):
        save.replace(book, NEW, None)
    assert files(book) == {"Career tracks.xlsx": OLD}
    with pytest.raises(Stop, match="disk"):
        save.create(book.with_name("new.xlsx"), NEW)
    assert files(book) == {"Career tracks.xlsx": OLD}


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_read_only_folder_stops(book: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    real = os.open

    def refuse(path: str | Path, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(code, "x")
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Stop, match="no rights in its folder"):
        save.replace(book, NEW, None)
    monkeypatch.undo()
    assert files(book) == {"Career tracks.xlsx": OLD}


def refuse_renames(monkeypatch: pytest.MonkeyPatch, onto: str, times: int) -> list[str]:
    """Lets the first renames onto a name fail as they do while another program holds the file."""
    real = Path.replace
    tried: list[str] = []

    def rename(self: Path, target: Path) -> Path:
        if Path(target).name == onto and len(tried) < times:
            tried.append(onto)
            raise PermissionError(errno.EACCES, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", rename)
    return tried


def test_a_file_that_is_held_for_a_moment_is_tried_again(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = refuse_renames(monkeypatch, book.name, 2)
    save.replace(book, NEW, None, backup=False)
    assert len(tried) == 2
    assert files(book) == {"Career tracks.xlsx": NEW}


def test_a_file_that_stays_held_leaves_the_result_beside_it(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_renames(monkeypatch, book.name, 99)
    with pytest.raises(Stop, match=r"held by another program; the result is in Career tracks-pending\.xlsx: close it"):
        save.replace(book, NEW, None, backup=False)
    assert files(book) == {"Career tracks.xlsx": OLD, "Career tracks-pending.xlsx": NEW}


def test_a_backup_that_cannot_be_made_stops_everything(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_renames(monkeypatch, "Career tracks.backup.xlsx", 99)
    with pytest.raises(Stop, match="cannot be written"):
        save.replace(book, NEW, None)
    assert files(book) == {"Career tracks.xlsx": OLD}


KILLED = """
import os, signal, sys
from pathlib import Path
from xl_addin.package.safe import save
real, left = os.fsync, int(sys.argv[2])
def fsync(handle):
    global left
    left -= 1
    if left < 0: os.kill(os.getpid(), signal.SIGKILL)
    real(handle)
os.fsync = fsync
save.replace(Path(sys.argv[1]), b"new" * 100000, None)
"""


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_killed_process_leaves_a_whole_file(book: Path, after: int) -> None:
    run = subprocess.run([sys.executable, "-c", KILLED, str(book), str(after)], check=False)
    assert run.returncode == (-9 if after < 3 else 0)
    assert book.read_bytes() in (OLD, b"new" * 100_000)
    save.sweep(book.parent)
    assert not [name for name in files(book) if name.endswith(".tmp")]


def test_temporary_files_bear_no_names_and_are_swept(book: Path) -> None:
    left = save._write_temp(book, NEW, None)
    assert "Career" not in left.name
    assert save.sweep(book.parent) == [left.name]
    assert files(book) == {"Career tracks.xlsx": OLD}


# --- creating


def test_a_new_file_never_overwrites(book: Path) -> None:
    with pytest.raises(Stop, match="exists already"):
        save.create(book, NEW)
    assert files(book) == {"Career tracks.xlsx": OLD}
    save.create(book, NEW, overwrite=True)
    assert files(book) == {"Career tracks.xlsx": NEW}
    save.create(book.with_name("b.xlsx"), b"b")
    assert files(book) == {"Career tracks.xlsx": NEW, "b.xlsx": b"b"}


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLD)
    monkeypatch.setattr(Path, "exists", lambda self: False)
    with pytest.raises(Stop, match="exists already"):
        save.create(path, NEW)
    assert files(path) == {"a.xlsx": OLD}


def test_a_missing_folder_stops(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="its folder is not there"):
        save.create(tmp_path / "none" / "a.xlsx", NEW)


# --- locks


def test_a_lock_is_held_and_let_go(book: Path) -> None:
    with Lock(book) as lock:
        assert json.loads(lock.file.read_bytes())["pid"] == os.getpid()
        with (
            pytest.raises(Stop, match=rf"is being changed by process {os.getpid()} on .* since 20.*: wait"),
            Lock(book),
        ):
            pass
        assert lock.file.exists()
    assert files(book) == {"Career tracks.xlsx": OLD}
    with Lock(book):
        pass


def stale(book: Path, **owner: object) -> Path:
    file = Lock(book).file
    file.write_text(json.dumps({"host": socket.gethostname(), "since": "2026-01-01", **owner}))
    return file


def test_a_lock_of_a_dead_process_is_taken_over(book: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    file = stale(book, pid=dead.pid)
    with Lock(book):
        assert json.loads(file.read_bytes())["pid"] == os.getpid()
    assert files(book) == {"Career tracks.xlsx": OLD}


@pytest.mark.parametrize("owner", [{"host": "another", "pid": 1}, {"pid": os.getppid()}, {"pid": "?"}, {"pid": None}])
def test_any_other_lock_is_respected(book: Path, owner: dict[str, object]) -> None:
    file = stale(book, **owner)
    with pytest.raises(Stop, match="is being changed by"), Lock(book):
        pass
    assert file.exists()


def test_an_unreadable_lock_is_respected(book: Path) -> None:
    Lock(book).file.write_bytes(b"\xff")
    with pytest.raises(Stop, match="is being changed by"), Lock(book):
        pass


COUNTED = """
import sys, time
from pathlib import Path
from xl_addin.model.errors import Stop
from xl_addin.package.safe import save
from xl_addin.package.safe.lock import Lock
path, done = Path(sys.argv[1]), 0
while done < 20:
    try:
        with Lock(path):
            seen = save.fingerprint(path)
            number = int(path.read_bytes())
            save.replace(path, str(number + 1).encode(), seen)
            done += 1
    except Stop:
        time.sleep(0.002)
"""


def test_three_processes_lose_nothing(book: Path) -> None:
    book.write_bytes(b"0")
    runs = [subprocess.Popen([sys.executable, "-c", COUNTED, str(book)]) for _ in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert book.read_bytes() == b"60"


@pytest.mark.parametrize(
    ("mark", "program"),
    [("~$Career tracks.xlsx", "Excel"), ("~$reer tracks.xlsx", "Excel"), (".~lock.Career tracks.xlsx#", "LibreOffice")],
)
def test_an_open_workbook_is_noticed(book: Path, mark: str, program: str) -> None:
    open_elsewhere(book)
    book.with_name(mark).write_bytes(b"x")
    with pytest.raises(Stop, match=f"is open in {program}: close it there, then run the command again"):
        open_elsewhere(book)
