"""The reader: the same cells as openpyxl sees, and what openpyxl cannot see."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import to_excel

from tests.support.decorated import HEADERS, ROWS, TOP, decorated
from xl_addin.cells.cell import CellValue, ErrorCell, formula_of, result_of
from xl_addin.cells.contents import Contents
from xl_addin.model.errors import Refused, Stop
from xl_addin.package.read.reader import read_workbook, read_workbook_bytes
from xl_addin.package.safe.archive import Archive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def sheet(rows: str, *, space: str = MAIN, strings: str = "", tail: str = "", date1904: bool = False) -> bytes:
    """A minimal workbook of one sheet from the XML of its rows."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if space == STRICT:
        office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = '<Relationship Id="rId{0}" Type="{1}/{2}" Target="{3}"/>'
    pr = '<workbookPr date1904="1"/>' if date1904 else ""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": rels.format(one.format(1, office, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{office}">{pr}'
        '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels.format(
            one.format(1, office, "worksheet", "worksheets/sheet1.xml")
            + one.format(2, office, "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{space}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{tail}</worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()


def first(data: bytes) -> CellValue:
    return read_workbook_bytes(data).sheets["S"].cells.get((1, 1))


@pytest.mark.parametrize("space", [MAIN, STRICT])
@pytest.mark.parametrize(
    ("cell", "value", "formula"),
    [
        ('<c r="A1"><v>4</v></c>', 4, None),
        ('<c r="A1" t="n"><v>4.5</v></c>', 4.5, None),
        ('<c r="A1"><v>4.0</v></c>', 4, None),
        ('<c r="A1"><v>1E3</v></c>', 1000, None),
        ('<c r="A1"><v>1e999</v></c>', "1e999", None),
        ('<c r="A1"><v>1_0</v></c>', "1_0", None),
        ('<c r="A1"><v> 5 </v></c>', 5, None),
        ('<c r="A1"><v>NaN</v></c>', "NaN", None),
        ('<c r="A1" t="b"><v>1</v></c>', True, None),
        ('<c r="A1" t="b"><v>0</v></c>', False, None),
        ('<c r="A1" t="e"><v>#N/A</v></c>', ErrorCell("#N/A"), None),
        ('<c r="A1" t="s"><v>1</v></c>', "two runs", None),
        ('<c r="A1" t="s"><v>2</v></c>', "漢字", None),
        ('<c r="A1" t="inlineStr"><is><t>in</t></is></c>', "in", None),
        ('<c r="A1" t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r></is></c>', "a b", None),
        ('<c r="A1" t="inlineStr"><is><t>_x0041__x005F_x0042_</t></is></c>', "A_x0042_", None),
        ('<c r="A1" t="inlineStr"><is><t>_xD83D__xDE00_</t></is></c>', "😀", None),
        ('<c r="A1" t="str"><f>B1&amp;"x"</f><v>x</v></c>', "x", 'B1&"x"'),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', "", "B1"),
        ('<c r="A1"><f>B1</f></c>', None, "B1"),
        ('<c r="A1"><f>B1</f><v>2</v></c>', 2, "B1"),
        ('<c r="A1" t="d"><v>2026-01-02</v></c>', 46024, None),
        ('<c r="A1" t="d"><v>2026-01-02T12:00:00Z</v></c>', 46024.5, None),
        ('<c r="A1" t="d"><v>soon</v></c>', "soon", None),
        ('<c r="A1" t="zz"><v>4</v></c>', "4", None),
    ],
)
def test_one_cell(space: str, cell: str, value: CellValue, formula: str | None) -> None:
    strings = "<si><t>zero</t></si><si><r><t>two </t></r><r><t>runs</t></r></si>"
    strings += "<si><t>漢字</t><rPh sb='0' eb='1'><t>かんじ</t></rPh></si>"
    found = first(sheet(f'<row r="1">{cell}</row>', space=space, strings=strings))
    assert found is not None
    assert (type(result_of(found)), result_of(found), formula_of(found)) == (type(value), value, formula)


@pytest.mark.parametrize("cell", ['<c r="A1"/>', '<c r="A1" s="3"/>', '<c r="A1" t="inlineStr"><is><t/></is></c>'])
def test_an_empty_cell_is_not_there(cell: str) -> None:
    assert first(sheet(f'<row r="1">{cell}</row>')) is None


@pytest.mark.parametrize("before", ["", "<!-- -->"])
def test_a_cell_stands_in_its_own_row(before: str) -> None:
    with pytest.raises(Refused, match=r"is damaged \(the cell B7 stands in row 2\)"):
        read_workbook_bytes(sheet(f'{before}<row r="1"/><row r="2"><c r="B7"><v>1</v></c></row><row r="7"/>'))
    unnumbered = read_workbook_bytes(sheet(f'{before}<row><c r="B7"><v>1</v></c></row>')).sheets["S"].cells
    assert list(unnumbered) == [(7, 2)]


def test_dates_count_from_the_workbooks_own_start() -> None:
    found = first(sheet('<row r="1"><c r="A1" t="d"><v>2026-01-02</v></c></row>', date1904=True))
    assert found == 46024 - 1462


def test_shared_formulas_are_spelled_out() -> None:
    rows = '<row r="1"><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*$C$1+LOG10(A1)&amp;"A1"</f><v>1</v></c></row>'
    rows += '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
    cells = read_workbook_bytes(sheet(rows)).sheets["S"].cells
    assert formula_of(cells[2, 2]) == 'A2*$C$1+LOG10(A2)&"A1"'


def test_drawing_anchors_are_not_rows() -> None:
    tail = '<x:controls xmlns:x="urn:x"><x:row>5</x:row><x:c r="A9"/></x:controls>'
    assert list(read_workbook_bytes(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', tail=tail)).sheets["S"].cells) == [
        (1, 1)
    ]


def test_the_decorated_workbook() -> None:
    contents = read_workbook_bytes(decorated())
    assert {name: s.state for name, s in contents.sheets.items()} == {
        "People": "visible",
        "My tab": "visible",
        "Hidden": "hidden",
    }
    table = contents.tables["tblPeople"]
    assert (table.sheet, table.headers, table.totals) == ("People", HEADERS, 0)
    assert table.area.edges == (TOP, 1, TOP + len(ROWS), 5)
    people = contents.sheets["People"].cells
    for at, row in enumerate(ROWS):
        for col, value in enumerate(row):
            cell = people.get((TOP + 1 + at, 1 + col))
            assert ("" if cell is None else result_of(cell)) == value
    assert formula_of(people[4, 4]) == "LEN(tblPeople[[#This Row],[ID]])+0.5"
    assert contents.names == {"Rate": "'My tab'!$B$1"}
    assert not contents.date1904


def test_properties_and_odd_headers_are_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_custom_property("Trackbook", "1.2")
    page = book.add_worksheet('It\'s "odd" & <new>')
    page.add_table(
        0, 0, 2, 1, {"name": "tbl", "columns": [{"header": "two\nlines"}, {"header": "[x]'#@"}], "total_row": True}
    )
    book.close()
    contents = read_workbook_bytes(out.getvalue())
    assert contents.properties == {"Trackbook": "1.2"}
    assert contents.tables["tbl"].headers == ("two\nlines", "[x]'#@")
    assert contents.tables["tbl"].totals == 1


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (b'ref="A3:', b'ref="B3:', "names more or fewer columns than its range has"),
        (b"<tableColumn ", b"<tableColqmn ", "names more or fewer columns than its range has"),
        (b':E6"', b':E1048576"', r"has a table of 1,048,573 rows \(tblPeople\): make it end at its last row"),
    ],
)
def test_a_table_without_its_columns_or_its_end_is_refused(was: bytes, becomes: bytes, says: str) -> None:
    archive = Archive(decorated())
    part = archive.read_part("xl/tables/table1.xml")
    assert was in part
    archive.replace("xl/tables/table1.xml", part.replace(was, becomes, 1))
    with pytest.raises(Refused, match=says):
        read_workbook_bytes(archive.to_bytes())


