"""Columns put into the middle of a table: every cell, rule, link and reference goes with its column."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.support.decorated import decorated, parts, through_openpyxl
from xl_addin.cells.area import Area
from xl_addin.model.errors import Stop
from xl_addin.package.edit.column_move import ColumnMove, move_formula
from xl_addin.package.edit.editor import Editor

BAND = ColumnMove("My sheet", Area(5, 3, 9, 6), 2)  # C5:F9 stands two columns further right


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("C5", "E5"),
        ("$D$9+A5", "$F$9+A5"),
        ("B5+G5", "B5+G5"),
        ("C4+C10", "C4+C10"),
        ("SUM(C5:F9)", "SUM(E5:H9)"),
        ("SUM(B5:C9)", "SUM(B5:E9)"),
        ("SUM(C5:Z9)", "SUM(E5:Z9)"),
        ("SUM(C1:F9)", "SUM(C1:F9)"),
        ("SUM(C:C)+SUM(5:9)", "SUM(C:C)+SUM(5:9)"),
        ("'My sheet'!C5&'My sheets'!C5", "'My sheet'!E5&'My sheets'!C5"),
        ("'my SHEET'!$C5:D$6", "'my SHEET'!$E5:F$6"),
        ("Other!C5+Other!C5:D6", "Other!C5+Other!C5:D6"),
        ("[1]Other!C5+'[b.xlsx]My sheet'!C5", "[1]Other!C5+'[b.xlsx]My sheet'!C5"),
        ('"C5 ""C5"""&C5', '"C5 ""C5"""&E5'),
        ("tbl[[#This Row],[C5]]+tbl[C5]", "tbl[[#This Row],[C5]]+tbl[C5]"),
        ("LOG10(C5)+C5.x+xC5+C5_", "LOG10(E5)+C5.x+xC5+C5_"),
        ("D5:C5", "F5:E5"),
        ("INDEX(C5:C9,1):C7", "INDEX(E5:E9,1):C7"),
    ],
)
def test_references_follow_their_cells(formula: str, wanted: str) -> None:
    assert move_formula(formula, "My sheet", BAND) == wanted


@given(st.integers(1, 12), st.integers(1, 9), st.booleans())
def test_one_cell_follows_and_nothing_else_does(row: int, col: int, fixed: bool) -> None:
    name = f"${'ABCDEFGHIJK'[col - 1]}${row}" if fixed else f"{'ABCDEFGHIJK'[col - 1]}{row}"
    moved = "ABCDEFGHIJK"[col + 1] if BAND.area.holds(row, col) else "ABCDEFGHIJK"[col - 1]
    assert move_formula(name, "My sheet", BAND) == (f"${moved}${row}" if fixed else f"{moved}{row}")
    assert move_formula(name, "Elsewhere", BAND) == name


@pytest.mark.parametrize(
    ("area", "pieces"),
    [
        ("A1:B20", "A1:B20"),
        ("C5:C9", "E5:E9"),
        ("B5:D9", "B5:F9"),
        ("D1:D20", "D1:D4 F5:F9 D10:D20"),
    ],
)
def test_ranges_of_rules_are_split_where_only_some_rows_moved(area: str, pieces: str) -> None:
    assert " ".join(map(str, BAND.pieces(Area.parse(area)))) == pieces


def inserted(data: bytes, at: int, *headers: str) -> bytes:
    editor = Editor.from_bytes(data)
    editor.add_table_columns("tblPeople", headers, look_column=at - 1, position=at)
    return editor.to_bytes()


def test_what_belongs_to_a_column_goes_with_it() -> None:
    before = decorated()
    after = inserted(before, 2, "New", "Newer")
    old, new = through_openpyxl(before)["People"], through_openpyxl(after)["People"]
    table = new.tables["tblPeople"]
    headers = [column.name for column in table.tableColumns]
    assert headers[2:4] == ["New", "Newer"]
    top, last = (int(row) for row in re.findall(r"\d+", old.tables["tblPeople"].ref))
    for row in range(top, last + 1):
        for column in range(1, 6):
            was, now = old.cell(row, column), new.cell(row, column if column <= 2 else column + 2)
            assert now.value == was.value
            assert now._style == was._style
    assert [new.cell(top, column).value for column in (3, 4)] == ["New", "Newer"]
    (rule,) = [str(rule.sqref) for rule in new.data_validations.dataValidation]
    assert rule == re.sub("C", "E", str(old.data_validations.dataValidation[0].sqref))
    assert len({column.id for column in table.tableColumns}) == len(headers)


