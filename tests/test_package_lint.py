"""The lint: what XlsxWriter paints is clean, and each fault Excel would repair is found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.support.decorated import decorated, parts
from tests.support.lint.formula import formula_faults
from tests.support.lint.parts import legal_name
from tests.support.lint.workbook_lint import lint
from tests.test_package_copy_sheets import painted

SHEET, TABLE, BOOK = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"
LONG = "x" * 256


def test_painted_workbooks_are_clean(tmp_path: Path) -> None:
    assert lint(painted()) == []
    assert lint(decorated()) == []
    path = tmp_path / "a.xlsm"
    path.write_bytes(decorated())
    assert lint(path) == []


def broken(part: str, old: str, new: str, count: int = 1) -> bytes:
    """The decorated workbook with one text replaced in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts(decorated()).items():
            if name == part:
                assert old.encode() in content, old
                content = content.replace(old.encode(), new.encode(), count)
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (TABLE, 'name="Level"', 'name="Rank"', "its column 'Rank' is headed 'Level' in C3"),
        (TABLE, 'name="Level"', 'name="NAME"', "two columns of one name"),
        (TABLE, '<tableColumn id="2"', '<tableColumn id="1"', "two columns of one number"),
        (TABLE, '<tableColumns count="5"', '<tableColumns count="6"', "counts 6 columns, but has 5"),
        (TABLE, 'ref="A3:E6"', 'ref="A3:F6"', "has 5 columns in a range of 6"),
        (TABLE, 'ref="A3:E6"', 'ref="A3:E1048577"', "off the sheet"),
        (TABLE, '<autoFilter ref="A3:E6"', '<autoFilter ref="A3:E9"', "its filter covers A3:E9, not A3:E6"),
        (TABLE, 'displayName="tblPeople"', 'displayName="tbl People"', "is not a legal name"),
        (TABLE, 'displayName="tblPeople"', 'displayName="Rate"', "its name is taken"),
        (TABLE, 'dataDxfId="0"', 'dataDxfId="9"', "uses format 9"),
        (SHEET, '<tablePart r:id="rId2"/>', "", "lists 0 tables but leads to 1"),
        (SHEET, '<row r="5"', '<row r="4"', "row 4: is out of order"),
        (SHEET, 'r="C4"', 'r="B4"', "B4: is out of order"),
        (SHEET, 's="3"', 's="99"', "has style 99, which is not there"),
        (SHEET, "<v>6</v>", "<v>99</v>", "points to text 99"),
        (SHEET, "<v>1.5</v>", "<v>one</v>", "holds no number"),
        (SHEET, "<f>LEN(tbl", "<f>=LEN(tbl", "a formula stored with ="),
        (SHEET, "<f>LEN(tbl", "<f>LENGTH(tbl", "function LENGTH, which Excel 2019 does not know"),
        (SHEET, 'mergeCell ref="A1:E1"', 'mergeCell ref="A1:E3"', "is merged inside the table tblPeople"),
        (SHEET, "</mergeCells>", '<mergeCell ref="E1:F1"/></mergeCells>', "merged ranges overlap at A1:E1"),
        (SHEET, 'dxfId="1"', 'dxfId="7"', "uses format 7, which is not there"),
        (SHEET, "<formula>3</formula>", "<formula>IF(1;2)</formula>", "semicolons"),
        (SHEET, 'sqref="D4:D6"', 'sqref="D4:XFE6"', "ranges are not on the sheet"),
        (SHEET, 'sqref="C4:C6"', 'sqref="here"', "ranges cannot be read"),
        (SHEET, "L1,L2,L3", LONG, "list is longer than 255"),
        (SHEET, 'showInputMessage="1"', f'showInputMessage="1" prompt="{LONG}"', "prompt is longer than 255"),
        (SHEET, 'showInputMessage="1"', f'showInputMessage="1" errorTitle="{LONG}"', "errorTitle is longer than 32"),
        (SHEET, '<dataValidations count="1"', '<dataValidations count="2"', "counts 2 validations, but has 1"),
        (SHEET, "'My tab'!A1", "Yours!A1", "its link leads to Yours!A1, which is not there"),
        (SHEET, 'ref="G1" r:id="rId1"', 'ref="G1" r:id="rId77"', "its link leads nowhere"),
        ("xl/sharedStrings.xml", "handbook", "h" * 32_768, "is longer than a cell can hold"),
        (BOOK, 'name="My tab"', 'name="My:tab"', "is not a legal sheet name"),
        (BOOK, 'name="My tab"', 'name="people"', "two sheets have this name"),
        (BOOK, 'name="My tab"', 'name="History"', "Excel keeps for itself"),
        (BOOK, 'name="Rate"', 'name="A1"', "name A1: is not a legal name"),
        (BOOK, 'name="Local" localSheetId="2"', 'name="Local" localSheetId="7"', "sheet number 7"),
        ("[Content_Types].xml", 'PartName="/xl/calcChain.xml"', 'PartName="/xl/none.xml"', "names /xl/none.xml"),
        ("xl/_rels/workbook.xml.rels", "calcChain.xml", "none.xml", "leads to xl/none.xml"),
        ("[Content_Types].xml", 'Extension="rels"', 'Extension="other"', "has no content type"),
        (SHEET, "<sheetData>", "<sheetData", "is damaged"),
    ],
)
def test_each_fault_is_found(part: str, old: str, new: str, fault: str) -> None:
    assert any(fault in found for found in lint(broken(part, old, new))), lint(broken(part, old, new))


def test_a_file_that_is_no_workbook_has_one_fault() -> None:
    assert len(lint(b"PK nothing")) == 1


@pytest.mark.parametrize(
    ("formula", "faults"),
    [
        ("SUM(A1:B2,3)", 0),
        ('IF(A1="a;b(",{1,2;3,4},"x""y")', 0),
        ("_xlfn.IFNA(tbl[[#This Row],[a;b (c)]],'it''s; (x'!A1)", 0),
        ('_xlfn.TEXTJOIN(", ",TRUE,A1:A2)', 0),
        ("TEXTJOIN(1,2)", 1),
        ("_xlfn.XLOOKUP(1,2,3)", 1),
        ("SUM(1;2)", 1),
        ("SUM(1,2", 1),
        ("=1", 1),
        ('"open', 1),
    ],
)
def test_formulas(formula: str, faults: int) -> None:
    assert len(list(formula_faults(formula))) == faults


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("lstLevels", True),
        ("_x.y", True),
        ("Größe", True),
        ("tbl People", False),
        ("A1", False),
        ("XFD1048576", False),
        ("XFE1", True),
        ("R1C1", False),
        ("r", False),
        ("1st", False),
        ("", False),
        ("x" * 256, False),
    ],
)
def test_names(name: str, legal: bool) -> None:
    assert legal_name(name) is legal