def test_no_sheets_is_an_error() -> None:
    assert read_workbook_bytes(sheet("")).sheets["S"].cells == {}
    with pytest.raises(Refused, match="has no sheets"):
        read_workbook_bytes(_chart_only())


@pytest.mark.parametrize("other", [b"<styleSheet/>", b'<worksheet xmlns="urn:other"><sheetData/></worksheet>'])
def test_a_sheet_that_is_none_is_no_empty_sheet(other: bytes) -> None:
    archive = Archive(sheet(""))
    archive.replace("xl/worksheets/sheet1.xml", other)
    with pytest.raises(Refused, match=r"is damaged \(part xl/worksheets/sheet1\.xml is not a sheet of cells\)"):
        read_workbook_bytes(archive.to_bytes())


def _chart_only() -> bytes:
    out = io.BytesIO()
    data = sheet("")
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'/worksheet"', b'/chartsheet"'))
    return out.getvalue()


def test_a_missing_file_stops() -> None:
    with pytest.raises(Stop, match="is not there"):
        read_workbook(Path("absent.xlsx"))


def openpyxl_values(path: Path) -> dict[tuple[str, int, int], object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Names such as .xls make openpyxl refuse by the ending alone: give it the bytes.
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    return {
        (page.title, cell.row, cell.column): cell.value
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None and cell.value != ""
    }


def our_values(contents: Contents) -> dict[tuple[str, int, int], object]:
    return {
        (name, row, col): shown.code if isinstance(shown, ErrorCell) else shown
        for name, page in contents.sheets.items()
        for (row, col), cell in page.cells.items()
        if (shown := result_of(cell)) is not None and shown != ""
    }


def same(ours: object, theirs: object) -> bool:
    """Equal, but for what no Excel can hold: there we keep the text, openpyxl the float."""
    if isinstance(ours, str) and isinstance(theirs, int | float):
        return not math.isfinite(theirs) or len(ours) > 300 or re.fullmatch(r"[\d.eE+-]+", ours) is None
    if isinstance(theirs, str):  # openpyxl leaves _x000D_ in texts that stand in their cells as it is
        return ours in (theirs, re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), theirs))
    if isinstance(theirs, dt.date):  # the reader leaves dates as day numbers; openpyxl rounds times to a microsecond
        return isinstance(ours, int | float) and math.isclose(ours, to_excel(theirs), rel_tol=0, abs_tol=1e-8)
    return ours == theirs


@pytest.mark.shared
def test_it_agrees_with_openpyxl_on_every_accepted_file(shared: Path) -> None:
    compared = 0
    for path in sorted((shared / "data").rglob("*.*")):
        if path.suffix not in (".xlsx", ".xls", ".csv") or path.stem in ("dim_row_far", "dim_lie"):
            continue  # openpyxl builds a million rows for these two
        try:
            ours = our_values(read_workbook(path))
        except Refused:
            continue
        try:
            theirs = openpyxl_values(path)
        except Exception:
            continue
        assert ours.keys() == theirs.keys(), path.name
        assert [key for key in ours if not same(ours[key], theirs[key])] == [], path.name
        compared += 1
    assert compared >= 10


def test_it_agrees_with_openpyxl_on_the_decorated_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(decorated())
    assert our_values(read_workbook(path)) == openpyxl_values(path)
