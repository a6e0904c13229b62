"""Putting a workbook on disk so that at every moment either the old or the new file is there, whole.

New bytes go to a temporary file of a neutral name in the same folder, are flushed to the disk and renamed over
the old file. One backup is kept: `name.backup.xlsx` beside the workbook is the file as it was before the last
replacement; the next replacement overwrites it. When the old file cannot be replaced because another program
holds it, the new one is left beside it as `name-pending.xlsx`.
"""

import errno
import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from xl_addin.model.errors import Stop
from xl_addin.package.safe.file_kind import is_binary, read_bytes

_TEMP = ".trackbook-"
_TEMP_END = ".tmp"
_TRIES = 3
_PAUSE = 0.2
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def fingerprint(path: Path) -> str:
    """The SHA-256 of the file; Stop when it cannot be read."""
    return fingerprint_of(read_bytes(path))


def fingerprint_of(data: bytes) -> str:
    """As `fingerprint`, for the file's bytes."""
    return hashlib.sha256(data).hexdigest()


def backup_path(path: Path) -> Path:
    """Where the one backup of a workbook lies."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


def pending_path(path: Path) -> Path:
    """Where the new file is left when the old one could not be replaced."""
    return path.with_name(f"{path.stem}-pending{path.suffix}")


def replace(path: Path, data: bytes, expect: str | None, backup: bool = True) -> None:
    """Replaces the workbook by `data`, keeping its file mode and, with `backup`, the old file as backup.

    `expect` is the fingerprint the file had when it was read; Stop when somebody has changed it since. Stop
    too when the disk is full or the folder read-only (nothing is changed, nothing is left behind), and when
    another program holds the file after three tries (the new file is then left as `name-pending.xlsx`).
    """
    path = Path(os.path.realpath(path))  # a link keeps pointing to the workbook
    mode = _mode(path)
    new = _write_temp(path, data, mode)
    try:
        if expect is not None and fingerprint(path) != expect:
            todo = "run the command again to start from the newer file"
            raise Stop(path.name, "was changed by somebody else meanwhile", todo)
        if backup:
            _keep_backup(path, mode)
        _rename(new, path)
    except BaseException:
        _discard(new)
        raise
    _flush_folder(path.parent)


def create(path: Path, data: bytes, overwrite: bool = False) -> None:
    """Writes a new file; Stop when it exists and `overwrite` is not set, or when it cannot be written."""
    if path.exists() and overwrite:
        replace(path, data, expect=None, backup=False)
        return
    new = _write_temp(path, data, None)
    try:
        _publish(new, path)
    finally:
        _discard(new)
    _flush_folder(path.parent)


def check_target(path: Path, overwrite: bool = False) -> None:
    """Stop where `create` would: told by writing an empty file beside it, before anything else has changed.

    What is overwritten has to be a text file: a calendar takes the place of an older one, never of a workbook.
    """
    if path.is_dir():
        raise Stop(str(path), "is a folder", "name a file in it")
    if path.exists():
        if not overwrite:
            raise Stop(path.name, "exists already", "choose another name")
        if is_binary(path):
            raise Stop(path.name, "is there and is no text file, so it stays", "choose another name")
    _discard(_write_temp(path, b"", None))


def write_file(path: Path, data: bytes) -> None:
    """Writes or replaces one of many files: whole or not at all, but only `flush_all` makes it survive a power cut.

    Stop when it cannot be written; nothing is left behind then.
    """
    temp = path.with_name(f"{_TEMP}{_mark(path)}-{os.urandom(8).hex()}{_TEMP_END}")
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            rest = memoryview(data)
            while rest:  # the system may take less than it was given
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
        temp.replace(path)
    except BaseException as error:
        _discard(temp)
        if isinstance(error, OSError):
            raise _write_error(path, error) from error
        raise


def flush_all() -> None:
    """Puts everything written so far on the disk, where the system offers it; Windows does not."""
    getattr(os, "sync", lambda: None)()


def make_folder(folder: Path) -> None:
    """Makes a folder where there is none, and clears it of what an interrupted run left; Stop when it cannot."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(folder.name, "cannot be made here", "name a folder you may write to") from error
    sweep(folder)


def sweep_after(path: Path) -> None:
    """Removes what an interrupted saving of this file left beside it; whoever calls holds the file's lock."""
    path = Path(os.path.realpath(path))  # which bears links that lead in a circle
    for target in (path, backup_path(path)):
        for leftover in path.parent.glob(f"{_TEMP}{_mark(target)}-*{_TEMP_END}"):
            _discard(leftover)


def _mark(path: Path) -> str:
    """Tells the temporary files of one file from those of others, without its name in clear."""
    return hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]


def sweep(folder: Path) -> list[str]:
    """Removes temporary files that an interrupted run of ours left in the folder; gives their names."""
    names = []
    for leftover in sorted(folder.glob(f"{_TEMP}*{_TEMP_END}")):
        with suppress(OSError):
            leftover.unlink()
            names.append(leftover.name)
    return names


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        raise Stop(path.name, "is not there any more", "check the folder, then run the command again") from None
    except OSError as error:
        raise _write_error(path, error) from error


def _write_temp(path: Path, data: bytes, mode: int | None) -> Path:
    """A flushed temporary file beside `path`; on any failure nothing is left behind."""
    temp = path.with_name(f"{_TEMP}{_mark(path)}-{os.urandom(8).hex()}{_TEMP_END}")
    rights = 0o666 if mode is None else 0o600  # nobody else may read it before it has the old file's mode
    try:
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), rights)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temp.chmod(mode)
    except BaseException as error:
        _discard(temp)
        if isinstance(error, OSError):
            raise _write_error(path, error) from error
        raise
    return temp


def _keep_backup(path: Path, mode: int) -> None:
    copy = _write_temp(backup_path(path), read_bytes(path), mode)
    try:
        _retry(lambda: copy.replace(backup_path(path)))
    except OSError as error:
        _discard(copy)
        raise _write_error(backup_path(path), error) from error


def _rename(new: Path, path: Path) -> None:
    try:
        _retry(lambda: new.replace(path))
    except PermissionError as error:
        pending = pending_path(path)
        with suppress(OSError):
            new.replace(pending)
            todo = f"close it everywhere, then rename {pending.name} to {path.name}"
            raise Stop(path.name, f"is held by another program; the result is in {pending.name}", todo) from error
        raise _write_error(path, error) from error
    except OSError as error:
        raise _write_error(path, error) from error


def _publish(new: Path, path: Path) -> None:
    """Gives the new file its name without ever overwriting one that appeared meanwhile."""
    exists_error = Stop(path.name, "exists already", "choose another name")
    try:
        os.link(new, path)
    except FileExistsError:
        raise exists_error from None
    except OSError:  # no hard links on this disk: the short gap between look and rename is accepted
        if path.exists():
            raise exists_error from None
        _rename(new, path)


def _retry(action: Callable[[], object]) -> None:
    for remaining in reversed(range(_TRIES)):
        try:
            action()
        except PermissionError:
            if not remaining:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _write_error(path: Path, error: OSError) -> Stop:
    if error.errno in _FULL:
        return Stop(path.name, "cannot be written: the disk is full", "free some space, then run the command again")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Stop(path.name, "cannot be written: no rights in its folder", "save it where you may write")
    if isinstance(error, FileNotFoundError):
        return Stop(path.name, "cannot be written: its folder is not there", "make the folder first")
    return Stop(path.name, "cannot be written", "check the disk and the name, then run the command again")


def _discard(temp: Path) -> None:
    with suppress(OSError):
        temp.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Makes the rename itself survive a power cut; Windows and some network disks do not offer it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
