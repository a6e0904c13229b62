"""Grafting: painted tabs come into a workbook whole, and leave it without a trace."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree  # type: ignore[import-untyped]

from tests.support.decorated import decorated, packed, parts, through_openpyxl
from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from tests.test_package_reader import STRICT, sheet
from xl_addin.cells.cell import ErrorCell, FormulaCell
from xl_addin.model.errors import Stop
from xl_addin.package.edit.editor import Editor
from xl_addin.package.read.reader import read_workbook_bytes

WRITTEN_ANEW = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def painted(numbers: tuple[int, ...] = (3, 4)) -> bytes:
    """Two result tabs as our painter makes them, and one that stays behind."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#123456", "border": 1})
    share = book.add_format({"num_format": "0.0 %;[Red]-0.0 %", "font_name": "Arial"})
    low = book.add_format({"bg_color": "#FFC7CE"})
    page = book.add_worksheet("Scores")
    page.set_column(0, 0, 30, head)
    rows = [[f"person {n}", n / 10] for n in numbers]
    columns = [{"header": "Who"}, {"header": "Share", "format": share}]
    page.add_table(2, 0, 2 + len(rows), 1, {"name": "tblScores", "columns": columns, "data": rows})
    page.write("A1", "Scores", head)
    page.write_rich_string("B1", head, "bold", " and plain ", low, "low")
    page.conditional_format(3, 1, 9, 1, {"type": "cell", "criteria": "<", "value": 0.3, "format": low})
    page.conditional_format(3, 1, 9, 1, {"type": "data_bar", "data_bar_2010": True})
    page.data_validation("D1", {"validate": "list", "source": "=lstShares"})
    page.write_comment("A1", "how it is computed")
    page.write_url("D2", "https://example.org/scores", string="outside")
    page.write_url("D3", "internal:Dashboard!A1", string="inside")
    page.insert_image("F20", "pixel.png", {"image_data": io.BytesIO(PIXEL)})
    page.repeat_rows(2)
    page.print_area(0, 0, 9, 3)
    board = book.add_worksheet("Dashboard")
    board.write_formula("A1", "=SUM(tblScores[Share])", share, 0.7)
    board.write_formula("A2", "=NA()", None, "#N/A")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Scores!$B$4:$B$5", "categories": "=Scores!$A$4:$A$5"})
    board.insert_chart("C1", chart)
    board.activate()
    book.add_worksheet("Left behind").write("A1", "stays")
    book.define_name("lstShares", "=Scores!$B$4:$B$5")
    book.define_name("Rate", "=999")
    book.close()
    return out.getvalue()


def grafted(
    data: bytes | None = None, after: str | None = "People", sheets: tuple[str, ...] = ("Scores", "Dashboard")
) -> bytes:
    editor = Editor.from_bytes(data or decorated())
    editor.copy_sheets(painted(), sheets, after)
    out = editor.to_bytes()
    assert lint(out) == []
    return out


def test_the_tabs_stand_where_they_should() -> None:
    assert list(read_workbook_bytes(grafted()).sheets) == ["People", "Scores", "Dashboard", "My tab", "Hidden"]
    assert list(read_workbook_bytes(grafted(after=None)).sheets) == [
        "People",
        "My tab",
        "Hidden",
        "Scores",
        "Dashboard",
    ]


def test_all_that_was_there_keeps_its_bytes() -> None:
    before, after = packed(decorated()), packed(grafted())
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= WRITTEN_ANEW | {"xl/calcChain.xml"}
    assert "xl/calcChain.xml" not in after
    assert set(after) - set(before) >= {"xl/worksheets/sheet4.xml", "xl/charts/chart2.xml", "xl/media/image1.png"}


def test_the_cells_arrive_with_their_texts() -> None:
    contents = read_workbook_bytes(grafted())
    scores, board = contents.sheets["Scores"].cells, contents.sheets["Dashboard"].cells
    assert scores[1, 2] == "bold and plain low"
    assert [scores[row, 1] for row in (3, 4, 5)] == ["Who", "person 3", "person 4"]
    assert board[1, 1] == FormulaCell("SUM(tblScores[Share])", 0.7)
    assert board[2, 1] == FormulaCell("NA()", ErrorCell("#N/A"))
    assert contents.tables["tblScores"].headers == ("Who", "Share")


