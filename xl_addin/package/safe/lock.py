"""Who is writing a workbook: our own lock beside it, and the marks Excel and LibreOffice leave."""

import datetime as dt
import errno
import json
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from xl_addin.model.errors import Stop

SUFFIX = ".trackbook-lock"
_TRIES = 3
_WRITTEN_WITHIN = 1.0
"""Seconds within which a lock just made has its owner's name in it."""


class Lock:
    """Held while a workbook is changed: `with Lock(path): ...`.

    The lock is a small file beside the workbook with host, process and time. Stop when somebody else holds
    it; the lock of a process of this computer that is no longer alive is taken over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.with_name(f".{path.name}{SUFFIX}")
        self._mine = b""

    def __enter__(self) -> "Lock":
        for _ in range(_TRIES):
            if self._take():
                return self
            self._release_dead()
        raise self._in_use_error()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            # Somebody may have removed our lock by hand and taken his own: that one is not ours to remove.
            if self.file.read_bytes() == self._mine:
                self.file.unlink()

    def _take(self) -> bool:
        start_time = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        owner = {"host": socket.gethostname(), "pid": os.getpid(), "since": start_time, "key": os.urandom(8).hex()}
        self._mine = json.dumps(owner).encode()
        try:
            handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Stop(self.path.name, "is not there", "check the name and the folder") from error
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise Stop(self.path.name, "has too long a name", "give it a shorter one") from error
            raise Stop(self.path.name, "cannot be locked", "check your rights in its folder") from error
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._mine)
        except OSError as error:
            self.file.unlink(missing_ok=True)
            raise Stop(
                self.path.name, "cannot be locked: the disk is full", "free some space, then run again"
            ) from error
        return True

    def _never_written(self) -> bool:
        """Whether the lock is empty, and stays so longer than writing it takes: its process died at that moment."""
        if not self._empty():
            return False
        time.sleep(_WRITTEN_WITHIN)
        return self._empty()

    def _empty(self) -> bool:
        with suppress(OSError):
            return not self.file.stat().st_size
        return False

    def _owner(self) -> dict[str, object]:
        return self._read_owner(self.file)

    @staticmethod
    def _read_owner(file: Path) -> dict[str, object]:
        try:
            owner = json.loads(file.read_bytes())
        except (OSError, ValueError):
            return {}
        return owner if isinstance(owner, dict) else {}

    def _release_dead(self) -> None:
        """Removes a lock whose process has ended, by renaming: only one of two takers can succeed."""
        owner = self._owner()
        pid = owner.get("pid")
        dead = owner.get("host") == socket.gethostname() and isinstance(pid, int) and not _alive(pid)
        if not dead and not self._never_written():
            return
        aside = self.file.with_name(f"{self.file.name}.{os.urandom(4).hex()}")
        with suppress(OSError):
            self.file.rename(aside)
            stale = Lock._read_owner(aside) == owner
            if stale:
                aside.unlink()
            else:  # a third process was faster: give its lock back
                aside.rename(self.file)

    def _in_use_error(self) -> Stop:
        owner = self._owner()
        holder = f"process {owner.get('pid', '?')} on {owner.get('host', '?')} since {owner.get('since', '?')}"
        todo = f"wait until it has finished, or delete {self.file.name} if it never will"
        return Stop(self.path.name, f"is being changed by {holder}", todo)


def _alive(pid: int) -> bool:
    """Whether a process of this computer runs; in doubt, yes."""
    if pid <= 0:
        return False
    if os.name == "nt":  # pragma: no cover - signal 0 would end the process there
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _alive_on_windows(pid: int) -> bool:  # pragma: no cover - needs Windows
    import ctypes

    query_limited, still_active = 0x1000, 259
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the name exists on Windows only
    handle = kernel.OpenProcess(query_limited, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return bool(code.value == still_active)


def open_elsewhere(path: Path) -> None:
    """Stop when Excel or LibreOffice has the workbook open, by the mark they put beside it."""
    # For long names Excel replaces the first two characters by "~$"; for short ones it puts them in front.
    marks = {f"~${path.name}": "Excel", f"~${path.name[2:]}": "Excel", f".~lock.{path.name}#": "LibreOffice"}
    for mark, program in marks.items():
        if os.path.lexists(path.with_name(mark)):  # unlike Path.exists, not upset by a name that is too long
            raise Stop(path.name, f"is open in {program}", "close it there, then run the command again")
