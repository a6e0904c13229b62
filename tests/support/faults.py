"""A disk that fails at its n-th touch: at any opening, writing, flushing, renaming or removing below one folder."""

from __future__ import annotations

import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal
from unittest import mock

BY_PATH = ("open", "mkdir", "replace", "rename", "link", "unlink", "rmdir", "chmod")
"""What of `os` is given a path first; pathlib calls these as well."""
BY_HANDLE = ("fsync", "write")
SQLITE = {errno.ENOSPC: "SQLITE_FULL", errno.EACCES: "SQLITE_READONLY", errno.EIO: "SQLITE_IOERR_WRITE"}
"""What SQLite says when the system tells it of an error."""


class Disk:
    """Counts the touches of everything below a folder, and lets the n-th fail.

    Args:
        root: the folder.
        at: the number of the touch that fails, counted from 1; 0 for none.
        code: the error, such as errno.ENOSPC.
        lasting: whether every later touch of that kind fails too.
    """

    def __init__(self, root: Path, at: int = 0, code: int = errno.EIO, lasting: bool = False) -> None:
        self.touches = 0
        self.failed = ""
        """The kind of touch that failed; "" while none has."""
        self._root = os.fspath(root)
        self._at = at
        self._code = code
        self._lasting = lasting

    def fails(self, kind: str) -> bool:
        self.touches += 1
        if self.touches == self._at:
            self.failed = kind
        return self.touches == self._at or (self._lasting and kind == self.failed)

    def touch(self, kind: str) -> None:
        if self.fails(kind):
            raise self.error()

    def error(self) -> OSError:
        return OSError(self._code, os.strerror(self._code))

    def base_error(self) -> sqlite3.OperationalError:
        found = sqlite3.OperationalError("as if the disk had said so")
        found.sqlite_errorname = SQLITE[self._code]
        return found

    def holds(self, path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._root)


@contextmanager
def failing(disk: Disk) -> Iterator[Disk]:
    """Everything this process does below the disk's folder passes through the disk."""
    with ExitStack() as stack:
        for name, door in _doors(disk).items():
            stack.enter_context(mock.patch.object(os, name, door))
        stack.enter_context(mock.patch.object(io, "open", _by_path(disk, "open", io.open)))
        stack.enter_context(mock.patch.object(sqlite3, "connect", _connect(disk)))
        yield disk


def _doors(disk: Disk) -> dict[str, Callable[..., Any]]:
    paths = {name: _by_path(disk, name, getattr(os, name)) for name in BY_PATH}
    handles = {name: _by_handle(disk, name, getattr(os, name)) for name in BY_HANDLE}
    return {**paths, **handles, "fdopen": _fdopen(disk)}


def _by_path(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(path: Any, *words: Any, **more: Any) -> Any:
        if disk.holds(path):
            disk.touch(name)
        return real(path, *words, **more)

    return call


def _by_handle(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(handle: int, *words: Any) -> Any:
        disk.touch(name)
        return real(handle, *words)

    return call


def _fdopen(disk: Disk) -> Callable[..., Any]:
    class File(io.FileIO):
        def write(self, data: Any) -> int:
            if disk.fails("write"):
                super().write(data[: len(data) // 2])  # a disk fills up in the middle
                raise disk.error()
            return super().write(data)

    def fdopen(handle: int, mode: str) -> io.BufferedWriter:
        assert mode == "wb"
        return io.BufferedWriter(File(handle, "wb"))

    return fdopen


class _Base(sqlite3.Connection):
    """A database that fails with its disk."""

    disk: Disk

    def _touch(self, kind: str) -> None:
        if self.disk.fails(f"sqlite {kind}"):
            raise self.disk.base_error()

    def execute(self, *words: Any) -> sqlite3.Cursor:
        self._touch("execute")
        return super().execute(*words)

    def executemany(self, *words: Any) -> sqlite3.Cursor:
        self._touch("execute")
        return super().executemany(*words)

    def executescript(self, script: str) -> sqlite3.Cursor:
        self._touch("execute")
        return super().executescript(script)

    def commit(self) -> None:
        self._touch("commit")
        super().commit()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Literal[False]:
        try:
            if kind is None:
                self._touch("commit")
        except sqlite3.OperationalError:
            self.rollback()
            raise
        return super().__exit__(kind, error, trace)


def _connect(disk: Disk) -> Callable[..., sqlite3.Connection]:
    real: Callable[..., sqlite3.Connection] = sqlite3.connect
    own: type[sqlite3.Connection] = type("Base", (_Base,), {"disk": disk})

    def connect(path: Any, **more: Any) -> sqlite3.Connection:
        if not disk.holds(path):
            return real(path, **more)
        if disk.fails("sqlite open"):
            raise disk.base_error()
        return real(path, factory=own, **more)

    return connect
