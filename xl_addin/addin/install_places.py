"""Where Excel looks for an add-in, and where ours keeps its settings: on Windows, on macOS, for a given home."""

import locale
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from xl_addin.model.errors import Stop

PROJECT = "trackbook"
"""Names the settings file and its folder; no other xlwings project reads them."""

_STARTUP_MAC = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_SANDBOX = "Library/Containers/com.microsoft.Excel/Data"
_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


@dataclass(frozen=True)
class Machine:
    """The computer in question: `sys.platform`, the home folder, the environment, the Python that is to run.

    `encoding` is the one VBA reads text files in; macros know no UTF-8.
    """

    platform: str
    home: Path
    environment: Mapping[str, str]
    interpreter: str
    encoding: str

    @classmethod
    def current(cls, environment: Mapping[str, str]) -> "Machine":
        """The computer this runs on."""
        encoding = "mac_roman" if sys.platform == "darwin" else locale.getencoding()
        return cls(sys.platform, Path.home(), environment, sys.executable, encoding)

    @property
    def windows(self) -> bool:
        return self.platform == "win32"

    @property
    def mac(self) -> bool:
        return self.platform == "darwin"

    @property
    def excel_home(self) -> Path:
        """The home folder as Excel sees it; on macOS it lives in a sandbox with a home of its own."""
        return self.home / _SANDBOX if self.mac else self.home

    @property
    def settings(self) -> Path:
        """The folder of the add-in's own files."""
        return self.excel_home / f".{PROJECT}"

    @property
    def request(self) -> Path:
        """What the last button pressed asked for: written by the add-in, read and removed by Python."""
        return self.settings / "request.json"

    @property
    def configuration(self) -> Path:
        """Where the add-in's starter looks for the interpreter."""
        return self.settings / f"{PROJECT}.conf"

    def interpreter_setting(self) -> str:
        """The interpreter as the settings file names it: below home by a variable, whatever letters home is made of.

        Raises:
            Stop: the path holds what the starter cannot pass on.
        """
        kind: type[PurePath] = PureWindowsPath if self.windows else PurePosixPath
        path, home = kind(self.interpreter), kind(self.home)
        relative_path = path.relative_to(home) if path.is_relative_to(home) else path
        self._passes(str(relative_path))
        if relative_path is path:
            return str(path)
        return f"%USERPROFILE%\\{relative_path}" if self.windows else f"$HOME/{relative_path}"

    def _passes(self, text: str) -> None:
        odd = sorted({letter for letter in text if letter in ('"%' if self.windows else '"|\\') or letter < " "})
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError as error:
            odd.append(text[error.start])
        if odd:
            todo = "install Trackbook in a folder named with plain letters"
            raise Stop("Python's path", f"holds {odd[0]!r}, which Excel's macros cannot pass on", todo)


@dataclass(frozen=True)
class Places:
    """The files that installing makes. `script` starts Python on macOS; Windows needs none."""

    addin: Path
    configuration: Path
    script: Path | None


def install_places(machine: Machine) -> Places:
    """Where the files go.

    Raises:
        Stop: Excel is not there.
    """
    if machine.windows:
        roaming = machine.environment.get("APPDATA")
        if not roaming:
            raise Stop(
                "Excel", "was not found: Windows names no folder for it (APPDATA)", "sign in as the person who uses it"
            )
        folder = Path(roaming) / "Microsoft" / "Excel" / "XLSTART"
        return Places(folder / f"{PROJECT}.xlam", machine.configuration, None)
    if machine.mac:
        if not machine.excel_home.is_dir():
            raise Stop("Excel", "has not been used here yet", "start Excel once, close it, then run this again")
        script = machine.home / _SCRIPTS / f"{PROJECT}-{xlwings_version()}.applescript"
        return Places(machine.home / _STARTUP_MAC / f"{PROJECT}.xlam", machine.configuration, script)
    raise Stop("Excel", "does not run on this system", "run this on Windows or macOS; every command works here as well")


def xlwings_folder() -> Path:
    """Where xlwings is installed; it is not imported, which takes a while.

    Raises:
        Stop: it is not installed.
    """
    from importlib.util import find_spec

    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise Stop("xlwings", "is not installed", "install Trackbook again")
    return Path(spec.origin).parent


def xlwings_version() -> str:
    """The version of the installed xlwings."""
    from importlib.metadata import version  # brings in twenty modules, and a click asks only where settings are

    return version("xlwings")
