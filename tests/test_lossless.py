"""What people put into the workbook besides our tables - pictures, macros, comments - outlives every command.

The workbook is ours, dressed the way Excel stores such things: a tab of their own with chart, shape, comment and
sparkline; shapes, comments, Excel 2010's rules and cells of their own on our tabs; macros, custom XML, a ribbon.
"""

from __future__ import annotations

import functools
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from tests.support.decorated import parts
from tests.support.lint.workbook_lint import lint
from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book, files
from xl_addin.layout.notes import AUTHOR, is_ours
from xl_addin.package.edit.cell_notes import read_notes
from xl_addin.package.edit.editor import Editor
from xl_addin.package.safe.archive import Archive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
NEW = "http://schemas.microsoft.com/office/2017/10/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DRESSED = ("Findings", "Scores", "Tracks", "Levels", "Matrix ENG", "People")
"""Our tabs that people put something of their own on."""
OWN_ROW = 900

EXTENSIONS = (
    f'<extLst xmlns="{MAIN}" xmlns:x14="{X14}" xmlns:xm="{XM}">'
    '<ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting>'
    '<x14:cfRule type="dataBar" id="{00000000-000E-0000-0000-000001000000}"><x14:dataBar minLength="0" '
    'maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule>'
    f"<xm:sqref>AA{OWN_ROW}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    '<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1"><x14:dataValidation '
    'type="list" allowBlank="1"><x14:formula1><xm:f>\'My tab\'!$A$1:$A$3</xm:f></x14:formula1>'
    f"<xm:sqref>Z{OWN_ROW}</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    '<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines>'
    f"<x14:sparkline><xm:f>'My tab'!A1:A3</xm:f><xm:sqref>AB{OWN_ROW}</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
THREAD = (
    f'{HEAD}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B2" dT="2026-01-02T03:04:05.00" personId="{00000000-0000-0000-0000-000000000001}" '
    'id="{00000000-0000-0000-0000-000000000002}"><text>Please look</text></threadedComment></ThreadedComments>'
)
OWN_PARTS: dict[str, tuple[bytes, str]] = {
    "xl/vbaProject.bin": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 opaque", "application/vnd.ms-office.vbaProject"),
    "xl/persons/person.xml": (
        f'{HEAD}<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<person displayName="Somebody" id="{00000000-0000-0000-0000-000000000001}"/></personList>'.encode(),
        "application/vnd.ms-excel.person+xml",
    ),
    "customXml/item1.xml": (b"<company><secret>kept</secret></company>", "application/xml"),
    "customUI/customUI14.xml": (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"/>',
        "application/xml",
    ),
}
"""Parts of the whole workbook: content and content type."""
BOOK_RELATIONS = (
    ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
    (f"{NEW}/person", "persons/person.xml"),
    (f"{OFFICE}/customXml", "../customXml/item1.xml"),
)


def _donor() -> dict[str, bytes]:
    """Tabs with shapes, comments, a chart and a sparkline, whose parts are set into our workbook."""
    out = io.BytesIO()
    # constant memory keeps texts in their cells: there are no shared strings to merge
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    own = book.add_worksheet("My tab")
    for row, word in enumerate(("red", "amber", "green")):
        own.write_string(row, 0, word)
    own.write_formula(3, 1, "=SUM(tblWeights[Weight])", None, 300)
    own.write_comment("A1", "an old comment")
    own.insert_textbox("D2", "do not lose me")
    own.add_sparkline("C1", {"range": "'My tab'!A1:A3"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Scores!$J$7:$J$20"})
    own.insert_chart("F2", chart)
    for name in DRESSED:
        sheet = book.add_worksheet(name)
        sheet.insert_textbox("L2", f"a shape on {name}")
        sheet.write_comment("B2", f"a comment on {name}")
    book.close()
    return parts(out.getvalue())


_FOLDERS = re.compile(rb"(drawings/|charts/|\.\./)(drawing|vmlDrawing|comments|chart)(\d+\.)")


def _own_name(part: str) -> str:
    """Names that are not taken in our workbook."""
    return re.sub(r"(drawing|vmlDrawing|comments|chart)(\d+\.)", r"\1_own\2", part)


class Dressing:
    """One workbook of ours getting its decorations."""

    def __init__(self, data: bytes) -> None:
        self.parts = parts(data)
        self.donor = _donor()
        self.book = etree.fromstring(self.parts["xl/workbook.xml"])
        self.relations = etree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        self.types = etree.fromstring(self.parts["[Content_Types].xml"])

    def worn(self) -> bytes:
        self._copy_donated()
        self._own_tab()
        for number, name in enumerate(DRESSED, 2):
            self._our_tab(name, number)
        self._workbook()
        for name, root in (("xl/workbook.xml", self.book), ("xl/_rels/workbook.xml.rels", self.relations),
                           ("[Content_Types].xml", self.types)):  # fmt: skip
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content)
        return out.getvalue()

    def sheet_part(self, tab: str) -> str:
        return sheet_part(self.book, self.relations, tab)

    def _declare(self, part: str, kind: str) -> None:
        space = etree.QName(self.types).namespace
        etree.SubElement(self.types, f"{{{space}}}Override", PartName=f"/{part}", ContentType=kind)

    def _copy_donated(self) -> None:
        types = etree.fromstring(self.donor["[Content_Types].xml"])
        for name, content in self.donor.items():
            if name.startswith(("xl/drawings/", "xl/charts/", "xl/comments")):
                self.parts[_own_name(name)] = _FOLDERS.sub(rb"\1\2_own\3", content) if "_rels" in name else content
        for entry in types:
            name = (entry.get("PartName") or "").lstrip("/")
            if _own_name(name) in self.parts and _own_name(name) != name:
                self._declare(_own_name(name), entry.get("ContentType"))
        if not any(entry.get("Extension") == "vml" for entry in self.types):
            space = etree.QName(self.types).namespace
            kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
            self.types.insert(0, etree.Element(f"{{{space}}}Default", Extension="vml", ContentType=kind))

    def _own_tab(self) -> None:
        part = "xl/worksheets/sheet_own.xml"
        self.parts[part] = self.donor["xl/worksheets/sheet1.xml"].replace(b' tabSelected="1"', b"")
        self.parts["xl/worksheets/_rels/sheet_own.xml.rels"] = _FOLDERS.sub(
            rb"\1\2_own\3", self.donor["xl/worksheets/_rels/sheet1.xml.rels"]
        )
        self._declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
        self._relate(self.relations, "ownTab", f"{OFFICE}/worksheet", "worksheets/sheet_own.xml")
        tabs = self.book.find(f"{{{MAIN}}}sheets")
        numbers = [int(tab.get("sheetId")) for tab in tabs]
        tab = etree.SubElement(tabs, f"{{{MAIN}}}sheet", name="My tab", sheetId=str(max(numbers) + 1))
        tab.set(f"{{{OFFICE}}}id", "ownTab")

    def _our_tab(self, tab: str, number: int) -> None:
        """Shape, comment, thread, extensions and cells of a person's own on one of our tabs."""
        part = self.sheet_part(tab)
        root = etree.fromstring(self.parts[part])
        rels = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
        relations = etree.fromstring(self.parts[rels])
        thread = f"xl/threadedComments/threadedComment_own{number}.xml"
        self.parts[thread] = THREAD.encode()
        self._declare(thread, "application/vnd.ms-excel.threadedcomments+xml")
        self._relate(relations, "ownThread", f"{NEW}/threadedComment", f"../threadedComments/{Path(thread).name}")
        donated = etree.fromstring(self.donor[f"xl/worksheets/_rels/sheet{number}.xml.rels"])
        for entry in donated:
            kind = entry.get("Type").rpartition("/")[2]
            self._relate(relations, f"own_{kind}", entry.get("Type"), _own_name(entry.get("Target")))
        tables = root.find(f"{{{MAIN}}}tableParts")
        for name, relation in (("drawing", "own_drawing"), ("legacyDrawing", "own_vmlDrawing")):
            if root.find(f"{{{MAIN}}}{name}") is None:
                made = etree.Element(f"{{{MAIN}}}{name}")
                made.set(f"{{{OFFICE}}}id", relation)
                tables.addprevious(made)
        assert root.find(f"{{{MAIN}}}extLst") is None
        root.append(etree.fromstring(EXTENSIONS))
        row = etree.SubElement(root.find(f"{{{MAIN}}}sheetData"), f"{{{MAIN}}}row", r=str(OWN_ROW), ht="44")
        row.append(etree.fromstring(f'<c xmlns="{MAIN}" r="Z{OWN_ROW}" t="inlineStr"><is><t>mine</t></is></c>'))
        row.append(etree.fromstring(f'<c xmlns="{MAIN}" r="AA{OWN_ROW}"><f>1+1</f><v>2</v></c>'))
        self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self.parts[rels] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _workbook(self) -> None:
        for name, (content, kind) in OWN_PARTS.items():
            self.parts[name] = content
            self._declare(name, kind)
        for number, (kind, target) in enumerate(BOOK_RELATIONS):
            self._relate(self.relations, f"ownBook{number}", kind, target)
        root = etree.fromstring(self.parts["_rels/.rels"])
        way = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
        self._relate(root, "ownRibbon", way, "customUI/customUI14.xml")
        self.parts["_rels/.rels"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        etree.SubElement(
            self.book.find(f"{{{MAIN}}}definedNames"), f"{{{MAIN}}}definedName", name="MyRate"
        ).text = "'My tab'!$B$4"
        for entry in self.types:
            if entry.get("PartName") == "/xl/workbook.xml":
                entry.set("ContentType", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    @staticmethod
    def _relate(root: Any, own: str, kind: str, target: str) -> None:
        etree.SubElement(root, f"{{{RELS}}}Relationship", Id=own, Type=kind, Target=target)


def sheet_part(book: Any, relations: Any, tab: str) -> str:
    own = next(e.get(f"{{{OFFICE}}}id") for e in book.find(f"{{{MAIN}}}sheets") if e.get("name") == tab)
    target: str = next(r.get("Target") for r in relations if r.get("Id") == own)
    return "xl/" + target.removeprefix("/xl/")


def part_of(held: dict[str, bytes], tab: str) -> str:
    book, relations = (etree.fromstring(held[name]) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    return sheet_part(book, relations, tab)


def table_parts(held: dict[str, bytes], tab: str) -> set[str]:
    rels = part_of(held, tab).replace("worksheets/", "worksheets/_rels/") + ".rels"
    targets = [r.get("Target") for r in etree.fromstring(held[rels]) if r.get("Type").endswith("/table")]
    return {f"xl/tables/{target.rpartition('/')[2]}" for target in targets}


@functools.cache
def _dressed() -> bytes:
    """The sample company with something to do for every command, dressed last: openpyxl would undress it again."""
    with tempfile.TemporaryDirectory() as folder:
        book = demo_book(Path(folder) / "a.xlsx")
        with Person(book) as person:
            person.add("tblLevels", {"Level ID": "SE5", "Track ID": "ENG", "Level title": "Fellow", "Rank": 6})
            person.add("tblCompetencies", {"Competency ID": "ZEN", "Competency": "Calm", "Definition": "Keeps calm."})
            person.add("tblTracks", {"Track ID": "QA", "Track": "Quality"})
            person.add("tblLevels", {"Level ID": "QA1", "Track ID": "QA", "Level title": "Tester", "Rank": 1})
            person.drop_row("tblPeople", {"Employee ID": person.column("tblPeople", "Employee ID")[-1]})
        assert cli("roadmap", book).code == 0  # openpyxl drops what formulas show; any command that writes mends that
        return Dressing(without_our_notes(book.read_bytes())).worn()  # the dressing brings notes of others


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsm"
    path.write_bytes(_dressed())
    return path


def test_the_dressed_workbook_is_sound(book: Path) -> None:
    assert lint(book) == []
    held = parts(_dressed())
    assert len([name for name in held if "_own" in name]) > 2 * len(DRESSED)
    assert sum("chart_own" in name for name in held) >= 1


BOOK = {"xl/workbook.xml"}  # asks Excel to work out the formulas again, as their inputs have changed
NEW_TAB = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
TOUCHED: dict[str, tuple[tuple[str, ...], tuple[str, ...], set[str]]] = {
    # command: tabs whose cells change, tabs whose tables change as well, parts of the whole workbook
    "build": (("Tracks", "Weights", "Reflection", "Matrix "), ("Weights", "Reflection", "Matrix "), NEW_TAB),
    "validate": (("Findings", "To fix", "Dashboard", "Up to date"), ("Findings", "To fix"), BOOK),
    "score": (
        ("Scores", "Dashboard", "Groups", "Team", "Next steps", "Trends", "Cover", "Two views", "Raters", "Up to date"),
        ("Scores", "Dashboard", "Team", "Next steps", "Trends", "Cover", "Two views", "Raters"),
        BOOK,
    ),
}
"""What each command may write anew; a name that ends in a blank stands for every tab that begins so.

Elsewhere formulas may show other results, and notes of ours may stand beside those of others.
"""


def without_our_notes(data: bytes) -> bytes:
    editor = Editor.from_bytes(data)
    for tab, notes in read_notes(Archive(data)).items():
        editor.set_notes(tab, {at: None for at, text in notes.items() if is_ours(text)}, AUTHOR)
    return editor.to_bytes()


def meanings(data: bytes) -> dict[str, bytes]:
    """What parts say, results of formulas, spelling of XML and order of content types aside."""
    return {name: _meaning(name, content) for name, content in parts(data).items()}


def _meaning(name: str, content: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return re.sub(rb"\s*xmlns:\w+=\"[^\"]*\"", b"", content) if name.endswith(".vml") else content
    root = etree.fromstring(content)
    for cell in root.iter(f"{{{MAIN}}}c"):
        if cell.find(f"{{{MAIN}}}f") is not None:
            cell.attrib.pop("t", None)
            for result in cell.findall(f"{{{MAIN}}}v"):
                cell.remove(result)
    if name == "[Content_Types].xml":
        root[:] = sorted(root, key=lambda entry: (entry.get("PartName") or "", entry.get("Extension") or ""))
    written: bytes = etree.tostring(root, method="c14n")
    return written


def tabs_of(held: dict[str, bytes], names: Iterable[str]) -> list[str]:
    tabs = [tab.get("name") for tab in etree.fromstring(held["xl/workbook.xml"]).find(f"{{{MAIN}}}sheets")]
    return [tab for name in names for tab in tabs if tab == name or (name.endswith(" ") and tab.startswith(name))]


@pytest.mark.parametrize("name", TOUCHED)
def test_every_part_but_the_few_touched_ones_keeps_its_bytes(name: str, book: Path) -> None:
    old = parts(book.read_bytes())
    assert cli(name, book).code in (0, 1)
    new = parts(book.read_bytes())
    tabs, tables = (tabs_of(old, names) for names in TOUCHED[name][:2])
    allowed = {part_of(old, tab) for tab in tabs}.union(TOUCHED[name][2], *(table_parts(old, tab) for tab in tables))
    changed = {part for part, content in old.items() if new.get(part) != content}
    assert part_of(old, tabs[0]) in changed  # the command had something to do
    rest = meanings(without_our_notes(book.read_bytes()))
    was = meanings(_dressed())
    assert {part for part in changed - allowed if rest.get(part) != was[part]} == set()
    assert lint(book) == []
    assert files(book.parent)["a.backup.xlsm"] == _dressed()


OURS = {"dimension", "sheetData", "conditionalFormatting", "dataValidations", "hyperlinks", "cols"}
"""Elements of a touched tab that a command may change, looked into below; all others stay as they were."""


def _elements(part: bytes) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for element in etree.fromstring(part):
        found.setdefault(etree.QName(element).localname, []).append(etree.tostring(element, method="c14n"))
    return found


@pytest.mark.parametrize("name", TOUCHED)
def test_on_a_touched_tab_everything_of_theirs_is_still_there(name: str, book: Path) -> None:
    old = parts(book.read_bytes())
    assert cli(name, book).code in (0, 1)
    new = parts(book.read_bytes())
    for tab in tabs_of(old, TOUCHED[name][0]):
        part = part_of(old, tab)
        before, after = _elements(old[part]), _elements(new[part])
        assert {k: v for k, v in after.items() if k not in OURS} == {k: v for k, v in before.items() if k not in OURS}
        if tab in DRESSED:
            assert {"drawing", "legacyDrawing", "extLst", "tableParts"} <= after.keys()
        # links, colours and drop-downs: as many rules as before, and none of the links that were not ours to renew
        assert len(after.get("conditionalFormatting", ())) == len(before.get("conditionalFormatting", ()))
        rows = etree.fromstring(new[part]).findall(f"{{{MAIN}}}sheetData/{{{MAIN}}}row")
        own = [etree.tostring(row, method="c14n") for row in rows if row.get("r") == str(OWN_ROW)]
        was = etree.fromstring(old[part]).findall(f"{{{MAIN}}}sheetData/{{{MAIN}}}row")
        assert own == [etree.tostring(row, method="c14n") for row in was if row.get("r") == str(OWN_ROW)]


def test_all_commands_one_after_the_other(book: Path) -> None:
    old = parts(_dressed())
    for name in ("build", "validate", "score", "validate", "build"):
        assert cli(name, book).code in (0, 1)
        assert lint(book) == []
    new = parts(book.read_bytes())
    kept = [part for part in old if "own" in part.lower() or part in OWN_PARTS]
    noted = [part for part in kept if new[part] != old[part]]
    assert {re.sub(r"\d+\..*", "", part) for part in noted} == {"xl/comments_own", "xl/drawings/vmlDrawing_own"}
    rest, was = meanings(without_our_notes(book.read_bytes())), meanings(_dressed())
    assert {part: rest[part] for part in noted} == {part: was[part] for part in noted}
    texts = new["xl/workbook.xml"].decode()
    assert 'name="MyRate"' in texts
    assert "'My tab'!$B$4" in texts
    assert b"macroEnabled" in new["[Content_Types].xml"]
