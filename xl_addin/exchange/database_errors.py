"""What SQLite has to say, in one line of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from xl_addin.model.errors import Stop


@contextmanager
def database_errors(file: str) -> Iterator[None]:
    """What SQLite has to say, in one line of ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorname", "")
        if "FULL" in code:
            raise Stop(file, "cannot be written: the disk is full", "free some space, then run again") from error
        if "READONLY" in code or "CANTOPEN" in code or "PERM" in code:
            raise Stop(file, "cannot be written: no rights in its folder", "save it where you may write") from error
        if "BUSY" in code or "LOCKED" in code:
            raise Stop(file, "is in use by another run", "wait until it has ended, then run again") from error
        if "NOTADB" in code or "CORRUPT" in code:
            raise Stop(file, "is damaged", "put a copy of it back from your backup") from error
        raise Stop(file, "cannot be used", "check the disk and your rights in its folder") from error