def test_rich_runs_are_kept() -> None:
    page = parts(grafted())["xl/worksheets/sheet4.xml"]
    assert re.search(rb't="inlineStr"><is><r><rPr><b/>', page)


def test_the_looks_arrive_and_the_old_looks_stay() -> None:
    book = through_openpyxl(grafted())
    head, share = book["Scores"]["A1"], book["Scores"]["B4"]
    assert (head.font.b, head.fill.start_color.rgb, head.border.left.style) == (True, "FF123456", "thin")
    assert (share.number_format, share.font.name) == ("0.0 %;[Red]-0.0 %", "Arial")
    assert book["Scores"].column_dimensions["A"].width == pytest.approx(30, abs=1)
    rules = [rule for block in book["Scores"].conditional_formatting for rule in block.rules]
    assert {rule.dxf.fill.bgColor.rgb for rule in rules if rule.dxf} == {"FFFFC7CE"}
    assert book["People"]["E4"].fill.start_color.rgb == "FFFFEEAA"
    assert book["People"]["A1"].font.sz == 16


def styles(data: bytes) -> dict[str, list[bytes]]:
    root = etree.fromstring(parts(data)["xl/styles.xml"])
    return {etree.QName(holder).localname: [etree.tostring(e) for e in holder] for holder in root}


def test_styles_are_only_added() -> None:
    before, after = styles(decorated()), styles(grafted())
    for holder, entries in before.items():
        if holder != "numFmts":
            assert after[holder][: len(entries)] == entries


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.shared
def test_an_empty_style_sheet_gets_the_plain_look_first(shared: Path) -> None:
    """Cells without a style use entry 0, which must not become the look of the tabs that come in."""
    data = grafted((shared / "data/cases/workbook/empty_stylesheet.xlsx").read_bytes(), after=None)
    book = through_openpyxl(data)
    plain, head = book["Sheet1" if "Sheet1" in book else book.sheetnames[0]]["A1"], book["Scores"]["A1"]
    assert (plain.value, plain.font.b, plain.fill.fill_type, plain.border.left.style) == ("plain", False, None, None)
    assert (head.font.b, head.fill.start_color.rgb) == (True, "FF123456")


