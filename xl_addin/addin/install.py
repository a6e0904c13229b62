"""Putting the add-in where Excel starts it from, taking it away again, and telling what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xl_addin import __version__
from xl_addin.addin.places import PROJECT, Machine, places, xlwings_folder, xlwings_version
from xl_addin.model.errors import Stop
from xl_addin.package import save
from xl_addin.package.sniff import read_bytes


@dataclass(frozen=True)
class State:
    """One thing looked at: what it is, what was found, and whether all is well with it."""

    what: str
    found: str
    well: bool = True


def build(folder: Path, addin: bytes) -> Path:
    """Write the add-in into a folder, made when absent; gives the file.

    Raises:
        Stop: the folder takes none.
    """
    path = folder / f"{PROJECT}.xlam"
    _write(path, addin)
    return path


def install(machine: Machine, addin: bytes) -> list[Path]:
    """Write the add-in, its settings and, on macOS, the script that starts Python; gives the files written.

    Raises:
        Stop: Excel is not there or holds the add-in open, the interpreter's path cannot be passed on, or a folder
            takes no files.
    """
    where = places(machine)
    files = {where.configuration: _settings(machine), where.addin: addin}
    if where.script is not None:
        files[where.script] = read_bytes(xlwings_folder() / f"xlwings-{xlwings_version()}.applescript")
    for path, data in files.items():
        _write(path, data)
    return list(files)


def uninstall(machine: Machine) -> list[Path]:
    """Remove all that installing or pressing a button has left; gives what was there.

    Raises:
        Stop: Excel is not there, or holds the add-in open.
    """
    where = places(machine)
    gone = [where.addin, *_scripts(where.script), where.configuration, machine.request]
    gone = [path for path in gone if _remove(path)]
    for folder in {path.parent for path in (where.addin, where.configuration)}:
        save.sweep(folder)
    if machine.settings.is_dir() and not any(machine.settings.iterdir()):
        machine.settings.rmdir()
    return gone


def status(machine: Machine, addin: bytes) -> list[State]:
    """What is installed, compared with what installing now would write."""
    found = [State("Trackbook", __version__), State("xlwings", xlwings_version())]
    try:
        where = places(machine)
        wanted = _settings(machine)
    except Stop as stop:
        return [*found, State(stop.where, f"{stop.what}: {stop.todo}", well=False)]
    found.append(_compared("Add-in", where.addin, addin))
    found.append(_compared("Settings", where.configuration, wanted))
    if where.configuration.is_file():
        named = _interpreter(where.configuration.read_bytes().decode(machine.encoding, "replace"))
        found.append(State("Python", named or "none named", well=named == machine.spelled()))
    if where.script is not None:
        found.append(State("Script", *_there(where.script)))
    return found


def _settings(machine: Machine) -> bytes:
    """The settings file, in the notation of VBA's `Input #`."""
    name = "INTERPRETER_WIN" if machine.windows else "INTERPRETER_MAC"
    ending = "\r\n" if machine.windows else "\n"
    lines = (f'"{name}","{machine.spelled()}"', f'"TRACKBOOK","{__version__}"')
    return "".join(line + ending for line in lines).encode(machine.encoding)


def _interpreter(settings: str) -> str:
    pairs = (line.partition(",") for line in settings.splitlines())
    return next((value.strip('"') for name, _, value in pairs if name.startswith('"INTERPRETER_')), "")


def _compared(what: str, path: Path, wanted: bytes) -> State:
    if not path.is_file():
        return State(what, f"not installed ({path})", well=False)
    if path.read_bytes() != wanted:
        return State(what, f"of another version: run trackbook addin install ({path})", well=False)
    return State(what, str(path))


def _there(path: Path) -> tuple[str, bool]:
    return (str(path), True) if path.is_file() else (f"missing: run trackbook addin install ({path})", False)


def _scripts(script: Path | None) -> Iterator[Path]:
    """The script of this version, and those that older ones left."""
    if script is not None:
        yield from sorted(script.parent.glob(f"{PROJECT}-*.applescript"))


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(str(path.parent), "cannot be made", "check your rights to the folder above it") from error
    save.sweep(path.parent)
    try:
        save.create(path, data, overwrite=True)
    except Stop as stop:
        # Excel opens whatever lies in its start-up folder: no second copy may wait there
        if not _remove(save.pending_path(path)):
            raise
        raise _in_use(path) from stop


def _remove(path: Path) -> bool:
    """Whether there was such a file."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _in_use(path) from error
    return True


def _in_use(path: Path) -> Stop:
    return Stop(path.name, "is in use", "close Excel, then run this again")
