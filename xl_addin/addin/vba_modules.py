"""The add-in's VBA modules: ours, and what we take from the installed xlwings to start Python.

xlwings lets the active workbook choose the interpreter (a settings sheet, a file beside it) and puts its name on a
command line. Of its module only the procedures named here are taken, and each place where the workbook speaks is cut
out by an exact replacement; a version of xlwings in which one of them looks different stops the build.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from xl_addin.addin.install_places import PROJECT, xlwings_folder, xlwings_version
from xl_addin.addin.vba_project import Module
from xl_addin.model.errors import Stop

_OURS = ("TrackbookRibbon", "TrackbookPress", "TrackbookRun")
_CONSTANTS = ("XLWINGS_VERSION", "PROJECT_NAME")
_PROCEDURES = (
    "ExecuteMac",
    "ExecuteWindows",
    "CleanUp",
    "GetConfigFilePath",
    "GetConfig",
    "GetConfigFromFile",
    "WScript",
    "FileExists",
    "FileExistsOnWindows",
    "FileOrFolderExistsOnMac",
    "ParentFolder",
    "KillFileOnMac",
    "ToMacPath",
    "GetMacDir",
    "ToPosixPath",
    "ShowError",
    "ExpandEnvironmentStrings",
    "ReadFile",
    "CreateGUID",
    "CheckConda",
)


class Replacement(NamedTuple):
    """A text of xlwings and what stands in its place; it must be there exactly once."""

    reason: str
    old: str
    new: str


REPLACEMENTS = (
    Replacement("a project of our own", 'PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{PROJECT}"'),
    Replacement(
        "no settings from a sheet, nor from a file beside the active workbook: the user's file is the only one",
        """\
    ' Sheet
    #If App = "Microsoft Excel" Then
    If source = "" Or source = "sheet" Then
        If Application.Name = "Microsoft Excel" Then
            'Workbook Sheet Config
            If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then
                If GetConfigFromSheet(ActiveWorkbook).Exists(configKey) = True Then
                    GetConfig = GetConfigFromSheet(ActiveWorkbook).Item(configKey)
                    GetConfig = ExpandEnvironmentStrings(GetConfig)
                    Exit Function
                End If
            End If
\x20\x20\x20\x20
            'Add-in Sheet Config (only for custom add-ins, unused by xlwings add-in)
            If SheetExists(ThisWorkbook, PROJECT_NAME & ".conf") = True Then
                If GetConfigFromSheet(ThisWorkbook).Exists(configKey) = True Then
                    GetConfig = GetConfigFromSheet(ThisWorkbook).Item(configKey)
                    GetConfig = ExpandEnvironmentStrings(GetConfig)
                    Exit Function
                End If
            End If
        End If
    End If
    #End If

    ' Directory Config
    If source = "" Or source = "directory" Then
        #If App = "Microsoft Excel" Then
            If GetFullName(ActiveWorkbook) <> "" Then ' Empty if local dir can't be figured out (e.g. SharePoint)
        #Else
            If InStr(GetDirectoryPath(), "://") = 0 Then ' Other Office apps: skip for synced SharePoint/OneDrive files
        #End If
            If FileExists(GetDirectoryConfigFilePath()) = True Then
                If GetConfigFromFile(GetDirectoryConfigFilePath(), configKey, configValue) Then
                    GetConfig = configValue
                    GetConfig = ExpandEnvironmentStrings(GetConfig)
                    Exit Function
                End If
            End If
        End If
    End If

""",
        "",
    ),
    Replacement(
        "no workbook's name on the command line (Windows)",
        '" --wb=" & """" & ActiveWorkbook.Name & """ --from_xl=1"',
        '" --from_xl=1"',
    ),
    Replacement("no workbook's name on the command line (macOS)", '"|" + ActiveWorkbook.Name', '"|"'),
    Replacement(
        "no errors written into the active workbook",
        """\
    If GetConfig("SHOW_ERROR_POPUPS", "True") = "False" Then
        If SheetExists(ActiveWorkbook, "Error") = False Then
            Set ErrorSheet = ActiveWorkbook.Sheets.Add()
            ErrorSheet.Name = "Error"
        Else
            Set ErrorSheet = ActiveWorkbook.Sheets("Error")
        End If
        ErrorSheet.Range("A1").Value = Content
    Else
""",
        "    If True Then\n",
    ),
    Replacement(
        "an interpreter's path may hold blanks (macOS)",
        "PythonInterpreter = ToPosixPath(PYTHON_MAC)",
        'PythonInterpreter = "\'" & Replace(ToPosixPath(PYTHON_MAC), "\'", "\'\\\'\'") & "\'"',
    ),
    Replacement(
        "our settings in a folder of their own (macOS)",
        '& "/" & PROJECT_NAME & ".conf"',
        '& "/." & PROJECT_NAME & "/" & PROJECT_NAME & ".conf"',
    ),
    Replacement(
        "our copy of the script that starts Python (macOS)",
        'AppleScriptTask("xlwings-" & XLWINGS_VERSION',
        'AppleScriptTask(PROJECT_NAME & "-" & XLWINGS_VERSION',
    ),
    Replacement(
        "our own words when that script is missing (macOS)",
        "To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.",
        "The Trackbook add-in is not set up for you: run trackbook addin install, then try again.",
    ),
)


def modules() -> tuple[Module, ...]:
    """Every module of the add-in, in the order of the project.

    Raises:
        Stop: the installed xlwings is not the one the cuts were made for.
    """
    theirs = xlwings_folder() / "xlwings_custom_addin.bas"
    return (
        Module("ThisWorkbook", "document", _our_source("ThisWorkbook.cls")),
        Module("Sheet1", "document", "Option Explicit\n"),
        *(Module(name, "module", _our_source(f"{name}.bas")) for name in _OURS),
        Module("xlwings", "module", starter(theirs.read_text(encoding="utf-8"))),
    )


def starter(text: str) -> str:
    """The module of xlwings, reduced to what starts Python, with every cut made.

    Raises:
        Stop: a procedure or a text to be replaced is not there exactly once.
    """
    source = "\n".join(_parts_to_keep(text)) + "\n"
    for replacement in REPLACEMENTS:
        _check_once(source.count(replacement.old), replacement.reason)
        source = source.replace(replacement.old, replacement.new)
    return source


def _parts_to_keep(text: str) -> Iterator[str]:
    """The licence, the constants, then each procedure."""
    yield text[: text.index("'Attribute VB_Name")].rstrip()
    for name in _CONSTANTS:
        yield _find_once(rf"^Public Const {name} [^\n]*$", text, name)
    for name in _PROCEDURES:
        kind = r"(?:Public |Private )?(Function|Sub)"
        yield "\n" + _find_once(rf"^{kind} {name}\(.*?^End \1$", text, name)


def _find_once(pattern: str, text: str, name: str) -> str:
    matches = [match.group() for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL)]
    _check_once(len(matches), name)
    return matches[0]


def _check_once(times: int, label: str) -> None:
    if times != 1:
        todo = "install the version of xlwings that Trackbook names"
        raise Stop(
            f"xlwings {xlwings_version()}", f"cannot be built into the add-in ({label}: found {times} times)", todo
        )


def _our_source(name: str) -> str:
    return (files("xl_addin.addin") / "sources" / name).read_text(encoding="ascii")
