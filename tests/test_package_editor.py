"""The editor: what was asked is changed, nothing else is, and text never becomes a formula."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from tests.support.decorated import TOP, decorated, packed, parts, through_openpyxl
from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from tests.test_package_reader import STRICT, sheet
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, formula_of, result_of
from xl_addin.cells.formula import shift
from xl_addin.model.errors import Refused, Stop
from xl_addin.package.edit.column_references import rename_column
from xl_addin.package.edit.editor import Editor
from xl_addin.package.read.reader import read_workbook_bytes
from xl_addin.package.xml.cell_text import cell_text, escape_text, shorten_text, unescape_text, units

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
TABLE = "xl/tables/table1.xml"
CHAIN = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}


def edited(change: Callable[[Editor], None], data: bytes | None = None) -> bytes:
    editor = Editor.from_bytes(data or decorated())
    change(editor)
    out = editor.to_bytes()
    assert lint(out) == []
    through_openpyxl(out)
    return out


def touched(before: bytes, after: bytes) -> set[str]:
    """Names of the parts whose compressed bytes are not what they were."""
    old, new = packed(before), packed(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def cells(data: bytes, part: str = SHEET) -> dict[str, bytes]:
    """Every cell element of a sheet part by address, as bytes."""
    root = etree.fromstring(parts(data)[part])
    return {c.get("r"): etree.tostring(c) for c in root.iter("{*}c")}


def around(data: bytes, part: str = SHEET) -> list[bytes]:
    """Everything of a sheet part but its cells and its dimension."""
    root = etree.fromstring(parts(data)[part])
    return [etree.tostring(e) for e in root if etree.QName(e).localname not in ("sheetData", "dimension")]


# --- cells


def test_an_untouched_workbook_comes_back_as_it_was() -> None:
    before = decorated()
    assert touched(before, Editor.from_bytes(before).to_bytes()) == set()


def test_only_the_named_cells_change() -> None:
    before = decorated()
    after = edited(lambda e: e.set_cells("People", {(4, 2): "Ada L.", (9, 9): 5}))
    assert touched(before, after) == {SHEET, WORKBOOK}
    old, new = cells(before), cells(after)
    assert {ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref)} == {"B4", "I9"}
    assert around(before) == around(after)
    head = parts(after)[SHEET].split(b"<dimension")[0]
    assert b'mc:Ignorable="x14ac"' in head
    assert b"xmlns:x14ac=" in head


def test_the_parts_keep_their_order() -> None:
    before = decorated()
    after = edited(lambda e: e.set_cells("People", {(4, 2): "x"}))
    assert list(parts(before)) == list(parts(after))


@pytest.mark.parametrize("space", ["transitional", "strict"])
@pytest.mark.parametrize(
    ("value", "back"),
    [
        (4, 4),
        (4.25, 4.25),
        (True, True),
        (ErrorCell("#N/A"), ErrorCell("#N/A")),
        ("=1+1", "=1+1"),
        ("#N/A", "#N/A"),
        (" a\tb\n ", " a\tb\n "),
        ("_x0041_", "_x0041_"),
        ("a\x00\x0b\ufffeb", "ab"),
        ("", None),
        (None, None),
        (FormulaCell("A2*2", 3), FormulaCell("A2*2", 3)),
        (FormulaCell('"a"&A2', "a "), FormulaCell('"a"&A2', "a ")),
        (FormulaCell("A2"), FormulaCell("A2", None)),
        (FormulaCell("A2>1", True), FormulaCell("A2>1", True)),
    ],
)
def test_a_value_reads_back(space: str, value: CellValue, back: CellValue) -> None:
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    strings = "<si><t>old</t></si>"
    data = sheet(row, space=STRICT, strings=strings) if space == "strict" else sheet(row, strings=strings)
    editor = Editor.from_bytes(data)
    editor.set_cells("S", {(1, 1): value})
    found = read_workbook_bytes(editor.to_bytes()).sheets["S"].cells.get((1, 1))
    assert found == back
    assert back is None or found is None or type(result_of(found)) is type(result_of(back))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), FormulaCell("=1"), FormulaCell("")])
def test_what_no_cell_can_hold(value: CellValue) -> None:
    with pytest.raises(ValueError):
        Editor.from_bytes(decorated()).set_cells("People", {(4, 2): value})


PREFIXES = ["", "=", "+", "-", "@", "\t", "\r\n", "_x000D_", "'"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PREFIXES), st.text()), min_size=1))
def test_texts_read_back_and_are_never_formulas(texts: list[tuple[str, str]]) -> None:
    wanted = {(row, 7): head + tail for row, (head, tail) in enumerate(texts, 10)}
    editor = Editor.from_bytes(decorated())
    editor.set_cells("People", wanted)
    data = editor.to_bytes()
    found = read_workbook_bytes(data).sheets["People"].cells
    assert all(found[p] == cell_text(text) for p, text in wanted.items() if cell_text(text))
    assert all(p not in found for p, text in wanted.items() if not cell_text(text))
    formulas = {place for place, cell in found.items() if isinstance(cell, FormulaCell)}
    assert formulas == {(4, 4), (5, 4), (6, 4)}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaping_is_undone(text: str) -> None:
    assert unescape_text(escape_text(text)) == text


@given(st.text(), st.integers(0, 40))
def test_a_cut_text_is_a_beginning_that_fits(text: str, most: int) -> None:
    text = cell_text(text)
    kept = shorten_text(text, most)
    assert text.startswith(kept)
    assert units(kept) <= most
    assert kept == text or units(kept) >= most - 1


def test_a_long_text_is_cut_where_excel_would() -> None:
    data = edited(lambda e: e.set_cells("People", {(20, 1): "x" * 32_766 + "😀"}))
    assert read_workbook_bytes(data).sheets["People"].cells[20, 1] == "x" * 32_766


def test_styles_stay_and_new_cells_look_like_their_model() -> None:
    data = edited(lambda e: e.set_cells("People", {(4, 5): "new", (12, 1): "below"}, look_cells={(12, 1): (4, 5)}))
    page = through_openpyxl(data)["People"]
    assert page["E4"].fill.start_color.rgb == page["A12"].fill.start_color.rgb == "FFFFEEAA"


def test_an_unknown_sheet_stops() -> None:
    with pytest.raises(Stop, match="has no sheet 'Peeple'"):
        Editor.from_bytes(decorated()).set_cells("Peeple", {(1, 1): 1})


def test_a_formula_that_goes_takes_the_calculation_chain_with_it() -> None:
    before = decorated()
    after = edited(lambda e: e.set_cells("People", {(4, 4): 9}))
    assert touched(before, after) == {SHEET, WORKBOOK} | CHAIN
    assert b'fullCalcOnLoad="1"' in parts(after)[WORKBOOK]


SHARED = (
    '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>1</v></c></row>'
    '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
)


@pytest.mark.parametrize("gone", [(1,), (2,), (1, 2), (1, 3), (1, 2, 3)])
def test_the_others_of_a_shared_formula_keep_theirs(gone: tuple[int, ...]) -> None:
    editor = Editor.from_bytes(sheet(SHARED))
    editor.set_cells("S", {(row, 2): 0 for row in gone})
    found = read_workbook_bytes(editor.to_bytes()).sheets["S"].cells
    assert [formula_of(found[row, 2]) for row in (1, 2, 3)] == [None if r in gone else f"A{r}*2" for r in (1, 2, 3)]


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_part_of_an_array_is_not_overwritten(kind: str) -> None:
    rows = f'<row r="1"><c r="A1"><f t="{kind}" ref="A1:A2">B1:B2</f><v>1</v></c></row>'
    rows += '<row r="2"><c r="A2"><v>2</v></c></row>'
    editor = Editor.from_bytes(sheet(rows))
    with pytest.raises(Stop, match=r"S!A2: is part of .* over A1:A2"):
        editor.set_cells("S", {(5, 5): 1, (2, 1): 1})
    assert (5, 5) not in read_workbook_bytes(editor.to_bytes()).sheets["S"].cells


def test_rows_out_of_order_are_refused() -> None:
    with pytest.raises(Refused, match="row 1 is out of order"):
        Editor.from_bytes(sheet('<row r="2"/><row r="1"/>')).set_cells("S", {(1, 1): 1})


def test_cells_without_addresses_get_them() -> None:
    editor = Editor.from_bytes(sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))
    editor.set_cells("S", {(1, 2): 9, (1, 3): 8})
    found = read_workbook_bytes(editor.to_bytes()).sheets["S"].cells
    assert found == {(1, 1): 1, (1, 2): 9, (1, 3): 8, (2, 1): 3}


def test_many_cells_take_linear_time() -> None:
    """No timed assert, only a bound that quadratic work would pass by far."""
    editor = Editor.from_bytes(sheet(""))
    started = time.monotonic()
    editor.set_cells("S", {(row, col): row for row in range(1, 10_001) for col in range(1, 11)})
    assert time.monotonic() - started < 30
    assert len(read_workbook_bytes(editor.to_bytes()).sheets["S"].cells) == 100_000


# --- links, names, properties


def test_links_are_set_replaced_and_removed() -> None:
    def change(editor: Editor) -> None:
        editor.set_links("People", {(4, 1): "'My tab'!A1", (2, 7): "People!A4", (1, 7): ""})
        editor.set_links("My tab", {(1, 1): "People!A1"})

    page = through_openpyxl(edited(change))["People"]
    assert {c: page[c].hyperlink.location for c in ("A4", "G2")} == {"A4": "'My tab'!A1", "G2": "People!A4"}
    assert page["G1"].hyperlink is None
    assert b"example.org" not in parts(edited(change))["xl/worksheets/_rels/sheet1.xml.rels"]


def test_names_and_properties() -> None:
    def change(editor: Editor) -> None:
        editor.set_name("lstLevels", "tblPeople[Level]")
        editor.set_name("RATE", "1.5")
        editor.set_property("Trackbook", "1 & 2")
        editor.set_property("Trackbook", "<3>")
        editor.set_property("Other", "x")

    data = edited(change)
    contents = read_workbook_bytes(data)
    assert contents.names == {"Rate": "1.5", "lstLevels": "tblPeople[Level]"}
    assert contents.properties == {"Trackbook": "<3>", "Other": "x"}
    again = edited(lambda e: e.set_property("Other", "y"), data)
    assert touched(data, again) == {"docProps/custom.xml"}


# --- tables


def table_rows(data: bytes, name: str = "tblPeople") -> list[list[object]]:
    contents = read_workbook_bytes(data)
    table = contents.tables[name]
    found = contents.sheets[table.sheet].cells
    return [
        [result_of(found.get((row, col))) for col in range(table.area.left, table.area.right + 1)]
        for row in range(table.area.top + 1, table.area.bottom + 1)
    ]


def test_a_table_grows_with_all_that_belongs_to_it() -> None:
    before = decorated()
    after = edited(lambda e: e.resize_table("tblPeople", 6))
    assert touched(before, after) == {SHEET, TABLE, WORKBOOK} | CHAIN
    text = parts(after)[SHEET].decode()
    for sqref in ('sqref="C4:C9"', 'sqref="D4:D9"', "<xm:sqref>D4:D9</xm:sqref>", "<xm:sqref>E4:E9</xm:sqref>"):
        assert sqref in text
    contents = read_workbook_bytes(after)
    assert contents.tables["tblPeople"].area.bottom == TOP + 6
    assert contents.sheets["People"].cells[9, 4] == FormulaCell("LEN(tblPeople[[#This Row],[ID]])+0.5", None)
    page = through_openpyxl(after)["People"]
    assert page["E9"].fill.start_color.rgb == "FFFFEEAA"
    assert page.row_dimensions[9].height == page.row_dimensions[6].height == 30.75
    old, new = cells(before), cells(after)
    assert all(old[ref] == new[ref] for ref in old)


def test_a_table_shrinks_and_grows_again() -> None:
    after = edited(lambda e: e.resize_table("tblPeople", 1))
    text = parts(after)[SHEET].decode()
    assert 'sqref="C4"' in text
    assert "<xm:sqref>E4</xm:sqref>" in text
    assert [row[0] for row in table_rows(after)] == ["E1"]
    assert not any(place[0] in (5, 6) for place in read_workbook_bytes(after).sheets["People"].cells)
    again = edited(lambda e: e.resize_table("tblPeople", 3), after)
    assert [row[0] for row in table_rows(again)] == ["E1", None, None]


def test_relative_formulas_go_on_relatively() -> None:
    def change(editor: Editor) -> None:
        editor.set_cells("People", {(6, 5): FormulaCell('B6&$B$1&"B6"&tblPeople[[#This Row],[B6]]', "x")})
        editor.resize_table("tblPeople", 4)

    editor = Editor.from_bytes(decorated())
    change(editor)
    found = read_workbook_bytes(editor.to_bytes()).sheets["People"].cells[7, 5]
    assert formula_of(found) == 'B7&$B$1&"B6"&tblPeople[[#This Row],[B6]]'


@pytest.mark.parametrize(
    ("place", "value", "what"),
    [
        ((8, 2), "note", r"People!B8: holds text below the table tblPeople: move it"),
        ((7, 1), 4, r"People!A7: holds content below"),
        ((9, 5), FormulaCell("1+1", 2), r"People!E9: holds a formula below"),
    ],
)
def test_nothing_below_is_overwritten(place: tuple[int, int], value: CellValue, what: str) -> None:
    editor = Editor.from_bytes(decorated())
    editor.set_cells("People", {place: value})
    before = editor.to_bytes()
    with pytest.raises(Stop, match=what):
        editor.resize_table("tblPeople", 6)
    assert touched(before, editor.to_bytes()) == set()


def test_what_stands_beside_or_further_down_is_no_hindrance() -> None:
    def change(editor: Editor) -> None:
        editor.set_cells("People", {(7, 8): "beside", (20, 1): "further down"})
        editor.resize_table("tblPeople", 16)

    found = read_workbook_bytes(edited(change)).sheets["People"].cells
    assert (found[7, 8], found[20, 1]) == ("beside", "further down")


def two_tables(**options: object) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("S")
    page.add_table("A1:B3", {"name": "tblOne", "data": [[1, 2], [3, 4]], **options})
    page.add_table("A6:B8", {"name": "tblTwo", "data": [[1, 2], [3, 4]]})
    page.add_table("D1:E3", {"name": "tblRight"})
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "rows", "what"),
    [
        ("tblOne", 5, "table tblTwo stands below"),
        ("tblNone", 5, "has no table tblNone"),
        ("tblTwo", 1_048_576, "would not fit"),
    ],
)
def test_a_table_that_cannot_grow_stops(name: str, rows: int, what: str) -> None:
    with pytest.raises(Stop, match=what):
        Editor.from_bytes(two_tables()).resize_table(name, rows)


def test_a_totals_row_stops() -> None:
    with pytest.raises(Stop, match=r"has a totals row: switch it off under Table Design"):
        Editor.from_bytes(two_tables(total_row=True)).resize_table("tblOne", 2)


def test_columns_are_added_in_the_look_of_another() -> None:
    editor = Editor.from_bytes(decorated())
    with pytest.raises(Stop, match="has a column 'NAME' already"):
        editor.add_table_columns("tblPeople", ["New", "NAME"], look_column=2)
    editor.add_table_columns("tblPeople", ["New", "two\nlines"], look_column=4)
    data = editor.to_bytes()
    assert lint(data) == []
    table = read_workbook_bytes(data).tables["tblPeople"]
    assert table.headers[5:] == ("New", "two\nlines")
    page = through_openpyxl(data)["People"]
    assert page["G5"].fill.start_color.rgb == "FFFFEEAA"
    assert page.column_dimensions["F"].width == page.column_dimensions["E"].width
    assert "<xm:sqref>E4:G6</xm:sqref>" in parts(data)[SHEET].decode()


@pytest.mark.parametrize(("table", "what"), [("tblOne", "tblRight stands right"), ("tblTwo", "S!C7: holds something")])
def test_columns_do_not_overwrite(table: str, what: str) -> None:
    editor = Editor.from_bytes(two_tables())
    editor.set_cells("S", {(7, 3): "here"})
    with pytest.raises(Stop, match=what):
        editor.add_table_columns(table, ["a", "b"], look_column=0)


def test_a_renamed_column_is_followed_by_the_formulas() -> None:
    data = edited(lambda e: e.rename_table_column("tblPeople", 3, "Sco[re]"))
    contents = read_workbook_bytes(data)
    assert contents.tables["tblPeople"].headers[3] == "Sco[re]"
    assert contents.sheets["My tab"].cells[1, 2] == FormulaCell("SUM(tblPeople[Sco'[re']])", 7.5)


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ("tbl[A]", "tbl[B]"),
        ("TBL[a]+1", "TBL[B]+1"),
        ("tbl[[#This Row],[A]]*2", "tbl[[#This Row],[B]]*2"),
        ("tbl[[A]:[C]]", "tbl[[B]:[C]]"),
        ('other[A]&"tbl[A]"&mytbl[A]', 'other[A]&"tbl[A]"&mytbl[A]'),
        ("tbl[AA]", "tbl[AA]"),
    ],
)
def test_references_to_a_renamed_column(formula: str, renamed: str) -> None:
    assert rename_column(formula, "tbl", "A", "B") == renamed


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1", "B3"),
        ("$A1+A$1+$A$1", "$A3+B$1+$A$1"),
        ("SUM(A1:B2)", "SUM(B3:C4)"),
        ("A:A+$A:B", "B:B+$A:C"),
        ("1:1+$1:2", "3:3+$1:4"),
        ("LOG10(A1)", "LOG10(B3)"),
        ("'A1 b'!A1", "'A1 b'!B3"),
        ("A1!A1", "A1!B3"),
        ('"A1"', '"A1"'),
        ("tbl[A1]+A1_x+Q1.5", "tbl[A1]+A1_x+Q1.5"),
        ("XFD1", "#REF!"),
        ("TRUE+1.5E3", "TRUE+1.5E3"),
    ],
)
def test_formulas_move_as_excel_moves_them(formula: str, moved: str) -> None:
    assert shift(formula, 2, 1) == moved


@pytest.mark.parametrize(
    "attempt",
    [
        lambda editor: editor.resize_table("tblNone", 2),
        lambda editor: editor.remove_sheet("None"),
        lambda editor: editor.add_table_columns("tblPeople", ["x", "y", "z"], 0),
        lambda editor: editor.rename_table_column("tblPeople", 0, "Name"),
        lambda editor: editor.copy_sheets(decorated(), ["People"]),
    ],
)
def test_a_stop_changes_nothing(attempt: Callable[[Editor], None]) -> None:
    editor = Editor.from_bytes(decorated())
    editor.set_cells("People", {(4, 8): "in the way"})
    before = editor.to_bytes()
    with pytest.raises(Stop):
        attempt(editor)
    assert touched(before, editor.to_bytes()) == set()


@pytest.mark.libreoffice
def test_libreoffice_reads_the_changed_workbook(office: Office, tmp_path: Path) -> None:
    def change(editor: Editor) -> None:
        editor.resize_table("tblPeople", 5)
        editor.set_cells("People", {(7, 1): "E45", (7, 2): "=1+1", (8, 1): "E5", (8, 5): FormulaCell("1+2", 99)})

    path = tmp_path / "a.xlsm"
    path.write_bytes(edited(change))
    with office.open(path) as document:
        assert document.value("People", "B7") == "=1+1"
        assert document.value("People", "D7") == 3.5
        assert document.value("People", "E8") == 3
        assert document.tables()["tblPeople"][1].replace("$", "").endswith("A3:E8")
