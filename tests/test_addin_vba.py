"""The VBA: what it stores reads back, what it says to Python is data, and no workbook chooses what runs."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.macros import Macros, macros, replaced
from tests.support.office import Office
from tests.support.vba_reader import decompressed, modules_in
from xl_addin import __version__
from xl_addin.addin.compound_file import compound
from xl_addin.addin.install import install
from xl_addin.addin.install_places import Machine, xlwings_folder
from xl_addin.addin.vba_compression import compress
from xl_addin.addin.vba_modules import REPLACEMENTS, modules, starter
from xl_addin.addin.vba_project import Module, vba_project
from xl_addin.model.errors import Stop

RUN = """\
Public Sub RunPython(ByVal source As String)
    ThisWorkbook.Worksheets(1).Range("E1").Value = source
End Sub
"""
PROBE = """
Public Function Probe(ByVal path As String) As String
    Dim name As String, value As String
    Open path For Input As #1
    Do While Not EOF(1)
        Input #1, name, value
        Probe = Probe & name & "=" & value & vbLf
    Loop
    Close #1
End Function
"""
SOURCE = "import macros_py.ribbon; macros_py.ribbon.press()"
HOSTILE = [
    "plain.xlsx",
    'C:\\Users\\Zoë\\"; import os #.xlsx',
    "/Users/x/$(touch pwned) `id` 'a'.xlsx",
    "%TEMP% & calc | more ^ (x).xlsx",
    "a\nb\r\tc\x00d.xlsx",
    "Überblick 日本語 😀 \u202e\u2028\ufffe.xlsx",
    "https://example.sharepoint.com/sites/HR/R%26D/tracks.xlsx",
    "\\u0041 \\\\server\\share\\x.xlsx",
]


def theirs() -> str:
    return (xlwings_folder() / "xlwings_custom_addin.bas").read_text(encoding="utf-8")


# What is stored


@given(st.one_of(st.binary(max_size=9000), st.text("ab \n", max_size=9000).map(str.encode)))
def test_compressed_text_reads_back(data: bytes) -> None:
    assert decompressed(compress(data)) == data


def test_what_does_not_compress_reads_back() -> None:
    data = random.Random(7).randbytes(3 * 4096)
    assert decompressed(compress(data)) == data


def test_a_compound_file_holds_small_large_and_many_streams(tmp_path: Path) -> None:
    streams = {f"stream{number}": bytes([number % 256]) * (number * 97) for number in range(60)}
    (tmp_path / "x.bin").write_bytes(compound({"inside": streams, "huge": b"x" * 300_000, "none": b""}))
    with olefile.OleFileIO(tmp_path / "x.bin", raise_defects=olefile.DEFECT_INCORRECT) as file:
        assert {name: file.openstream(["inside", name]).read() for name in streams} == streams
        assert file.openstream("huge").read() == b"x" * 300_000
        assert file.openstream("none").read() == b""


def test_a_compound_file_too_large_for_its_header_is_refused() -> None:
    with pytest.raises(ValueError, match="compound file"):
        compound({"huge": b"x" * 8_000_000})


def test_another_program_reads_every_module_back_identical(tmp_path: Path) -> None:
    (tmp_path / "vbaProject.bin").write_bytes(vba_project("Trackbook", modules()))
    assert modules_in(tmp_path / "vbaProject.bin") == {module.name: module.source() for module in modules()}


def test_a_module_beyond_ascii_is_refused() -> None:
    with pytest.raises(ValueError, match="Odd"):
        Module("Odd", "module", "' naïve\n").source()


# What is cut out of xlwings


def test_no_line_of_the_starter_speaks_of_the_active_workbook() -> None:
    lines = starter(theirs()).splitlines()
    code = [line for line in lines if not line.lstrip().startswith("'") and "GetConfigFilePath = " not in line]
    assert len(lines) - 2 > len(code) > 300
    assert not [line for line in code if re.search(r"ActiveWorkbook|Worksheet\(|\.conf|GetDirectory|\.py\"", line)]


@pytest.mark.parametrize("cut", REPLACEMENTS, ids=lambda cut: cut.reason)
def test_an_xlwings_that_looks_different_stops_the_build(cut: tuple[str, str, str]) -> None:
    _, old, _ = cut
    for changed in (theirs().replace(old, ""), theirs().replace(old, old + old)):
        with pytest.raises(Stop, match="cannot be built into the add-in"):
            starter(changed)


def test_the_python_source_is_one_constant() -> None:
    ours = "\n".join(module.code for module in modules() if module.name.startswith("Trackbook"))
    assert re.findall(r"RunPython (?!Lib)(.*)", ours) == ["PYTHON_SOURCE"]
    assert f'PYTHON_SOURCE As String = "{SOURCE}"' in ours
    assert not re.search(r"\b(Shell|Evaluate|Run|CallByName|Execute)\b *\(", ours)


# What runs, in LibreOffice


@pytest.fixture
def pressed(office: Office, tmp_path: Path) -> Iterator[Macros]:
    """The add-in, open as the active workbook too; Python is not started, messages go to a cell."""
    code = {module.name: module.code for module in modules()}["TrackbookPress"]
    for old, new in (
        ('Environ("USERPROFILE") & "\\.trackbook\\request.json"', f'"{tmp_path / "request.json"}"'),
        ("MsgBox why, vbExclamation, MARKER", 'ThisWorkbook.Worksheets(1).Range("E2").Value = why'),
    ):
        assert code.count(old) == 1
        code = code.replace(old, new)
    own = replaced(replaced(modules(), "TrackbookRun", RUN), "TrackbookPress", code)
    with macros(office, tmp_path / "addin.xlsm", own) as running:
        yield running


@pytest.mark.libreoffice
def test_the_add_in_itself_loads(office: Office, tmp_path: Path) -> None:
    with macros(office, tmp_path / "trackbook.xlam", modules()) as running:
        assert running.cell("A1").startswith("Trackbook add-in")
        assert json.loads(running.call("TrackbookPress.JsonText", "é")) == "é"


@pytest.mark.libreoffice
@pytest.mark.parametrize("module", [module for module in modules() if module.kind == "module"], ids=lambda m: m.name)
def test_every_module_compiles_and_reads_what_installing_writes(office: Office, tmp_path: Path, module: Module) -> None:
    """LibreOffice runs a function only when all of its module compiles."""
    home = tmp_path / "Zoë"
    python = str(home / "my tools, new" / "Scripts" / "python.exe")
    machine = Machine("win32", home, {"APPDATA": str(home / "AppData")}, python, "cp1252")
    install(machine, b"")
    with macros(office, tmp_path / "a.xlsm", replaced(modules(), module.name, module.code + PROBE)) as running:
        read = running.call(f"{module.name}.Probe", str(machine.configuration))
    assert read.splitlines() == [
        "INTERPRETER_WIN=%USERPROFILE%\\my tools, new\\Scripts\\python.exe",
        f"TRACKBOOK={__version__}",
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_arrives_as_data(pressed: Macros, tmp_path: Path, name: str) -> None:
    assert pressed.call("TrackbookPress.WriteRequest", str(tmp_path / "asked.json"), "validate", name)
    written = (tmp_path / "asked.json").read_bytes()
    assert written.isascii()
    assert json.loads(written) == {"command": "validate", "workbook": name}


@pytest.mark.libreoffice
def test_a_press_writes_the_request_and_starts_python(pressed: Macros, tmp_path: Path) -> None:
    pressed.call("TrackbookPress.Press", "score")
    assert json.loads((tmp_path / "request.json").read_bytes())["command"] == "score"
    assert pressed.cell("E1") == SOURCE
    assert pressed.cell("E2") == ""


@pytest.mark.libreoffice
@pytest.mark.parametrize("sheet", ["trackbook.conf", "XLWINGS.CONF", "x.py", "Main.PY"])
def test_a_workbook_with_a_sheet_that_could_choose_code_runs_nothing(
    pressed: Macros, tmp_path: Path, sheet: str
) -> None:
    pressed.model.Sheets.insertNewByName(sheet, 1)
    pressed.call("TrackbookPress.Press", "validate")
    assert not (tmp_path / "request.json").exists()
    assert pressed.cell("E1") == ""
    assert sheet in pressed.cell("E2")
    assert "rename" in pressed.cell("E2")


@pytest.mark.libreoffice
def test_a_request_that_cannot_be_written_is_told(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with macros(office, tmp_path / "a.xlsm", replaced(modules(), "TrackbookRun", RUN)) as running:
        assert not running.call("TrackbookPress.WriteRequest", str(tmp_path / "file" / "request.json"), "score", "x")