def test_charts_and_sparklines_elsewhere_follow() -> None:
    before, after = parts(decorated()), parts(inserted(decorated(), 2, "New"))
    chart = next(name for name in before if "charts/chart" in name)
    assert b"People!$D$4:$D$6" in before[chart]
    assert b"People!$E$4:$E$6" in after[chart]
    assert b"$D$4" not in after[chart]
    mine = next(name for name, data in before.items() if b"People!D4:D6" in data)
    assert b"People!E4:E6" in after[mine]
    assert "xl/calcChain.xml" not in after, "an order of calculation that names old cells is worse than none"


def test_untouched_parts_keep_their_bytes() -> None:
    before, after = parts(decorated()), parts(inserted(decorated(), 2, "New"))
    for name in ("xl/vbaProject.bin", "xl/persons/person.xml", "customXml/item1.xml", "xl/styles.xml"):
        assert before[name] == after[name]


def small(array: str = "") -> bytes:
    """A table with formulas, notes and, where asked for, an array."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("People")
    sheet.add_table(1, 0, 4, 3, {"name": "tblPeople", "columns": [{"header": h} for h in "ABCD"]})
    for row in range(2, 5):
        sheet.write_formula(row, 3, f"=C{row + 1}*2+$B${row + 1}", None, 2)
        sheet.write(row, 2, row)
    sheet.write_comment("C3", "look")
    sheet.write_comment("B3", "stay")
    if array:
        sheet.write_array_formula(array, "{=ROW(A1:A2)}")
    book.close()
    return out.getvalue()


def changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with the sheet's text changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(info, change(text) if info.filename == "xl/worksheets/sheet1.xml" else text)
    return out.getvalue()


def merged(data: bytes) -> bytes:
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="C4:D4"/></mergeCells>'
    return changed(data, lambda text: text.replace(b"</sheetData>", merge))


def shared(data: bytes) -> bytes:
    """The same with the formulas of column D shared, as Excel saves them."""

    def change(text: bytes) -> bytes:
        text = text.replace(b"<f>C3*2+$B$3</f>", b'<f t="shared" ref="D3:D5" si="0">C3*2+$B3</f>')
        for row in b"45":
            text = text.replace(b"<f>C%c*2+$B$%c</f>" % (row, row), b'<f t="shared" si="0"/>')
        return text

    return changed(data, change)


def test_shared_formulas_and_notes_go_along() -> None:
    book = through_openpyxl(inserted(shared(small()), 2, "New"))
    sheet = book["People"]
    assert [sheet.cell(row, 5).value for row in (3, 4, 5)] == ["=D3*2+$B3", "=D4*2+$B4", "=D5*2+$B5"]
    assert sheet["D3"].comment.text == "look"
    assert sheet["B3"].comment.text == "stay"
    assert sheet["C3"].comment is None
    boxes = parts(inserted(small(), 2, "New"))["xl/drawings/vmlDrawing1.vml"]
    assert sorted(re.findall(rb"<x:Column>(\d+)<", boxes)) == [b"1", b"3"]


@pytest.mark.parametrize("data", [small(array="D3:D4"), merged(small())], ids=["array", "merge"])
def test_what_cannot_move_stops_it_and_nothing_is_changed(data: bytes) -> None:
    editor = Editor.from_bytes(data)
    with pytest.raises(Stop):
        editor.add_table_columns("tblPeople", ["New"], look_column=1, position=2)
    assert parts(editor.to_bytes()) == parts(data)


def test_a_full_neighbourhood_stops_it() -> None:
    editor = Editor.from_bytes(small())
    editor.set_cells("People", {(4, 5): "mine"})
    with pytest.raises(Stop, match="holds something"):
        editor.add_table_columns("tblPeople", ["New"], look_column=1, position=2)