@pytest.mark.parametrize("kept", ["fonts", "fills", "borders", "cellXfs", "fonts fills borders", ""])
def test_a_style_sheet_that_lacks_some_lists_gets_their_plain_look(kept: str) -> None:
    made = parts(decorated())
    root = etree.fromstring(made["xl/styles.xml"])
    for holder in list(root):
        name = etree.QName(holder).localname
        if name in ("fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "cellStyles") and name not in kept.split():
            root.remove(holder)
    sheets = {n: re.sub(rb' (s|style)="\d+"', b"", d) if "worksheets/sheet" in n else d for n, d in made.items()}
    data = zipped({**sheets, "xl/styles.xml": etree.tostring(root)})
    after = etree.fromstring(parts(grafted(data))["xl/styles.xml"])
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    first = after.find("m:cellXfs/m:xf", space)
    assert [first.get(name) for name in ("numFmtId", "fontId", "fillId", "borderId")] in (["0"] * 4, [None] * 4)
    assert after.find("m:fills", space)[0][0].get("patternType") in (None, "none")
    assert after.find("m:fills", space)[1][0].get("patternType") == "gray125"
    assert after.find("m:fonts/m:font[1]/m:b", space) is None


def test_painting_the_same_again_adds_no_styles() -> None:
    once = grafted()
    editor = Editor.from_bytes(once)
    for name in ("Scores", "Dashboard"):
        editor.remove_sheet(name)
    editor.copy_sheets(painted(), ("Scores", "Dashboard"), "People")
    twice = editor.to_bytes()
    assert lint(twice) == []
    assert styles(once) == styles(twice)
    assert list(read_workbook_bytes(twice).sheets) == list(read_workbook_bytes(once).sheets)
    assert set(parts(twice)) == set(parts(once))


def names(data: bytes) -> set[tuple[str, str | None, str]]:
    root = etree.fromstring(parts(data)["xl/workbook.xml"])
    return {(n.get("name"), n.get("localSheetId"), n.text) for n in root.iter("{*}definedName")}


def test_names_follow_their_tabs() -> None:
    assert names(decorated()) == {
        ("Rate", None, "'My tab'!$B$1"),
        ("Local", "2", "Hidden!$A$1"),
        ("_xlnm.Print_Titles", "1", "'My tab'!$1:$1"),
    }
    assert names(grafted()) == {
        ("Rate", None, "'My tab'!$B$1"),
        ("lstShares", None, "Scores!$B$4:$B$5"),
        ("Local", "4", "Hidden!$A$1"),
        ("_xlnm.Print_Titles", "3", "'My tab'!$1:$1"),
        ("_xlnm.Print_Titles", "1", "Scores!$3:$3"),
        ("_xlnm.Print_Area", "1", "Scores!$A$1:$D$10"),
    }


def test_only_one_tab_is_selected() -> None:
    data = parts(grafted())
    pages = [content for name, content in data.items() if name.startswith("xl/worksheets/sheet")]
    assert sum(b'tabSelected="1"' in page for page in pages) == 1


def test_the_open_tab_stays_open() -> None:
    editor = Editor.from_bytes(decorated())
    editor.copy_sheets(painted(), ["Scores"], "People")
    editor.copy_sheets(painted(), ["Dashboard"], "Hidden")
    text = parts(editor.to_bytes())["xl/workbook.xml"].decode()
    assert 'activeTab="' not in text or 'activeTab="0"' in text
    again = Editor.from_bytes(text_with_active_tab(2))
    again.copy_sheets(painted(), ["Scores"], "People")
    assert 'activeTab="3"' in parts(again.to_bytes())["xl/workbook.xml"].decode()
    again.remove_sheet("People")
    assert 'activeTab="2"' in parts(again.to_bytes())["xl/workbook.xml"].decode()


def text_with_active_tab(number: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("People", "B", "C"):
        book.add_worksheet(name)
    book.worksheets()[number].activate()
    book.close()
    return out.getvalue()


def test_a_removed_tab_takes_its_own_parts_with_it() -> None:
    editor = Editor.from_bytes(decorated())
    editor.remove_sheet("My tab")
    after = editor.to_bytes()
    gone = set(parts(decorated())) - set(parts(after))
    assert {"xl/charts/chart1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"} <= gone
    assert {"xl/vbaProject.bin", "customXml/itemProps1.xml", "xl/tables/table1.xml"} <= set(parts(after))
    assert [fault for fault in lint(after) if "My tab" not in fault] == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda e: e.copy_sheets(decorated(), ["People"]), "has a sheet 'People' already"),
        (lambda e: e.copy_sheets(painted(), ["None"]), "has no sheet 'None'"),
        (lambda e: e.copy_sheets(painted(), ["Scores"], "None"), "has no sheet 'None'"),
        (lambda e: e.remove_sheet("None"), "has no sheet 'None'"),
    ],
)
def test_what_cannot_be_grafted(change: object, what: str) -> None:
    assert callable(change)
    with pytest.raises(Stop, match=what):
        change(Editor.from_bytes(decorated()))


def test_a_table_of_that_name_stops() -> None:
    renamed = decorated()
    editor = Editor.from_bytes(renamed)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Other").add_table("A1:B2", {"name": "TBLpeople"})
    book.close()
    with pytest.raises(Stop, match="has a table TBLpeople already"):
        editor.copy_sheets(out.getvalue(), ["Other"])


def test_a_strict_workbook_stops() -> None:
    editor = Editor.from_bytes(sheet('<row r="1"/>', space=STRICT))
    with pytest.raises(Stop):
        editor.copy_sheets(painted(), ["Scores"])


def test_the_only_tab_stays() -> None:
    with pytest.raises(Stop, match="has no sheet but"):
        Editor.from_bytes(sheet("")).remove_sheet("S")


def test_the_same_input_gives_the_same_bytes() -> None:
    assert grafted() == grafted()


@pytest.mark.libreoffice
def test_libreoffice_opens_the_result(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(grafted())
    with office.open(path) as document:
        assert document.sheet_names() == ["People", "Scores", "Dashboard", "My tab", "Hidden"]
        assert document.value("Dashboard", "A1") == pytest.approx(0.7)
        assert document.value("My tab", "B1") == 7.5
        assert len(document.charts("Dashboard")) == 1
        assert len(document.charts("My tab")) == 1
        assert document.conditional_formats("Scores") >= 1
