"""A folder of returned files: which of them are to be read, which are not here yet, and what is in each."""

import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from xl_addin.books.isolated_reader import Ask, read_isolated
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused, Stop, one_line
from xl_addin.package.safe.lock import open_elsewhere

_LITTER = frozenset({"desktop.ini", "thumbs.db"})
_OPEN_MARK = "~$"
_OFFLINE = 0x1000 | 0x40000 | 0x400000
"""Windows: FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS; the content is still in the cloud."""
_DATALESS = 0x40000000
"""macOS: SF_DATALESS."""


def read_forms(
    folder: Path, skip: Collection[Path], passwords: Mapping[str, str]
) -> Iterator[tuple[str, ReturnedWorkbook | Refused]]:
    """As `Storage.read_forms`."""
    passwords_by_name = {_plain_name(name): word for name, word in passwords.items()}
    asks = []
    for relative_path, file in inbox(folder, skip):
        if isinstance(file, Refused):
            yield relative_path, file
        else:
            asks.append(Ask(file, relative_path, passwords_by_name.get(_plain_name(file.name), "")))
    for ask, answer in read_isolated(asks):
        yield ask.label, answer


def _plain_name(name: str) -> str:
    """A file's name without what browsers and synchronising folders add to a second copy."""
    stem = re.sub(r"( ?\(\d+\)| - copy| copy)+$", "", Path(name).stem.casefold())
    return f"{stem}{Path(name).suffix.casefold()}"


def inbox(folder: Path, skip: Collection[Path]) -> Iterator[tuple[str, Path | Refused]]:
    """Every file in the folder and below, by its path from there: where it lies, or why it is left alone.

    Hidden files, marks of open workbooks, litter of file managers and the files in `skip` are passed over.

    Raises:
        Stop: there is no such folder, or it may not be read.
    """
    if not folder.is_dir():
        raise Stop(folder.name, "there is no such folder", "name the folder the returned forms are in")
    inside = folder.resolve()
    excluded_paths = {path.resolve() for path in skip}
    for path in _files(folder):
        relative_path = one_line(path.relative_to(folder).as_posix())
        goal = Path(os.path.realpath(path))  # links may lead in a circle, which Path.resolve does not bear
        if goal in excluded_paths:
            continue
        if not goal.is_relative_to(inside):
            yield (
                relative_path,
                Refused(relative_path, "is a link that leads out of the folder", "put the file itself there"),
            )
        elif (reason := _not_here(path, relative_path)) is not None:
            yield relative_path, reason
        elif goal.is_file() or not goal.exists():
            yield relative_path, path


def _files(folder: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise Stop(Path(error.filename).name, "cannot be read", "check your rights in that folder") from error

    for root, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", _OPEN_MARK)) and name.casefold() not in _LITTER:
                yield Path(root) / name


def _not_here(path: Path, relative_path: str) -> Refused | None:
    try:
        open_elsewhere(path)
    except Stop as stop:
        return Refused(relative_path, stop.problem, stop.todo)
    try:
        if in_the_cloud(path.stat()):
            todo = "in its folder, choose to keep it on this computer, wait until it is there, then run again"
            return Refused(relative_path, "is not downloaded yet", todo)
    except OSError:
        pass  # it went while we looked: reading it will tell
    return None


def in_the_cloud(facts: os.stat_result) -> bool:
    """Whether a file is only a placeholder whose content is elsewhere."""
    windows = int(getattr(facts, "st_file_attributes", 0))
    mac = int(getattr(facts, "st_flags", 0))
    return bool(windows & _OFFLINE or mac & _DATALESS) and not stat.S_ISDIR(facts.st_mode)
