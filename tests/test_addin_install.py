"""Installing, on a Windows and a macOS made of a temporary home: what is written, what is told, what is left."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import xlwings

from tests.test_cli import cli
from xl_addin import __version__
from xl_addin.addin import install_places as the_places
from xl_addin.addin.install import install, install_status, uninstall
from xl_addin.addin.install_places import Machine, install_places
from xl_addin.model.errors import Stop
from xl_addin.package.safe import save

ADDIN = b"an add-in"
SANDBOX = "Library/Containers/com.microsoft.Excel/Data"


def windows(home: Path, python: str = "") -> Machine:
    roaming = {"APPDATA": str(home / "AppData" / "Roaming")}
    return Machine("win32", home, roaming, python or str(home / "venv" / "Scripts" / "python.exe"), "cp1252")


def mac(home: Path, python: str = "") -> Machine:
    (home / SANDBOX).mkdir(parents=True, exist_ok=True)
    return Machine("darwin", home, {}, python or str(home / "venv/bin/python"), "mac_roman")


@pytest.fixture(params=["windows", "mac"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    home = tmp_path / "Users" / "Zoë Müller"
    return windows(home) if request.param == "windows" else mac(home)


def files(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


def words(machine: Machine) -> dict[str, tuple[str, bool]]:
    return {state.subject: (state.finding, state.well) for state in install_status(machine, ADDIN)}


def test_windows_gets_the_add_in_and_its_settings(tmp_path: Path) -> None:
    install(windows(tmp_path), ADDIN)
    assert files(tmp_path) == [
        ".trackbook/trackbook.conf",
        "AppData/Roaming/Microsoft/Excel/XLSTART/trackbook.xlam",
    ]
    assert (tmp_path / ".trackbook/trackbook.conf").read_bytes() == (
        f'"INTERPRETER_WIN","%USERPROFILE%\\venv\\Scripts\\python.exe"\r\n"TRACKBOOK","{__version__}"\r\n'.encode()
    )


def test_macos_gets_the_script_that_starts_python_too(tmp_path: Path) -> None:
    install(mac(tmp_path), ADDIN)
    script = f"Library/Application Scripts/com.microsoft.Excel/trackbook-{xlwings.__version__}.applescript"
    assert files(tmp_path) == [
        script,
        f"{SANDBOX}/.trackbook/trackbook.conf",
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/trackbook.xlam",
    ]
    assert b"on VbaHandler(ParameterString)" in (tmp_path / script).read_bytes()
    assert (tmp_path / SANDBOX / ".trackbook/trackbook.conf").read_text(encoding="ascii") == (
        f'"INTERPRETER_MAC","$HOME/venv/bin/python"\n"TRACKBOOK","{__version__}"\n'
    )


def test_a_home_of_any_letters_is_named_by_a_variable(machine: Machine) -> None:
    install(machine, ADDIN)
    assert machine.configuration.read_bytes().isascii()
    assert not any("Zoë" in found for what, (found, _) in words(machine).items() if what == "Python")


def test_xlwings_own_reader_understands_the_settings(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlwings.utils import read_user_config

    install(machine, ADDIN)
    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(machine.configuration))
    assert read_user_config()["trackbook"] == __version__  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("python", "written"),
    [
        ("C:\\Program Files\\Python 3.12\\python.exe", "C:\\Program Files\\Python 3.12\\python.exe"),
        ("D:\\Büro & mehr\\python.exe", "D:\\Büro & mehr\\python.exe"),
        ("\\\\server\\share\\python.exe", "\\\\server\\share\\python.exe"),
        ("c:\\users\\zoe\\Venv\\python.exe", "%USERPROFILE%\\Venv\\python.exe"),
    ],
)
def test_windows_paths_are_written_as_macros_read_them(python: str, written: str) -> None:
    assert replace(windows(Path("C:\\Users\\zoe")), interpreter=python).interpreter_setting() == written


@pytest.mark.parametrize(
    "python", ['C:\\a"b\\python.exe', "C:\\100%x%\\python.exe", "C:\\日本\\python.exe", "C:\\a\nb\\python.exe"]
)
def test_a_windows_path_that_macros_cannot_pass_on_is_refused(tmp_path: Path, python: str) -> None:
    with pytest.raises(Stop, match="cannot pass on"):
        install(windows(tmp_path, python), ADDIN)
    assert files(tmp_path) == []


@pytest.mark.parametrize("python", ["/opt/a|b/python", "/opt/a\\b/python", '/opt/a"b/python', "/opt/日本/python"])
def test_a_macos_path_that_macros_cannot_pass_on_is_refused(tmp_path: Path, python: str) -> None:
    with pytest.raises(Stop, match="cannot pass on"):
        install(mac(tmp_path, python), ADDIN)
    assert files(tmp_path) == []


def test_after_installing_all_is_well(machine: Machine) -> None:
    assert not words(machine)["Add-in"][1]
    install(machine, ADDIN)
    assert all(well for _, well in words(machine).values())
    assert words(machine)["Trackbook"] == (__version__, True)
    assert words(machine)["xlwings"] == (xlwings.__version__, True)


def test_another_python_is_told(machine: Machine) -> None:
    install(machine, ADDIN)
    moved = replace(machine, interpreter="/opt/other/python" if machine.mac else "D:\\other\\python.exe")
    found, well = words(moved)["Python"]
    assert not well
    assert "venv" in found


def test_an_add_in_of_another_version_is_told(machine: Machine) -> None:
    install(machine, b"older")
    found, well = words(machine)["Add-in"]
    assert not well
    assert "trackbook addin install" in found


def test_a_missing_script_is_told(tmp_path: Path) -> None:
    install(mac(tmp_path), ADDIN)
    script = install_places(mac(tmp_path)).script
    assert script is not None
    script.unlink()
    assert not words(mac(tmp_path))["Script"][1]


def test_uninstalling_leaves_no_trace(machine: Machine) -> None:
    kept = machine.home / "mine.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("mine")
    install(machine, ADDIN)
    machine.request.write_text("left by a button")
    script = install_places(machine).script
    if script is not None:
        script.with_name("trackbook-0.1.applescript").write_text("left by an older version")
        script.with_name("xlwings-0.37.8.applescript").write_text("not ours")
    gone = uninstall(machine)
    assert all(not path.exists() for path in gone)
    left = [name for name in files(machine.home) if "trackbook" in name]
    assert left == []
    assert kept.exists()
    assert not machine.settings.exists()
    assert any("not ours" in path.read_text() for path in machine.home.rglob("*.applescript")) == machine.mac
    assert uninstall(machine) == []


def test_other_files_in_the_settings_folder_stay(machine: Machine) -> None:
    install(machine, ADDIN)
    (machine.settings / "notes.txt").write_text("mine")
    uninstall(machine)
    assert [path.name for path in machine.settings.iterdir()] == ["notes.txt"]


def test_installing_again_replaces_and_leaves_nothing_else_to_open(machine: Machine) -> None:
    install(machine, b"older")
    install(machine, ADDIN)
    folder = install_places(machine).addin.parent
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"trackbook.xlam": ADDIN}


def test_an_add_in_that_excel_holds_open_stays_and_no_second_copy_waits_beside_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(machine, b"older")
    own = install_places(machine).addin
    replace_file = Path.replace

    def held(path: Path, target: Path) -> Path:
        if Path(target) == own:
            raise PermissionError(13, "in use")
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(save, "_PAUSE", 0)
    with pytest.raises(Stop, match=re.escape("trackbook.xlam: is in use: close Excel")):
        install(machine, ADDIN)
    assert {path.name: path.read_bytes() for path in own.parent.iterdir()} == {"trackbook.xlam": b"older"}


def test_what_an_interrupted_run_left_is_not_opened_by_excel(machine: Machine) -> None:
    folder = install_places(machine).addin.parent
    folder.mkdir(parents=True)
    (folder / ".trackbook-0123.tmp").write_bytes(b"half")
    install(machine, ADDIN)
    assert [path.name for path in folder.iterdir()] == ["trackbook.xlam"]


def test_a_mac_where_excel_never_ran_is_told_to_start_it(tmp_path: Path) -> None:
    machine = replace(mac(tmp_path / "a"), home=tmp_path / "b")
    with pytest.raises(Stop, match="start Excel once"):
        install(machine, ADDIN)
    assert not (tmp_path / "b").exists()


def test_a_windows_without_a_folder_for_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="APPDATA"):
        install(replace(windows(tmp_path), environment={}), ADDIN)
    assert files(tmp_path) == []


# The command


def on(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def this(environment: Mapping[str, str]) -> Machine:
        return machine

    monkeypatch.setattr(the_places.Machine, "current", this)


def test_the_command_installs_tells_and_removes(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    on(machine, monkeypatch)
    assert cli("addin", "status").code == 1
    done = cli("addin", "install", "--json")
    assert done.code == 0
    assert done.data["files"] == [name for name in done.data["files"] if Path(name).is_file()]
    told = cli("addin", "status", "--json")
    assert told.code == 0
    assert all(part["well"] for part in told.data.values())
    assert cli("addin", "uninstall").code == 0
    assert cli("addin", "uninstall").err == "The add-in is not installed.\n"


@pytest.mark.parametrize("action", ["install", "uninstall"])
def test_on_linux_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    on(Machine("linux", tmp_path, {}, "/usr/bin/python3", "utf-8"), monkeypatch)
    ran = cli("addin", action)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Excel: does not run on this system: ")
    assert ran.err.count("\n") == 1
    assert files(tmp_path) == []


def test_on_linux_status_still_tells_the_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on(Machine("linux", tmp_path, {}, "/usr/bin/python3", "utf-8"), monkeypatch)
    ran = cli("addin", "status", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["trackbook"] == {"found": __version__, "well": True}
    assert ran.data["excel"]["well"] is False


def test_the_machine_this_runs_on_is_described() -> None:
    machine = Machine.current({"APPDATA": "x"})
    assert Path(machine.interpreter).exists()
    assert machine.home == Path.home()
    assert machine.environment == {"APPDATA": "x"}
    assert machine.request.parent == machine.settings
