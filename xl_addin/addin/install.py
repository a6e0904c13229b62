"""Putting the add-in where Excel starts it from, taking it away again, and telling what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xl_addin import __version__
from xl_addin.addin.install_places import PROJECT, Machine, install_places, xlwings_folder, xlwings_version
from xl_addin.model.errors import Stop
from xl_addin.package.safe import save
from xl_addin.package.safe.file_kind import read_bytes


@dataclass(frozen=True)
class InstallCheck:
    """One thing looked at: what it is, what was found, and whether all is well with it."""

    subject: str
    finding: str
    well: bool = True


def write_addin(folder: Path, addin: bytes) -> Path:
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
    targets = install_places(machine)
    files = {targets.configuration: _settings(machine), targets.addin: addin}
    if targets.script is not None:
        files[targets.script] = read_bytes(xlwings_folder() / f"xlwings-{xlwings_version()}.applescript")
    for path, data in files.items():
        _write(path, data)
    return list(files)


def uninstall(machine: Machine) -> list[Path]:
    """Remove all that installing or pressing a button has left; gives what was there.

    Raises:
        Stop: Excel is not there, or holds the add-in open.
    """
    targets = install_places(machine)
    paths = [targets.addin, *_scripts(targets.script), targets.configuration, machine.request]
    paths = [path for path in paths if _remove(path)]
    for folder in {path.parent for path in (targets.addin, targets.configuration)}:
        save.sweep(folder)
    if machine.settings.is_dir() and not any(machine.settings.iterdir()):
        machine.settings.rmdir()
    return paths


def install_status(machine: Machine, addin: bytes) -> list[InstallCheck]:
    """What is installed, compared with what installing now would write."""
    checks = [InstallCheck("Trackbook", __version__), InstallCheck("xlwings", xlwings_version())]
    try:
        targets = install_places(machine)
        settings = _settings(machine)
    except Stop as stop:
        return [*checks, InstallCheck(stop.place, f"{stop.problem}: {stop.todo}", well=False)]
    checks.append(_compare_file("Add-in", targets.addin, addin))
    checks.append(_compare_file("Settings", targets.configuration, settings))
    if targets.configuration.is_file():
        interpreter = _interpreter(targets.configuration.read_bytes().decode(machine.encoding, "replace"))
        checks.append(
            InstallCheck("Python", interpreter or "none named", well=interpreter == machine.interpreter_setting())
        )
    if targets.script is not None:
        checks.append(InstallCheck("Script", *_script_state(targets.script)))
    return checks


def _settings(machine: Machine) -> bytes:
    """The settings file, in the notation of VBA's `Input #`."""
    name = "INTERPRETER_WIN" if machine.windows else "INTERPRETER_MAC"
    ending = "\r\n" if machine.windows else "\n"
    lines = (f'"{name}","{machine.interpreter_setting()}"', f'"TRACKBOOK","{__version__}"')
    return "".join(line + ending for line in lines).encode(machine.encoding)


def _interpreter(settings: str) -> str:
    pairs = (line.partition(",") for line in settings.splitlines())
    return next((value.strip('"') for name, _, value in pairs if name.startswith('"INTERPRETER_')), "")


def _compare_file(subject: str, path: Path, content: bytes) -> InstallCheck:
    if not path.is_file():
        return InstallCheck(subject, f"not installed ({path})", well=False)
    if path.read_bytes() != content:
        return InstallCheck(subject, f"of another version: run trackbook addin install ({path})", well=False)
    return InstallCheck(subject, str(path))


def _script_state(path: Path) -> tuple[str, bool]:
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
