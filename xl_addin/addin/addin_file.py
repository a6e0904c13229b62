"""The add-in as a package: an Excel workbook of one sheet, with the VBA project and the ribbon in it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from xl_addin import __version__
from xl_addin.addin.ribbon_checks import faults
from xl_addin.addin.ribbon_xml import Button, ribbon
from xl_addin.addin.vba_modules import modules
from xl_addin.addin.vba_project import Module, vba_project
from xl_addin.model.errors import Stop
from xl_addin.package.safe.archive import Archive
from xl_addin.package.xml.schema import RELATION
from xl_addin.package.xml.xml_tree import DRAWING_MAIN, RELS, TYPES, Element, child, make, write_xml

_SHEET = "Trackbook"
_EMPTY = b"PK\5\6" + bytes(18)
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_KINDS = {
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}


def addin_bytes(buttons: Sequence[Button]) -> bytes:
    """The add-in for these commands; the same commands always give the same bytes.

    Raises:
        Stop: a button Excel would not show as meant, or an xlwings of another version.
    """
    return package(ribbon(buttons), modules())


def package(tab: bytes, code: Sequence[Module], kind: Literal["xlam", "xlsm"] = "xlam") -> bytes:
    """A package from its ribbon XML and its modules; an xlsm is for trying out.

    Raises:
        Stop: the ribbon has a fault.
    """
    for fault in faults(tab):
        raise Stop("ribbon", fault, "put it right in the command's file")
    archive = Archive(_EMPTY)
    for name, data in _parts(tab, code, kind).items():
        archive.add(name, data)
    return archive.to_bytes()


def _parts(tab: bytes, code: Sequence[Module], kind: str) -> Mapping[str, bytes]:
    ribbon_kind = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    project_kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    start = {f"{RELATION}/officeDocument": "xl/workbook.xml", ribbon_kind: "customUI/customUI14.xml"}
    inside = {
        f"{RELATION}/worksheet": "worksheets/sheet1.xml",
        f"{RELATION}/styles": "styles.xml",
        project_kind: "vbaProject.bin",
    }
    return {
        "[Content_Types].xml": _types(kind),
        "_rels/.rels": _relations(start),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(inside),
        "xl/worksheets/sheet1.xml": _sheet(),
        "xl/styles.xml": _styles(),
        "xl/vbaProject.bin": vba_project("Trackbook", code),
        "customUI/customUI14.xml": tab,
    }


def _types(kind: str) -> bytes:
    root = make(f"{{{TYPES}}}Types", {None: TYPES})
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
    }
    for ending, content in defaults.items():
        child(root, f"{{{TYPES}}}Default", Extension=ending, ContentType=content)
    parts = {
        "/xl/workbook.xml": _KINDS[kind],
        "/xl/worksheets/sheet1.xml": f"{_CONTENT}.worksheet+xml",
        "/xl/styles.xml": f"{_CONTENT}.styles+xml",
    }
    for part, content in parts.items():
        child(root, f"{{{TYPES}}}Override", PartName=part, ContentType=content)
    return write_xml(root)


def _relations(targets: Mapping[str, str]) -> bytes:
    root = make(f"{{{RELS}}}Relationships", {None: RELS})
    for number, (kind, target) in enumerate(targets.items(), 1):
        child(root, f"{{{RELS}}}Relationship", Id=f"rId{number}", Type=kind, Target=target)
    return write_xml(root)


def _workbook() -> bytes:
    root = make(f"{{{DRAWING_MAIN}}}workbook", {None: DRAWING_MAIN, "r": RELATION})
    _child(root, "workbookPr", codeName="ThisWorkbook")
    sheet = _child(_child(root, "sheets"), "sheet", name=_SHEET, sheetId="1")
    sheet.set(f"{{{RELATION}}}id", "rId1")
    return write_xml(root)


def _sheet() -> bytes:
    """Nobody sees it: a workbook needs a sheet. It names the version."""
    root = make(f"{{{DRAWING_MAIN}}}worksheet", {None: DRAWING_MAIN})
    _child(root, "sheetPr", codeName="Sheet1")
    row = _child(_child(root, "sheetData"), "row", r="1")
    cell = _child(row, "c", r="A1", t="inlineStr")
    _child(_child(cell, "is"), "t").text = f"Trackbook add-in {__version__}"
    return write_xml(root)


def _styles() -> bytes:
    """The least a style sheet may hold."""
    root = make(f"{{{DRAWING_MAIN}}}styleSheet", {None: DRAWING_MAIN})
    font = _child(_child(root, "fonts", count="1"), "font")
    _child(font, "sz", val="11")
    _child(font, "name", val="Calibri")
    fills = _child(root, "fills", count="2")
    for pattern in ("none", "gray125"):
        _child(_child(fills, "fill"), "patternFill", patternType=pattern)
    _child(_child(root, "borders", count="1"), "border")
    _child(_child(root, "cellStyleXfs", count="1"), "xf")
    _child(_child(root, "cellXfs", count="1"), "xf", xfId="0")
    return write_xml(root)


def _child(parent: Element, tag: str, /, **attributes: str) -> Element:
    return child(parent, f"{{{DRAWING_MAIN}}}{tag}", **attributes)
